"""The pages of the books: what they cost, what they say, what others see of them."""

from datetime import date

import pytest

from tests.books.ledger import DAY
from tests.web.entering import entered, heading, of_class, page_of, words

PAGES = {
    "": 14,
    "approvals/": 8,
    "settlement/": 11,
    "months/": 9,
    "budget/": 10,
    "setting/": 10,
}


def at(ledger, rest=""):
    return f"/platforms/{ledger.platform.slug}/books/R6/{rest}"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_as_often_for_three_vouchers_as_for_one(
    ledger, django_assert_num_queries, path, count
):
    for number in range(count):
        ledger.book(amount=5_000 + number, grant=ledger.grant)
        ledger.write(amount=7_000 + number)
    client = entered(ledger.treasurer)
    client.get(at(ledger, path))
    with django_assert_num_queries(PAGES[path]):
        client.get(at(ledger, path))


def test_the_cash_book_runs_its_balance_and_sieves(ledger):
    ledger.book(amount=5_000)
    ledger.book("E2-3", 7_000, on=date(2024, 4, 21), payee="中央印刷所（架空）")
    page = page_of(entered(ledger.auditor).get(at(ledger)))
    balances = [words(e) for e in page.all("td") if e.attrs.get("data-label") == "残高"]
    assert balances == ["100,000", "95,000", "88,000", "88,000"]
    sieved = page_of(entered(ledger.auditor).get(at(ledger, "?account=E2&q=印刷")))
    assert heading(sieved) == "令和6年度の出納帳（しぼり込み） 1件、収入 0円、支出 7,000円"


def test_the_municipality_reads_vouchers_of_a_grant_and_no_others(ledger):
    plain, tagged = ledger.book(), ledger.book(amount=8_000, grant=ledger.grant)
    town = entered(ledger.registry.world.officer)
    listed = town.get(f"/platforms/{ledger.platform.slug}/books/grants/?grant={ledger.grant.pk}")
    rows = [words(e) for e in page_of(listed).all("th") if e.attrs.get("scope") == "row"]
    assert rows == ["地域まちづくり交付金（1件）", f"R6 第{tagged.number}号"]
    assert town.get(at(ledger, f"entries/{tagged.number}/")).status_code == 200
    assert town.get(at(ledger, f"entries/{plain.number}/")).status_code == 404
    assert town.get(at(ledger)).status_code == 403


def test_what_the_rules_say_stands_on_the_voucher(ledger):
    entry = ledger.write(receipt=False)
    answer = entered(ledger.president).post(
        at(ledger, f"entries/{entry.number}/"), {"act": "APPROVE"}
    )
    assert answer.status_code == 422
    assert "領収書か請求書の写真が要ります" in words(page_of(answer).one("main"))


def test_a_transfer_is_written_by_one_form(ledger):
    client = entered(ledger.treasurer)
    answer = client.post(
        at(ledger, "transfer/"),
        {
            "key": "7f1f0f5e-52b6-4d80-9e4c-000000000002",
            "source": ledger.bank.pk,
            "target": ledger.cash.pk,
            "amount": "2万円",
            "on": DAY.isoformat(),
            "memo": "小口現金",
        },
    )
    assert answer["Location"] == at(ledger, "entries/2/")
    page = page_of(client.get(answer["Location"]))
    assert heading(page) == "第2号 20,000円"
    same = {"source": ledger.bank.pk, "target": ledger.bank.pk, "amount": "1", "memo": "x"}
    again = client.post(at(ledger, "transfer/"), same | {"on": DAY.isoformat()})
    assert of_class(page_of(again), "field__error") == [
        "エラー：振替の元と先に、ちがう通帳・現金を選んでください。"
    ]


def test_nothing_is_public_before_it_is_published(ledger, client):
    assert client.get(f"/p/{ledger.platform.slug}/books/R6/").status_code == 404
