"""What is said about a voucher: what forbids it, what is only asked."""

from dataclasses import replace
from datetime import date

import pytest

from comipla.core.books import (
    BookRules,
    Refused,
    Side,
    Unconfirmed,
    check_approval,
    check_holders,
    check_payment,
    check_writing,
    settle_findings,
)
from tests.core.books.shared import AROUND, DAY, GRANT, voucher


def keys(findings) -> dict[str, bool]:
    return {finding.key: finding.forbids for finding in findings}


def test_a_plain_voucher_raises_nothing():
    assert keys(check_writing(voucher(), AROUND)) == {}
    assert keys(check_approval(voucher(), AROUND, by=2, name="架空 会長")) == {}
    assert keys(check_payment(replace(voucher()), AROUND, on=DAY)) == {}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"on": date(2024, 3, 31)}, {"day": True}),
        ({"on": date(2024, 7, 2)}, {"future": True}),
        ({"receipt_on": date(2024, 7, 2)}, {"receipt_future": True}),
        ({"account": "E9"}, {"account": True}),
        ({"account": "E2"}, {"leaf": True}),
        ({"account": "I1"}, {"side": True}),
        ({"grant": GRANT, "receipt_on": date(2024, 5, 31)}, {"early_receipt_on": True}),
        ({"grant": GRANT, "on": date(2024, 5, 31)}, {"early_on": True}),
        ({"grant": GRANT, "side": Side.INCOME, "account": "I2", "on": date(2024, 5, 31)}, {}),
        ({"grant": GRANT, "memo": "夏まつりの景品"}, {"eligible_prize": False}),
        ({"memo": "夏まつりの景品"}, {}),
        ({"grant": GRANT, "account": "E2-7", "heads": 2}, {"eligible_food": False}),
        ({"grant": GRANT, "account": "E2-7", "heads": 3}, {}),
        ({"grant": GRANT, "account": "E2-7"}, {"eligible_food": False}),
        ({"grant": GRANT, "memo": "役員報酬 4月分"}, {"eligible_pay": False}),
        ({"grant": GRANT, "memo": "先進地視察の旅費"}, {"eligible_study_tour": False}),
        ({"grant": GRANT, "memo": "ビール2箱"}, {"eligible_alcohol": False}),
        ({"grant": GRANT, "memo": "香典"}, {"eligible_courtesy": False}),
        ({"grant": GRANT, "memo": "神社の清掃用具"}, {"eligible_religion": False}),
    ],
)
def test_what_is_said_when_a_voucher_is_written(changes, found):
    assert keys(check_writing(voucher(**changes), AROUND)) == found


def test_a_closed_year_takes_no_voucher():
    assert keys(check_writing(voucher(), replace(AROUND, year_open=False))) == {"year": True}


def test_a_grant_is_not_spent_after_its_end():
    around = replace(AROUND, today=date(2025, 3, 31))
    late = voucher(grant=GRANT, on=date(2025, 3, 1))
    assert keys(check_writing(late, around)) == {"late": True}


@pytest.mark.parametrize(
    ("changes", "by", "name", "found"),
    [
        ({}, 1, "架空 事務局", {"two_persons": True}),
        ({"payee": "架空　会長"}, 2, "架空 会長", {"own_payee": True}),
        ({"receipts": 0}, 2, "架空 会長", {"receipt": True}),
        ({"receipts": 0, "amount": 999}, 2, "架空 会長", {}),
        ({"receipts": 0, "side": Side.INCOME, "account": "I1"}, 2, "架空 会長", {}),
        ({"receipts": 0, "transfer": 1, "account": ""}, 2, "架空 会長", {}),
        ({"receipts": 0, "reverses": 7, "amount": -5_000}, 2, "架空 会長", {}),
    ],
)
def test_what_is_said_when_a_voucher_is_approved(changes, by, name, found):
    assert keys(check_approval(voucher(**changes), AROUND, by=by, name=name)) == found


def test_what_is_said_when_money_moves():
    poor = replace(AROUND, balance=4_999)
    assert keys(check_payment(voucher(), poor, on=DAY)) == {"overdrawn": True}
    income = voucher(side=Side.INCOME, account="I1")
    cash = replace(AROUND, is_cash=True, balance=45_001, rules=BookRules())
    assert keys(check_payment(income, cash, on=DAY)) == {"cash_limit": False}
    assert keys(check_payment(income, replace(cash, balance=45_000), on=DAY)) == {}
    assert keys(check_payment(voucher(), AROUND, on=date(2024, 7, 2))) == {"paid_day": True}
    early = voucher(grant=GRANT)
    assert keys(check_payment(early, AROUND, on=date(2024, 5, 31))) == {"paid_early": True}


def test_warnings_are_confirmed_one_by_one_and_what_forbids_never():
    asked = check_writing(voucher(grant=GRANT, memo="景品と弁当", heads=1), AROUND)
    with pytest.raises(Unconfirmed) as refusal:
        settle_findings(asked, {"eligible_food"})
    assert [finding.key for finding in refusal.value.findings] == ["eligible_prize"]
    confirmed = {"eligible_food", "eligible_prize"}
    assert settle_findings(asked, confirmed) == ("eligible_food", "eligible_prize")
    forbidden = check_writing(voucher(account="E9"), AROUND)
    with pytest.raises(Refused, match="科目を一覧から選んでください"):
        settle_findings(forbidden, {"account"})


def test_one_person_with_passbook_and_seal_is_warned_of():
    assert keys(check_holders("架空 花子", "架空　花子")) == {"holders": False}
    assert check_holders("架空 花子", "架空 太郎") == check_holders("", "") == ()


def test_limits_below_zero_are_refused():
    with pytest.raises(ValueError, match="0円以上"):
        BookRules(receipt_above=-1)


@pytest.mark.parametrize("amount", [0, 10**12, -5])
def test_an_amount_that_cannot_be_is_refused(amount):
    with pytest.raises(ValueError, match="金額"):
        voucher(amount=amount)
    with pytest.raises(TypeError):
        voucher(amount=1.5)
