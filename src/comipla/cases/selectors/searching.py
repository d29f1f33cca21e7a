"""Finding cases by what people type: words in any width and kana, and numbers in any spelling."""

import re
import unicodedata
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Func, Q, QuerySet, TextField

from comipla.cases.models import Case
from comipla.core.digits import squeeze_ascii
from comipla.core.search import query_tokens

_NUMBER: Final = re.compile(
    r"(?:(?P<menu>[1-9])-?)?(?P<year>[A-Z][0-9]{1,2})-(?P<serial>[0-9]{1,6})"
)
_SERIAL: Final = re.compile(r"[0-9]{1,6}")


def found_by(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Of `cases`, those that `text` finds; all of them for a blank text.

    ③-R6-017, 3-R6-17 and R6-17 name a case; 17 finds number 17 of any year, and titles with the
    number 17. Everything else finds the cases whose number, title, municipality and its reading
    hold every pair of letters typed. A text without a letter or digit finds nothing.
    """
    if not text.strip():
        return cases
    typed = squeeze_ascii(unicodedata.normalize("NFKC", text)).upper()
    if number := _NUMBER.fullmatch(typed):
        named = cases.filter(programme_year__code=number["year"], serial=int(number["serial"]))
        return named.filter(number__startswith=f"{number['menu']}-") if number["menu"] else named
    keys = query_tokens(text)
    if not keys:
        return cases.none()
    # Keys are letters and digits only, so that nothing in them is read as an operator.
    having = SearchQuery(" & ".join(f"'{key}'" for key in keys), search_type="raw", config="simple")
    found = cases.filter(search=having)
    if _SERIAL.fullmatch(typed):
        # The pairs of 17 are in 117 and 171 as well: only the whole number counts.
        title = Func(
            F("title"), template="normalize(%(expressions)s, NFKC)", output_field=TextField()
        )
        found = found.alias(plain_title=title).filter(
            Q(serial=int(typed)) | Q(plain_title__regex=rf"(^|[^0-9]){typed}([^0-9]|$)")
        )
    return found
