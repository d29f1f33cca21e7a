"""What comes next in each state of menu ③, for desks; see `comipla.core.next_steps`."""

from typing import Final

from comipla.core.docket import Side
from comipla.core.next_steps import Balance, NextStep, Sign
from comipla.core.procedures.subsidy.states import AT_WORK

_PREFECTURE, _MUNICIPALITY = Side.PREFECTURE, Side.MUNICIPALITY
_CLAIM_WAITS: Final = Balance("claimed", Sign.MORE, "paid")
_NO_CLAIM: Final = Balance("claimed", Sign.AT_MOST, "paid")
_REPORT_LEAD: Final = 30  # days before the report is due on which it comes onto the desk


def _in(*states: str) -> frozenset[str]:
    return frozenset(states)


SUBSIDY_NEXT_STEPS: Final[tuple[NextStep, ...]] = (
    NextStep(_in("needed"), _PREFECTURE, "earmark"),
    NextStep(_in("earmarked"), _MUNICIPALITY, "apply", "申請書を書く"),
    NextStep(_in("applied"), _PREFECTURE, "review", "審査する"),
    NextStep(_in("correcting"), _MUNICIPALITY, "correct", "補正する"),
    NextStep(_in("reviewed"), _PREFECTURE, "decide_grant"),
    NextStep(_in("early_review"), _PREFECTURE, "approve_early_start"),
    NextStep(AT_WORK, _PREFECTURE, "pay_advance", when=_CLAIM_WAITS),
    NextStep(_in("granted"), _MUNICIPALITY, "start", "着手届を書く", when=_NO_CLAIM),
    NextStep(
        _in("underway"),
        _MUNICIPALITY,
        "report",
        "報告書を書く",
        when=_NO_CLAIM,
        lead_days=_REPORT_LEAD,
    ),
    NextStep(_in("change_review"), _PREFECTURE, "approve_change"),
    NextStep(_in("stop_review"), _PREFECTURE, "approve_stop"),
    NextStep(_in("carry_review"), _PREFECTURE, "approve_carry_over"),
    NextStep(_in("delay_review"), _PREFECTURE, "instruct", "指示する"),
    NextStep(_in("discontinued"), _MUNICIPALITY, "report", "報告書を書く"),
    NextStep(_in("reported"), _PREFECTURE, "inspect", "検査する"),
    NextStep(_in("report_correcting"), _MUNICIPALITY, "correct_report", "補正する"),
    NextStep(_in("mending"), _MUNICIPALITY, "report_mending", "是正を報告する"),
    NextStep(_in("inspected"), _PREFECTURE, "determine"),
    NextStep(
        _in("determined"),
        _MUNICIPALITY,
        "claim_settlement",
        "請求書を書く",
        when=Balance("determined", Sign.MORE, "paid"),
    ),
    NextStep(
        _in("determined"),
        _PREFECTURE,
        "order_repayment",
        when=Balance("determined", Sign.LESS, "paid"),
    ),
    NextStep(
        _in("determined"),
        _PREFECTURE,
        "close",
        "完了にする",
        when=Balance("determined", Sign.EQUAL, "paid"),
    ),
    NextStep(_in("claimed"), _PREFECTURE, "pay_settlement"),
    NextStep(
        _in("repaying"),
        _MUNICIPALITY,
        button="返還命令を見る",
        label="返還金を納める",
        when=Balance("ordered_back", Sign.MORE, "repaid"),
    ),
    NextStep(
        _in("repaying"),
        _PREFECTURE,
        "close",
        "完了にする",
        when=Balance("ordered_back", Sign.AT_MOST, "repaid"),
    ),
    NextStep(_in("relief_review"), _PREFECTURE, "grant_relief"),
    NextStep(
        _in("revoked"), _PREFECTURE, "order_repayment", when=Balance("paid", Sign.MORE, "repaid")
    ),
    NextStep(
        _in("revoked"),
        _PREFECTURE,
        "close",
        "完了にする",
        when=Balance("paid", Sign.AT_MOST, "repaid"),
    ),
    NextStep(_in("reclaiming"), _PREFECTURE, "order_return"),
    NextStep(_in("disposal_review"), _PREFECTURE, "approve_disposal"),
    NextStep(_in("settled"), _PREFECTURE, "close", "完了にする"),
)
