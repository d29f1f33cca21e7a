"""Fold a case from its acts, offer acts with every reason against them, perform the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from comipla.core.access import Actor, Permission, may
from comipla.core.clauses import Objection
from comipla.core.docket.declarations import (
    DRAFT,
    PULL_BACK,
    RESUME,
    SEND_BACK,
    START,
    Act,
    ActType,
    Due,
    Move,
    Procedure,
    Side,
)
from comipla.core.docket.standing import Question, Standing, Surroundings


@dataclass(frozen=True)
class Offer:
    """An act that could be open to a person: a button, and the reasons why it is closed."""

    act_type: ActType
    step: str
    objections: tuple[Objection, ...]

    @property
    def open(self) -> bool:
        """Tell whether nothing speaks against it."""
        return not self.objections

    @property
    def label(self) -> str:
        """What the button says: drafting and deciding are named apart."""
        if self.step == DRAFT:
            return f"{self.act_type.done}を起案する"
        return self.act_type.label


class Refused(Exception):
    """The act cannot be done; `objections` holds every reason."""

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(" / ".join(o.message for o in self.objections))


def fold(procedure: Procedure, acts: Iterable[Act]) -> Standing:
    """Rebuild where a case stands from its acts in order."""
    state, resumes, pending = START, None, None
    balances: dict[str, int] = {}
    dues: dict[str, Due] = {}
    met_by = procedure.met_by
    act_types, states, waivers = procedure.act_types, procedure.states, procedure.waivers
    acts = tuple(acts)
    for act in acts:
        kind = act.kind
        _run(dues, act, met_by.get(kind, ()), waivers)
        if kind == DRAFT:
            pending = act
            continue
        pending = None
        declared = act_types[kind]
        for move in declared.moves:
            balances[move.account] = _moved(balances, move, act.facts)
        target = _target(declared, act)
        if target is not None:
            if target == RESUME:
                target = resumes or state
            elif target != state:
                resumes = state
            state = target
            if states[state].owner is None:
                dues = {key: due for key, due in dues.items() if key in procedure.lasting}
    return Standing(state, balances, tuple(dues.values()), pending, resumes, acts)


def _run(dues: dict[str, Due], act: Act, met: tuple[str, ...], waivers: Mapping[str, str]) -> None:
    """End the deadlines that an act meets or waives, and start its own."""
    for key in met:
        dues.pop(key, None)
    if act.kind in waivers:
        dues.pop(getattr(act.facts, waivers[act.kind]), None)
    for due in act.dues:
        dues[due.key] = due


def _target(declared: ActType, act: Act) -> str | None:
    """Where an act leads: to its target, or where its own facts turn it."""
    fork = declared.fork
    return fork.target if fork and getattr(act.facts, fork.fact) else declared.target


def _moved(balances: Mapping[str, int], move: Move, facts: Any) -> int:
    amount: int = 0
    if move.like is not None:
        amount = balances.get(move.like, 0)
    elif move.fact is not None:
        amount = getattr(facts, move.fact)
    if move.how == "set":
        return amount
    balance = balances.get(move.account, 0)
    return balance + amount if move.how == "add" else balance - amount


def offers(
    procedure: Procedure,
    standing: Standing,
    *,
    actor: Actor,
    owner_path: tuple[str, ...],
    surroundings: Surroundings,
) -> tuple[Offer, ...]:
    """The acts that the state opens to this person, each with the reasons why it may be closed."""
    found = []
    for act_type in procedure.act_types.values():
        if standing.state not in act_type.source:
            continue
        step = _step(standing, act_type)
        if step is None or not may(actor, _needed(standing, procedure, act_type, step), owner_path):
            continue
        facts = standing.pending.facts if step == "decide" and standing.pending else None
        question = Question(standing, surroundings, act_type, surroundings.today, actor, facts)
        found.append(Offer(act_type, step, objections(procedure, question, step=step)))
    return tuple(found)


def _step(standing: Standing, act_type: ActType) -> str | None:
    """How the act type can be taken up now: "do", "draft", "decide", or not at all."""
    pending = standing.pending
    if act_type.key in (SEND_BACK, PULL_BACK):
        return "do" if pending else None
    if not act_type.drafted:
        return "do"
    return "decide" if pending and pending.of == act_type.key else DRAFT


def _needed(standing: Standing, procedure: Procedure, act_type: ActType, step: str) -> Permission:
    if step == DRAFT:
        return Permission.DRAFT_DECISION
    if act_type.key == SEND_BACK and standing.pending and standing.pending.of:
        # whoever could decide the draft may send it back
        return procedure.act_types[standing.pending.of].permission
    return act_type.permission


def objections(
    procedure: Procedure, question: Question, *, step: str = "do"
) -> tuple[Objection, ...]:
    """Every reason against the act asked about, the state's first and then the clauses'."""
    found = list(_engine_objections(procedure, question, step))
    if question.standing.state in question.act_type.source:
        for clause in question.act_type.clauses:
            found.extend(clause.objections(question))
    return tuple(found)


def _engine_objections(procedure: Procedure, question: Question, step: str) -> Iterable[Objection]:
    standing, act_type = question.standing, question.act_type
    if standing.state not in act_type.source:
        label = procedure.states[standing.state].label if standing.state else "未提出"
        yield Objection(
            "state",
            f"いまの状態は「{label}」なので、{act_type.done}はできません。"
            "案件の画面を開き直して、次にすることを確かめてください。",
        )
        return
    pending, actor = standing.pending, question.actor
    drafter_is_here = pending is not None and actor is not None and pending.by == actor.person_id
    if step == "decide" or act_type.key == SEND_BACK:
        if drafter_is_here:
            yield Objection(
                "two_persons", "起案した人は決裁できません。別の決裁者に決裁を頼んでください。"
            )
    elif act_type.key == PULL_BACK:
        if not drafter_is_here:
            yield Objection("own_draft", "引き戻せるのは起案した人だけです。")
    elif pending is not None and not act_type.voids_draft:
        yield Objection("pending", _waiting(procedure, pending, actor))


def _waiting(procedure: Procedure, pending: Act, actor: Actor | None) -> str:
    """Why a waiting draft closes an act; what is drafted is told to the drafter's side alone."""
    if actor is not None and actor.side == Side.MUNICIPALITY:
        return "いま県がこの案件の手続を進めています。終わると通知が届くので、そのあとで行えます。"
    waiting = procedure.act_types[pending.of or ""].done
    return f"「{waiting}」の決裁待ちです。決裁、差戻し、引戻しのどれかのあとで行えます。"


