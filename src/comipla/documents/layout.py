"""From the words of a paper to what the page template prints: numbering, names of places, proof.

Numbering follows official letters (conventions B3): 1, (1), ア; a lone item stays unnumbered, and
「記」 with 「以上」 appears exactly when the opening says 「下記」.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import segno

from comipla.core.paper_blocks import (
    Annex,
    Block,
    Conditions,
    Contact,
    Content,
    Pairs,
    Paragraphs,
    Party,
    Steps,
    Table,
)
from comipla.core.papers import Seal
from comipla.core.wareki import format_wareki

Facts = dict[str, Any]

_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
_SEAL_NOTES = {Seal.OMITTED: "（公印省略）", Seal.ELECTRONIC: "（電子署名）"}
_WIDEST_LABEL = 11
_TITLE_WIDTH = 34
_TITLE_BREAK = re.compile(r"(?<=の)|(?<=補助金)(?=[一-龠])")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What issuing adds to the words: number, day, issuer, seal and proof of origin.

    `code`, `url` and `fingerprint` are empty on a draft (案), which nobody can verify.
    """

    number: str
    on: date
    issuer: str
    seal: Seal
    code: str = ""
    url: str = ""
    fingerprint: str = ""


def page_facts(content: Content, stamp: Stamp) -> Facts:
    """Everything the template of the content's layout prints."""
    return {
        "document-title": f"{content.title} {stamp.number}".strip(),
        "issued": {"year": stamp.on.year, "month": stamp.on.month, "day": stamp.on.day},
        "issuer": stamp.issuer,
        "number": stamp.number,
        "date": format_wareki(stamp.on) if stamp.code else "令和\u3000年\u3000月\u3000日",
        "draft": not stamp.code,
        "form-label": content.form_label,
        "title-lines": _title_lines(content.title),
        "addressee": _addressed(content.addressee),
        "sender": _lines(content.sender),
        "seal": str(stamp.seal),
        "seal-note": _SEAL_NOTES.get(stamp.seal, ""),
        "opening": list(content.opening),
        "record": any("下記" in text for text in content.opening),
        "blocks": _numbered(content.blocks),
        "closing": list(content.closing),
        "attachments": _marked(content.attachments),
        "remedies": list(content.remedies),
        "annexes": [
            {"label": annex.label, "title": annex.title, "blocks": _numbered(annex.blocks)}
            for annex in content.annexes
        ],
        "contact": _contact_lines(content.contact),
        "proof": _proof(stamp),
    }


def grouped(code: str, size: int = 4) -> str:
    """A code in groups of `size`, easier to read aloud and to type: ABCD-EFGH-JKLM."""
    return "-".join(code[at : at + size] for at in range(0, len(code), size))


def printed_head(fingerprint: str) -> str:
    """The beginning of a fingerprint that is printed: 16 digits in groups."""
    return grouped(fingerprint[:16])


def places(content: Content) -> Iterator[tuple[str, str]]:
    """Every text of a paper with the place a person would look for it, in reading order."""
    yield "様式名", content.form_label
    yield from (("宛先", line) for line in _addressed(content.addressee))
    yield from (("発信者", line) for line in _lines(content.sender))
    yield "件名", content.title
    yield from (("本文", text) for text in content.opening)
    for block in content.blocks:
        yield from _block_places(block)
    yield from (("本文", text) for text in (*content.closing, *content.remedies))
    yield from (("添付書類", text) for text in content.attachments)
    for annex in content.annexes:
        yield from _annex_places(annex)
    yield from (("担当", line) for line in _contact_lines(content.contact))


def _annex_places(annex: Annex) -> Iterator[tuple[str, str]]:
    yield annex.label, annex.label
    yield annex.label, annex.title
    for block in annex.blocks:
        for place, text in _block_places(block):
            yield f"{annex.label} {place}", text


def _block_places(block: Block) -> Iterator[tuple[str, str]]:
    name = block.heading or "表"
    yield name, block.heading
    match block:
        case Pairs():
            yield from ((label, text) for label, value in block.rows for text in (label, value))
        case Table():
            yield from _table_places(block, name)
        case Steps():
            texts = (
                text for step in block.steps for text in (step.label, step.working, step.result)
            )
            yield from ((name, text) for text in (block.note, *texts))
        case Paragraphs():
            yield from ((name, text) for text in block.texts)
        case Conditions():
            texts = (text for item in block.items for text in (item.text, *item.parts))
            yield from ((name, text) for text in (block.lead, *texts))


def _table_places(table: Table, name: str) -> Iterator[tuple[str, str]]:
    labels = [column.label for column in table.columns]
    yield from ((name, text) for text in (table.unit, table.note, *labels))
    for number, row in enumerate((*table.rows, *table.totals), start=1):
        for label, cell in zip(labels, row, strict=True):
            yield f"{name} {number}行目「{label}」", cell


