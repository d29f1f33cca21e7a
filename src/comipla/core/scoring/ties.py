"""Telling equal proposals apart: one step of the chain after the other, each said in words."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import eq
from typing import Final

from comipla.core.money import format_yen
from comipla.core.scoring.scheme import Method, Scheme, Tie, TieStep
from comipla.core.scoring.tallying import Tally
from comipla.core.scoring.words import listed, points

Measure = Callable[[Scheme, Tie, Tally, str], Fraction | None]
"""What a step compares, the greater the better; None where the proposal lacks it."""


@dataclass(frozen=True)
class Outcome:
    """What one step made of a group of equals: a sentence, and the groups it left, best first."""

    step: Tie
    sentence: str
    groups: tuple[tuple[str, ...], ...]


def separate(
    scheme: Scheme, equals: Sequence[Tally], seed: str
) -> tuple[list[tuple[Tally, ...]], list[Outcome]]:
    """Run the chain over equals: the groups still equal at its end, best first, and every step."""
    return _run(scheme, sorted(equals, key=lambda one: one.key), scheme.ties, seed)


def _run(
    scheme: Scheme, equals: Sequence[Tally], chain: Sequence[Tie], seed: str
) -> tuple[list[tuple[Tally, ...]], list[Outcome]]:
    if len(equals) == 1 or not chain:
        return [tuple(equals)], []
    step, rest = chain[0], chain[1:]
    groups, outcome = _step(scheme, step, equals, seed)
    told, outcomes = [], [outcome]
    for group in groups:
        apart, later = _run(scheme, group, rest, seed)
        told += apart
        outcomes += later
    return told, outcomes


def _step(
    scheme: Scheme, step: Tie, equals: Sequence[Tally], seed: str
) -> tuple[list[list[Tally]], Outcome]:
    """Split a group by one step, or leave it whole where the step has nothing to go by."""
    drawn = seed or step.seed
    measured = {one.key: MEASURES[step.by](scheme, step, one, drawn) for one in equals}
    values = {key: value for key, value in measured.items() if value is not None}
    label = _label(scheme, step, drawn)
    if len(values) < len(equals) or (step.by is TieStep.VOTE and not any(values.values())):
        without = [key for key, value in measured.items() if value is None]
        sentence = f"{label}: {_lacking(step, without)}"
        return [list(equals)], Outcome(step, sentence, (tuple(measured),))
    ordered = sorted(equals, key=lambda one: values[one.key], reverse=True)
    groups = [list(group) for _, group in groupby(ordered, key=lambda one: values[one.key])]
    shown = "、".join(f"{one.key} {_shown(step, values[one.key])}" for one in ordered)
    if step.by is TieStep.LOT:
        shown = " → ".join(one.key for one in ordered)
    end = "差がつきません" if len(groups) == 1 else "順番が決まります"
    if 1 < len(groups) < len(equals):
        end = "一部の順番が決まります"
    keys = tuple(tuple(one.key for one in group) for group in groups)
    return groups, Outcome(step, f"{label}: {shown}。{end}。", keys)


def _count(scheme: Scheme, step: Tie, one: Tally, _seed: str) -> Fraction:
    """How often the judges gave the grade; where none is named, the best of each scale."""
    wanted = []
    for criterion in scheme.asked_of(one.proposal.group):
        scale = scheme.scale_of(criterion)
        worth = scale.worth(step.grade) if step.grade else scale.most
        wanted.append(None if worth is None else worth * scheme.grain)
    return Fraction(sum(sum(map(eq, judge.row, wanted)) for judge in one.judges))


def _criterion(_scheme: Scheme, step: Tie, one: Tally, _seed: str) -> Fraction | None:
    return one.subtotal(step.criterion)


def _estimate(_scheme: Scheme, _step: Tie, one: Tally, _seed: str) -> Fraction | None:
    estimate = one.proposal.estimate
    return None if estimate is None else Fraction(-estimate)


def _vote(_scheme: Scheme, _step: Tie, one: Tally, _seed: str) -> Fraction:
    return Fraction(sum(judge.sheet.vote for judge in one.judges))


def _chair(_scheme: Scheme, _step: Tie, one: Tally, _seed: str) -> Fraction | None:
    place = one.proposal.chair
    return None if place is None else Fraction(-place)


def _lot(_scheme: Scheme, _step: Tie, one: Tally, seed: str) -> Fraction | None:
    """SHA-256 of the seed and the proposal: anyone can draw it again, in any language."""
    if not seed:
        return None
    return Fraction(-int(hashlib.sha256(f"{seed}\n{one.key}".encode()).hexdigest(), 16))


MEASURES: Final[Mapping[TieStep, Measure]] = {
    TieStep.COUNT: _count,
    TieStep.CRITERION: _criterion,
    TieStep.ESTIMATE: _estimate,
    TieStep.VOTE: _vote,
    TieStep.CHAIR: _chair,
    TieStep.LOT: _lot,
}


def _label(scheme: Scheme, step: Tie, seed: str) -> str:
    subtotal = "合計" if scheme.method is Method.SUM else "平均"
    return {
        TieStep.COUNT: f"{step.grade or '最高の評価'}の数",
        TieStep.CRITERION: f"「{_name(scheme, step.criterion)}」の小計（委員の{subtotal}）",
        TieStep.ESTIMATE: "見積額の低い順",
        TieStep.VOTE: "決選投票",
        TieStep.CHAIR: "委員長の決定",
        TieStep.LOT: f"くじ（種「{seed}」）" if seed else "くじ",
    }[step.by]


def _name(scheme: Scheme, key: str) -> str:
    return next((c.name for c in scheme.criteria if c.key == key), key)


def _lacking(step: Tie, without: Sequence[str]) -> str:
    names = listed(without)
    return {
        TieStep.COUNT: "",
        TieStep.CRITERION: f"{names}では採点していない項目なので、使えません。",
        TieStep.ESTIMATE: f"{names}の見積額がないので、使えません。見積額を入れると、この段で比べます。",
        TieStep.VOTE: "投票の記録がないので、使えません。決選投票をしたら、票を入れてください。",
        TieStep.CHAIR: f"{names}について委員長の決定がないので、使えません。決定したら、順位を入れてください。",
        TieStep.LOT: "種の記録がないので、引けません。委員会で決めた種（日付や番号）を入れてください。",
    }[step.by]


def _shown(step: Tie, value: Fraction) -> str:
    if step.by is TieStep.CRITERION:
        return points(value)
    whole = abs(int(value))
    if step.by is TieStep.ESTIMATE:
        return format_yen(whole)
    return f"{whole}{ {TieStep.COUNT: '個', TieStep.VOTE: '票'}.get(step.by, '番') }"
