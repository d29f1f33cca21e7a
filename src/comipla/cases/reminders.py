"""What the reminder ladder asks of cases: their due days, calls that close, the end of a year.

Registered when the app is ready. On which days before and after a due day people are reminded is
set by the parameters `reminders` and `reminders_in_open_days` of the year (programme G.6).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

from django.db.models import Count
from django.utils import timezone

from comipla.cases.models import Case, CaseDue
from comipla.cases.next_steps import unsettled
from comipla.cases.procedures import PROCEDURES
from comipla.core.access import BodyKind, Permission
from comipla.core.docket import Deadline, Side
from comipla.core.procedures.subsidy.states import AT_WORK
from comipla.notices.reminders import LADDER, DueItem, due_source
from comipla.people.models import Body
from comipla.programme.calendar import office_calendar
from comipla.programme.models import Call, CallKind, ProgrammeYear
from comipla.programme.parameters import parameters, parameters_at

CALL_LADDER: Final = (-14, -7, -1)
"""Days before a call closes (programme G.6, 募集締切)."""

_AHEAD: Final = timedelta(days=60)  # no rung stands further from its due day


@due_source
def case_dues(day: date) -> Iterator[DueItem]:
    """Every open deadline of every case, told to the side that has to meet it."""
    near = (
        CaseDue.objects.for_system("remind of due days")
        .filter(on__gte=day - _AHEAD, on__lte=day + _AHEAD)
        .select_related("case__owner", "case__prefecture")
        .defer("case__search")
    )
    for due in near.iterator():
        case, late = due.case, due.on < day
        ours = due.owner == Side.PREFECTURE
        yield DueItem(
            body=case.prefecture if ours else case.owner,
            kind=f"due.{due.key}",
            subject=f"{due.label}の{'期限をすぎています' if late else '期限です'}",
            facts={
                "case": case.number,
                "title": case.title,
                "municipality": case.owner.name,
                "says": PROCEDURES[case.procedure].states[case.state].says,
                "due_label": f"{due.label}の期限",
            },
            path=f"/cases/{case.number}/",
            due_on=due.on,
            unique=f"case:{case.pk}:{due.key}",
            since=timezone.localdate(case.last_act_at),
            ladder=ladder_of(case.parameters, due.key, day),
            needs=_reminded(case, due.key) if ours else Permission.SUBMIT,
        )


@due_source
def survey_closes(day: date) -> Iterator[DueItem]:
    """An open needs survey, told to the municipalities that have handed nothing in."""
    closing = Call.objects.filter(
        kind=CallKind.NEEDS_SURVEY,
        opens_on__lte=day,
        closes_on__gte=day,
        closes_on__lte=day + _AHEAD,
    ).select_related("programme_year__prefecture")
    for call in closing:
        year = call.programme_year
        answered = Case.objects.for_system("who has answered a survey").filter(programme_year=year)
        silent = Body.objects.filter(parent=year.prefecture, kind=BodyKind.MUNICIPALITY).exclude(
            pk__in=answered.values("owner")
        )
        for body in silent:
            yield DueItem(
                body=body,
                kind="due.survey",
                subject=f"{year.title}の要望調査の締切です",
                facts={
                    "says": "まだ要望が届いていません。要望がなければ、することはありません。",
                    "due_label": "要望調査の締切",
                },
                path="/desk/",
                due_on=call.closes_on,
                unique=f"call:{call.pk}:{body.pk}",
                since=call.opens_on,
                ladder=CALL_LADDER,
                needs=Permission.SUBMIT,
            )


@due_source
def year_ends(day: date) -> Iterator[DueItem]:
    """The last day for projects, told to municipalities whose projects are still under way."""
    for year in _years_near(day):
        still = (
            Case.objects.for_system("remind of the end of the year")
            .filter(programme_year=year, state__in=AT_WORK)
            .values_list("owner")
            .annotate(count=Count("pk"))
        )
        counts: dict[int, int] = dict(still.order_by())
        ladder = ladder_of(year.parameters, "year_end", day)
        for body in Body.objects.filter(pk__in=counts):
            yield DueItem(
                body=body,
                kind="due.year_end",
                subject=f"{year.fiscal.label}の事業を終える最後の日です",
                facts={
                    "says": f"実施中の案件が{counts[body.pk]}件あります。終わったら実績報告書を出します。",
                    "due_label": "年度の終わり",
                },
                path="/desk/",
                due_on=year.fiscal.end,
                unique=f"year_end:{year.pk}:{body.pk}",
                ladder=ladder,
                needs=Permission.SUBMIT,
            )


@due_source
def accounts_close(day: date) -> Iterator[DueItem]:
    """The closing of a year's accounts, told to who pays while anything is left to pay."""
    for year in _years_near(day):
        unpaid = (
            Case.objects.for_system("remind of the closing of accounts")
            .filter(programme_year=year)
            .filter(unsettled())
            .count()
        )
        if unpaid:
            close = year.fiscal.cashier_close
            yield DueItem(
                body=year.prefecture,
                kind="due.cashier_close",
                subject=f"{year.fiscal.label}の出納閉鎖です",
                facts={
                    "says": f"支払の終わっていない案件が{unpaid}件あります。",
                    "due_label": "出納閉鎖",
                },
                path="/desk/",
                due_on=close,
                unique=f"cashier_close:{year.pk}",
                ladder=_open_day_ladder(year, close, day),
                needs=Permission.PAY,
            )


@cache
def _deadlines(procedure: str) -> Mapping[str, Deadline]:
    """The declared deadlines of a procedure by their keys, as cases keep them."""
    return {
        deadline.key: deadline
        for act_type in PROCEDURES[procedure].act_types.values()
        for deadline in act_type.starts
    }


def ladder_of(edition: str, key: str, day: date) -> tuple[int, ...]:
    """Days from the due day on which people are reminded; the usual ones where none are set."""
    rungs = parameters(edition).at(day).table("reminders").get(key)
    return tuple(map(int, rungs)) if rungs else LADDER


def _open_day_ladder(year: ProgrammeYear, close: date, day: date) -> tuple[int, ...]:
    """The rungs that are set in open days of the office, as calendar days before `close`."""
    rungs = parameters_at(year, day).table("reminders_in_open_days")["cashier_close"]
    calendar = office_calendar()
    return tuple((calendar.add_open_days(close, int(rung)) - close).days for rung in rungs)


def _years_near(day: date) -> list[ProgrammeYear]:
    """Years that are carried out and whose accounts have not closed long ago."""
    return list(
        ProgrammeYear.objects.filter(
            year__in=(day.year - 1, day.year), enacted_on__isnull=False
        ).select_related("prefecture")
    )


def _reminded(case: Case, key: str) -> Permission:
    """Who in the prefecture has to meet a deadline: who pays, or who examines."""
    act_types = PROCEDURES[case.procedure].act_types
    deadline = _deadlines(case.procedure).get(key)
    kinds = deadline.met_by if deadline else frozenset()
    pays = any(act_types[kind].permission is Permission.PAY for kind in kinds)
    return Permission.PAY if pays else Permission.SCREEN
