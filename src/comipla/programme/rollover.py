"""What the next programme year would be: which one, when, and with which editions."""

from dataclasses import dataclass, replace
from datetime import date

from comipla.core.fiscal import FiscalYear
from comipla.core.wareki import format_wareki
from comipla.people.models import Body
from comipla.programme.editions import common_edition
from comipla.programme.models import ProgrammeYear
from comipla.programme.parameters import edition_for, parameters


@dataclass(frozen=True)
class RollOver:
    """A year to be opened: after which one, from which day on, with which editions.

    `refusal` says in words why it cannot be opened today; empty where it can.
    """

    year: FiscalYear
    previous: ProgrammeYear | None
    opens_on: date
    parameters: str
    forms: str
    refusal: str = ""


def plan_for(prefecture: Body, *, today: date, year: FiscalYear | None = None) -> RollOver:
    """The year after the newest one; where there is none yet, `year` or that of today.

    It takes over the editions of the year before, or newer ones that have been added since. How
    early it can be opened is the parameter `year_opens_on`.
    """
    previous = ProgrammeYear.objects.filter(prefecture=prefecture).first()
    plan = plan_after(previous, today=today, first=year)
    if year is None or year == plan.year:
        return plan
    return replace(plan, refusal=_out_of_turn(prefecture, year, plan.year))


def plan_after(
    previous: ProgrammeYear | None, *, today: date, first: FiscalYear | None = None
) -> RollOver:
    """The same where the newest year is known already."""
    following = previous.fiscal.next if previous else first or FiscalYear.of(today)
    edition = edition_for(following, at_least=previous.parameters if previous else "")
    opens_on = _opens_on(following, edition)
    refusal = ""
    if today < opens_on:
        refusal = (
            f"{following.label}は、{format_wareki(opens_on, weekday=True)}から開けます。"
            "その日になってから開いてください。"
        )
    return RollOver(
        year=following,
        previous=previous,
        opens_on=opens_on,
        parameters=edition,
        forms=common_edition() or (previous.forms if previous else ""),
        refusal=refusal,
    )


def _opens_on(year: FiscalYear, edition: str) -> date:
    """The day of the year before on which preparations may begin."""
    before = year.previous
    month, day = parameters(edition).at(before.end).month_day("year_opens_on")
    return date(before.year if month >= before.start.month else before.year + 1, month, day)


def _out_of_turn(prefecture: Body, wanted: FiscalYear, following: FiscalYear) -> str:
    if ProgrammeYear.objects.filter(prefecture=prefecture, year=wanted.year).exists():
        return f"{wanted.label}はもう開いています。年度の画面で見られます。"
    return f"次に開く年度は{following.label}です。{wanted.label}は、順に開いてから開けます。"