def perform(
    procedure: Procedure,
    standing: Standing,
    *,
    kind: str,
    actor: Actor,
    owner_path: tuple[str, ...],
    surroundings: Surroundings,
    facts: Any = None,
    of: str | None = None,
    on: date | None = None,
) -> Act:
    """Make the next act, or raise `Refused` with every reason against it.

    To draft, pass kind="draft" and the drafted kind as `of`; to decide, pass the drafted kind:
    its facts are those of the waiting draft, whoever sends others.
    """
    act_type = procedure.act_types[of if kind == DRAFT and of else kind]
    step = DRAFT if kind == DRAFT else _step(standing, act_type) or "do"
    if step == "decide" and standing.pending:
        facts = standing.pending.facts
    if (kind == DRAFT) != (step == DRAFT) or (kind == DRAFT and not act_type.drafted):
        raise Refused(
            [Objection("two_persons", f"{act_type.done}には、起案と別の人の決裁が要ります。")]
        )
    if not may(actor, _needed(standing, procedure, act_type, step), owner_path):
        raise Refused([Objection("permission", f"あなたの役割では、{act_type.done}はできません。")])
    if not isinstance(facts, act_type.facts):
        raise TypeError(f"{kind} takes {act_type.facts.__name__}, not {type(facts).__name__}")
    day = on or surroundings.today
    question = Question(standing, surroundings, act_type, day, actor, facts)
    against = objections(procedure, question, step=step)
    if against:
        raise Refused(against)
    dues = () if kind == DRAFT else started(question)
    return Act(kind, len(standing.acts) + 1, day, facts, actor.person_id, of, dues)


def started(question: Question) -> tuple[Due, ...]:
    """The deadlines that the act starts, each with its day computed now and kept with the act."""
    started = []
    for rule in question.act_type.starts:
        day = rule.due(question)
        if day is not None:
            started.append(Due(rule.key, rule.label, rule.owner, day))
    return tuple(started)
