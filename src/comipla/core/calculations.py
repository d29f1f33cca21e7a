"""算出基礎: the steps behind a figure, in words and numbers, for pages and papers alike.

Each function reckons its steps with the same functions of `comipla.core.subsidy` that give the
bare figure; the last step is that figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from comipla.core.deadlines import days_counted
from comipla.core.money import Yen, check_yen, format_yen, share
from comipla.core.parameter_units import format_rate
from comipla.core.subsidy import (
    DAYS_OF_A_YEAR,
    HALF,
    Dated,
    RoundScope,
    allocate_within_cap,
    determine,
    grant_base,
    late_charge,
    surcharge,
)
from comipla.core.wareki import format_wareki

Ceiling = tuple[str, Yen]
"""A limit by its name in Japanese: (「市町村の残り枠」, 383_000)."""


@dataclass(frozen=True)
class CalculationStep:
    """One line: what is reckoned, how (empty where it is a given), and the yen that come out."""

    label: str
    working: str
    amount: Yen

    def __str__(self) -> str:
        working = f"{self.working} ＝ " if self.working else ""
        return f"{self.label}: {working}{format_yen(self.amount)}"


@dataclass(frozen=True)
class Calculation:
    """Steps in order; the last is the result. `note` states the rounding."""

    steps: tuple[CalculationStep, ...]
    note: str = ""

    @property
    def amount(self) -> Yen:
        """The result in yen."""
        return self.steps[-1].amount

    def __str__(self) -> str:
        return "\n".join((*map(str, self.steps), *filter(None, (self.note,))))


@dataclass(frozen=True)
class Explanation:
    """The calculation behind the amount of an act, which is known by its number in its case."""

    act: int
    calculation: Calculation


def explain_grant(
    eligible_cost: Yen,
    total_cost: Yen,
    other_revenue: Yen,
    *,
    rate: Fraction = HALF,
    unit: Yen = 1000,
    ceilings: Sequence[Ceiling] = (),
    label: str = "補助金の額",
) -> Calculation:
    """Explain `grant_amount`, and how limits lower it; those that do not bind are left out."""
    base = grant_base(eligible_cost, total_cost, other_revenue)
    steps = [CalculationStep("補助対象経費", "", eligible_cost)]
    if other_revenue or total_cost < eligible_cost:
        left = total_cost - other_revenue
        working = f"{format_yen(total_cost)} － {format_yen(other_revenue)}"
        smaller = f"{format_yen(eligible_cost)}と{format_yen(left)}の少ない方"
        steps += [
            CalculationStep("総事業費からその他の収入を引いた額", working, left),
            CalculationStep(
                "補助の基礎となる額",
                smaller if left >= 0 else "収入が総事業費をこえるので、補助する額はありません",
                base,
            ),
        ]
    steps.append(_share_step("補助率を掛けた額", base, rate, unit))
    return _capped(steps, ceilings, label, _rounding_note(unit, RoundScope.PER_PROJECT))


def explain_grants(
    bases: Sequence[Ceiling],
    *,
    scope: RoundScope = RoundScope.PER_PROJECT,
    rate: Fraction = HALF,
    unit: Yen = 1000,
) -> Calculation:
    """Explain `grant_total` for the named bases of one municipality's projects (rule 2)."""
    note = _rounding_note(unit, scope)
    if scope is RoundScope.PER_PROJECT:
        steps = [_share_step(name, base, rate, unit) for name, base in bases]
        working = " ＋ ".join(format_yen(step.amount) for step in steps)
        result = CalculationStep("補助金の額の合計", working, sum(step.amount for step in steps))
        return Calculation((*steps, result), note)
    given = [CalculationStep(name, "", check_yen("base", base)) for name, base in bases]
    working = " ＋ ".join(format_yen(step.amount) for step in given)
    together = CalculationStep("基礎となる額の合計", working, sum(step.amount for step in given))
    result = _share_step("補助金の額の合計", together.amount, rate, unit)
    return Calculation((*given, together, result), note)


def explain_allocation(
    requests: Sequence[Ceiling], cap: Yen, *, unit: Yen = 1000
) -> tuple[Calculation, ...]:
    """Explain `allocate_within_cap` for named requests in order of priority, one by one."""
    granted = allocate_within_cap([amount for _, amount in requests], cap, unit=unit)
    left, explained = cap, []
    for (name, amount), grant in zip(requests, granted, strict=True):
        steps = (
            CalculationStep(f"{name}の要望額", "", amount),
            CalculationStep("残り枠", "", left),
            CalculationStep(f"{name}の配分額", _binding(amount, left, unit), grant),
        )
        explained.append(Calculation(steps))
        left -= grant
    return tuple(explained)


