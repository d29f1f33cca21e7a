"""算出基礎 of menu ③: how each amount of a case was reckoned, for its page and its papers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from comipla.core.calculations import (
    Calculation,
    CalculationStep,
    Ceiling,
    Explanation,
    explain_determination,
    explain_grant,
    explain_late_charge,
    explain_surcharge,
)
from comipla.core.codes import RepaymentCause
from comipla.core.docket import Act, Standing, Surroundings
from comipla.core.parameter_units import format_rate
from comipla.core.procedures.subsidy.afterwards_clauses import granted_share
from comipla.core.procedures.subsidy.reckoning import (
    PAYMENTS,
    Order,
    order_of,
    receipts_before,
)

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
    """What was received against what may be kept: as determined, or as a revocation left it."""
    paid = _paid_before(act, standing) - sum(
        earlier.facts.amount
        for earlier in standing.acts
        if earlier.kind == "record_repayment" and earlier.number < act.number
    )
    overpaid = act.facts.cause is RepaymentCause.OVERPAID
    kept = "確定額" if overpaid else "取消し後に残る額"
    return Calculation(
        (
            CalculationStep("受け取った額", "", paid),
            CalculationStep(kept, "", paid - act.facts.amount),
            CalculationStep("返還を命ずる額", f"受け取った額 － {kept}", act.facts.amount),
        )
    )


def _repayment(act: Act, standing: Standing, around: Surroundings) -> Calculation | None:
    """加算金 on a breach and 延滞金 on lateness, as they were paid beside a return."""
    order = order_of(standing, before=act.number)
    if order is None:
        return None
    parts = []
    if act.facts.surcharge:
        parts.append(_surcharge(act, standing, around, order))
    if act.facts.late_charge:
        parts.append(_late_charge(act, around, order))
    if not parts:
        return None
    return Calculation(tuple(step for part in parts for step in part.steps), parts[-1].note)


def _surcharge(act: Act, standing: Standing, around: Surroundings, order: Order) -> Calculation:
    parameters = around.parameters
    return explain_surcharge(
        order.amount,
        receipts_before(standing, order.act.number),
        act.facts.received_on,
        rate=parameters.rate("surcharge_rate"),
        payments=order.payments,
        count_first_day=parameters.flag("surcharge_counts_first_day"),
        unit=parameters.yen("charge_unit"),
    )


def _late_charge(act: Act, around: Surroundings, order: Order) -> Calculation:
    """Counted from the due day or the last late part, whichever is later."""
    since = max([order.due_on, *(day for day, _ in order.payments)])
    rate = around.parameters.rate("late_charge_rate")
    told = explain_late_charge(order.left, since, act.facts.received_on, rate=rate)
    if told.amount == act.facts.late_charge:
        return told
    # fractions of a yen of the earlier parts make up a yen here: they are dropped once, at the end
    exact = replace(told.steps[-1], amount=act.facts.late_charge)
    return replace(told, steps=(*told.steps[:-1], exact))


def _tax_report(act: Act, standing: Standing, around: Surroundings) -> Calculation:
    """The tax inside the costs, and the subsidy's part of it (rule 20)."""
    share = granted_share(standing, around.parameters)
    costs = act.facts.standard_cost + act.facts.reduced_cost
    ratio = act.facts.taxable_ratio
    taxable = f" × 課税売上割合 {ratio}％" if ratio is not None else ""
    working = f"経費にふくまれる消費税{taxable} × {format_rate(share)}（1円未満切捨て）"
    return Calculation(
        (
            CalculationStep("税込みの対象経費", act.facts.vat_status.label, costs),
            CalculationStep(
                "返還額", working if act.facts.amount else "返す額はありません", act.facts.amount
            ),
        )
    )


def _paid_before(act: Act, standing: Standing) -> int:
    """Yen paid by earlier acts."""
    return sum(
        earlier.facts.amount
        for earlier in standing.acts
        if earlier.kind in PAYMENTS and earlier.number < act.number
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
    "report_tax": _tax_report,
    "record_repayment": _repayment,
}
