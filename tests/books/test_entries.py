"""The doors of the ledger: who may write, approve and book what, and what is refused."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from comipla.books.models import Entry
from comipla.books.selectors.balances import balance_of
from comipla.books.selectors.settling import statement_of
from comipla.books.services import (
    add_receipt,
    approve_entry,
    edit_entry,
    pay_entry,
    reverse_entry,
    send_back_entry,
    withdraw_entry,
    write_entry,
    write_transfer,
)
from comipla.core.books import EntryState, Refused, Side, Unconfirmed
from tests.books.ledger import DAY, JPEG
from tests.world import TODAY


def sentences(refusal) -> list[str]:
    return [finding.sentence for finding in refusal.value.findings]


def keys(refusal) -> list[str]:
    return [finding.key for finding in refusal.value.findings]


def test_a_voucher_goes_from_hand_to_hand_into_the_statement(ledger):
    entry = ledger.write()
    assert (entry.number, entry.stands) == (2, EntryState.DRAFT)
    assert statement_of(ledger.year).total(Side.EXPENSE) == 0
    approve_entry(entry=entry, by=ledger.president)
    assert pay_entry(entry=entry, on=DAY, by=ledger.treasurer).stands is EntryState.PAID
    statement = statement_of(ledger.year)
    assert (statement.total(Side.INCOME), statement.total(Side.EXPENSE)) == (100_000, 5_000)
    assert statement.carry == balance_of(ledger.year, ledger.bank.pk) == 95_000


def test_a_second_press_writes_one_voucher(ledger):
    key = uuid.uuid4()
    first = ledger.write(key=key)
    again = write_entry(year=ledger.year, draft=ledger.draft(), by=ledger.secretary, key=key)
    assert again == first


def test_nobody_approves_what_they_wrote_or_receive(ledger):
    president = ledger.president
    own = ledger.write(payee=president.name)
    with pytest.raises(Refused) as refusal:
        approve_entry(entry=own, by=president)
    assert keys(refusal) == ["own_payee"]
    with pytest.raises(PermissionDenied):
        approve_entry(entry=own, by=ledger.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.for_system("around the door").filter(pk=own.pk).update(
            approved_by=ledger.secretary.person_id
        )


def test_a_payment_without_receipt_is_not_approved(ledger):
    entry = ledger.write(receipt=False)
    with pytest.raises(Refused) as refusal:
        approve_entry(entry=entry, by=ledger.president)
    assert sentences(refusal) == [
        "1,000円以上の支払には領収書か請求書の写真が要ります。写真を付けてから承認してください。"
    ]
    add_receipt(entry=entry, name="r.jpg", media_type="image/jpeg", data=JPEG, by=ledger.secretary)
    assert approve_entry(entry=entry, by=ledger.president).stands is EntryState.APPROVED


def test_a_receipt_from_before_the_decision_is_refused(ledger):
    with pytest.raises(Refused) as refusal:
        ledger.write(grant=ledger.grant, receipt_on=date(2024, 4, 14))
    assert sentences(refusal) == [
        "領収書の日付 令和6年4月14日が、「地域まちづくり交付金」の交付決定日 令和6年4月15日より前です。"
        "この交付金では払えません。日付を確かめるか、交付金の印を外して自主財源で払ってください。"
    ]
    assert ledger.year.entries.for_system("test").count() == 1


def test_what_a_grant_seldom_covers_is_asked_and_kept_for_the_auditor(ledger):
    with pytest.raises(Unconfirmed) as refusal:
        ledger.write("E2-7", 30_000, heads=10, memo="弁当", grant=ledger.grant)
    assert keys(refusal) == ["eligible_food"]
    entry = ledger.write(
        "E2-7", 30_000, heads=10, memo="弁当", grant=ledger.grant, confirmed=["eligible_food"]
    )
    assert entry.confirmed == ["eligible_food"]
    assert ledger.write("E2-7", 20_000, heads=10, grant=ledger.grant).confirmed == []


def test_the_same_payee_amount_and_day_is_asked(ledger):
    first = ledger.write()
    with pytest.raises(Unconfirmed) as refusal:
        ledger.write()
    assert sentences(refusal) == [
        f"相手、金額、日付が同じ伝票が第{first.number}号にあります。二重になっていないか確かめてください。"
    ]
    withdraw_entry(entry=first, by=ledger.secretary)
    assert ledger.write().stands is EntryState.DRAFT


def test_more_than_the_bank_holds_is_not_booked(ledger):
    entry = ledger.write(amount=100_001)
    approve_entry(entry=entry, by=ledger.president)
    with pytest.raises(Refused) as refusal:
        pay_entry(entry=entry, on=DAY, by=ledger.treasurer)
    assert sentences(refusal) == [
        "残高は100,000円です。1円足りません。先に入金や振替を記帳するか、別の通帳から払ってください。"
    ]


def test_a_voucher_sent_back_is_changed_by_its_writer_and_approved(ledger):
    entry = ledger.write()
    with pytest.raises(Refused):
        send_back_entry(entry=entry, by=ledger.president, note=" ")
    entry = send_back_entry(entry=entry, by=ledger.president, note="科目を確かめて")
    assert (entry.stands, entry.returned_note) == (EntryState.DRAFT, "科目を確かめて")
    with pytest.raises(Refused) as refusal:
        edit_entry(entry=entry, draft=ledger.draft("E2-3"), by=ledger.treasurer)
    assert keys(refusal) == ["writer"]
    entry = edit_entry(entry=entry, draft=ledger.draft("E2-3"), by=ledger.secretary)
    assert (entry.account.code, entry.returned_note) == ("E2-3", "")


def test_a_slip_is_put_right_by_a_voucher_of_the_opposite_amount(ledger):
    entry = ledger.book()
    key = uuid.uuid4()
    with pytest.raises(Refused):
        reverse_entry(entry=entry, year=ledger.year, by=ledger.secretary, reason="", key=key)
    back = reverse_entry(
        entry=entry, year=ledger.year, by=ledger.secretary, reason="二重に払ったため", key=key
    )
    assert (back.amount, back.reverses) == (-5_000, entry)
    with pytest.raises(Refused):
        reverse_entry(
            entry=entry, year=ledger.year, by=ledger.secretary, reason="再", key=uuid.uuid4()
        )
    approve_entry(entry=back, by=ledger.president)
    pay_entry(entry=back, on=TODAY, by=ledger.treasurer)
    found = Entry.objects.for_system("test").get(pk=entry.pk)
    assert (found.state_label, balance_of(ledger.year, ledger.bank.pk)) == ("取消済み", 100_000)


def test_a_transfer_has_both_legs_or_none(ledger):
    out, into = write_transfer(
        year=ledger.year,
        source=ledger.bank,
        target=ledger.cash,
        amount=60_000,
        on=DAY,
        memo="小口現金",
        by=ledger.treasurer,
        key=uuid.uuid4(),
    )
    approve_entry(entry=into, by=ledger.president)
    with pytest.raises(Unconfirmed) as refusal:
        pay_entry(entry=out, on=DAY, by=ledger.treasurer)
    assert keys(refusal) == ["cash_limit"]
    assert balance_of(ledger.year, ledger.bank.pk) == 100_000
    pay_entry(entry=out, on=DAY, by=ledger.treasurer, confirmed=["cash_limit"])
    held = [balance_of(ledger.year, bank.pk) for bank in (ledger.bank, ledger.cash)]
    assert held == [40_000, 60_000]
    statement = statement_of(ledger.year)
    assert (statement.total(Side.INCOME), statement.total(Side.EXPENSE)) == (100_000, 0)


@pytest.mark.parametrize(
    "change", ["amount = amount + 1", "memo = 'x'", "state = 'DRAFT'", "paid_on = '2024-05-01'"]
)
def test_the_database_itself_refuses_to_change_a_booked_voucher(ledger, change):
    entry = ledger.book()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE books_entry SET {change} WHERE id = %s", [entry.pk])


def test_the_database_itself_refuses_to_delete_a_voucher(ledger):
    entry = ledger.write(receipt=False)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM books_entry WHERE id = %s", [entry.pk])


def test_who_sees_what(ledger):
    plain, tagged = ledger.write(), ledger.book(amount=7_000, grant=ledger.grant)
    waiting = ledger.write(amount=8_000, grant=ledger.grant)
    world = ledger.registry.world

    def seen(actor):
        written = [entry.pk for entry in (plain, tagged, waiting)]
        return set(Entry.objects.visible_to(actor).filter(pk__in=written))

    for actor in (ledger.secretary, ledger.treasurer, ledger.president, ledger.auditor):
        assert seen(actor) == {plain, tagged, waiting}
    assert seen(world.officer) == seen(world.mayor) == {tagged}
    for actor in (world.stranger, world.clerk, world.auditor, ledger.foreign_treasurer):
        assert seen(actor) == set()
