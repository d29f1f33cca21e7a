"""Whether a proposal may be chosen at all: enough judges, every pass line, no lowest grade."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from comipla.core.scoring.scheme import Method, PassLine, Scheme
from comipla.core.scoring.tallying import Tally
from comipla.core.scoring.words import listed, number, percent, points


class Reached(NamedTuple):
    """A figure, `top` over `bottom`, against a pass line; `full` is the most it could be."""

    label: str
    top: int
    bottom: int
    line: PassLine
    full: Fraction

    @property
    def value(self) -> Fraction:
        """The figure."""
        return Fraction(self.top, self.bottom)

    @property
    def wanted(self) -> Fraction:
        """The points the line asks for."""
        return self.line.at_least * self.full if self.line.of_full else self.line.at_least

    @property
    def sentence(self) -> str:
        """Both figures in words."""
        said = points(self.wanted)
        if self.line.of_full:
            said = f"{said}（満点{number(self.full)}点の{percent(self.line.at_least)}）"
        if self.value >= self.wanted:
            return f"{self.label}は{points(self.value)}で、合格の線{said}以上です。"
        return f"{self.label}が{points(self.value)}で、合格の線{said}にとどきません。"


class Check(NamedTuple):
    """One condition: whether it is met, and why, in words.

    `reached` holds the comparison where there is one; its words are made when they are asked for.
    """

    met: bool
    text: str = ""
    reached: Reached | None = None

    @property
    def sentence(self) -> str:
        """The condition and what was found, as a sentence."""
        return self.reached.sentence if self.reached else self.text


def checks(scheme: Scheme, one: Tally, judges: int) -> Iterator[Check]:
    """Every condition of the scheme, for a proposal, out of so many judges in all.

    Without any sheet that counts, only the judges are checked: there are no points to compare.
    """
    enough = _enough_judges(scheme, one, judges)
    yield enough
    if not one.judges:
        return
    if scheme.method is Method.TRIMMED_MEAN and len(one.judges) <= 2 * scheme.trim:
        yield Check(
            False,
            f"採点した委員が{len(one.judges)}人では、上と下から{scheme.trim}人ずつを除けません。"
            "委員を補ってください。",
        )
    for line in scheme.pass_lines:
        yield from _each(scheme, line, one) if line.each else _total(scheme, line, one)
    if scheme.no_lowest_grade:
        yield _no_lowest(scheme, one)


def _enough_judges(scheme: Scheme, one: Tally, judges: int) -> Check:
    here = len(one.judges)
    wanted = max(scheme.quorum.least, -(-(scheme.quorum.share * judges) // 1))
    if here >= wanted:
        return Check(True, f"採点した委員は{here}人で、必要な{wanted}人をみたしています。")
    if not here:
        why = "利害関係のない委員がいないため、" if one.conflicted else ""
        return Check(False, f"{why}数えられる採点がありません。委員を補ってください。")
    return Check(
        False, f"採点した委員が{here}人で、必要な{wanted}人にたりません。委員を補ってください。"
    )


def _total(scheme: Scheme, line: PassLine, one: Tally) -> Iterator[Check]:
    """The total, or the weighted subtotal of some criteria."""
    if line.criteria:
        value = sum((part for c, part in one.subtotals if c.key in line.criteria), Fraction())
        group = one.proposal.group
        if not scheme.full(group, line.criteria):
            return  # none of these criteria is asked of the proposal's group
        full = one.full * scheme.full(group, line.criteria) / scheme.full(group)
        names = listed(c.name for c, _ in one.subtotals if c.key in line.criteria)
        label = f"「{names}」の小計"
    else:
        value, full, label = rounded(scheme, one.points), one.full, "総合の点"
    yield _reached(label, *value.as_integer_ratio(), line, full)


def _each(scheme: Scheme, line: PassLine, one: Tally) -> Iterator[Check]:
    """Every criterion, as the mean of the grades before the coefficient."""
    for criterion, column in zip(one.criteria, one.columns, strict=True):
        if not line.criteria or criterion.key in line.criteria:
            full = scheme.scale_of(criterion).most
            yield _reached(f"「{criterion.name}」の評価の平均", column, one.grain, line, full)


def _reached(label: str, top: int, bottom: int, line: PassLine, full: Fraction) -> Check:
    reached = Reached(label, top, bottom, line, full)
    wanted, over = reached.wanted.as_integer_ratio()
    return Check(top * over >= wanted * bottom, reached=reached)


def _no_lowest(scheme: Scheme, one: Tally) -> Check:
    criteria = scheme.asked_of(one.proposal.group)
    lowest = [
        f"{judge.judge}（{criterion.name}）"
        for judge in one.judges
        for criterion, given in zip(criteria, judge.row, strict=True)
        if given == scheme.scale_of(criterion).least * scheme.grain
    ]
    if lowest:
        return Check(False, f"最低の評価があります: {listed(lowest)}。")
    return Check(True, "最低の評価はありません。")


def rounded(scheme: Scheme, value: Fraction) -> Fraction:
    """The points as they are published and compared."""
    return scheme.rounding.apply(value) if scheme.rounding else value
