"""Files handed in: judged by content, kept whole, bound to the act."""

import hashlib
import io
import zipfile

import pytest

from comipla.cases.models import Attachment
from comipla.cases.services.attachments import attach, detach, files_of, path_of
from comipla.cases.services.drafts import DraftSubmitted, begin_case, save_draft, submit_draft
from comipla.cases.uploads import MAX_FILE, PDF, TEXT, XLSX, UploadRefused, examine
from comipla.core.facts import values_from
from comipla.programme.clock import standing_on
from comipla.programme.editions import form
from tests import examples as x
from tests.world import TODAY

PDF_BYTES = b"%PDF-1.7\n%\xe2\xe3\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


WORKBOOK = {"[Content_Types].xml": b"<t/>", "xl/workbook.xml": b"<w/>"}


def look(content: bytes, name: str):
    return examine(io.BytesIO(content), name=name, size=len(content))


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF_BYTES, "領収書.pdf", PDF),
        (PDF_BYTES, "領収書.PDF", PDF),
        (zipped(**WORKBOOK), "内訳.xlsx", XLSX),
        ("見積,100\r\n".encode("cp932"), "見積.csv", TEXT),
        ("髙﨑".encode() * 2000, "名前.txt", TEXT),
    ],
)
def test_file_is_known_by_its_content(content, name, kind):
    assert look(content, name) == kind


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "空.pdf", "「空.pdf」は空のファイルです。中身を確かめて選び直してください。"),
        (
            PDF_BYTES,
            "写真.jpg",
            "「写真.jpg」の中身はPDFですが、名前の終わりが「.jpg」です。名前の終わりを「.pdf」にして選び直してください。",
        ),
        (
            b"MZ\x90\x00\x03",
            "請求書.pdf",
            "「請求書.pdf」は受け取れない種類のファイルです。"
            "受け取れるのはPDF、写真（JPEG・PNG・HEIC）、Excel（xlsx）、Word（docx）、CSV、テキストです。",
        ),
        (
            SVG,
            "図.txt",
            "「図.txt」は受け取れない種類のファイルです。"
            "受け取れるのはPDF、写真（JPEG・PNG・HEIC）、Excel（xlsx）、Word（docx）、CSV、テキストです。",
        ),
        (
            zipped(**WORKBOOK, **{"xl/vbaProject.bin": b"macro"}),
            "内訳.xlsm",
            "「内訳.xlsm」にはマクロが入っています。マクロのない形式（.xlsx／.docx）で保存し直してください。",
        ),
        (
            zipped(**{"a.txt": b"a"}),
            "まとめ.zip",
            "「まとめ.zip」はまとめたファイル（zipなど）です。中のファイルを1つずつ選んでください。",
        ),
        (
            zipped(**WORKBOOK, **{f"x/{n}": b"" for n in range(2000)}),
            "爆弾.xlsx",
            "「爆弾.xlsx」は開くと大きくなりすぎます。使わないシートや画像を除いて保存し直してください。",
        ),
    ],
)
def test_wrong_file_is_refused_with_what_to_do(content, name, sentence):
    with pytest.raises(UploadRefused) as refused:
        look(content, name)
    assert str(refused.value) == sentence


def test_too_large_file_is_refused_before_it_is_read():
    with pytest.raises(UploadRefused, match=r"「大.pdf」は20.0MBあります"):
        examine(io.BytesIO(PDF_BYTES), name="大.pdf", size=MAX_FILE + 1)


def test_picture_with_too_many_pixels_is_refused():
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (100_000).to_bytes(4, "big") * 2
    with pytest.raises(UploadRefused, match="4,000万画素まで"):
        look(header, "地図.png")


@pytest.fixture
def draft(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with standing_on(TODAY):
        yield begin_case(year=world.year, procedure="subsidy", by=world.officer)


def put(draft, by, name="見積書.pdf", content=PDF_BYTES):
    return attach(
        draft=draft,
        slot="attachments",
        name=name,
        stream=io.BytesIO(content),
        size=len(content),
        by=by,
    )


def test_file_is_stored_whole_under_a_name_that_says_nothing(draft, world):
    attachment = put(draft, world.officer, name="../../髙﨑の見積書.pdf")
    assert (attachment.name, path_of(attachment).read_bytes(), attachment.sha256) == (
        "髙﨑の見積書.pdf",
        PDF_BYTES,
        hashlib.sha256(PDF_BYTES).hexdigest(),
    )
    assert path_of(attachment).name == attachment.uuid.hex


def test_removed_file_is_no_longer_in_the_form(draft, world):
    kept, removed = put(draft, world.officer), put(draft, world.officer, "別.pdf")
    detach(attachment=removed, by=world.officer)
    assert [a.pk for a in files_of(draft)] == [kept.pk]


def test_submission_binds_its_files_with_their_hashes(draft, world):
    attachment = put(draft, world.officer)
    raw = form("subsidy_needs_sheet", "r6-1").write(values_from(x.need()))
    saved = save_draft(draft=draft, raw=raw, version=1, by=world.officer)
    act = submit_draft(draft=saved, by=world.officer)
    assert act.files == [
        {
            "name": "見積書.pdf",
            "size": len(PDF_BYTES),
            "sha256": attachment.sha256,
            "slot": "attachments",
        }
    ]
    assert Attachment.objects.get(pk=attachment.pk).act == act
    with pytest.raises(DraftSubmitted):
        put(saved, world.officer)


def test_stranger_cannot_put_a_file_into_anothers_form(draft, world):
    with pytest.raises(draft.DoesNotExist):
        put(draft, world.stranger)
