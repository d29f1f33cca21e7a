"""The desk: what a person has to do, what is late, whom they wait for, and what falls due.

Whose work a case is follows from its columns by the declared next steps, so that the whole desk
is read in a fixed number of queries however many cases there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Concat, Trim
from django.utils import timezone

from comipla.cases.models import Act, Case, CaseDue, FormDraft
from comipla.cases.next_steps import (
    Step,
    about_money,
    can_be_done,
    rests,
    step_of,
    work_of,
)
from comipla.cases.procedures import PROCEDURES
from comipla.core.access import Actor, Permission
from comipla.core.docket import DRAFT, Side
from comipla.programme.models import Call, ProgrammeYear

PARTS: Final = ("todo", "late", "waiting")
TODO, LATE, WAITING = PARTS
SHOWN: Final = 12
"""Entries of a part that are shown; the rest stands in the list of cases."""
COMING_DAYS: Final = 14
_COMING_SHOWN: Final = 20
_DRAFTS_SHOWN: Final = 6
_MONEY_ONLY: Final = frozenset({Permission.PAY})
_DECIDING: Final = frozenset({Permission.DECIDE, Permission.PAY})


@dataclass(frozen=True)
class Entry:
    """A case on the desk, with what comes next.

    `mine` tells whether the next step is the reader's. `who` is whom the case waits for, or, if it
    is the reader's, who waits for them; `since` when that began. `draft` is a form that the
    reader's body has begun for this very step.
    """

    case: Case
    step: Step | None
    mine: bool
    who: str
    since: date
    draft: FormDraft | None = None


@dataclass(frozen=True)
class Heap:
    """One part of the desk: the first entries, and how many there are in all."""

    entries: tuple[Entry, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Coming:
    """Something that falls due: of a case, or (without one) the close of a call of a year.

    `key` says what it is, the same for as long as it stands, whatever its day.
    """

    on: date
    label: str
    key: str
    case: Case | None = None
    year: ProgrammeYear | None = None


@dataclass(frozen=True)
class Desk:
    """Everything on the desk of one person on one day.

    `drafts` are forms begun and not sent that no entry of `todo` or `late` stands for.
    """

    todo: Heap
    late: Heap
    waiting: Heap
    drafts: tuple[FormDraft, ...]
    coming: tuple[Coming, ...]


def desk_of(actor: Actor, *, today: date) -> Desk:
    """Lay the desk; five queries."""
    drafts = _drafts(actor)
    heaps = _heaps(actor, today, drafts)
    used = {entry.draft.pk for heap in heaps.values() for entry in heap.entries if entry.draft}
    return Desk(
        todo=heaps[TODO],
        late=heaps[LATE],
        waiting=heaps[WAITING],
        drafts=tuple(draft for draft in drafts if draft.pk not in used)[:_DRAFTS_SHOWN],
        coming=coming_days(actor, today=today),
    )


def coming_days(actor: Actor, *, today: date) -> tuple[Coming, ...]:
    """What falls due in the next two weeks, the nearest first; two queries."""
    until = today + timedelta(days=COMING_DAYS)
    return tuple(due_between(actor, since=today, until=until, limit=_COMING_SHOWN))


def due_between(
    actor: Actor,
    *,
    since: date,
    until: date,
    year: ProgrammeYear | None = None,
    limit: int | None = None,
) -> list[Coming]:
    """Every open deadline of visible cases and closing days of calls from `since` to `until`.

    In order of days. With `year`, only those of that year; with `limit`, the first ones. Two
    queries.
    """
    dues = CaseDue.objects.visible_to(actor).filter(on__gte=since, on__lte=until)
    calls = calls_closing(actor, since=since, until=until)
    if year is not None:
        dues = dues.filter(case__programme_year=year)
        calls = calls.filter(programme_year=year)
    rows = dues.select_related("case__owner").defer("case__search").order_by("on", "case_id", "key")
    found = [
        Coming(row.on, row.label, f"{row.case.number}-{row.key}", case=row.case)
        for row in rows[:limit]
    ]
    found += [_closing(call) for call in calls]
    found.sort(key=lambda item: item.on)
    return found[:limit]


def _closing(call: Call) -> Coming:
    year = call.programme_year
    return Coming(
        call.closes_on,
        f"{call.get_kind_display()}の締切",
        f"{year.code}-{call.menu}-{call.kind}".lower(),
        year=year,
    )


def calls_closing(actor: Actor, *, since: date, until: date) -> QuerySet[Call]:
    """Calls of the actor's prefecture that close from `since` to `until`."""
    return (
        Call.objects.filter(
            programme_year__prefecture__code=actor.body_path[0],
            closes_on__gte=since,
            closes_on__lte=until,
        )
        .select_related("programme_year")
        .order_by("closes_on")
    )


