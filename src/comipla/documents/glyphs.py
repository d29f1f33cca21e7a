"""Which characters a font file can print.

A paper must never show an empty box where a name should stand, so the characters of every paper
are compared with the fonts before it is issued. Typst does not tell which field a missing
character came from; the `cmap` table of the font does (OpenType specification 1.9, "cmap":
formats 4 and 12 for characters, format 14 for the variants 異体字 chosen by a selector).
"""

import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

_COLLECTION = b"ttcf"
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True)
class Coverage:
    """The characters of one font, and the variants (base, selector) it draws in their own shape."""

    characters: frozenset[int]
    variants: frozenset[tuple[int, int]]

    @cached_property
    def plain(self) -> frozenset[str]:
        """The characters that need no closer look: drawn, no control mark, no selector."""
        letters = (chr(code) for code in self.characters if not is_selector(code))
        return frozenset(letter for letter in letters if not _is_control(letter)) | {"\n"}


@cache
def coverage(path: Path) -> Coverage:
    """Read the character table of a font file; of a collection, that of its first font.

    The fonts of one collection share their glyphs, so the first speaks for all.
    """
    data = path.read_bytes()
    cmap = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    characters: set[int] = set()
    variants: set[tuple[int, int]] = set()
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * index)
        start = cmap + offset
        (kind,) = struct.unpack_from(">H", data, start)
        if kind == 4 and platform in (0, 3):
            characters.update(_segments(data, start))
        elif kind == 12:
            characters.update(_groups(data, start))
        elif kind == 14 and (platform, encoding) == (0, 5):
            variants.update(_variants(data, start))
    return Coverage(frozenset(characters), frozenset(variants))


def first_unprintable(text: str, fonts: Sequence[Coverage]) -> str | None:
    """The first character of `text` (with its selector) that no font draws, or None.

    A variant counts as printable only when the font that draws its base character knows the
    variant too: otherwise the paper would silently show another shape of a person's name.
    A line break is no character; every other control or direction mark is refused.
    """
    if fonts and set(text) <= fonts[0].plain:
        return None
    characters = [ord(character) for character in text if character != "\n"]
    for character, following in pairwise([*characters, 0]):
        if is_selector(character):
            continue
        font = next((font for font in fonts if character in font.characters), None)
        if font is None or _is_control(chr(character)):
            return chr(character)
        if is_selector(following) and (character, following) not in font.variants:
            return chr(character) + chr(following)
    return None


def is_selector(character: int) -> bool:
    """Whether a code point only chooses the shape of the character before it."""
    return any(character in selectors for selectors in _SELECTORS)


def _is_control(letter: str) -> bool:
    """Control, direction and other marks without a shape (Unicode categories C…)."""
    return unicodedata.category(letter).startswith("C")


def _table(data: bytes, tag: bytes) -> int:
    """Offset of a table within the file.

    Raises:
        ValueError: the file is no OpenType font or lacks the table.
    """
    start = struct.unpack_from(">L", data, 12)[0] if data[:4] == _COLLECTION else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sLLL", data, start + 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no {tag.decode()} table")


def _segments(data: bytes, start: int) -> Iterator[int]:
    """Format 4: segments of the basic plane."""
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    starts = struct.unpack_from(f">{count}H", data, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, start + 16 + 2 * doubled)
    ranges_at = start + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if ranges[index]:
                at = ranges_at + 2 * index + ranges[index] + 2 * (character - first)
                (glyph,) = struct.unpack_from(">H", data, at)
                if not glyph:
                    continue
            if (glyph + deltas[index]) & 0xFFFF:
                yield character


def _groups(data: bytes, start: int) -> Iterator[int]:
    """Format 12: groups over all planes."""
    (count,) = struct.unpack_from(">L", data, start + 12)
    for first, last, glyph in struct.iter_unpack(
        ">LLL", data[start + 16 : start + 16 + 12 * count]
    ):
        yield from range(first if glyph else first + 1, last + 1)


def _variants(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Format 14: the default and the special shapes per selector."""
    (count,) = struct.unpack_from(">L", data, start + 6)
    for index in range(count):
        record = data[start + 10 + 11 * index : start + 21 + 11 * index]
        selector = int.from_bytes(record[:3], "big")
        default, special = struct.unpack(">LL", record[3:])
        if default:
            (ranges,) = struct.unpack_from(">L", data, start + default)
            for at in range(start + default + 4, start + default + 4 + 4 * ranges, 4):
                first = int.from_bytes(data[at : at + 3], "big")
                for character in range(first, first + data[at + 3] + 1):
                    yield character, selector
        if special:
            (mappings,) = struct.unpack_from(">L", data, start + special)
            for at in range(start + special + 4, start + special + 4 + 5 * mappings, 5):
                yield int.from_bytes(data[at : at + 3], "big"), selector
