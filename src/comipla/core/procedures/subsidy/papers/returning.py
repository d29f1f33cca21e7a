"""The papers of menu ③ on what comes back: revocation, orders, reminder, relief, tax, property."""

from comipla.core.calculations import Calculation, explain_surcharge
from comipla.core.codes import RepaymentCause
from comipla.core.docket import Side
from comipla.core.paper_blocks import Content, Step, Steps
from comipla.core.papers import PaperContext
from comipla.core.procedures.subsidy.afterwards_clauses import bound_until, entry_of
from comipla.core.procedures.subsidy.blocks import returning, settling
from comipla.core.procedures.subsidy.blocks.shared import yen
from comipla.core.procedures.subsidy.papers.context import (
    before_act,
    cite,
    facts_of,
    received,
    title_of,
    write,
)
from comipla.core.procedures.subsidy.papers.watching import request_approval, request_refusal
from comipla.core.procedures.subsidy.reckoning import entitled, order_of, receipts_before

relief_approval = request_approval(
    "返還金の減免又は履行延期", "apply_relief", returning.relief_decision_blocks
)
relief_refusal = request_refusal("返還金の減免又は履行延期", "apply_relief")
disposal_approval = request_approval(
    "財産の処分", "apply_disposal", returning.disposal_decision_blocks
)
disposal_refusal = request_refusal("財産の処分", "apply_disposal")


def revocation(c: PaperContext) -> Content:
    """交付決定の取消通知, of the whole or of a part: with 教示."""
    earlier = before_act(c)
    determined = earlier.last("determine") is not None
    return write(
        c,
        "revocation",
        sender=Side.PREFECTURE,
        values={
            **cite(c, "decided", "decide_grant"),
            "extent": "全部" if c.act.kind == "revoke" else "一部",
        },
        blocks=returning.revocation_blocks(
            c.act.facts,
            title=title_of(c),
            decided=earlier.balance("determined" if determined else "decided"),
            paid=received(c),
        ),
    )


def repayment_order(c: PaperContext) -> Content:
    """返還命令 after a determination, or after a revocation with its surcharge."""
    if c.act.facts.cause is RepaymentCause.OVERPAID:
        return _overpayment_order(c)
    return write(
        c,
        "revoked_repayment_order",
        sender=Side.PREFECTURE,
        values={**cite(c, "revoked", "revoke", "revoke_part"), **_rates(c)},
        blocks=returning.order_blocks(
            c.act.facts, title=title_of(c), steps=_excess(c), surcharge=_surcharge(c)
        ),
    )


def _overpayment_order(c: PaperContext) -> Content:
    return write(
        c,
        "repayment_order",
        sender=Side.PREFECTURE,
        values={**cite(c, "determined", "determine"), **_rates(c)},
        blocks=settling.repayment_blocks(
            c.act.facts,
            title=title_of(c),
            paid=received(c),
            determined=c.standing.balance("determined"),
            how=returning.HOW_TO_PAY,
        ),
    )


def return_order(c: PaperContext) -> Content:
    """返還命令 after the settlement: input tax, disposal of property."""
    facts = c.act.facts
    of_tax = facts.cause is RepaymentCause.INPUT_TAX
    found = Step(
        "報告された仕入控除税額による額" if of_tax else "承認した納付の額", "", yen(facts.amount)
    )
    return write(
        c,
        "return_order",
        sender=Side.PREFECTURE,
        values={
            **cite(c, "found", "report_tax" if of_tax else "approve_disposal"),
            "subject": "消費税仕入控除税額" if of_tax else "財産の処分",
            **_rates(c),
        },
        blocks=returning.order_blocks(
            facts, title=title_of(c), steps=Steps((found,), "返還額の算出"), surcharge=None
        ),
    )


def _rates(c: PaperContext) -> dict[str, str]:
    return {"late_rate": c.surroundings.parameters.setting("late_charge_rate").printed}


def _excess(c: PaperContext) -> Steps:
    kept = entitled(before_act(c))
    steps = (
        Step("既に交付した額", "", yen(received(c))),
        Step("取消し後に残る額", "", yen(kept)),
        Step("返還額", f"{yen(received(c))} － {yen(kept)}", yen(c.act.facts.amount)),
    )
    return Steps(steps, "返還額の算出")


def _surcharge(c: PaperContext) -> Calculation | None:
    facts, parameters = c.act.facts, c.surroundings.parameters
    if not facts.surcharge:
        return None
    return explain_surcharge(
        facts.amount,
        receipts_before(c.standing, c.act.number),
        facts.due_on,
        rate=parameters.rate("surcharge_rate"),
        count_first_day=parameters.flag("surcharge_counts_first_day"),
        unit=parameters.yen("charge_unit"),
    )


def payment_reminder(c: PaperContext) -> Content:
    """督促状."""
    order = order_of(c.standing)
    assert order is not None  # the clause 督促 lets nobody remind without an order
    return write(
        c,
        "payment_reminder",
        sender=Side.PREFECTURE,
        values={**cite(c, "ordered", "order_repayment", "order_return"), **_rates(c)},
        blocks=returning.reminder_blocks(
            c.act.facts, title=title_of(c), ordered=order.amount, due_on=order.due_on
        ),
    )


def relief_application(c: PaperContext) -> Content:
    """減免・履行延期申請書."""
    order = order_of(c.standing)
    assert order is not None  # it is open only while an order stands
    return write(
        c,
        "relief_application",
        sender=Side.MUNICIPALITY,
        values=cite(c, "ordered", "order_repayment", "order_return"),
        blocks=returning.relief_blocks(
            c.act.facts, title=title_of(c), left=order.left, due_on=order.due_on
        ),
    )


def tax_report(c: PaperContext) -> Content:
    """消費税仕入控除税額報告書."""
    return write(
        c,
        "tax_report",
        sender=Side.MUNICIPALITY,
        values=cite(c, "determined", "determine"),
        blocks=returning.tax_blocks(
            c.act.facts, title=title_of(c), determined=c.standing.balance("determined")
        ),
    )


def asset_register(c: PaperContext) -> Content:
    """財産管理台帳."""
    return write(
        c,
        "asset_register",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=returning.register_blocks(c.act.facts, title=title_of(c), until=bound_until),
    )


def disposal_application(c: PaperContext) -> Content:
    """財産処分承認申請書."""
    facts = facts_of(c, "apply_disposal")
    entry = entry_of(c.standing, facts.asset)
    assert entry is not None  # the clause 財産の処分 asks for a name in the register
    return write(
        c,
        "disposal_application",
        sender=Side.MUNICIPALITY,
        values=cite(c, "decided", "decide_grant"),
        blocks=returning.disposal_blocks(
            facts, title=title_of(c), entry=entry, until=bound_until(entry)
        ),
    )