def _heaps(actor: Actor, today: date, drafts: Sequence[FormDraft]) -> dict[str, Heap]:
    """All three parts in two queries: which cases stand first in each, and those cases."""
    placed = list(_placed(actor, today))
    cases = _cases(actor, [pk for _part, pk, _size in placed])
    begun = {(draft.case_id, draft.kind): draft for draft in drafts}
    sizes = {part: size for part, _pk, size in placed}
    return {
        part: Heap(
            tuple(_entry(cases[pk], actor, begun) for found, pk, _size in placed if found == part),
            sizes.get(part, 0),
        )
        for part in PARTS
    }


def _placed(actor: Actor, today: date) -> Iterable[tuple[str, int, int]]:
    """The first cases of each part as (part, id, size of the part)."""
    seen = Case.objects.visible_to(actor).exclude(turn="")
    order = (F("due_on").asc(nulls_last=True), "last_act_at", "id")
    parts = [
        seen.filter(condition)
        .annotate(part=Value(part), size=Window(Count("*")))
        .order_by(*order)
        .values_list("part", "pk", "size")[:SHOWN]
        for part, condition in _parts(actor, today).items()
    ]
    return parts[0].union(*parts[1:], all=True)


def _parts(actor: Actor, today: date) -> dict[str, Any]:
    """Late comes first, whoever is late; what is left is one's own, or somebody else's to do."""
    work = work_of(actor)
    late, mine = Q(due_on__lt=today), can_be_done(today, work)
    on_time = Q(due_on=None) | Q(due_on__gte=today)
    if not work:  # who only looks on, or keeps the programme, waits for nobody
        return {LATE: late}
    concerns = about_money() if work == _MONEY_ONLY else Q()
    own = Exists(_last_acts().filter(kind=DRAFT, by=actor.person_id))
    todo: Any = mine & ~own if work <= _DECIDING else mine
    others: Any = ~mine | own if work <= _DECIDING else ~mine
    return {
        TODO: on_time & todo,
        LATE: late & concerns,
        WAITING: on_time & concerns & others & ~rests(today),
    }


def _cases(actor: Actor, keys: Iterable[int]) -> dict[int, Any]:
    """Cases by their ids, each with who did its last act."""
    last = _last_acts()
    found = (
        Case.objects.visible_to(actor)
        .filter(pk__in=keys)
        .annotate(last_by=Subquery(last.values("by")), last_name=Subquery(last.values("name")))
        .select_related("owner", "programme_year")
        .defer("search")
    )
    return {case.pk: case for case in found}


def _last_acts() -> QuerySet[Any]:
    """The last act of the outer case, with the name of who did it."""
    return Act.objects.filter(case=OuterRef("pk"), number=OuterRef("acts_count")).annotate(
        name=Trim(Concat("by__family_name", Value(" "), "by__given_name"))
    )


def _entry(case: Any, actor: Actor, begun: dict[tuple[int | None, str], FormDraft]) -> Entry:
    step = step_of(case)
    mine = step is not None and _is_mine(case, step, actor)
    draft = begun.get((case.pk, step.kind)) if step and mine and not step.decides else None
    return Entry(
        case=case,
        step=step,
        mine=mine,
        who=_who_waits(case, step) if mine else _waited_for(case, step, actor),
        since=timezone.localdate(case.last_act_at),
        draft=draft,
    )


def _is_mine(case: Any, step: Step, actor: Actor) -> bool:
    """Whether the reader can do the step: as `_parts` tells it for many cases at once."""
    if step.decides and case.last_by == actor.person_id:
        return False
    return step.permission in work_of(actor) and not _waits_for_budget(case, step)


def _waits_for_budget(case: Case, step: Step) -> bool:
    return step.budgeted and not case.programme_year.enacted


def _who_waits(case: Any, step: Step | None) -> str:
    """Who waits for the reader: the drafter for a decision, else the other side."""
    if step is not None and step.decides:
        return case.last_name or "起案した人"
    return case.owner.name if step and step.owner is Side.PREFECTURE else "県"


def _waited_for(case: Any, step: Step | None, actor: Actor) -> str:
    """Whom the reader waits for. What goes on inside the prefecture is not told outside of it."""
    if step is None or step.owner is Side.MUNICIPALITY:
        return case.owner.name
    if _waits_for_budget(case, step):
        return "予算の成立"
    if actor.side == Side.MUNICIPALITY:
        return "県"
    return {
        Permission.DECIDE: "決裁する人",
        Permission.PAY: "出納",
    }.get(step.permission, "県の担当")


def _drafts(actor: Actor) -> list[FormDraft]:
    """Forms begun and not sent: all of a municipality, but only one's own at the prefecture."""
    begun = FormDraft.objects.visible_to(actor).filter(act=None)
    if actor.side == Side.PREFECTURE:
        begun = begun.filter(Q(started_by=actor.person_id) | Q(saved_by=actor.person_id))
    return list(
        begun.select_related("case__owner", "saved_by", "programme_year").order_by(
            "-saved_at", "-id"
        )[:50]
    )


def label_of(draft: FormDraft) -> str:
    """What the form will become: 概算払の請求, 交付決定の起案."""
    declared = PROCEDURES[draft.procedure].act_types[draft.kind]
    return f"{declared.done}の起案" if declared.drafted else declared.done
