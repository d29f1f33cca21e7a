"""A receipt on its way: written on a phone, approved by another, booked, found in the statement."""

from django.core.files.uploadedfile import SimpleUploadedFile

from comipla.books.models import BookFile, Entry
from tests.books.ledger import JPEG
from tests.web.entering import entered, heading, of_class, page_of, words

HOME = "/platforms/{}/books/R6/"


def at(ledger, rest=""):
    return HOME.format(ledger.platform.slug) + rest


def form(ledger, **changes):
    account, bank = ledger.account("E2-2"), ledger.bank
    return {
        "key": "7f1f0f5e-52b6-4d80-9e4c-000000000001",
        "side": "EXPENSE",
        "amount": "３，４８０円",
        "on": "R6.4.20",
        "account": account.code,
        "payee": "汐見商店（架空）",
        "memo": "清掃用品",
        "bank": str(bank.pk),
        "receipt": SimpleUploadedFile("領収書.jpg", JPEG, "image/jpeg"),
    } | changes


def test_a_receipt_by_photo_is_approved_by_a_second_person_and_settled(ledger):
    phone = entered(ledger.secretary)
    page = page_of(phone.get(at(ledger, "new/?side=EXPENSE")))
    camera = page.one("input", id="receipt-camera")
    assert (camera["capture"], camera["accept"]) == ("environment", "image/*")
    answer = phone.post(at(ledger, "new/"), form(ledger))
    assert (answer.status_code, answer["Location"]) == (302, at(ledger, "entries/2/"))

    president = entered(ledger.president)
    assert heading(page_of(president.get(at(ledger, "approvals/")))) == (
        "承認待ち 1件（計 3,480円）、記帳待ち 0件"
    )
    president.post(answer["Location"], {"act": "APPROVE"})
    treasurer = entered(ledger.treasurer)
    treasurer.post(answer["Location"], {"act": "PAY", "on": "R6.4.20"})

    statement = page_of(treasurer.get(at(ledger, "settlement/")))
    assert of_class(statement, "lead") == [
        "収入 100,000円 − 支出 3,480円 ＝ 次年度への繰越 96,520円"
    ]
    links = [e["href"] for e in statement.all("a") if words(e).startswith("3,480")]
    assert links == [f"{at(ledger)}?whole=1&account={code}" for code in ("E2", "E2-2")]
    behind = page_of(treasurer.get(links[0]))
    assert heading(behind) == "令和6年度の出納帳（しぼり込み） 1件、収入 0円、支出 3,480円"
    voucher = page_of(treasurer.get(at(ledger, "entries/2/")))
    (file,) = [e["href"] for e in voucher.all("a") if words(e) == "領収書.jpg"]
    picture = treasurer.get(file)
    assert b"".join(picture.streaming_content) == JPEG
    assert picture["Content-Disposition"].startswith("attachment")


def test_a_question_about_a_voucher_keeps_the_photo(ledger):
    ledger.write(amount=3_480, on=ledger.draft().on)
    phone = entered(ledger.secretary)
    asked = phone.post(at(ledger, "new/"), form(ledger))
    assert asked.status_code == 200
    page = page_of(asked)
    assert page.one("input", name="confirm")["value"] == "twin"
    kept = page.one("input", name="kept")["value"]
    again = form(ledger, kept=kept, confirm="twin")
    del again["receipt"]
    assert phone.post(at(ledger, "new/"), again).status_code == 302
    entry = Entry.objects.for_system("test").get(number=3)
    assert [r.file.name for r in entry.receipts.all()] == ["領収書.jpg"]
    assert BookFile.objects.count() == 2


def test_what_is_wrong_stands_at_its_field_and_nothing_is_stored(ledger):
    answer = entered(ledger.secretary).post(
        at(ledger, "new/"),
        form(ledger, amount="ただ", account="E9", on="R6.5.2", receipt=b""),
    )
    page = page_of(answer)
    assert answer.status_code == 422
    assert [words(page.one("p", id=f"{name}-error")) for name in ("amount", "account")] == [
        "エラー：金額：金額を半角または全角の数字で入力してください（例 500000）。",
        "エラー：科目を一覧から選んでください。",
    ]
    assert Entry.objects.for_system("test").count() == 1


def test_the_writer_cannot_approve_by_hand_made_post(ledger):
    entry = ledger.write()
    address = at(ledger, f"entries/{entry.number}/")
    assert entered(ledger.secretary).post(address, {"act": "APPROVE"}).status_code == 403
    entry.refresh_from_db(from_queryset=Entry.objects.for_system("test"))
    assert entry.state == "DRAFT"
