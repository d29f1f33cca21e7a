"""Papers as PDF: what stands in them, and that they are the same every time."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from comipla.core.paper_blocks import (
    Annex,
    Condition,
    Conditions,
    Content,
    Pairs,
    Paragraphs,
    Party,
)
from comipla.core.papers import Seal
from comipla.documents.layout import Stamp
from comipla.documents.rendering import UnprintableCharacter, check_printable, print_paper
from tests.documents import samples

STAMP = Stamp(
    number="共生第123号",
    on=date(2024, 7, 1),
    issuer="鹿児島県",
    seal=Seal.OMITTED,
    code="7K3QF9TMX2BD",
    url="https://comipla.example.jp/verify/7K3Q-F9TM-X2BD/",
    fingerprint="1a2b3c4d5e6f7081" * 4,
)
PAPERS = samples.papers()


def text_of(pdf: bytes) -> str:
    """All text without the spaces that setting spreads between characters."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def fonts_of(pdf: bytes) -> list[dict]:
    fonts = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            fonts += [kid.get_object() for kid in font.get_object()["/DescendantFonts"]]
    return fonts


@pytest.mark.parametrize("key", PAPERS)
def test_every_paper_prints_its_own_words(key):
    text = text_of(print_paper(PAPERS[key], STAMP))
    for words in (PAPERS[key].title, "共生第123号", "令和6年7月1日", "7K3Q-F9TM-X2BD"):
        assert words in text


@pytest.mark.parametrize("key", PAPERS)
def test_every_paper_is_equal_byte_for_byte_when_printed_again(key):
    assert print_paper(PAPERS[key], STAMP) == print_paper(PAPERS[key], STAMP)


def test_paper_is_an_archivable_and_accessible_pdf():
    pdf = print_paper(PAPERS["grant_decision"], STAMP)
    reader = PdfReader(io.BytesIO(pdf))
    metadata = reader.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.trailer["/Root"]["/Lang"] == "ja-JP"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == f"{PAPERS['grant_decision'].title} 共生第123号"
    assert reader.metadata.author == "鹿児島県"


def test_fonts_are_embedded_and_come_with_the_package():
    fonts = fonts_of(print_paper(PAPERS["grant_decision"], STAMP))
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts}
    assert {name.partition("-")[0] for name in names} == {"NotoSerifJP", "NotoSansJP"}
    assert all("/FontFile3" in font["/FontDescriptor"].get_object() for font in fonts)


def test_grant_decision_shows_allocation_calculation_and_numbered_conditions():
    text = text_of(print_paper(PAPERS["grant_decision"], STAMP))
    for words in (
        "記",
        "7交付決定額金460,000円",
        "8経費の配分",
        "12委託料480,000480,0000",
        "合計954,080936,08018,000",
        "924,080円×2分の1（千円未満切捨て）",
        "10交付の条件",
        "(1)次のいずれかに当たる変更",
        "ア補助金の額を増やすとき。",
        "(17)確定した額を超えて",
        "以上",
        "（公印省略）",
    ):
        assert words in text


def test_refusal_carries_its_reason_and_how_to_object():
    text = text_of(print_paper(PAPERS["refusal"], STAMP))
    assert "4交付しない理由事業費の全部が" in text
    assert "教示" in text
    assert "30日以内" in text


def test_correction_request_names_place_finding_and_remedy():
    text = text_of(print_paper(PAPERS["correction_request"], STAMP))
    assert "収支予算書支出の部3行目対象額" in text
    assert "対象額を0円にし、一般財源を18,000円増やしてください。" in text


