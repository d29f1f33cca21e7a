"""A table on which menu ③ can be played without a database: people, surroundings, moves."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import holidays

from comipla.core.access import Actor, BodyKind
from comipla.core.calendar import OfficeCalendar
from comipla.core.docket import Room, Standing, Surroundings, fold, perform
from comipla.core.fiscal import FiscalYear
from comipla.core.parameters import Parameters
from comipla.core.procedures.subsidy import SUBSIDY

DATA = Path(__file__).parents[3] / "src" / "comipla" / "programme" / "data"
R6 = Parameters.load((DATA / "r6.toml").read_text(encoding="utf-8"))
OWNER = ("46", "462012")
TODAY = date(2024, 5, 1)


def _prefecture(number: int, role: str) -> Actor:
    return Actor(number, role, "46", BodyKind.PREFECTURE, ("46",), role)


TOWN = Actor(1, "市町村担当", "462012", BodyKind.MUNICIPALITY, OWNER, "muni_officer")
CLERK, CHIEF, TREASURY = (
    _prefecture(2, "pref_officer"),
    _prefecture(3, "pref_decider"),
    _prefecture(4, "pref_accounts"),
)


def surroundings(today: date = TODAY, **changes: Any) -> Surroundings:
    around = Surroundings(
        today=today,
        year=FiscalYear(2024),
        enacted=True,
        parameters=R6.at(today),
        calendar=OfficeCalendar(holidays.country_holidays("JP")),
        rooms={"CAP": Room(1_000_000, 0, 0), "BUDGET": Room(30_000_000, 0, 0)},
    )
    return replace(around, **changes)


def do(
    standing: Standing,
    kind: str,
    by: Actor,
    facts: Any = None,
    *,
    of: str | None = None,
    around: Surroundings | None = None,
) -> Standing:
    """One more act."""
    act = perform(
        SUBSIDY,
        standing,
        kind=kind,
        actor=by,
        owner_path=OWNER,
        surroundings=around or surroundings(),
        facts=facts,
        of=of,
    )
    return fold(SUBSIDY, (*standing.acts, act))


def decide(
    standing: Standing, kind: str, facts: Any, *, around: Surroundings | None = None
) -> Standing:
    """Draft by the clerk, decide by whoever the act needs."""
    decider = TREASURY if kind.startswith("pay_") else CHIEF
    standing = do(standing, "draft", CLERK, facts, of=kind, around=around)
    return do(standing, kind, decider, around=around)
