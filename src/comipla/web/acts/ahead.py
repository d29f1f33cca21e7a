"""What an act will do, in words: for the page of answers, the approval page and grave acts."""

from collections.abc import Iterator
from dataclasses import dataclass

from comipla.cases.procedures import PAPERS
from comipla.cases.services.foresight import Draw, Foresight
from comipla.core.access import ROLES, Actor, Permission
from comipla.core.docket import Due, Side
from comipla.core.money import format_yen
from comipla.core.wareki import format_wareki
from comipla.programme.models import EnvelopeKind

_ENVELOPES = {EnvelopeKind.CAP: "市町村の上限", EnvelopeKind.BUDGET: "県の予算枠"}


@dataclass(frozen=True)
class Effect:
    """What an act does to an envelope, with the finding in words."""

    label: str
    draw: Draw
    finding: str


def effects(ahead: Foresight, actor: Actor) -> tuple[Effect, ...]:
    """The effect on cap and budget; municipalities and branch offices are shown the cap only."""
    own_only = actor.side == Side.MUNICIPALITY or bool(actor.serves)
    return tuple(
        Effect(_ENVELOPES[draw.kind], draw, _finding(draw))
        for draw in ahead.draws
        if draw.kind is EnvelopeKind.CAP or not own_only
    )


def outcome(ahead: Foresight, actor: Actor, *, decided: bool = False) -> tuple[str, ...]:
    """What follows from the act, sentence by sentence; `decided` when it is decided here."""
    return tuple(_sentences(ahead, actor, decided))


def deciders(permission: Permission) -> str:
    """The roles that can decide, in words."""
    return "、".join(role.label for role in ROLES.values() if permission in role.permissions)


def due_sentence(due: Due) -> str:
    """Who has to do what until when."""
    return f"{due.label}の期限は{format_wareki(due.on, weekday=True)}です（{due.owner.label}）。"


def _finding(draw: Draw) -> str:
    if draw.free_after < 0:
        return f"残りを {format_yen(-draw.free_after)} こえます。"
    if draw.free_after == draw.free_before:
        return f"残りは {format_yen(draw.free_before)} のまま変わりません。"
    return f"残りは {format_yen(draw.free_before)} から {format_yen(draw.free_after)} になります。"


def _sentences(ahead: Foresight, actor: Actor, decided: bool) -> Iterator[str]:
    act_type, states = ahead.act_type, ahead.ground.procedure.states
    if act_type.drafted and not decided:
        who = deciders(act_type.permission)
        yield f"起案だけでは決まりません。起案した人とは別の{who}が決裁すると、次のようになります。"
    before, after = ahead.ground.standing.state, states[ahead.after.state]
    if before == after.key:
        yield f"案件の状態は「{after.label}」のまま変わりません。"
    else:
        begun = f"「{states[before].label}」から" if before else ""
        yield f"案件の状態が{begun}「{after.label}」になります。"
    if act_type.issues:
        paper = PAPERS[act_type.issues]
        yield f"{paper.label}が作られ、番号が付きます。出したあとは書き換えられません。"
    if act_type.notice:
        yield f"{_told(ahead, actor)}に「{act_type.notice}」と知らせます。"
    yield from (due_sentence(due) for due in ahead.act.dues)
    if after.final:
        yield "この案件の手続はここで終わり、続きはできなくなります。"


def _told(ahead: Foresight, actor: Actor) -> str:
    row = ahead.ground.row
    return row.prefecture.name if actor.side == Side.MUNICIPALITY else row.owner.name
