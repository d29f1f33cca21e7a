"""A scoring scheme as data: what is judged, how the judges' points become one figure, who passes,
and how equal proposals are told apart.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from comipla.core.scoring.scales import Scale, SchemeError

HIGHEST_COEFFICIENT = 1000
MOST_DIGITS = 6


class Method(StrEnum):
    """How the judges' totals become the figure that decides."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    SUM = "sum"
    MEAN_RANK = "mean_rank"


class RoundMode(StrEnum):
    """What becomes of the digits that are not kept."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


class TieStep(StrEnum):
    """One way of telling equal proposals apart."""

    COUNT = "count"
    CRITERION = "criterion"
    ESTIMATE = "estimate"
    VOTE = "vote"
    CHAIR = "chair"
    LOT = "lot"


@dataclass(frozen=True)
class Criterion:
    """Something to judge: the points of its scale times the coefficient.

    `groups` names the kinds of proposal it is asked of; empty means all. Without a `scale` of its
    own it takes the scheme's.
    """

    key: str
    label: str = ""
    coefficient: Fraction = Fraction(1)
    scale: Scale | None = None
    groups: frozenset[str] = frozenset()

    def asked_of(self, group: str) -> bool:
        """Tell whether a proposal of the group is judged by it."""
        return not self.groups or group in self.groups

    @property
    def name(self) -> str:
        """The label, or the key where there is none."""
        return self.label or self.key


@dataclass(frozen=True)
class Rounding:
    """So many decimals are kept of the figure that decides; what is kept is what is compared."""

    digits: int
    mode: RoundMode = RoundMode.HALF_UP

    def apply(self, value: Fraction) -> Fraction:
        """Round exactly: 80.05 to one digit is 80 cut down, 80.1 half up."""
        scale = 10**self.digits
        scaled = value * scale
        if self.mode is RoundMode.DOWN:
            kept = scaled // 1
        elif self.mode is RoundMode.UP:
            kept = -(-scaled // 1)
        else:
            kept = (scaled + Fraction(1, 2)) // 1
        return Fraction(kept, scale)


@dataclass(frozen=True)
class PassLine:
    """What a proposal must reach: points, or a share of what can be reached.

    Over the total; over the weighted subtotal of `criteria`; or, with `each`, over every single
    criterion (of `criteria`, or all), as the judges' mean of its grades before the coefficient.
    """

    at_least: Fraction
    of_full: bool = False
    criteria: tuple[str, ...] = ()
    each: bool = False


@dataclass(frozen=True)
class Tie:
    """A step of the tie chain; `criterion`, `grade` and `seed` where the step wants them.

    COUNT counts a grade, the best one of each scale where none is named.
    """

    by: TieStep
    criterion: str = ""
    grade: str = ""
    seed: str = ""


@dataclass(frozen=True)
class Quorum:
    """How many judges without a conflict a proposal needs: a share of all, and a number."""

    share: Fraction = Fraction(0)
    least: int = 1


@dataclass(frozen=True)
class Scheme:
    """A whole scheme. Raises SchemeError with every defect when it cannot be used.

    `scale_to` converts the result to so many points in full; `factors` multiply the points of a
    group of proposals (5/7 for those that were judged by seven criteria instead of five).
    """

    title: str
    criteria: tuple[Criterion, ...]
    method: Method = Method.MEAN
    scale: Scale = field(default_factory=Scale)
    trim: int = 1
    scale_to: Fraction | None = None
    rounding: Rounding | None = None
    pass_lines: tuple[PassLine, ...] = ()
    no_lowest_grade: bool = False
    ties: tuple[Tie, ...] = ()
    quorum: Quorum = field(default_factory=Quorum)
    factors: Mapping[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("criteria", "pass_lines", "ties"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        object.__setattr__(self, "method", Method(self.method))
        if problems := [*self._criteria_problems(), *self._rule_problems(), *self._tie_problems()]:
            raise SchemeError(problems)

    def scale_of(self, criterion: Criterion) -> Scale:
        """The scale a criterion is judged on."""
        return criterion.scale or self.scale

    def asked_of(self, group: str) -> tuple[Criterion, ...]:
        """The criteria a proposal of the group is judged by."""
        return tuple(criterion for criterion in self.criteria if criterion.asked_of(group))

    def full(self, group: str = "", criteria: tuple[str, ...] = ()) -> Fraction:
        """The points one judge can give at most, over all criteria or some, group factor taken."""
        most = sum(
            (
                self.scale_of(criterion).most * criterion.coefficient
                for criterion in self.asked_of(group)
                if not criteria or criterion.key in criteria
            ),
            Fraction(),
        )
        return most * self.factors.get(group, Fraction(1))

    @cached_property
    def grain(self) -> int:
        """The common denominator of all points a judge can give: grades times it are integers."""
        worths = [
            worth
            for criterion in self.criteria
            for scale in [self.scale_of(criterion)]
            for worth in (*scale.grades.values(), scale.least, scale.step)
        ]
        return math.lcm(*(worth.denominator for worth in worths))

    @cached_property
    def weight_grain(self) -> int:
        """The common denominator of the coefficients."""
        return math.lcm(*(criterion.coefficient.denominator for criterion in self.criteria))

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything that decides: frozen before the first proposal is opened."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()

    def _criteria_problems(self) -> list[str]:
        problems = []
        if not self.criteria:
            problems.append("審査の項目がありません。criteria に1つ以上書いてください。")
        for spelling in ("key", "name"):
            counted = Counter(getattr(criterion, spelling) for criterion in self.criteria)
            problems += [
                f"審査の項目「{name}」が2つあります。ちがう名前にしてください。"
                for name, number in counted.items()
                if number > 1
            ]
        problems += [
            f"項目「{criterion.name}」の係数は、0より大きく{HIGHEST_COEFFICIENT}以下にしてください。"
            for criterion in self.criteria
            if not 0 < criterion.coefficient <= HIGHEST_COEFFICIENT
        ]
        problems += [
            f"項目「{criterion.name}」の最高点は0より大きくしてください。"
            for criterion in self.criteria
            if self.scale_of(criterion).most <= 0
        ]
        return list(dict.fromkeys(problems))

    def _rule_problems(self) -> list[str]:
        problems = []
        known = {criterion.key for criterion in self.criteria}
        for line in self.pass_lines:
            problems += [
                f"合格の線が、項目にない「{key}」を指しています。項目の key を書いてください。"
                for key in line.criteria
                if key not in known
            ]
            if line.of_full and not 0 <= line.at_least <= 1:
                problems.append("合格の線の割合は、0%から100%までにしてください。")
        if self.method is Method.TRIMMED_MEAN and self.trim < 1:
            problems.append("trim には、上下から除く委員の人数を1以上で書いてください。")
        if self.rounding and not 0 <= self.rounding.digits <= MOST_DIGITS:
            problems.append(f"端数処理の桁は0から{MOST_DIGITS}までにしてください。")
        if self.scale_to is not None and self.scale_to <= 0:
            problems.append("scale_to には、換算後の満点を0より大きい数で書いてください。")
        if self.method is Method.MEAN_RANK and (self.scale_to is not None or self.rounding):
            problems.append("平均順位で決めるときは、scale_to と rounding は書きません。")
        if not 0 <= self.quorum.share <= 1 or self.quorum.least < 1:
            problems.append("定足数は、割合を0から1まで、人数を1以上にしてください。")
        if any(factor <= 0 for factor in self.factors.values()):
            problems.append("factors の率は0より大きくしてください。")
        return problems

    def _tie_problems(self) -> list[str]:
        known = {criterion.key for criterion in self.criteria}
        scales = [self.scale_of(criterion) for criterion in self.criteria]
        problems = []
        for number, tie in enumerate(self.ties, start=1):
            if tie.by is TieStep.CRITERION and tie.criterion not in known:
                problems.append(
                    f"同点の決め方{number}: 項目にない「{tie.criterion}」を指しています。"
                    "項目の key を criterion に書いてください。"
                )
            if (
                tie.by is TieStep.COUNT
                and tie.grade
                and all(scale.worth(tie.grade) is None for scale in scales)
            ):
                problems.append(
                    f"同点の決め方{number}: 「{tie.grade}」はどの項目の評語にもありません。"
                )
        return problems


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
