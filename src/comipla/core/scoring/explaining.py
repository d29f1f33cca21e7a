"""The figures of one proposal in words: who gave what, and how it became one figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from comipla.core.scoring.scheme import Method, RoundMode, Scheme
from comipla.core.scoring.tallying import JudgeTally, Tally, kept
from comipla.core.scoring.words import listed, number, points

MODES = {
    RoundMode.DOWN: "以下を切り捨てます",
    RoundMode.HALF_UP: "を四捨五入します",
    RoundMode.UP: "以下を切り上げます",
}


@dataclass(frozen=True)
class Line:
    """One step: what it is, how it was reckoned, and the result (empty where words say it all)."""

    label: str
    working: str
    result: str = ""

    def __str__(self) -> str:
        return f"{self.label}: {self.working}{f' ＝ {self.result}' if self.result else ''}"


def explain(scheme: Scheme, one: Tally) -> Iterator[Line]:
    """Every step from the grades to the figure that is compared."""
    for judge in one.judges:
        yield _judge(scheme, one, judge)
    if one.conflicted:
        yield Line(
            "数えない採点", f"{listed(one.conflicted)}（利害関係。0点ではなく、ないものとします）"
        )
    if one.missing:
        yield Line("採点票がない委員", listed(one.missing))
    if not one.judges:
        return
    yield from _together(scheme, one)
    yield from _criteria(scheme, one)
    if scheme.method is Method.MEAN_RANK:
        places = [number(judge.place or Fraction()) for judge in one.judges]
        yield Line("平均順位", _mean(places), f"{number(one.figure)}位")
    elif scheme.rounding is not None:
        digit = scheme.rounding.digits + 1
        rule = f"小数第{digit}位{MODES[scheme.rounding.mode]}"
        yield Line("端数処理", f"{points(one.points)}の{rule}", points(one.figure))


def _judge(scheme: Scheme, one: Tally, judge: JudgeTally) -> Line:
    parts = []
    for criterion in scheme.asked_of(one.proposal.group):
        grade = judge.sheet.grades[criterion.key]
        scale = scheme.scale_of(criterion)
        worth = number(scale.read(grade))
        written = f"{grade}（{worth}）" if scale.grades else worth
        times = "" if criterion.coefficient == 1 else f"×{number(criterion.coefficient)}"
        parts.append(f"{criterion.name} {written}{times}")
    working = " ＋ ".join(parts)
    factor = scheme.factors.get(one.proposal.group)
    if factor is not None:
        working = f"（{working}）× {factor.numerator}/{factor.denominator}"
    place = "" if judge.place is None else f"（この委員の中で{number(judge.place)}位）"
    return Line(judge.judge, working, f"{points(judge.total)}{place}")


def _together(scheme: Scheme, one: Tally) -> Iterator[Line]:
    counted = kept(scheme, [judge.total for judge in one.judges])
    totals = [number(each) for each in counted]
    total = sum(counted, Fraction())
    if len(counted) < len(one.judges):
        yield Line("上下を除く", f"合計点の高い方と低い方から{scheme.trim}人ずつを除きます")
    if scheme.method is Method.SUM:
        result = total
        yield Line("委員の合計", " ＋ ".join(totals), points(result))
    else:
        result = total / len(counted)
        yield Line("委員の平均", _mean(totals), points(result))
    if scheme.scale_to is not None:
        times = len(one.judges) if scheme.method is Method.SUM else 1
        full = scheme.full(one.proposal.group) * times
        working = f"{points(result)} ÷ 満点{points(full)} × {number(scheme.scale_to)}"
        yield Line("満点の換算", working, points(one.points))


def _criteria(scheme: Scheme, one: Tally) -> Iterator[Line]:
    kind = "合計" if scheme.method is Method.SUM else "平均"
    for (criterion, mean), (_, part) in zip(one.grades, one.subtotals, strict=True):
        working = f"評価の平均 {points(mean)}、係数 {number(criterion.coefficient)}"
        yield Line(f"「{criterion.name}」の小計（委員の{kind}）", working, points(part))


def _mean(parts: list[str]) -> str:
    return f"（{' ＋ '.join(parts)}）÷ {len(parts)}"
