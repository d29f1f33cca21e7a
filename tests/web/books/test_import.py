"""Vouchers from a file: all of them or none, and what was written out can be read in again."""

from django.core.files.uploadedfile import SimpleUploadedFile

from comipla.books.models import Entry
from tests.web.entering import entered, of_class, page_of

HEAD = "日付,科目,収入（円）,支出（円）,相手,内容,通帳・現金,交付金・補助金\r\n"


def send(ledger, text, encoding="utf-8-sig"):
    file = SimpleUploadedFile("伝票.csv", text.encode(encoding), "text/csv")
    address = f"/platforms/{ledger.platform.slug}/books/R6/import/"
    key = "7f1f0f5e-52b6-4d80-9e4c-000000000003"
    return entered(ledger.secretary).post(address, {"file": file, "key": key})


def count():
    return Entry.objects.for_system("test").count()


def test_a_file_of_an_old_spreadsheet_becomes_drafts_once(ledger):
    text = (
        HEAD
        + "R6.4.20,消耗品費,,3480,汐見商店,軍手,普通預金,\r\n2024-04-21,会費,500,,,会費,現金,\r\n"
    )
    assert send(ledger, text, "cp932").status_code == 302
    assert send(ledger, text, "cp932").status_code == 302
    assert count() == 3


def test_one_wrong_cell_keeps_everything_out(ledger):
    text = HEAD + "R6.4.20,消耗品費,,3480,汐見商店,軍手,普通預金,\r\nR6.4.20,遊興費,,1,,,現金,\r\n"
    answer = send(ledger, text)
    assert (answer.status_code, count()) == (422, 1)
    (error,) = of_class(page_of(answer), "field__error")
    assert error.startswith("エラー：B3のセル")


def test_a_row_that_the_rules_forbid_keeps_everything_out(ledger):
    text = HEAD + (
        "R6.4.20,消耗品費,,3480,汐見商店,軍手,普通預金,\r\n"
        "R6.4.14,消耗品費,,900,汐見商店,袋,普通預金,地域まちづくり交付金\r\n"
    )
    answer = send(ledger, text)
    assert (answer.status_code, count()) == (422, 1)
    (error,) = of_class(page_of(answer), "field__error")
    assert error.startswith("エラー：A3のセルの行：伝票の日付 令和6年4月14日が、")
