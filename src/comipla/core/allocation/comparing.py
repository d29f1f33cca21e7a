"""This year against last year: who gains, who loses, per head."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comipla.core.allocation.numbers import AllocationError, Exact
from comipla.core.allocation.reckoning import Previous, amounts_of
from comipla.core.allocation.result import AllocationResult
from comipla.core.money import Yen


class Outcome(StrEnum):
    """How a platform stands against last year."""

    GAIN = "gain"
    LOSS = "loss"
    SAME = "same"
    NEW = "new"
    GONE = "gone"

    @property
    def label(self) -> str:
        """増, 減, 同じ, 新しい団体, なくなった団体."""
        words = {"gain": "増", "loss": "減", "same": "同じ"}
        return words.get(self.value, "新しい団体" if self is Outcome.NEW else "なくなった団体")


@dataclass(frozen=True, slots=True)
class Change:
    """One platform's amount last year (`before`) and now (`after`); None where it was not there.

    `heads` are this year's people or households, by which both years are divided.
    """

    code: str
    name: str
    before: Yen | None
    after: Yen | None
    heads: Exact | None = None

    @property
    def difference(self) -> Yen:
        """What is more (below 0: less) than last year."""
        return (self.after or 0) - (self.before or 0)

    @property
    def ratio(self) -> Fraction | None:
        """The difference as a share of last year's amount; None where that was nothing."""
        return Fraction(self.difference, self.before) if self.before else None

    @property
    def outcome(self) -> Outcome:
        """Gain, loss, or neither."""
        if self.before is None or self.after is None:
            return Outcome.NEW if self.before is None else Outcome.GONE
        if self.difference == 0:
            return Outcome.SAME
        return Outcome.GAIN if self.difference > 0 else Outcome.LOSS

    @property
    def per_head(self) -> Fraction | None:
        """This year's amount for each head; None where there are none."""
        return Fraction(self.after) / self.heads if self.heads and self.after is not None else None

    @property
    def per_head_before(self) -> Fraction | None:
        """Last year's amount for each of this year's heads."""
        known = self.heads and self.before is not None
        return Fraction(self.before or 0) / (self.heads or 1) if known else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All platforms against last year, in this year's order; those that are gone come last."""

    changes: tuple[Change, ...]

    def having(self, outcome: Outcome) -> tuple[Change, ...]:
        """The platforms of one outcome, the largest difference first."""
        chosen = [change for change in self.changes if change.outcome is outcome]
        return tuple(sorted(chosen, key=lambda change: (-abs(change.difference), change.code)))

    @property
    def winners(self) -> tuple[Change, ...]:
        """Those who get more than last year, the largest gain first."""
        return self.having(Outcome.GAIN)

    @property
    def losers(self) -> tuple[Change, ...]:
        """Those who get less than last year, the largest loss first."""
        return self.having(Outcome.LOSS)

    @property
    def before(self) -> Yen:
        """Last year's sum."""
        return sum(change.before or 0 for change in self.changes)

    @property
    def after(self) -> Yen:
        """This year's sum."""
        return sum(change.after or 0 for change in self.changes)

    @property
    def difference(self) -> Yen:
        """What the sum changes by."""
        return self.after - self.before


def compare(
    result: AllocationResult, previous: Previous, *, heads: str | None = None
) -> Comparison:
    """Compare a result with last year's amounts; `heads` is the metric to divide by (人口).

    Raises AllocationError where a platform has no value of that metric.
    """
    before = amounts_of(previous) or {}
    values = {platform.code: platform.values for platform in result.metrics.platforms}
    for code, own in values.items():
        if heads is not None and heads not in own:
            raise AllocationError(
                f"1人当たりの計算に使う「{heads}」の値が、団体 {code} にありません。"
            )
    changes = [
        Change(
            platform.code,
            platform.name,
            before.get(platform.code),
            platform.total,
            values[platform.code][heads] if heads else None,
        )
        for platform in result.platforms
    ]
    gone = sorted(before.keys() - values.keys())
    return Comparison((*changes, *(Change(code, "", before[code], None) for code in gone)))
