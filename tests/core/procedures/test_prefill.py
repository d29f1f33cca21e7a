"""What forms are filled with: every suggestion fits its form, and the sums are those of the rules."""

from datetime import date

from comipla.core.docket import Standing
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.prefill import SUGGESTIONS, suggest
from comipla.programme.editions import form
from tests import examples as x
from tests.core.procedures.players import CLERK, TOWN, do, surroundings
from tests.core.procedures.test_subsidy import (
    advanced,
    applied,
    determined,
    earmarked,
    granted,
    needed,
    underway,
)


def filled(kind: str, standing: Standing) -> dict[str, object]:
    """The suggestion, written into the act's form and read back."""
    code = SUBSIDY.act_types[kind].form
    assert code is not None
    prescribed = form(code, "r6-1")
    values = suggest(kind, standing, surroundings())
    read = prescribed.read(prescribed.write(values)).values
    return {key: read[key] for key in values}


def test_every_suggestion_belongs_to_an_act() -> None:
    assert set(SUGGESTIONS) <= set(SUBSIDY.act_types)


def test_earmark_suggests_what_is_asked_and_a_day_to_apply() -> None:
    assert filled("earmark", needed()) == {"amount": 617_000, "apply_by": date(2024, 5, 31)}


def test_application_repeats_nothing_that_the_need_has_told() -> None:
    told = filled("apply", earmarked(500_000))
    assert (told["title"], told["category"], told["requested"]) == (
        "空き家改修による地域の拠点づくり（架空）",
        "2-1",
        500_000,
    )


def test_correction_starts_from_what_was_sent() -> None:
    standing = do(applied(), "ask_correction", CLERK, x.correction_request())
    told = filled("correct", standing)
    assert (told["purpose"], told["requested"], told["start_on"]) == (
        "地域の団体が協働する拠点をつくる。",
        617_000,
        date(2024, 6, 1),
    )


def test_decision_takes_over_the_review() -> None:
    told = filled("decide_grant", do(applied(), "review", CLERK, x.review(600_000)))
    assert (told["amount"], told["outcome"]) == (600_000, "approve_modified")


def test_advance_suggests_the_most_that_the_rate_allows() -> None:
    assert filled("claim_advance", granted()) == {"amount": 431_000}


def test_report_starts_from_the_plan() -> None:
    lines = filled("report", underway())["expense_lines"]
    assert isinstance(lines, list | tuple)
    assert [(line["item"], line["gross"]) for line in lines] == [("拠点の設計と改修", 1_234_567)]


def test_determination_is_computed_from_the_inspection() -> None:
    standing = do(underway(), "report", TOWN, x.report(1_000_000, 500_000))
    standing = do(standing, "inspect", CLERK, x.inspection(1_000_000))
    assert filled("determine", standing)["amount"] == 500_000


def test_overpayment_suggests_the_return_and_its_day() -> None:
    told = filled("order_repayment", determined(advanced(431_000), 600_000, 300_000))
    assert (told["amount"], told["due_on"], told["cause"]) == (
        131_000,
        date(2024, 5, 21),
        "overpaid",
    )
