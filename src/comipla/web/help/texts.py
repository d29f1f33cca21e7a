"""The texts of the manual, read once from the TOML files beside this module."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MARK = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")
"""``[[語]]``, or ``[[語|表示]]`` where the sentence wants another form of the word."""

ROWS = (
    ("あ", "あいうえおぁぃぅぇぉゔ"),
    ("か", "かきくけこがぎぐげご"),
    ("さ", "さしすせそざじずぜぞ"),
    ("た", "たちつてとだぢづでどっ"),
    ("な", "なにぬねの"),
    ("は", "はひふへほばびぶべぼぱぴぷぺぽ"),
    ("ま", "まみむめも"),
    ("や", "やゆよゃゅょ"),
    ("ら", "らりるれろ"),
    ("わ", "わをん"),
)
"""The rows of the syllabary, with the signs that begin a word of each."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked again and again, and its answer."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class Section:
    """A headed list of things to know."""

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One page of the manual.

    `pages` are the names of the pages (as in the URL configuration) from which 「この画面の手引き」
    leads here; `acts` the keys of acts whose forms are explained here; `roles` the roles that need
    it most; `words` what to look up; `see` the keys of further pages of the manual.
    """

    key: str
    group: str
    order: int
    title: str
    lead: str
    steps: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    questions: tuple[Question, ...] = ()
    words: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The lead without links, for the table of contents."""
        return MARK.sub(lambda mark: mark[2] or mark[1], self.lead)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the office in two sentences; `key` is its anchor, `also` its other spellings."""

    ja: str
    kana: str
    key: str
    text: str
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    @property
    def row(self) -> str:
        """The row of the syllabary in which a dictionary has it. Raises LookupError for no kana."""
        for row, signs in ROWS:
            if self.kana[0] in signs:
                return row
        raise LookupError(f"{self.ja}: {self.kana} does not begin with hiragana")


@cache
def guides() -> Mapping[str, Guide]:
    """Every page of the manual by its key, in the order of the table of contents."""
    folder = files("comipla.web.help").joinpath("pages")
    found = [
        _guide(path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8")))
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    ]
    return {guide.key: guide for guide in sorted(found, key=lambda guide: guide.order)}


@cache
def words() -> Mapping[str, Word]:
    """Every explained word by its spelling (other spellings too), in the order of readings."""
    text = files("comipla.web.help").joinpath("words.toml").read_text(encoding="utf-8")
    entries = [Word(**_tuples(entry)) for entry in tomllib.loads(text)["words"]]
    found: dict[str, Word] = {}
    for entry in sorted(entries, key=lambda entry: entry.kana):
        found |= dict.fromkeys((entry.ja, *entry.also), entry)
    return found


def _guide(key: str, table: dict[str, Any]) -> Guide:
    table["sections"] = [Section(**_tuples(entry)) for entry in table.get("sections", ())]
    table["questions"] = [Question(**entry) for entry in table.get("questions", ())]
    return Guide(key=key, **_tuples(table))


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    """The same table with its lists made unchangeable."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in table.items()}
