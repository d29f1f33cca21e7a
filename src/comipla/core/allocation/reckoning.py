"""`allocate`: the amounts of a block grant, from top to bottom of its scheme."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from comipla.core.allocation.adjusting import Adjust, Leftover, Span, Standing, Step
from comipla.core.allocation.adjustments import Budget
from comipla.core.allocation.component import Line, Open, Reckoned
from comipla.core.allocation.components import Named, OneOff
from comipla.core.allocation.metrics import Metric, Metrics, PlatformMetrics
from comipla.core.allocation.numbers import (
    AllocationError,
    round_to,
    rounding_words,
    say_yen,
    whole_yen,
)
from comipla.core.allocation.pools import Divided, Pool, Pooled, divide
from comipla.core.allocation.result import (
    AllocationResult,
    PlatformAllocation,
    Residual,
    definitions_of,
)
from comipla.core.allocation.scheme import AllocationScheme, budget_words
from comipla.core.allocation.sharing import apportion, spread
from comipla.core.money import Yen

Previous: TypeAlias = Mapping[str, Yen] | AllocationResult
"""Last year's amounts by platform code, or last year's result."""


def allocate(
    scheme: AllocationScheme, metrics: Metrics, previous: Previous | None = None
) -> AllocationResult:
    """Reckon what every platform gets, in whole yen, with every line behind it.

    Pools are divided to the last unit by the largest remainder; equal remainders go to the
    platform code that comes first. The order of the platforms has no influence on the amounts.
    `previous` is needed for bands, and for pools and transitions that start from it. Raises
    AllocationError (a ValueError) with a sentence that names the place.
    """
    if not isinstance(scheme, AllocationScheme) or not isinstance(metrics, Metrics):
        raise AllocationError("allocate には AllocationScheme と Metrics を渡してください。")
    _check_platforms(scheme, metrics)
    return _Reckoning(scheme, metrics, previous).result()


class _Reckoning:
    """The amounts in the making; lists run parallel to the platforms."""

    def __init__(
        self, scheme: AllocationScheme, metrics: Metrics, previous: Previous | None
    ) -> None:
        self.scheme = scheme
        self.metrics = metrics
        self.platforms: Sequence[PlatformMetrics] = metrics.platforms
        self.codes = metrics.codes
        self.definitions: Mapping[str, Metric] = definitions_of(scheme, metrics)
        self.earlier = previous if isinstance(previous, AllocationResult) else None
        self.previous = amounts_of(previous)
        self.amounts = [0] * len(self.platforms)
        self.spans = [Span()] * len(self.platforms)
        self.lines: list[list[Line]] = [[] for _ in self.platforms]
        self.residuals: list[Residual] = []
        self.divided: dict[str, Divided] = {}

    def result(self) -> AllocationResult:
        """Every component in its turn."""
        for component in self.scheme.active:
            if isinstance(component, Pooled):
                self._divide(component)
            elif isinstance(component, Adjust):
                self._adjust(component)
            elif isinstance(component, Open):
                self._add(self._open_lines(component))
        platforms = tuple(
            PlatformAllocation(platform.code, platform.name, amount, tuple(lines))
            for platform, amount, lines in zip(
                self.platforms, self.amounts, self.lines, strict=True
            )
        )
        residuals = tuple(self.residuals)
        notices = tuple(self._notices())
        return AllocationResult(
            self.scheme, self.metrics, self.previous, platforms, residuals, notices
        )

    def _add(self, lines: Sequence[Line]) -> None:
        """One line for every platform, on top of what it has and outside the limits so far."""
        for i, line in enumerate(lines):
            self.lines[i].append(line)
            if line.amount:
                self.amounts[i] += line.amount
                self.spans[i] = self.spans[i].moved(line.amount)

    def _open_lines(self, component: Open) -> list[Line]:
        """The component's line for every platform."""
        unit = component.unit or self.scheme.unit
        rounding = component.rounding or self.scheme.rounding
        metric = self.definitions.get(component.main_metric or "")
        name, words = component.name, rounding_words(unit, rounding)
        lines = []
        for platform in self.platforms:
            product, quantity, rate, beside, note, items, parts = self._reckon(component, platform)
            if parts:
                amount = sum(round_to(part, unit, rounding) for part in parts)
            else:
                amount = round_to(product, unit, rounding)
            lines.append(
                Line(component, name, metric, quantity, rate, beside, product, words, amount, note, items)
            )  # fmt: skip
        return lines

    def _reckon(self, component: Open, platform: PlatformMetrics) -> Reckoned:
        if component.when and not platform.values[component.when]:
            condition = self.definitions[component.when].name
            return Reckoned(0, note=f"条件（{condition}）に当たりません")
        if isinstance(component, OneOff) and self._had(component, platform.code):
            return Reckoned(0, note="前年度に交付しています（一度限り）")
        try:
            return component.reckon(platform)
        except AllocationError as error:
            raise AllocationError(f"{component.name}、団体 {platform.title}: {error}") from None

    def _had(self, component: OneOff, code: str) -> bool:
        """Whether last year's result gave the platform this component."""
        if self.earlier is None or code not in self.earlier.totals:
            return False
        lines = self.earlier.of(code).lines
        return any(line.component.key == component.key and line.amount > 0 for line in lines)

    def _divide(self, component: Pooled) -> None:
        """The component's part of its pool; all parts are reckoned when the first is met."""
        pool = next(pool for pool in self.scheme.closed_pools if pool.key == component.pool)
        parts = self.scheme.of_pool(pool)
        if pool.key not in self.divided:
            amount, unit = self._size(pool), pool.unit or self.scheme.unit
            self.divided[pool.key] = divide(
                pool, amount, unit, parts, self.platforms, self.definitions
            )
        divided = self.divided[pool.key]
        self._add(divided.lines[component.key])
        if component is parts[-1] and divided.closing:
            self._add(divided.closing)

    def _size(self, pool: Pool) -> Yen:
        if pool.amount is not None:
            return pool.amount
        if self.previous is None:
            raise AllocationError(f"{pool.name}は前年度の総額です。前年度の額を渡してください。")
        return sum(self.previous.values())

    def _adjust(self, adjust: Adjust) -> None:
        """One adjustment of all platforms, then the leftover as the scheme says."""
        if adjust.needs_previous and self.previous is None:
            raise AllocationError(
                f"{adjust.name}には前年度の額が要ります。前年度の額を渡してください。"
            )
        if isinstance(adjust, Budget):
            self._fit(adjust)
            return
        before = sum(self.amounts)
        steps = [self._step(adjust, i) for i in range(len(self.platforms))]
        for i, step in enumerate(steps):
            self._take(adjust, i, step)
        left = before - sum(self.amounts)
        if left and adjust.leftover is Leftover.REDISTRIBUTE:
            left -= self._redistribute(adjust, left, [step.held for step in steps])
        elif left and adjust.leftover is Leftover.SCALE and any(self.amounts):
            left -= self._scale(adjust, before)
        if left and adjust.leftover is not None:
            self.residuals.append(Residual(adjust.key, adjust.name, left))

    def _step(self, adjust: Adjust, i: int) -> Step:
        platform = self.platforms[i]
        before = None if self.previous is None else self.previous.get(platform.code)
        rounding = adjust.rounding or self.scheme.rounding
        standing = Standing(
            self.amounts[i],
            before,
            platform.values,
            self.scheme.fiscal_year,
            adjust.unit or 1,
            rounding,
        )
        try:
            return adjust.step(standing)
        except AllocationError as error:
            raise AllocationError(f"{adjust.name}、団体 {platform.title}: {error}") from None

    def _take(self, adjust: Adjust, i: int, step: Step) -> None:
        """Put a step down: the line, the amount, and the limits from here on."""
        words = rounding_words(adjust.unit or 1, adjust.rounding or self.scheme.rounding)
        metric = self.definitions.get(adjust.main_metric or "")
        beside, change = self.amounts[i], step.amount - self.amounts[i]
        self.lines[i].append(
            Line(adjust, adjust.name, metric, step.quantity, step.rate, beside, step.product, words, change)
        )  # fmt: skip
        self.amounts[i] = step.amount
        if step.span is None:
            self.spans[i] = Span()
            return
        low, high = self.spans[i]
        shrunk = Span(low * step.factor // 1, None if high is None else high * step.factor // 1)
        self.spans[i] = shrunk.within(step.span)

    def _redistribute(self, adjust: Adjust, left: Yen, held: Sequence[bool]) -> Yen:
        """Divide what is left among those not held, within their limits; give what was divided."""
        unit = adjust.unit or 1
        sign = 1 if left > 0 else -1
        rooms = [0 if held[i] else self._room(i, sign, unit) for i in range(len(self.platforms))]
        parts = spread(abs(left) // unit, self.amounts, rooms, self.codes)
        changes = [sign * part * unit for part in parts]
        self._change(adjust, changes, "残りの配り直し")
        return sum(changes)

    def _room(self, i: int, sign: int, unit: Yen) -> int | None:
        """How many units the platform's amount may rise, or fall, within its limits."""
        low, high = self.spans[i]
        if sign < 0:
            return (self.amounts[i] - low) // unit
        return None if high is None else (high - self.amounts[i]) // unit

    def _scale(self, adjust: Adjust, target: Yen) -> Yen:
        """Multiply all amounts so that they make the target; give what was added."""
        unit = adjust.unit or 1
        parts = apportion(target // unit, self.amounts, self.codes)
        changes = [n * unit - amount for n, amount in zip(parts, self.amounts, strict=True)]
        self._change(adjust, changes, "全体に掛ける調整")
        return sum(changes)

    def _fit(self, budget: Budget) -> None:
        """Cut all in proportion where the sum exceeds the budget, not below their floors."""
        excess = max(0, sum(self.amounts) - (self.scheme.total_budget or 0))
        unit = budget.unit or 1
        rooms = [self._room(i, -1, unit) for i in range(len(self.platforms))]
        parts = spread(-(-excess // unit), self.amounts, rooms, self.codes)
        self._change(budget, [-part * unit for part in parts], "")

    def _change(self, adjust: Adjust, changes: Sequence[Yen], title: str) -> None:
        """A line for everyone whose amount changes, and the change."""
        label = f"{adjust.name}（{title}）" if title else adjust.name
        words = f"{adjust.unit or 1:,}円単位の最大剰余法"
        for i, change in enumerate(changes):
            if change:
                before = self.amounts[i]
                kept = before + change
                note = f"{say_yen(before)} → {say_yen(kept)}"
                self.lines[i].append(
                    Line(adjust, label, None, None, None, before, kept, words, change, note)
                )
                self.amounts[i] = kept

    def _notices(self) -> list[str]:
        notices = [residual.words for residual in self.residuals]
        notices += filter(None, [budget_words(self.scheme, sum(self.amounts))])
        if self.previous is not None:
            new = [p.title for p in self.platforms if p.code not in self.previous]
            gone = sorted(self.previous.keys() - set(self.codes))
            if new:
                notices.append(f"前年度の額がない団体: {'、'.join(new)}")
            if gone:
                notices.append(f"前年度にあって今年度にない団体: {'、'.join(gone)}")
        return notices


def _check_platforms(scheme: AllocationScheme, metrics: Metrics) -> None:
    """Every platform has every metric, and every platform named is there."""
    if not metrics.platforms:
        raise AllocationError("団体が1つもありません。指標の表に団体の行を入れてください。")
    definitions = definitions_of(scheme, metrics)
    for code in scheme.needs:
        lacking = [platform for platform in metrics.platforms if code not in platform.values]
        if lacking:
            users = [part.name for part in scheme.active if code in part.metric_codes]
            named = "、".join(platform.title for platform in lacking[:5])
            more = f" ほか{len(lacking) - 5}団体" if len(lacking) > 5 else ""
            raise AllocationError(
                f"指標「{definitions[code].name}」の値がない団体があります: {named}{more}。"
                f"{'、'.join(users)}に使います。値を入れてください（ないときは0）。"
            )
    known = set(metrics.codes)
    for part in scheme.components:
        if isinstance(part, Named):
            _check_named(part, known)


def _check_named(part: Named, known: set[str]) -> None:
    for entry in part.named:
        if entry.platform not in known:
            raise AllocationError(
                f"{part.name}に書かれた団体 {entry.platform} が指標の表にありません。"
                "コードを確かめてください。"
            )


def amounts_of(previous: Previous | None) -> Mapping[str, Yen] | None:
    """Last year's amounts by code; raises AllocationError for what is not whole yen."""
    if previous is None:
        return None
    if isinstance(previous, AllocationResult):
        return dict(previous.totals)
    if not isinstance(previous, Mapping):
        raise AllocationError("前年度の額は、団体コードと額の対応（dict）で渡してください。")
    return {
        str(code): whole_yen(amount, f"団体 {code} の前年度の額")
        for code, amount in previous.items()
    }
