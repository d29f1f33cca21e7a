"""What the end of a year asks of people: sentences for their desks, while something is left to do."""

from collections.abc import Iterable, Iterator
from datetime import date

from comipla.cases.selectors.year import left_undone
from comipla.core.access import Actor
from comipla.core.deadlines import Shift, shift
from comipla.core.docket import Side
from comipla.core.wareki import format_wareki
from comipla.programme.calendar import office_calendar
from comipla.programme.models import ProgrammeYear
from comipla.programme.year_steps import NOTICE


def warnings_of(
    actor: Actor, years: Iterable[ProgrammeYear], *, today: date
) -> Iterator[tuple[str, str]]:
    """What to say as (title, sentence); one query for a year whose end, or close, is near.

    31 March and 31 May are moved by no holiday: the last open day before them is named.
    """
    for year in years:
        if year.enacted and not year.accounts_closed:
            yield from _of_year(actor, year, today)


def _of_year(actor: Actor, year: ProgrammeYear, today: date) -> Iterator[tuple[str, str]]:
    end, close = year.fiscal.end, year.fiscal.cashier_close
    if not (_near(end, today) or _near(close, today)):
        return
    working, unpaid = left_undone(actor, year)
    if _near(end, today) and working:
        yield (
            f"{year.fiscal.label}は{format_wareki(end, weekday=True)}で終わります",
            f"事業が続いている案件が{working}件あります。{_by(end)}この日までに終わらない事業には、"
            "繰越の手続が要ります。",
        )
    if _near(close, today) and unpaid:
        what = "支払" if actor.side == Side.PREFECTURE else "受取と返還"
        yield (
            f"{year.fiscal.label}の出納は{format_wareki(close, weekday=True)}に閉鎖します",
            f"{what}の終わっていない案件が{unpaid}件あります。{_by(close)}閉鎖のあとは、この年度の"
            "予算からは支払えません。",
        )


def _near(day: date, today: date) -> bool:
    return day - NOTICE <= today <= day


def _by(day: date) -> str:
    """The last open day, where the day itself is not one."""
    return shift(day, office_calendar(), Shift.NEVER).remark or ""