def explain_determination(
    eligible_actual: Yen, decided: Yen, *, rate: Fraction = HALF, unit: Yen = 1000
) -> Calculation:
    """Explain `determine`: why the final amount is the share of the cost, or the decision."""
    steps = (
        CalculationStep("実績の補助対象経費", "", eligible_actual),
        _share_step("補助率を掛けた額", eligible_actual, rate, unit),
        CalculationStep("交付決定の額", "", decided),
        CalculationStep(
            "確定の額",
            "補助率を掛けた額と交付決定の額の少ない方",
            determine(eligible_actual, decided, rate=rate, unit=unit),
        ),
    )
    return Calculation(steps, _rounding_note(unit, RoundScope.PER_PROJECT))


def explain_late_charge(amount: Yen, due_on: date, paid_on: date, *, rate: Fraction) -> Calculation:
    """Explain `late_charge`: the days counted and the rate."""
    days = days_counted(due_on, paid_on, count_first_day=False)
    if days == 0:
        working = "期限までに納付されたので、延滞金はありません"
    else:
        working = (
            f"{format_yen(amount)} × {format_rate(rate)} × {days}日 ÷ {DAYS_OF_A_YEAR}日"
            f"（{format_wareki(due_on)}の翌日から{format_wareki(paid_on)}まで）"
        )
    charge = CalculationStep("延滞金", working, late_charge(amount, due_on, paid_on, rate=rate))
    return Calculation((CalculationStep("納付する額", "", amount), charge), "1円未満切捨て")


def explain_surcharge(
    amount: Yen,
    receipts: Sequence[Dated],
    paid_on: date,
    *,
    rate: Fraction,
    payments: Sequence[Dated] = (),
    count_first_day: bool = True,
    unit: Yen = 1,
) -> Calculation:
    """Explain `surcharge`: what goes back of each receipt, the newest first, with its days."""
    steps = [CalculationStep("返還する額", "", amount)]
    left = amount
    for received_on, received in sorted(receipts, reverse=True):
        part = min(received, left)
        left -= part
        if part:
            days = days_counted(received_on, paid_on, count_first_day=count_first_day)
            span = f"{format_wareki(received_on)}から{format_wareki(paid_on)}まで{days}日"
            steps.append(CalculationStep("受け取った額のうち返す額", span, part))
    steps += [
        CalculationStep("先に納めた額", f"{format_wareki(day)}に納付", paid)
        for day, paid in payments
    ]
    charge = surcharge(
        amount,
        receipts,
        paid_on,
        rate=rate,
        payments=payments,
        count_first_day=count_first_day,
        unit=unit,
    )
    working = f"残る額 × {format_rate(rate)} × 日数 ÷ {DAYS_OF_A_YEAR}日"
    return Calculation((*steps, CalculationStep("加算金", working, charge)), "1円未満切捨て")


def _share_step(label: str, base: Yen, rate: Fraction, unit: Yen) -> CalculationStep:
    working = f"{format_yen(base)} × {format_rate(rate)}（{_cut(unit)}）"
    return CalculationStep(label, working, share(base, rate, unit=unit))


def _capped(
    steps: Sequence[CalculationStep], ceilings: Sequence[Ceiling], label: str, note: str
) -> Calculation:
    """End with the result, naming the limits that lower it on the way."""
    amount = steps[-1].amount
    binding = [
        CalculationStep(name, "", limit)
        for name, limit in ceilings
        if check_yen("ceiling", limit) < amount
    ]
    if binding:
        names = "、".join(step.label for step in (steps[-1], *binding))
        result = CalculationStep(
            label, f"{names}のうち最も少ない額", min(s.amount for s in binding)
        )
    else:
        result = CalculationStep(label, "", amount)
    return Calculation((*steps, *binding, result), note)


def _binding(amount: Yen, left: Yen, unit: Yen) -> str:
    cut = f"（{_cut(unit)}）" if min(amount, left) % unit else ""
    return f"{'要望額が残り枠に収まります' if amount <= left else '残り枠までに減らします'}{cut}"


def _cut(unit: Yen) -> str:
    return "千円未満切捨て" if unit == 1000 else f"{format_yen(unit)}未満切捨て"


def _rounding_note(unit: Yen, scope: RoundScope) -> str:
    where = "事業ごとに" if scope is RoundScope.PER_PROJECT else "市町村の合計で"
    return f"端数は{where}{_cut(unit)}"
