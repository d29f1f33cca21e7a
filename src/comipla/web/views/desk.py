"""The desk: the first page of everybody who acts for a body."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comipla.cases.models import FormDraft
from comipla.cases.next_steps import Step
from comipla.cases.numbers import shown_number
from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.desk import Coming, Desk, Entry, desk_of, label_of
from comipla.core.access import Actor, BodyKind, Permission
from comipla.core.docket import Side
from comipla.core.wareki import format_wareki
from comipla.people.requests import ActingRequest
from comipla.programme import clock
from comipla.programme.models import Call, CallKind, Envelope, ProgrammeYear
from comipla.programme.rollover import plan_after
from comipla.programme.selectors import caps_of, years_of
from comipla.programme.services import SUBSIDY_MENU
from comipla.programme.year_steps import next_step, step_day, step_has_come
from comipla.web.access import acting
from comipla.web.desk_line import Line
from comipla.web.filters import wareki_time
from comipla.web.registry.tasks import registry_tasks, registry_waiting
from comipla.web.year_warnings import warnings_of

UNTITLED = "（事業名はまだ書かれていません）"


@dataclass(frozen=True)
class Part:
    """One part of the desk: its lines, how many there are in all, and where all of them stand."""

    lines: Sequence[Line]
    count: int
    rest_href: str = ""

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Room:
    """What a municipality still has of its cap this year, and the surveys it can answer."""

    year: ProgrammeYear
    envelope: Envelope | None
    open_surveys: Sequence[tuple[ProgrammeYear, Call | None]] = field(default=())


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the desk; who has not signed in comes there by way of the sign-in page."""
    return redirect("desk" if request.user.is_authenticated else "account_login")


@acting
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what the person has to do, what is late, whom they wait for, and what falls due."""
    actor, today = cast(ActingRequest, request).actor, clock.today()
    years = list(years_of(actor))
    laid = desk_of(actor, today=today)
    begun = [_begun(draft) for draft in laid.drafts]
    tasks = [*_year_tasks(actor, years, today), *registry_tasks(actor, today)]
    asked = registry_waiting(actor)
    own = [_own(entry) for entry in laid.todo.entries]
    context = {
        "todo": Part(
            [*tasks, *begun, *own],
            laid.todo.count + len(begun) + len(tasks),
            _list("pending" if Permission.DECIDE in actor.permissions else "mine"),
        ),
        "late": Part([_late(entry) for entry in laid.late.entries], laid.late.count, _list("late")),
        "waiting": Part(
            [*asked, *(_waiting(entry, actor) for entry in laid.waiting.entries)],
            laid.waiting.count + len(asked),
            _list("waiting"),
        ),
        "coming": [_coming(item, actor) for item in laid.coming]
        if Permission.SEE_CASE in actor.permissions
        else [],
        "room": _room(actor, years, today),
        "warnings": list(warnings_of(actor, years, today=today)),
        "nothing": _nothing_to_do(actor, laid),
        "today": today,
        "audience": "あなたの団体の人",
    }
    return render(request, "desk/desk.html", context)


def _own(entry: Entry) -> Line:
    """A case whose next step is the reader's; a form already begun is gone on with."""
    step, case, draft = cast(Step, entry.step), entry.case, entry.draft
    facts = [
        f"{shown_number(case.number)} {case.title}",
        f"{entry.who}が{_since(entry)}待っています",
    ]
    if draft is not None:
        facts.append(_saved(draft))
        href = reverse("act_form", kwargs={"key": draft.key})
        return Line(step.label, tuple(facts), case.due_on, "つづきを書く", href)
    if step.decides:
        href = reverse("approval", kwargs={"number": case.number})
    elif step.kind:
        href = reverse("case_act", kwargs={"number": case.number, "kind": step.kind})
    else:
        href = reverse("case_page", kwargs={"number": case.number})
    posts = bool(step.kind) and not step.decides
    return Line(step.label, tuple(facts), case.due_on, step.button, href, posts)


def _late(entry: Entry) -> Line:
    """A case past its due day: the reader's own with its button, the others to look into."""
    if entry.mine:
        return _own(entry)
    case = entry.case
    who = "県" if case.due_owner == Side.PREFECTURE else case.owner.name
    return Line(
        f"{who}の「{case.due_label}」がおくれています",
        (f"{shown_number(case.number)} {case.title}",),
        case.due_on,
        "案件を見る",
        reverse("case_page", kwargs={"number": case.number}),
    )


def _waiting(entry: Entry, actor: Actor) -> Line:
    """A case whose next step is somebody else's: who, what, since when."""
    case = entry.case
    return Line(
        _what_they_do(entry, actor),
        (f"{shown_number(case.number)} {case.title}", f"{_since(entry)}待っています"),
        case.due_on,
        "案件を見る",
        reverse("case_page", kwargs={"number": case.number}),
    )


