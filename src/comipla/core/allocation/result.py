"""What an allocation gives: per platform a total and its lines, what stays over, a fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from comipla.core.allocation.component import Line
from comipla.core.allocation.metrics import Metric, Metrics
from comipla.core.allocation.numbers import AllocationError, say_yen
from comipla.core.allocation.scheme import AllocationScheme, budget_left
from comipla.core.money import Yen


@dataclass(frozen=True, slots=True)
class PlatformAllocation:
    """What one platform gets: a total in yen that is the sum of its lines."""

    code: str
    name: str
    total: Yen
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Residual:
    """Money an adjustment left over (below 0: took in addition), and why it was not divided."""

    key: str
    label: str
    amount: Yen

    @property
    def words(self) -> str:
        """The residual in a sentence, with what to do."""
        if self.amount > 0:
            return f"{self.label}の後に {say_yen(self.amount)} が残ります。使い道を決めてください。"
        return (
            f"{self.label}の後に {say_yen(-self.amount)} 足りません。出どころを決めるか、"
            "残りの扱い（leftover）を変えてください。"
        )


@dataclass(frozen=True)
class AllocationResult:
    """The amounts of all platforms, in the order of the metrics, with what they were reckoned from.

    `previous` are last year's amounts by platform code (None: not given). `notices` are sentences
    a person should read before deciding.
    """

    scheme: AllocationScheme
    metrics: Metrics
    previous: Mapping[str, Yen] | None
    platforms: tuple[PlatformAllocation, ...]
    residuals: tuple[Residual, ...]
    notices: tuple[str, ...]

    @cached_property
    def totals(self) -> Mapping[str, Yen]:
        """The total of each platform by its code."""
        return {platform.code: platform.total for platform in self.platforms}

    @cached_property
    def total(self) -> Yen:
        """What all platforms get together."""
        return sum(platform.total for platform in self.platforms)

    @property
    def residual(self) -> Yen:
        """All residuals together; what bands left over and nobody got."""
        return sum(residual.amount for residual in self.residuals)

    @property
    def budget_left(self) -> Yen | None:
        """What the budget holds beyond the total (below 0: is missing); None without a budget."""
        return budget_left(self.scheme, self.total)

    def of(self, code: str) -> PlatformAllocation:
        """The platform of that code; raises AllocationError where there is none."""
        for platform in self.platforms:
            if platform.code == code:
                return platform
        raise AllocationError(f"団体 {code} はこの算定にありません。")

    @cached_property
    def metric_definitions(self) -> Mapping[str, Metric]:
        """Every metric that was used, by code, with its provenance."""
        return definitions_of(self.scheme, self.metrics)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of scheme, metrics and last year's amounts; kept with the decision.

        Equal inputs give equal fingerprints whatever the order of the platforms.
        """
        platforms = sorted(self.metrics.platforms, key=lambda platform: platform.code)
        inputs = {
            "scheme": _plain(self.scheme),
            "definitions": _plain(self.metrics.definitions),
            "platforms": _plain(platforms),
            "previous": _plain(self.previous),
        }
        text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def definitions_of(scheme: AllocationScheme, metrics: Metrics) -> Mapping[str, Metric]:
    """The metrics a scheme needs, as collected, else as the scheme describes them."""
    known = {metric.code: metric for metric in (*scheme.metrics, *metrics.definitions)}
    given = (*scheme.needs, *(code for one in metrics.platforms[:1] for code in one.values))
    return {code: known.get(code, Metric(code)) for code in given} | known


def _plain(value: object) -> object:
    """Inputs as plain JSON values; exact numbers as texts."""
    if is_dataclass(value) and not isinstance(value, type):
        described = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **described}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Fraction | date):
        return str(value)
    return value