def _numbered(blocks: Sequence[Block]) -> list[Facts]:
    """The blocks with the numbers of their headings and items."""
    total = sum(_top_items(block) for block in blocks)
    printed: list[Facts] = []
    used = 0
    for block in blocks:
        count = _top_items(block)
        marks = [str(used + step) if total > 1 else "" for step in range(1, count + 1)]
        used += count
        printed.append(_block(block, marks))
    return printed


def _top_items(block: Block) -> int:
    """How many numbers of the first level a block uses."""
    if block.heading:
        return 1
    if isinstance(block, Pairs):
        return len(block.rows)
    return len(block.items) if isinstance(block, Conditions) else 0


def _block(block: Block, marks: list[str]) -> Facts:
    facts = asdict(block) | {"mark": marks[0] if block.heading else ""}
    match block:
        case Pairs():
            row_marks = [""] * len(block.rows) if block.heading else marks
            rows = zip(row_marks, block.rows, strict=True)
            widest = max((_width(label) for label, _ in block.rows), default=0)
            return facts | {
                "kind": "pairs",
                "rows": [
                    {"mark": mark, "label": label, "value": value} for mark, (label, value) in rows
                ],
                "mark-width": max((_width(mark) for mark in row_marks), default=0) + 1,
                "label-width": min(widest, _WIDEST_LABEL),
            }
        case Table():
            return facts | {"kind": "table"}
        case Steps():
            return facts | {"kind": "steps"}
        case Paragraphs():
            return facts | {"kind": "paragraphs"}
        case Conditions():
            item_marks = marks
            if block.heading:
                item_marks = [f"({number})" for number in range(1, len(block.items) + 1)]
            return facts | {
                "kind": "conditions",
                "items": [
                    {"mark": mark, "text": item.text, "parts": _parts(item.parts)}
                    for mark, item in zip(item_marks, block.items, strict=True)
                ],
            }


def _parts(texts: Sequence[str]) -> list[Facts]:
    return [{"mark": _kana_mark(index), "text": text} for index, text in enumerate(texts)]


def _kana_mark(index: int) -> str:
    """ア, イ … モ, then アア, アイ …"""
    rounds, rest = divmod(index, len(_KANA))
    return (_KANA[rounds - 1] if rounds else "") + _KANA[rest]


def _marked(texts: Sequence[str]) -> list[Facts]:
    return [{"mark": f"({number})", "text": text} for number, text in enumerate(texts, start=1)]


def _lines(party: Party | None) -> list[str]:
    return list(party.lines) if party else []


def _addressed(party: Party | None) -> list[str]:
    """The lines of an addressee, the honorific one space behind the last."""
    if party is None or not party.honorific:
        return _lines(party)
    *others, last = party.lines
    return [*others, f"{last}\u3000{party.honorific}"]


def _contact_lines(contact: Contact | None) -> list[str]:
    if contact is None:
        return []
    named = [("", contact.office), ("担当者", contact.person), ("電話", contact.phone)]
    named.append(("メール", contact.mail))
    lines = [f"{name}\u3000{value}" if name else value for name, value in named if value]
    return [f"担当\u3000{lines[0]}", *lines[1:]]


def _title_lines(title: str) -> str:
    """A long title on two lines, broken behind a word so that no word is torn."""
    if _width(title) <= _TITLE_WIDTH:
        return title
    breaks = [found.start() for found in _TITLE_BREAK.finditer(title)]
    halves = [(title[:at], title[at:]) for at in breaks]
    fitting = [half for half in halves if max(map(_width, half)) <= _TITLE_WIDTH]
    return "\n".join(fitting[0]) if fitting else title


def _width(text: str) -> float:
    """Width in full-width characters of the longest line."""
    wide = {"W": 1.0, "F": 1.0, "A": 1.0}
    return max(
        sum(wide.get(unicodedata.east_asian_width(character), 0.55) for character in line)
        for line in text.split("\n")
    )


def _proof(stamp: Stamp) -> Facts:
    """The foot of every page: what to type or scan to check that this office issued it."""
    if not stamp.code:
        return {"qr": "", "lines": ["決裁前の案です。発行された文書ではありません。"]}
    return {
        "qr": segno.make(stamp.url, error="m").svg_inline(border=0, svgclass=None, lineclass=None),
        "lines": [
            f"{stamp.number}\u3000照合番号 {grouped(stamp.code)}"
            f"\u3000内容の指紋 {printed_head(stamp.fingerprint)}",
            f"発行の確認 {stamp.url}",
        ],
    }
