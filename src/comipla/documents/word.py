"""A paper's words as a Word file, for whoever works on with them."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from comipla.core.paper_blocks import (
    Block,
    Conditions,
    Content,
    Pairs,
    Paragraphs,
    Steps,
    Table,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Yu Gothic"
_ALIGN = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}


def word_file(content: Content, *, on: date) -> bytes:
    """The words with headings that Word can make a table of contents of, tables as tables."""
    word = Document()
    _set_up(word, content.title, on)
    word.add_heading(content.title, level=0)
    for line in content.opening:
        word.add_paragraph(line)
    for line in content.sender.lines if content.sender else ():
        word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for block in content.blocks:
        _block(word, block)
    for annex in content.annexes:
        word.add_heading(f"{annex.label} {annex.title}", level=1)
        for block in annex.blocks:
            _block(word, block)
    if content.contact:
        word.add_paragraph(f"担当 {content.contact.office}")
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: WordDocument, title: str, on: date) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = word.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(which), _FONT)
        for theme in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    word.styles["Normal"].font.size = Pt(11)
    about = word.core_properties
    about.title, about.author, about.comments = title, "", ""
    about.created = about.modified = datetime.combine(on, time(12))
    about.language = "ja-JP"


def _block(word: WordDocument, block: Block) -> None:
    if block.heading:
        word.add_heading(block.heading, level=2)
    match block:
        case Pairs():
            _grid(word, (), block.rows)
        case Table():
            _table(word, block)
        case Steps():
            _grid(word, (), [(step.label, step.working, step.result) for step in block.steps])
            _lines(word, block.note)
        case Paragraphs():
            _lines(word, *block.texts)
        case Conditions():
            _conditions(word, block)


def _lines(word: WordDocument, *texts: str) -> None:
    for text in filter(None, texts):
        word.add_paragraph(text)


def _table(word: WordDocument, block: Table) -> None:
    if block.unit:
        word.add_paragraph(block.unit).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    heads = tuple(column.label for column in block.columns)
    aligns = [_ALIGN[column.align] for column in block.columns]
    _grid(word, heads, [*block.rows, *block.totals], aligns)
    _lines(word, block.note)


def _conditions(word: WordDocument, block: Conditions) -> None:
    _lines(word, block.lead)
    for item in block.items:
        word.add_paragraph(item.text, style="List Number")
        for part in item.parts:
            word.add_paragraph(part, style="List Bullet 2")


def _grid(
    word: WordDocument,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    aligns: Sequence[WD_ALIGN_PARAGRAPH] = (),
) -> None:
    """A ruled table; nothing for no rows."""
    lines = [heads, *rows] if heads else list(rows)
    if not lines:
        return
    table = word.add_table(rows=len(lines), cols=len(lines[0]), style="Table Grid")
    for row, line in zip(table.rows, lines, strict=True):
        for number, (cell, words) in enumerate(zip(row.cells, line, strict=True)):
            cell.text = words
            if aligns:
                cell.paragraphs[0].alignment = aligns[number]
