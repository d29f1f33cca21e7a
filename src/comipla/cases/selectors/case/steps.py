"""What happens next in a case, by whom and until when, and what the reader can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from comipla.cases.models import FormDraft
from comipla.cases.next_steps import declared
from comipla.cases.selectors.case.dossier import Dossier
from comipla.core.access import Permission
from comipla.core.docket import Due, Side, offers
from comipla.core.next_steps import NextAct
from comipla.core.wareki import format_wareki
from comipla.people.models import Person

_DESKS = {Permission.DECIDE: "県の決裁者", Permission.PAY: "県の出納"}


@dataclass(frozen=True, slots=True)
class Begun:
    """A form in the making: when it was saved last, and by whom."""

    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that the state opens to the reader; `reasons` say why it is closed.

    `decides` is true for a draft that waits for the reader's decision. `begun` is what the
    reader's body has begun to write for it.
    """

    kind: str
    label: str
    help: str
    grave: bool
    decides: bool
    reasons: tuple[str, ...]
    begun: Begun | None

    @property
    def open(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Steps:
    """The three sentences of the page, every deadline, the reader's one next act and the others.

    `due` is the deadline that `until` tells. `ahead` names the act that comes next, `pending` the
    one whose draft waits for its decision; empty where the reader sees none.
    """

    now: str
    then: str
    until: str
    due: Due | None
    dues: tuple[Due, ...]
    ahead: str
    pending: str
    next: Choice | None
    others: tuple[Choice, ...]


def steps_of(dossier: Dossier) -> Steps:
    """Say where the case stands and what can be done; one query, for what has been begun."""
    comes = _next_act(dossier)
    pending = dossier.standing.pending
    waiting = dossier.procedure.act_types[pending.of or ""] if pending else None
    choices = tuple(_choices(dossier))
    wanted = waiting.key if waiting else comes.act_type.key if comes and comes.act_type else ""
    chosen = next((choice for choice in choices if choice.kind == wanted), None)
    dues = sorted(dossier.standing.dues, key=lambda due: (due.on, due.key))
    owner = Side.PREFECTURE if pending else comes.step.owner if comes else None
    due = next((due for due in dues if due.owner is owner), None)
    says = dossier.procedure.state(dossier.standing.state).says
    return Steps(
        now=f"{says}「{waiting.done}」の起案が決裁を待っています。" if waiting else says,
        then=_then(dossier, comes),
        until=_until(due, dossier.surroundings.today) if owner else "期限はありません。",
        due=due,
        dues=tuple(dues),
        ahead=waiting.done if waiting else comes.act_type.done if comes and comes.act_type else "",
        pending=waiting.done if waiting else "",
        next=chosen,
        others=tuple(choice for choice in choices if choice is not chosen),
    )


def _next_act(dossier: Dossier) -> NextAct | None:
    """The declared next step of the case as it stands; None once it is over."""
    standing = dossier.standing
    return next(
        (
            found
            for found in declared(dossier.case.procedure)
            if found.step.holds(standing.state, standing.balances)
        ),
        None,
    )


def _choices(dossier: Dossier) -> Iterator[Choice]:
    begun = _begun(dossier)
    for offer in offers(
        dossier.procedure,
        dossier.whole,
        actor=dossier.actor,
        owner_path=dossier.case.owner.path,
        surroundings=dossier.surroundings,
    ):
        yield Choice(
            kind=offer.act_type.key,
            label=offer.label,
            help=offer.act_type.told(dossier.surroundings),
            grave=offer.act_type.grave,
            decides=offer.step == "decide",
            reasons=tuple(objection.message for objection in offer.objections),
            begun=begun.get(offer.act_type.key),
        )


def _begun(dossier: Dossier) -> dict[str, Begun]:
    """What the reader's body has begun to write for the case, by act kind."""
    drafts = FormDraft.objects.visible_to(dossier.actor).filter(case=dossier.case, act=None)
    named = drafts.values_list("kind", "saved_at", "saved_by__family_name", "saved_by__given_name")
    return {
        kind: Begun(saved_at, Person(family_name=family, given_name=given).name)
        for kind, saved_at, family, given in named.order_by()
    }


def _then(dossier: Dossier, comes: NextAct | None) -> str:
    """Who has to do what next."""
    pending = dossier.standing.pending
    if pending:
        act_type = dossier.procedure.act_types[pending.of or ""]
        desk = _DESKS.get(act_type.permission, "県")
        return f"{desk}が「{act_type.done}」の起案を決裁するか、差し戻す番です。"
    if comes is None:
        return "次にすることはありません。"
    if comes.act_type is None:
        return f"{dossier.name_of(comes.step.owner)}が{comes.label}番です。"
    if comes.step.owner is Side.MUNICIPALITY or dossier.side is Side.MUNICIPALITY:
        who = dossier.name_of(comes.step.owner)
    else:
        who = _DESKS.get(comes.permission, "県の担当")
    # how the prefecture shares its work out is its own matter
    inside = dossier.side is comes.step.owner
    what = comes.label if inside else comes.act_type.done
    return f"{who}が「{what}」{'' if inside else 'をする'}番です。"


def _until(due: Due | None, today: date) -> str:
    """By when, or by how much it is late."""
    if due is None:
        return "期限は定められていません。"
    day, left = format_wareki(due.on, weekday=True), (due.on - today).days
    if left < 0:
        return f"「{due.label}」の期限の{day}を{-left}日過ぎています。"
    rest = f"あと{left}日" if left else "今日まで"
    return f"「{due.label}」の期限は{day}です（{rest}）。"
