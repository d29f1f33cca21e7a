"""Files of a form: put in at once, refused in words, handed out only to those who may see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comipla.cases.models import Attachment
from comipla.cases.services.drafts import submit_draft
from comipla.cases.uploads import MAX_FILE
from tests import examples as x
from tests.web.acts.pages import PDF, Sent, address, draft_of, fresh, needs, press, put, seen

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(world, enter):
    return enter(world.officer)


def upload(client, draft, name, content, slot="attachments"):
    path = address("draft_attach", draft, slot=slot)
    file = SimpleUploadedFile(name, content)
    return client.post(path, {f"_file-{slot}": file}, headers=HTMX)


def test_file_is_put_in_at_once_and_the_slot_comes_back(world, client):
    draft = needs(world, x.need())
    page = Sent(upload(client, draft, "見積書.pdf", PDF))
    assert [e.text for e in page.page.all("a")] == ["見積書.pdf"]
    assert list(draft.attachments.values_list("name", flat=True)) == ["見積書.pdf"]


def test_same_file_is_put_in_once(world, client):
    draft = needs(world, x.need())
    for _ in range(2):
        upload(client, draft, "見積書.pdf", PDF)
    assert draft.attachments.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "写真.jpg",
            PDF,
            "「写真.jpg」の中身はPDFですが、名前の終わりが「.jpg」です。"
            "名前の終わりを「.pdf」にして選び直してください。",
        ),
        (
            "大きい.pdf",
            PDF + b" " * MAX_FILE,
            "「大きい.pdf」は20.0MBあります。1つのファイルは20MBまでです。"
            "ページを分けるか、画像を小さくして選び直してください。",
        ),
    ],
)
def test_renamed_or_large_file_comes_back_with_a_sentence(world, client, name, content, sentence):
    draft = needs(world, x.need())
    page = Sent(upload(client, draft, name, content))
    assert page.errors() == {"attachments": sentence}
    assert draft.attachments.count() == 0


def test_kind_of_file_that_the_slot_does_not_take_is_named(world, client):
    case = world.earmarked()
    draft = draft_of(case, "apply", x.application(implementer="indirect"), world.officer)
    page = Sent(upload(client, draft, "要綱.csv", b"a,b\r\n", slot="indirect_rules"))
    assert page.errors() == {
        "indirect_rules": "「要綱.csv」は文字だけのファイルです。"
        "この欄で受け取れるのはPDF、Wordです。別の形式で保存し直して選んでください。"
    }


def test_refused_file_in_the_form_keeps_the_words(world, client):
    draft = needs(world, x.need())
    path = address("act_form", draft)
    file = SimpleUploadedFile("写真.jpg", PDF)
    response = press(
        client, path, seen(client, path), {"title": "残る名前", "_file-attachments": file}
    )
    page = Sent(response)
    assert page.title.startswith("エラー：")
    assert (page.values["title"], fresh(draft).raw["title"]) == (["残る名前"], "残る名前")


def test_file_is_taken_out_again(world, client):
    draft = needs(world, x.need())
    file = put(draft, world.officer)
    path = address("act_form", draft)
    press(client, path, seen(client, path), {"_detach": str(file.uuid)})
    other = put(draft, world.officer, name="別.pdf", content=PDF + b"2")
    client.post(reverse("draft_detach", args=[draft.key, other.uuid]), headers=HTMX)
    assert draft.attachments.filter(removed_at=None).count() == 0


def test_required_file_counts_once_it_is_there(world, client):
    facts = x.application(voted_on=x.DAY)
    draft = draft_of(world.earmarked(), "apply", facts, world.officer)
    page = seen(client, address("act_check", draft))
    assert [words for _, words in page.summary()] == [
        "予算書の写し：ファイルを1つ以上添付してください。"
    ]
    put(draft, world.officer, slot="budget_extract")
    assert seen(client, address("act_check", draft)).summary() == []


def test_correction_keeps_earlier_files_until_they_are_taken_out(world, client):
    draft = draft_of(world.earmarked(), "apply", x.application(voted_on=x.DAY), world.officer)
    first = put(draft, world.officer, slot="budget_extract")
    case = submit_draft(draft=fresh(draft), by=world.officer).case
    world.do(case, "ask_correction", world.clerk, x.correction_request("budget_extract"))
    facts = x.application(voted_on=x.DAY, budget_extract=(first.sha256,))
    again = draft_of(case, "correct", facts, world.officer)
    path = address("act_form", again, part="files")
    page = seen(client, path)
    assert page.values["budget_extract"] == [first.sha256]
    press(client, path, page, {"_detach": str(first.uuid)})
    assert "budget_extract" not in seen(client, path).values
    assert Attachment.objects.get(pk=first.pk).removed_at is None


def test_unsent_file_is_its_own_bodys_only_and_never_shown_inline(world, enter, client):
    file = put(needs(world), world.officer, name="図面.pdf")
    path = reverse("attachment", args=[file.uuid])
    response = client.get(path)
    assert b"".join(response) == PDF
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    for other in (world.clerk, world.stranger):
        assert enter(other).get(path).status_code == 404


def test_sent_file_is_seen_by_both_sides_and_nobody_else(world, enter):
    draft = needs(world, x.need())
    file = put(draft, world.officer)
    submit_draft(draft=fresh(draft), by=world.officer)
    path = reverse("attachment", args=[file.uuid])
    for who in (world.mayor, world.clerk, world.auditor):
        assert b"".join(enter(who).get(path)) == PDF
    assert enter(world.stranger).get(path).status_code == 404


def test_strangers_cannot_put_files_in(world, enter):
    draft = needs(world)
    assert upload(enter(world.stranger), draft, "見積書.pdf", PDF).status_code == 404


def test_sent_form_takes_no_more_files(world, client):
    draft = needs(world, x.need())
    submit_draft(draft=draft, by=world.officer)
    response = upload(client, draft, "見積書.pdf", PDF)
    assert response["Location"] == address("receipt", draft)
    assert draft.attachments.count() == 0
