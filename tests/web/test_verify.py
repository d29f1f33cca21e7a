"""The public page of verification, as a stranger with a paper in hand sees it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comipla.core.papers import Seal
from comipla.documents.selectors import pdf_of
from comipla.documents.services import issue
from comipla.people.services import establish_prefecture
from comipla.web.views import verify as page
from tests.documents import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_URL = "https://comipla.example.jp"
    prefecture = establish_prefecture("46")
    with transaction.atomic():
        return issue(
            key="refusal",
            content=samples.letters()["refusal"],
            issuer=prefecture,
            addressee=prefecture.children.get(code="462012"),
            on=date(2024, 7, 1),
            series="共生第",
            seal=Seal.OMITTED,
        )


def test_address_printed_on_the_paper_is_the_page(client, paper):
    path = paper.verify_url.removeprefix("https://comipla.example.jp")
    response = client.get(path)
    assert response.status_code == 200
    assert path == reverse(
        "verify_paper", args=[f"{paper.code[:4]}-{paper.code[4:8]}-{paper.code[8:]}"]
    )


def test_page_shows_origin_and_nothing_of_the_contents(client, paper):
    text = client.get(reverse("verify_paper", args=[paper.code])).content.decode()
    for shown in (
        "鹿児島県が発行した文書です",
        "共生第1号",
        paper.title,
        paper.content_sha256,
        paper.content_sha256[:4] + "-",
    ):
        assert shown in text
    for hidden in ("花野市長", "県野", samples.TITLE, "交付しない理由", "462,000"):
        assert hidden not in text


def test_unknown_code_is_answered_with_what_to_do(client, paper):
    response = client.get(reverse("verify_paper", args=["0000-0000-0000"]))
    assert response.status_code == 404
    assert "該当する文書は見つかりませんでした" in response.content.decode()
    assert "入力し直してください" in response.content.decode()


def test_form_finds_by_code_and_by_number_with_fingerprint(client, paper):
    address = reverse("verify")
    assert client.get(address).status_code == 200
    assert client.get(address, {"q": paper.code.lower()}).status_code == 200
    assert client.get(address, {"q": "共生第1号"}).status_code == 404
    found = client.get(address, {"q": "共生第1号", "proof": paper.content_sha256[:16]})
    assert paper.title in found.content.decode()


def test_what_was_typed_stands_in_the_form_again_as_text(client, paper):
    text = client.get(reverse("verify"), {"q": '"><script>x'}).content.decode()
    assert "<script>x" not in text
    assert "&#34;&gt;&lt;script&gt;x" in text


def test_issued_file_is_told_from_a_changed_one(client, paper):
    address = reverse("verify_paper", args=[paper.code])
    data = pdf_of(paper)
    same = client.post(address, {"file": SimpleUploadedFile("a.pdf", data)}).content.decode()
    other = client.post(
        address, {"file": SimpleUploadedFile("a.pdf", data + b"x")}
    ).content.decode()
    assert "発行したファイルと同じです" in same
    assert "発行したファイルと違います" in other


def test_comparing_without_a_file_asks_for_one(client, paper):
    response = client.post(reverse("verify_paper", args=[paper.code]))
    assert "比べるファイルを選んでください。" in response.content.decode()


def test_too_large_a_file_is_not_read(client, paper, monkeypatch):
    monkeypatch.setattr(page, "LARGEST_FILE", 3)
    upload = SimpleUploadedFile("a.pdf", b"%PDF")
    response = client.post(reverse("verify_paper", args=[paper.code]), {"file": upload})
    assert "20MBまでのファイルを選んでください。" in response.content.decode()


def test_looking_up_writes_nothing(client, paper):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("verify_paper", args=[paper.code]))
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
