"""Printing papers as PDF/A-2a with PDF/UA-1 tags, through Typst.

One compiler per process keeps fonts and layout in memory; a paper is data handed to a fixed
template, so text can never become markup, and equal facts give equal bytes. The fonts come from
a package and are the same on every machine. Only a paper with a character those fonts lack is
set with the wider fonts of the system as well, where it has them; a character that no font has
is refused before the paper is issued.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from threading import Lock

import pylopdf_fonts_jp
import typst

from comipla.core.paper_blocks import Content
from comipla.documents.glyphs import Coverage, coverage, first_unprintable
from comipla.documents.layout import Facts, Stamp, page_facts, places

TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
_ZONE = timezone(timedelta(hours=9))
_SERIF, _SANS = "Noto Serif JP", "Noto Sans JP"
_WIDER = ("BIZ UDPMincho", "BIZ UDMincho", "IPAmjMincho", "Noto Serif CJK JP", "Noto Sans CJK JP")


class UnprintableCharacter(ValueError):
    """A text holds a character that no available font can print."""

    def __init__(self, character: str, place: str) -> None:
        self.character = character
        self.place = place
        codes = " ".join(f"U+{ord(part):04X}" for part in character)
        self.codes = codes
        shown = f"「{character}」（{codes}）" if character.isprintable() else f"{codes}"
        super().__init__(
            f"{place}の文字{shown}は、文書に使う書体で印刷できません。"
            "別の字体の文字に入力し直してください。"
        )


@dataclass(frozen=True)
class Press:
    """A compiler with its fonts: the families in the order they are tried, and what they cover."""

    compiler: typst.Compiler
    families: dict[str, list[str]]
    stacks: tuple[tuple[Coverage, ...], ...]

    def unprintable(self, texts: Sequence[tuple[str, str]]) -> UnprintableCharacter | None:
        """The first character some typeface of the paper cannot print, with its place."""
        used = set("".join(text for _, text in texts))
        if all(used <= fonts[0].plain for fonts in self.stacks):
            return None  # nearly always
        for place, text in texts:
            for fonts in self.stacks:
                if (character := first_unprintable(text, fonts)) is not None:
                    return UnprintableCharacter(character, place)
        return None


_lock = Lock()


def print_paper(content: Content, stamp: Stamp) -> bytes:
    """The paper as PDF.

    Raises:
        UnprintableCharacter: a character cannot be printed; nothing is printed then.
    """
    return render(content.layout, page_facts(content, stamp), on=stamp.on, press=_fit(content))


def check_printable(content: Content) -> None:
    """Refuse a content that could not be printed as it is written.

    Raises:
        UnprintableCharacter: names the character, its code point and its place.
    """
    _fit(content)


def render(template: str, facts: Facts, *, on: date, press: Press | None = None) -> bytes:
    """Print `templates/<template>.typ` with `facts`, dated `on`; equal input gives equal bytes.

    Raises:
        typst.TypstError: the template asks for a fact that is missing, or a character is in no
            font (PDF/A does not allow that).
    """
    press = press or standard_press()
    data = json.dumps({**facts, "fonts": press.families}, ensure_ascii=False)
    with _lock:
        printed = press.compiler.compile(
            input=str(TEMPLATES / f"{template}.typ"),
            format="pdf",
            sys_inputs={"facts": data},
            pdf_standards=_STANDARDS,
            timestamp=datetime.combine(on, time(12), _ZONE),
        )
    assert isinstance(printed, bytes)
    return printed


@cache
def standard_press() -> Press:
    """The press with the packaged fonts only."""
    folder = pylopdf_fonts_jp.serif_path().parent
    fonts = typst.Fonts(False, False, [folder])
    return Press(
        compiler=typst.Compiler(root=TEMPLATES, font_paths=fonts),
        families={"serif": [_SERIF], "sans": [_SANS]},
        stacks=(
            (coverage(pylopdf_fonts_jp.serif_path()),),
            (coverage(pylopdf_fonts_jp.sans_path()),),
        ),
    )


@cache
def wide_press() -> Press:
    """The press that falls back on wider Japanese fonts of the system, in a fixed order."""
    standard = standard_press()
    found = {
        font.family: Path(font.path)
        for font in typst.Fonts(True, False).fonts()
        if font.family in _WIDER and font.path and font.weight == 400
    }
    families = [family for family in _WIDER if family in found]
    folders = {pylopdf_fonts_jp.serif_path().parent, *(path.parent for path in found.values())}
    fonts = typst.Fonts(False, False, sorted(folders))
    fallback = tuple(coverage(found[family]) for family in families)
    return Press(
        compiler=typst.Compiler(root=TEMPLATES, font_paths=fonts),
        families={face: [*names, *families] for face, names in standard.families.items()},
        stacks=tuple((*stack, *fallback) for stack in standard.stacks),
    )


def press_for(texts: Sequence[tuple[str, str]]) -> Press:
    """The first press that prints every character of texts, each given as (place, text).

    Raises:
        UnprintableCharacter: no font has one of them; names it and its place.
    """
    if standard_press().unprintable(texts) is None:
        return standard_press()
    if (problem := wide_press().unprintable(texts)) is not None:
        raise problem
    return wide_press()


def _fit(content: Content) -> Press:
    """The first press that prints every character of the content."""
    return press_for(list(places(content)))
