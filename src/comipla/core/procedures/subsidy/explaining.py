"""算出基礎 of menu ③: how each amount of a case was reckoned, for its page and its papers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from comipla.core.calculations import (
    Calculation,
    CalculationStep,
    Ceiling,
    Explanation,
    explain_determination,
    explain_grant,
    explain_late_charge,
)
from comipla.core.docket import Act, Standing, Surroundings

_PAYMENTS = ("pay_advance", "pay_settlement")
Explain = Callable[[Act, Standing, Surroundings], Calculation | None]


class Costs(Protocol):
    """What a grant is reckoned from, in yen."""

    @property
    def eligible_cost(self) -> int: ...

    @property
    def total_cost(self) -> int: ...

    @property
    def other_revenue(self) -> int: ...


def explained_grant(
    around: Surroundings, costs: Costs, *ceilings: Ceiling, label: str
) -> Calculation:
    """A grant from costs, lowered by the named ceilings that bind."""
    return explain_grant(
        costs.eligible_cost,
        costs.total_cost,
        costs.other_revenue,
        rate=around.parameters.rate("subsidy_rate"),
        unit=around.parameters.yen("rounding_unit"),
        ceilings=ceilings,
        label=label,
    )


def explained_determination(around: Surroundings, costs: Costs, *, decided: int) -> Calculation:
    """The determined amount: actual costs against the decision (rule G.4-4)."""
    base = min(costs.eligible_cost, costs.total_cost - costs.other_revenue)
    return explain_determination(
        max(base, 0),
        decided,
        rate=around.parameters.rate("subsidy_rate"),
        unit=around.parameters.yen("rounding_unit"),
    )


def explain(standing: Standing, around: Surroundings) -> tuple[Explanation, ...]:
    """The calculations behind the acts of a case, in their order; only of the acts given."""
    return tuple(_explanations(standing, around))


def _explanations(standing: Standing, around: Surroundings) -> Iterator[Explanation]:
    for act in standing.acts:
        explained = _EXPLAINED.get(act.kind)
        calculation = explained(act, standing, around) if explained else None
        if calculation is not None:
            yield Explanation(act.number, calculation)


def _need(act: Act, _: Standing, around: Surroundings) -> Calculation:
    return explained_grant(around, act.facts, ("求める額", act.facts.requested), label="要望額")


def _earmark(act: Act, standing: Standing, around: Surroundings) -> Calculation | None:
    need = _before(act, standing, "submit_need", "revise_need")
    if need is None:
        return None
    limits = (("要望額", need.facts.requested), ("内示する額", act.facts.amount))
    return explained_grant(around, need.facts, *limits, label="内示額")


def _application(act: Act, standing: Standing, around: Surroundings) -> Calculation:
    limits = (("内示額", standing.balance("earmarked")), ("求める額", act.facts.requested))
    return explained_grant(around, act.facts, *limits, label="申請額")


def _review(act: Act, standing: Standing, around: Surroundings) -> Calculation | None:
    asked = _before(act, standing, "apply", "correct")
    if asked is None:
        return None
    limits = (("内示額", standing.balance("earmarked")), ("申請額", asked.facts.requested))
    proposed = ("審査で認めた額", act.facts.proposed)
    return explained_grant(around, asked.facts, *limits, proposed, label="交付できる額")


def _decision(act: Act, standing: Standing, around: Surroundings) -> Calculation | None:
    asked = _before(act, standing, "apply", "correct")
    if asked is None:
        return None
    limits = (("内示額", standing.balance("earmarked")), ("申請額", asked.facts.requested))
    decided = ("審査で認めた額", act.facts.amount)
    return explained_grant(around, asked.facts, *limits, decided, label="交付決定額")


def _change(act: Act, _: Standing, around: Surroundings) -> Calculation:
    asked = ("求める額", act.facts.requested)
    return explained_grant(around, act.facts, asked, label="変更後の申請額")


def _change_decision(act: Act, standing: Standing, around: Surroundings) -> Calculation | None:
    asked = _before(act, standing, "apply_change")
    if asked is None:
        return None
    limits = (("変更後の申請額", asked.facts.requested), ("承認する額", act.facts.amount))
    return explained_grant(around, asked.facts, *limits, label="変更後の交付決定額")


def _determination(act: Act, standing: Standing, around: Surroundings) -> Calculation:
    return explained_determination(around, act.facts, decided=standing.balance("decided"))


def _payment(act: Act, standing: Standing, _: Surroundings) -> Calculation | None:
    """What is paid is what was claimed; beside it, what is left of the amount due."""
    claim = _before(act, standing, "claim_advance", "claim_settlement")
    if claim is None:
        return None
    fixed = _before(act, standing, "determine")
    decided = _before(act, standing, "approve_change", "decide_grant")
    ground = ("確定額", fixed) if fixed else ("交付決定額", decided)
    return Calculation(
        (
            CalculationStep(ground[0], "", ground[1].facts.amount if ground[1] else 0),
            CalculationStep("すでに支払った額", "", _paid_before(act, standing)),
            CalculationStep("支払う額", "請求された額のとおり", claim.facts.amount),
        )
    )


def _repayment_order(act: Act, standing: Standing, _: Surroundings) -> Calculation:
    return Calculation(
        (
            CalculationStep("受け取った額", "", _paid_before(act, standing)),
            CalculationStep("確定額", "", standing.balance("determined")),
            CalculationStep("返還を命ずる額", "受け取った額 － 確定額", act.facts.amount),
        )
    )


def _repayment(act: Act, standing: Standing, around: Surroundings) -> Calculation | None:
    """The late charge on what was still owed, counted from the due day or the last part paid."""
    order = _before(act, standing, "order_repayment")
    if order is None or not act.facts.late_charge:
        return None
    parts = [
        earlier.facts
        for earlier in standing.acts
        if earlier.kind == "record_repayment" and earlier.number < act.number
    ]
    since = max([order.facts.due_on, *(part.received_on for part in parts)])
    return explain_late_charge(
        order.facts.amount - sum(part.amount for part in parts),
        since,
        act.facts.received_on,
        rate=around.parameters.rate("late_charge_rate"),
    )


def _paid_before(act: Act, standing: Standing) -> int:
    """Yen paid by earlier acts."""
    return sum(
        earlier.facts.amount
        for earlier in standing.acts
        if earlier.kind in _PAYMENTS and earlier.number < act.number
    )


def _before(act: Act, standing: Standing, *kinds: str) -> Act | None:
    """The latest act of one of the kinds before this one."""
    earlier = (a for a in reversed(standing.acts) if a.number < act.number and a.kind in kinds)
    return next(earlier, None)


_EXPLAINED: Mapping[str, Explain] = {
    "submit_need": _need,
    "revise_need": _need,
    "earmark": _earmark,
    "apply": _application,
    "correct": _application,
    "review": _review,
    "decide_grant": _decision,
    "apply_change": _change,
    "approve_change": _change_decision,
    "determine": _determination,
    "pay_advance": _payment,
    "pay_settlement": _payment,
    "order_repayment": _repayment_order,
    "record_repayment": _repayment,
}
