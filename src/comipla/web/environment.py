"""The Jinja2 environment in which every page is rendered.

Autoescaping is on, a name that a page forgot to pass raises instead of printing nothing, and
templates reach the outside only through the few globals below. ``csrf_input`` and ``request``
come from Django's own Jinja2 backend.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from comipla.programme import clock
from comipla.web.filters import FILTERS
from comipla.web.help import help_of_act, linked, word
from comipla.web.icons import ICON_NAMES

SPRITE = "comipla/icons.svg"


@lru_cache(maxsize=2_000, typed=True)  # a page asks for thirty, most of them on every page
def url(name: str, *args: object, **kwargs: object) -> str:
    """Path of a named page; positional or keyword parts, as ``reverse`` takes them."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def querystring(params: QueryDict, changes: Mapping[str, object] | None = None, **more: object):
    """``?…`` of ``params`` with changes laid over; ``None`` drops a key, a list repeats it.

    The URL of a list holds everything that it shows, so links for sorting, paging and filter
    chips are the present address with one thing changed. With nothing left it is ``?``, which
    still leads to the bare list.
    """
    query = dict(params.lists())
    for key, value in {**(changes or {}), **more}.items():
        if value is None:
            query.pop(key, None)
        elif isinstance(value, list | tuple):
            query[key] = [str(item) for item in value]
        else:
            query[key] = [str(value)]
    return f"?{urlencode(query, doseq=True)}"


@lru_cache(maxsize=500)  # a page asks some sixty times, and the storage reckons each address anew
def icon(name: str, label: str | None = None) -> Markup:
    """One picture of our own sprite; hidden from screen readers unless it has a label.

    Raises ``KeyError`` for a name the sprite does not hold.
    """
    if name not in ICON_NAMES:
        raise KeyError(name)
    href = f"{static(SPRITE)}#{name}"
    if label is None:
        return Markup('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>').format(href)
    return Markup('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>').format(
        label, href
    )


def spoken(sentence: str, **values: object) -> Markup:
    """A sentence of ours in the reader's language, with values set in for ``%(name)s``.

    Does what Jinja's own ``_`` does, without its detours, which cost as much as three queries on
    a long page.
    """
    text = Markup(translation.gettext(sentence))  # noqa: S704 - our own words; values are escaped
    return text % values if values or "%" in text else text


def environment(**options: Any) -> Environment:
    """Build the environment; ``options`` come from ``TEMPLATES[…]["OPTIONS"]``."""
    options |= {
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": [*options.get("extensions", ()), "jinja2.ext.i18n"],
    }
    env = Environment(**options)  # noqa: S701 - autoescape is set just above
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals |= {
        "_": spoken,
        "static": lru_cache(maxsize=200)(static),  # every page names the same style sheets
        "url": url,
        "icon": icon,
        "querystring": querystring,
        "office_today": clock.today,
        "help_of_act": help_of_act,
        "word": word,
    }
    env.filters |= {**FILTERS, "linked": linked}
    return env
