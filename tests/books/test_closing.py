"""Months, years and papers: what is held against the books, and who takes a year on."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from comipla.books.models import BooksYear, Entry
from comipla.books.papers import PaperKind, build_paper
from comipla.books.selectors.balances import balances_of
from comipla.books.selectors.outside import published_books
from comipla.books.services import (
    Signature,
    advance_books,
    check_month,
    open_books,
    points_of,
)
from comipla.core.books import PointState, YearAct
from comipla.documents.services import preview
from comipla.programme.clock import standing_on

END = date(2025, 3, 31)
LATER = date(2025, 5, 20)


def advance(ledger, act, by, **more):
    year = BooksYear.objects.for_system("test").get(pk=ledger.year.pk)
    return advance_books(year=year, act=act, by=by, key=more.pop("key", uuid.uuid4()), **more)


def check(ledger, balance, **more):
    fields = {"bank": ledger.bank, "on": END, "by": ledger.treasurer, "key": uuid.uuid4()}
    return check_month(year=ledger.year, balance=balance, **fields | more)


def signed(ledger):
    seen = [p.key for p in points_of(ledger.year) if p.state is not PointState.GOOD]
    return Signature("架空 監事", "正しく処理されていました。", seen)


def test_a_balance_that_differs_needs_a_word(ledger):
    with standing_on(LATER):
        with pytest.raises(ValidationError) as refusal:
            check(ledger, 99_890)
        assert refusal.value.message_dict == {
            "note": [
                "帳簿は100,000円で、110円ちがいます。ちがう訳（記帳していない手数料など）を書いてください。"
            ]
        }
        assert check(ledger, 99_890, note="手数料").difference == -110


def test_a_year_is_not_closed_over_a_waiting_voucher_or_an_unseen_balance(ledger):
    ledger.write()
    with standing_on(LATER), pytest.raises(ValidationError) as refusal:
        advance(ledger, YearAct.CLOSE, ledger.treasurer)
    assert refusal.value.messages == [
        "承認や記帳を待つ伝票がない：待っている伝票が1件あります。記帳するか、取り下げてください。",
        "一般会計：普通預金：年度末の残高が合う：年度末の通帳の残高を「残高の確認」に入れてください。",
    ]


def test_a_year_goes_from_hand_to_hand_to_the_public(ledger):
    entry = ledger.book(grant=ledger.grant)
    with standing_on(LATER):
        following = open_books(platform=ledger.platform, year=2025, by=ledger.treasurer)
        check(ledger, 95_000)
        with pytest.raises(PermissionDenied):
            advance(ledger, YearAct.CLOSE, ledger.secretary)
        advance(ledger, YearAct.CLOSE, ledger.treasurer)
        assert balances_of(following) == {ledger.bank.pk: 95_000}
        with pytest.raises(ValidationError, match="まだ見ていない項目"):
            advance(ledger, YearAct.AUDIT, ledger.auditor, signature=Signature("監事", "可", ()))
        advance(ledger, YearAct.AUDIT, ledger.auditor, signature=signed(ledger))
        advance(ledger, YearAct.APPROVE, ledger.president)
        assert published_books(ledger.platform.slug, 2024) is None
        key = uuid.uuid4()
        advance(ledger, YearAct.PUBLISH, ledger.treasurer, key=key)
        assert advance(ledger, YearAct.PUBLISH, ledger.treasurer, key=key).key == key
    assert published_books(ledger.platform.slug, 2024) == ledger.year
    kinds = sorted(ledger.year.papers.values_list("kind", flat=True))
    assert kinds == ["agenda", "assets", "audit", "balances", "grants", "settlement"]
    report = ledger.year.audit_reports.get()
    assert (report.signers, report.paper.number) == ("架空 監事", "会第1号")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.for_system("test").filter(pk=entry.pk).update(memo="x")


def test_a_closed_year_opens_again_only_by_auditor_and_president(ledger):
    entry = ledger.book()
    with standing_on(LATER):
        check(ledger, 95_000)
        advance(ledger, YearAct.CLOSE, ledger.treasurer)
        with pytest.raises(ValidationError, match="監事が開け直しを求めていません"):
            advance(ledger, YearAct.REOPEN, ledger.president, note="手数料もれ")
        advance(ledger, YearAct.ASK_REOPEN, ledger.auditor, note="手数料もれ")
        advance(ledger, YearAct.REOPEN, ledger.president, note="手数料もれ")
    entry.refresh_from_db(from_queryset=Entry.objects.for_system("test"))
    assert (entry.state, ledger.year.events.count()) == ("CLOSED", 3)


def test_who_touched_a_voucher_does_not_audit(ledger):
    ledger.book()
    with standing_on(LATER):
        check(ledger, 95_000)
        advance(ledger, YearAct.CLOSE, ledger.treasurer)
        both = type(ledger.auditor)(
            **{**vars(ledger.auditor), "person_id": ledger.president.person_id}
        )
        with pytest.raises(ValidationError, match="監査できません"):
            advance(ledger, YearAct.AUDIT, both, signature=signed(ledger))


@pytest.mark.parametrize("kind", list(PaperKind))
def test_each_paper_can_be_printed(ledger, kind):
    ledger.book("E2-8", grant=ledger.grant)
    content = build_paper(ledger.year, kind, points=points_of(ledger.year))
    body = ledger.platform.body
    data = preview(content=content, issuer=body, on=END, series="accounts", seal="OMITTED")
    assert data.startswith(b"%PDF-")
