"""The desk: what a person has to do, what is late, whom they wait for, and what falls due.

Whose work a case is follows from its columns by the declared next steps, so that the whole desk
is read in a fixed number of queries however many cases there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Case as Choose
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, RowNumber, Trim
from django.utils import timezone

from comipla.cases.models import Act, Case, FormDraft
from comipla.cases.next_steps import (
    Step,
    about_money,
    can_be_done,
    has_come_up,
    step_of,
    waits_for_budget,
    work_of,
)
from comipla.cases.procedures import PROCEDURES
from comipla.cases.reminders import deadline_key
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
    """Lay the desk; four queries."""
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
    """Due days of visible cases and closing days of calls from `since` to `until`, in order.

    With `year`, only those of that year; with `limit`, the first ones. Two queries.
    """
    cases = Case.objects.visible_to(actor).filter(due_on__gte=since, due_on__lte=until)
    calls = calls_closing(actor, since=since, until=until)
    if year is not None:
        cases, calls = cases.filter(programme_year=year), calls.filter(programme_year=year)
    due = cases.select_related("owner").defer("search").order_by("due_on", "id")[:limit]
    found = [
        Coming(case.due_on, case.due_label, f"{case.number}-{deadline_key(case)}", case=case)
        for case in due
        if case.due_on
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
    """All three parts in one query: the parts' first rows, each knowing its part's size."""
    begun = {(draft.case_id, draft.kind): draft for draft in drafts}
    rows: dict[str, list[Entry]] = {part: [] for part in PARTS}
    sizes = dict.fromkeys(PARTS, 0)
    for case in _parted(actor, today):
        rows[case.part].append(_entry(case, actor, begun))
        sizes[case.part] = case.size
    return {part: Heap(tuple(rows[part]), sizes[part]) for part in PARTS}


def _parted(actor: Actor, today: date) -> Iterable[Any]:
    """The first cases of each part, with what only the database can tell of them."""
    mine = _mine(actor, today)
    part = Choose(*_parts(actor, today, mine), default=Value(""), output_field=CharField())
    order: list[Any] = [F("due_on").asc(nulls_last=True), F("last_act_at"), F("id")]
    return (
        Case.objects.visible_to(actor)
        .exclude(turn="")
        .annotate(part=part)
        .exclude(part="")
        .annotate(
            is_mine=Choose(When(mine, then=Value(True)), default=Value(False)),
            needs_budget=Choose(When(waits_for_budget(), then=Value(True)), default=Value(False)),
            drafter=Subquery(_last_acts().values("name")),
            place=Window(RowNumber(), partition_by="part", order_by=order),
            size=Window(Count("*"), partition_by="part"),
        )
        .filter(place__lte=SHOWN)
        .select_related("owner", "programme_year")
        .defer("search")
        .order_by("part", "place")
    )


def _parts(actor: Actor, today: date, mine: Combinable) -> list[When]:
    """Late comes first, whoever is late; what is left is one's own or somebody else's."""
    late, waits = Q(due_on__lt=today), has_come_up(today)
    work = work_of(actor)
    if work == _MONEY_ONLY:
        late, waits = late & about_money(), waits & about_money()
    parts = [When(late, then=Value(LATE)), When(mine, then=Value(TODO))]
    # Who only looks on, or keeps the programme, waits for nobody.
    return [*parts, When(waits, then=Value(WAITING))] if work else parts


def _last_acts() -> QuerySet[Any]:
    """The last act of the outer case, with the name of who did it."""
    return Act.objects.filter(case=OuterRef("pk"), number=OuterRef("acts_count")).annotate(
        name=Trim(Concat("by__family_name", Value(" "), "by__given_name"))
    )


def _mine(actor: Actor, today: date) -> Combinable:
    """Cases whose next step is the actor's, leaving out decisions on their own drafts."""
    own_draft = _last_acts().filter(kind=DRAFT, by=actor.person_id)
    return can_be_done(today, work_of(actor)) & ~Exists(own_draft)


def _entry(case: Any, actor: Actor, begun: dict[tuple[int | None, str], FormDraft]) -> Entry:
    step = step_of(case)
    draft = begun.get((case.pk, step.kind)) if step and case.is_mine and not step.decides else None
    return Entry(
        case=case,
        step=step,
        mine=case.is_mine,
        who=_who_waits(case, step) if case.is_mine else _waited_for(case, step, actor),
        since=timezone.localdate(case.last_act_at),
        draft=draft,
    )


def _who_waits(case: Any, step: Step | None) -> str:
    """Who waits for the reader: the drafter for a decision, else the other side."""
    if step is not None and step.decides:
        return case.drafter or "起案した人"
    return case.owner.name if step and step.owner is Side.PREFECTURE else "県"


def _waited_for(case: Any, step: Step | None, actor: Actor) -> str:
    """Whom the reader waits for. What goes on inside the prefecture is not told outside of it."""
    if step is None or step.owner is Side.MUNICIPALITY:
        return case.owner.name
    if case.needs_budget:
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
        begun.select_related("case__owner", "saved_by", "programme_year").order_by("-saved_at")[:50]
    )


def label_of(draft: FormDraft) -> str:
    """What the form will become: 概算払の請求, 交付決定の起案."""
    declared = PROCEDURES[draft.procedure].act_types[draft.kind]
    return f"{declared.done}の起案" if declared.drafted else declared.done
