"""What a population page shows: everything follows from one run and the wish in the address."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from comipla.core.digits import squeeze_ascii
from comipla.core.evidence import Showing
from comipla.people.models import Body
from comipla.population.models import ProjectionRun
from comipla.population.outlook import MIXES
from comipla.population.selectors import place_key
from comipla.web.population import pictures, words
from comipla.web.population.words import Wish

_MOST: Final = 5_000


def wish_in(query: Mapping[str, str]) -> tuple[Wish, str]:
    """The households that an address wishes for, and what is wrong with the number, in words."""
    mix = query.get("mix", "mix")
    text = squeeze_ascii(query.get("households", ""))
    if mix not in MIXES:
        mix = "mix"
    try:
        number = Decimal(text or 0)
        fits = 0 <= number <= _MOST
    except InvalidOperation:
        fits = False
    if not fits:
        return Wish(mix), f"世帯の数は、0から{_MOST:,}までの数字で書いてください。"
    return Wish(mix, float(number)), ""


def shown(body: Body, run: ProjectionRun, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything that a page says of a projection."""
    outlook = run.outlook
    wish, slip = wish_in(query)
    curve = outlook.showing is not Showing.COUNTS
    return {
        "body": body,
        "key": place_key(body),
        "run": run,
        "outlook": outlook,
        "wish": wish,
        "errors": [("households", slip)] if slip else [],
        "headline": words.headline(words.called(body), outlook),
        "sentence": words.if_nothing_changes(words.called(body), outlook),
        "curve": curve,
        "future": pictures.future_chart(outlook, wish) if curve else None,
        "ages": pictures.ages_chart(outlook),
        "pupils": pictures.pupil_rows(outlook),
        "needed": words.households_needed(outlook) if curve else [],
        "staying": words.staying(outlook),
        "variants": words.under_other_pasts(outlook) if curve else [],
        "figures": pictures.slider_figures(outlook) if curve else "",
        "most": pictures.most_households(outlook) if curve else 0,
        "mixes": [(mix, label) for mix, (label, _) in MIXES.items()],
        "then": words.then_figures(outlook, wish) if curve else [],
        "facts": words.facts(outlook),
        "method": words.METHOD,
        "rounded": words.ROUNDED,
        "tone": words.STATE_TONES[run.state],
    }
