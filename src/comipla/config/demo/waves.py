"""The days of a programme year in the demo: its rounds of requests, and when work was finished."""

from dataclasses import dataclass
from datetime import date, timedelta

from comipla.config.demo.briefs import Brief, open_day

TODAY = date(2025, 1, 20)
"""The day on which the demo stands: 令和7年1月20日."""


@dataclass(frozen=True)
class Wave:
    """One round: needs, earmarks, applications, and until when the work may last."""

    needs: tuple[date, date]
    earmarked_on: date
    apply_by: date
    applications: tuple[date, date]
    voted_on: date
    ends: tuple[date, date]


def wave_of(brief: Brief) -> Wave:
    """The round in which a case was asked for."""
    year = brief.year.fiscal.year
    last = year + 1
    if brief.row.wave == 1:
        survey = brief.year.survey
        return Wave(
            needs=(survey[0] + timedelta(days=7), min(survey[1], date(2025, 1, 17))),
            earmarked_on=open_day(date(year, 4, 5)),
            apply_by=open_day(date(year, 5, 10)),
            applications=(date(year, 4, 12), date(year, 5, 8)),
            voted_on=date(year, 3, 22),
            ends=(date(last, 1, 31), date(last, 3, 14)),
        )
    if brief.row.wave == 2:
        return Wave(
            needs=(date(year, 6, 17), date(year, 7, 5)),
            earmarked_on=date(year, 7, 26),
            apply_by=date(year, 8, 30),
            applications=(date(year, 8, 5), date(year, 8, 23)),
            voted_on=date(year, 6, 26),
            ends=(date(last, 2, 14), date(last, 3, 14)),
        )
    if brief.row.wave == 3:
        return Wave(
            needs=(date(year, 10, 15), date(year, 11, 1)),
            earmarked_on=date(year, 11, 22),
            apply_by=date(last, 1, 10),
            applications=_third_applications(brief),
            voted_on=date(year, 9, 27),
            ends=(date(last, 3, 7), date(last, 3, 19)),
        )
    return Wave(
        needs=_fourth_needs(brief),
        earmarked_on=date(year, 12, 23),
        apply_by=date(last, 1, 31),
        applications=(date(last, 1, 6), date(last, 1, 15)),
        voted_on=date(year, 12, 19),
        ends=(date(last, 3, 14), date(last, 3, 21)),
    )


def _third_applications(brief: Brief) -> tuple[date, date]:
    """So that each third-round case stands today where the table says, in time or late."""
    year, fate = brief.year.fiscal.year, brief.row.fate
    if fate == "applied" and "late" not in brief.row.tags:
        return date(year, 12, 23), date(year + 1, 1, 9)
    if fate == "correcting" and "late" not in brief.row.tags:
        return date(year, 12, 16), date(year, 12, 20)
    if fate in ("applied", "correcting"):
        return date(year, 12, 2), date(year, 12, 6)
    if fate == "reviewed":
        return date(year, 12, 23), date(year, 12, 26)
    return date(year, 11, 27), date(year, 12, 5)


def _fourth_needs(brief: Brief) -> tuple[date, date]:
    year = brief.year.fiscal.year
    if brief.row.fate in ("needed", "withdrawn"):
        return date(year, 12, 9), date(year + 1, 1, 9)
    return date(year, 12, 2), date(year, 12, 13)


FINISHED = {
    "reported": ((12, 24), (12, 26)),
    "report_correcting": ((12, 2), (12, 10)),
    "inspected": ((12, 23), (12, 24)),
    "determined": ((11, 13), (11, 20)),
    "claimed": ((11, 25), (12, 2)),
    "settled": ((10, 24), (10, 31)),
    "completed": ((9, 17), (10, 18)),
    "repaying": ((12, 4), (12, 6)),
}
"""(month, day) between which the work was finished, by the state a case stands in today."""

FINISHED_LATE = {
    "reported": ((11, 19), (11, 21)),
    "repaying": ((10, 1), (10, 8)),
    "report_correcting": ((11, 25), (11, 29)),
}
"""The same for cases that are overdue today."""


def finished(brief: Brief) -> tuple[date, date] | None:
    """The days between which this case's work was finished; None while it goes on."""
    row = brief.row
    table = FINISHED | (FINISHED_LATE if "late" in row.tags else {})
    if row.fate not in table:
        return None
    year = brief.year.fiscal.year
    first, last = (date(year, *month_day) for month_day in table[row.fate])
    return (first, last) if year == 2024 else (first, date(year + 1, 2, 18))


def between(brief: Brief, name: str, days: tuple[date, date]) -> date:
    """An open day of a span, drawn for the case."""
    first, last = days
    return open_day(first + timedelta(days=brief.dice.roll(name, 0, max(0, (last - first).days))))