def _what_they_do(entry: Entry, actor: Actor) -> str:
    """Whose turn it is, in a sentence; what the prefecture drafts is not told to the others."""
    step = entry.step
    if entry.who == "予算の成立":
        return "予算の成立を待っています"
    if step is None or (actor.side == Side.MUNICIPALITY and step.owner is Side.PREFECTURE):
        state = PROCEDURES[entry.case.procedure].state(entry.case.state)
        return f"{entry.who}の番です（{state.label}）"
    return f"{entry.who}が{step.label}番です"


def _begun(draft: FormDraft) -> Line:
    """A form begun and not sent."""
    case = draft.case
    title = draft.raw.get("title") or UNTITLED
    about = f"{shown_number(case.number)} {case.title}" if case else str(title)
    return Line(
        f"書きかけの{label_of(draft)}を仕上げる",
        (about, _saved(draft)),
        case.due_on if case else None,
        "つづきを書く",
        reverse("act_form", kwargs={"key": draft.key}),
    )


def _year_tasks(actor: Actor, years: Sequence[ProgrammeYear], today: date) -> list[Line]:
    """Steps of the year that are due, and the next year to open, for who keeps the programme."""
    if Permission.MANAGE_PROGRAMME not in actor.permissions:
        return []
    lines = []
    for year in years:
        step = next_step(year)
        if step is not None and step_has_come(year, today=today):
            href = reverse("year_step", kwargs={"code": year.code})
            facts = (f"{year.title}はいま「{year.get_state_display()}」です",)
            lines.append(Line(step.label, facts, step_day(year), "確かめて進める", href))
    newest = next(iter(years), None)
    following = plan_after(newest, today=today) if newest else None
    if following and not following.refusal:
        facts = ("前の年度の定めと様式を引き継ぎます",)
        title = f"{following.year.label}を開く"
        lines.append(Line(title, facts, None, "確かめて開く", reverse("year_open")))
    return lines


def _coming(item: Coming, actor: Actor) -> Line:
    """A day of the next two weeks; a municipality knows whose it is, and wants the number."""
    if item.case is not None:
        case = item.case
        own = actor.side == Side.MUNICIPALITY
        about = shown_number(case.number) if own else case.owner.name
        href = reverse("case_page", kwargs={"number": case.number})
        return Line(item.label, (about,), item.on, "", href)
    year = cast(ProgrammeYear, item.year)
    href = reverse("year", kwargs={"code": year.code})
    return Line(item.label, (year.title,), item.on, "", href)


def _room(actor: Actor, years: Sequence[ProgrammeYear], today: date) -> Room | None:
    """For a municipality: its cap in the running year, and the surveys open to it."""
    if Permission.SUBMIT not in actor.permissions or not years:
        return None
    running = next((year for year in years if year.enacted), years[0])
    calls = {
        call.programme_year_id: call
        for call in Call.objects.filter(programme_year__in=years, kind=CallKind.NEEDS_SURVEY)
    }
    surveys = [
        (year, calls.get(year.pk))
        for year in years
        if year.state in ("PREPARING", "RUNNING") and _is_open(calls.get(year.pk), today)
    ]
    envelope = caps_of(running, SUBSIDY_MENU).filter(body__code=actor.body_code).first()
    return Room(running, envelope, surveys)


def _is_open(call: Call | None, today: date) -> bool:
    """Tell whether a window is open; a year without one takes needs at any time."""
    return call is None or call.opens_on <= today <= call.closes_on


def _nothing_to_do(actor: Actor, laid: Desk) -> str:
    """What to do when nothing is to be done."""
    if actor.body_kind == BodyKind.PLATFORM:
        return (
            "届出の返事や、終わりの近い任期があると、ここに出ます。台帳は「コミプラ」から開けます。"
        )
    if actor.permissions.isdisjoint(
        {Permission.SUBMIT, Permission.SCREEN, Permission.DECIDE, Permission.PAY}
    ):
        return "この役割では、案件に手を加えることはありません。年度、案件、台帳の画面で状況を見られます。"
    if laid.late.count:
        return "「おくれ」に残っているものから確かめます。"
    if laid.waiting.count:
        return "相手の手続が終わると、ここと通知に出ます。"
    if Permission.SUBMIT in actor.permissions:
        return "新しい事業があるときは、要望を出すところから始めます。"
    return "新しい申請や報告が届くと、ここと通知に出ます。"


def _list(turn: str) -> str:
    return f"{reverse('case_list')}?turn={turn}"


def _since(entry: Entry) -> str:
    return f"{format_wareki(entry.since, weekday=True)}から"


def _saved(draft: FormDraft) -> str:
    return f"{wareki_time(draft.saved_at)}に{draft.saved_by.name}さんが保存"