def test_form_carries_its_name_and_its_annexes_begin_on_pages_of_their_own():
    pdf = print_paper(PAPERS["application"], STAMP)
    pages = [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert pages[0].startswith("様式第1号")
    assert pages[1].startswith("別紙1事業計画書1背景と課題")
    assert pages[2].startswith("別紙2収支予算書1収入の部")
    assert [page[-3:] for page in pages] == ["1/3", "2/3", "3/3"]


def test_record_has_neither_addressee_nor_sender_nor_closing_mark():
    text = text_of(print_paper(PAPERS["inspection"], STAMP))
    assert "様" not in text
    assert "公印" not in text
    assert "以上" not in text


@pytest.mark.parametrize(
    ("seal", "mark"),
    [(Seal.OMITTED, "（公印省略）"), (Seal.ELECTRONIC, "（電子署名）"), (Seal.STAMPED, "公印")],
)
def test_seal_is_shown_as_the_paper_is_authenticated(seal, mark):
    text = text_of(print_paper(PAPERS["refusal"], replace(STAMP, seal=seal)))
    assert next(word for word in ("（公印省略）", "（電子署名）", "公印") if word in text) == mark


def test_draft_says_that_it_is_one_and_cannot_be_verified():
    draft = Stamp(
        number="共生第\u3000号", on=date(2024, 7, 1), issuer="鹿児島県", seal=Seal.OMITTED
    )
    text = text_of(print_paper(PAPERS["refusal"], draft))
    assert "決裁前の案です" in text
    assert "照合番号" not in text
    assert "令和6年7月1日" not in text


MARKUP = ["#panic()", "$x^2$", "*太字*", "_斜体_", "= 見出し", "\\ 改行", "`code`", "@label", "<a>"]


@pytest.mark.parametrize("typed", [*MARKUP, '"引用"', "-- ... ~", "// 注", "[内容]", "#{1 + 1}"])
def test_what_people_type_is_printed_as_typed(typed):
    content = Content(
        title=f"件名{typed}",
        addressee=Party((f"架空市長{typed}",), "様"),
        sender=Party((f"架空県知事{typed}",)),
        opening=(f"本文{typed}",),
        blocks=(
            Pairs(((f"項目{typed}", f"値{typed}"),)),
            Conditions((Condition(f"条件{typed}", (f"細目{typed}",)),)),
            Paragraphs((f"段落{typed}",), heading=f"見出し{typed}"),
        ),
        attachments=(f"添付{typed}",),
        annexes=(Annex("別紙", f"題{typed}", ()),),
    )
    text = text_of(print_paper(content, STAMP))
    plain = re.sub(r"\s", "", typed)
    for place in ("件名", "架空市長", "架空県知事", "本文", "項目", "値", "条件", "細目", "段落"):
        assert f"{place}{plain}" in text
    for place in ("見出し", "添付", "題"):
        assert f"{place}{plain}" in text


@pytest.mark.parametrize("name", ["𠮷田", "髙橋", "山﨑", "濵田", "葛\U000e0100城"])
def test_rare_characters_of_names_are_printed(name):
    content = Content(title="通知", addressee=Party((f"{name}\u3000花子（架空）",), "様"))
    assert name[0] in text_of(print_paper(content, STAMP))


def test_character_without_a_glyph_is_named_with_code_point_and_place():
    content = Content(title="通知", blocks=(Pairs((("事業の名称", "🦊の里づくり"),)),))
    with pytest.raises(UnprintableCharacter) as refused:
        check_printable(content)
    assert refused.value.place == "事業の名称"
    assert str(refused.value) == (
        "事業の名称の文字「🦊」（U+1F98A）は、文書に使う書体で印刷できません。"
        "別の字体の文字に入力し直してください。"
    )


def test_gaiji_in_a_table_is_named_by_its_row_and_column():
    decision = PAPERS["grant_decision"]
    table = decision.blocks[1]
    rows = (table.rows[0], ("\ue000", *table.rows[1][1:]), *table.rows[2:])
    content = replace(decision, blocks=(decision.blocks[0], replace(table, rows=rows)))
    with pytest.raises(UnprintableCharacter) as refused:
        print_paper(content, STAMP)
    assert refused.value.place == "経費の配分 2行目「経費の区分（節）」"
    assert "U+E000" in str(refused.value)
