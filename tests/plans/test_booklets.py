"""The booklet as PDF and as Word file."""

import io

from docx import Document
from pypdf import PdfReader

from comipla.core.plans.codes import PlanState
from comipla.plans.booklets import booklet_pdf, booklet_word
from comipla.plans.selectors.plans import reading_of
from tests.plans.community import Community


def test_the_booklet_is_printed_the_same_each_time(community: Community) -> None:
    reading = reading_of(community.plan_in(PlanState.RESPONDED))
    printed = booklet_pdf(reading, community.platform)
    assert booklet_pdf(reading, community.platform) == printed
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages]
    assert len(pages) == 8
    assert "汐見校区 地域づくり計画" in pages[0]
    assert "もくじ" in pages[1]
    assert "予算の範囲で進めます。" in "".join(pages)


def test_the_word_file_has_headings_and_tables(community: Community) -> None:
    reading = reading_of(community.draft())
    word = Document(io.BytesIO(booklet_word(reading, community.platform)))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == [
        "1 めざす姿",
        "2 地域のすがた",
        "3 地域の課題",
        "4 基本方針",
        "5 取組",
        "6 お金の計画",
    ]
    assert word.tables[0].cell(0, 1).text == "X05 高齢者交流サービス・サロン"
    assert word.core_properties.author == ""
