"""Sheets from a table as people keep it: one row a judge and proposal, one column a criterion."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from comipla.core.digits import squeeze_ascii
from comipla.core.money import MoneyError, parse_yen
from comipla.core.scoring.scheme import Scheme
from comipla.core.scoring.sheets import Proposal, Sheet, SheetError

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "proposal": ("提案", "提案者", "団体", "proposal"),
    "judge": ("委員", "委員名", "審査員", "judge"),
    "conflicted": ("利害関係", "利害", "conflicted", "conflict"),
    "vote": ("決選投票", "投票", "vote"),
    "estimate": ("見積額", "見積", "estimate"),
    "group": ("区分", "group"),
    "chair": ("委員長の順位", "委員長", "chair"),
}
"""What may stand above the columns that are not criteria; the first name is the usual one."""

YES: Final = frozenset({"○", "〇", "◯", "✓", "1", "有", "あり", "はい", "true", "yes"})
NO: Final = frozenset({"", "×", "-", "0", "無", "なし", "いいえ", "false", "no"})

_PLACE: Final = re.compile(r"[1-9][0-9]{0,4}")


def read_sheets(text: str, scheme: Scheme) -> tuple[tuple[Sheet, ...], tuple[Proposal, ...]]:
    """Read CSV text into sheets and the facts about proposals.

    Columns are found by their headings: the criteria's labels or keys, and HEADINGS. An empty cell
    is no grade. Raises SheetError with row and column of every defect.
    """
    rows = _rows(text)
    if not rows:
        raise SheetError(["表が空です。1行目に見出し、2行目から採点を書いてください。"])
    reader = _Reader(scheme, _columns(rows[0][1], scheme))
    sheets = tuple(reader.sheet(number, row) for number, row in rows[1:])
    if not sheets:
        reader.problems.append("採点の行がありません。2行目から採点を書いてください。")
    if reader.problems:
        raise SheetError(reader.problems)
    return sheets, tuple(reader.proposals.values())


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, with their numbers."""
    numbered = enumerate(csv.reader(io.StringIO(text, newline="")), start=1)
    try:
        return [(number, row) for number, row in numbered if any(map(str.strip, row))]
    except csv.Error as error:
        says = "CSV として読めません。表計算ソフトで開き、CSV で保存し直してください。"
        raise SheetError([says]) from error


def _columns(headings: Sequence[str], scheme: Scheme) -> list[str]:
    """What each column holds: a word of HEADINGS, or 「=」 and a criterion's key."""
    meanings = {name: word for word, names in HEADINGS.items() for name in names}
    for criterion in scheme.criteria:
        meanings[criterion.key] = meanings[criterion.name] = f"={criterion.key}"
    tidy = [heading.strip().lstrip("\ufeff") for heading in headings]
    problems = [
        f"見出し「{heading}」が分かりません。項目の名前か、{_usual()}のどれかにしてください。"
        for heading in tidy
        if heading not in meanings
    ]
    columns = [meanings.get(heading, "") for heading in tidy]
    problems += [
        f"「{_heading(column, scheme)}」の列が{number}つあります。1つにしてください。"
        for column, number in Counter(columns).items()
        if column and number > 1
    ]
    wanted = ["proposal", "judge", *(f"={criterion.key}" for criterion in scheme.criteria)]
    problems += [
        f"「{_heading(column, scheme)}」の列がありません。見出しを書いてください。"
        for column in wanted
        if column not in columns
    ]
    if problems:
        raise SheetError(problems)
    return columns


def _heading(column: str, scheme: Scheme) -> str:
    names = {f"={criterion.key}": criterion.name for criterion in scheme.criteria}
    return names.get(column) or HEADINGS[column][0]


def _usual() -> str:
    return "、".join(names[0] for names in HEADINGS.values())


class _Reader:
    """Reads rows one by one, and gathers what is known of the proposals and what is amiss."""

    def __init__(self, scheme: Scheme, columns: Sequence[str]) -> None:
        self.scheme = scheme
        self.columns = columns
        self.proposals: dict[str, Proposal] = {}
        self.problems: list[str] = []

    def sheet(self, number: int, row: Sequence[str]) -> Sheet:
        """One row; defects are noted and leave their place empty."""
        if len(row) > len(self.columns) and any(cell.strip() for cell in row[len(self.columns) :]):
            self._note(number, "", "見出しのない列に値があります。消すか、見出しを書いてください。")
        padded = [*row, *[""] * (len(self.columns) - len(row))]
        cells = {column: cell.strip() for column, cell in zip(self.columns, padded, strict=False)}
        for word in ("proposal", "judge"):
            if not cells[word]:
                self._note(number, word, "空です。名前を書いてください。")
        conflicted = self._flag(number, "conflicted", cells)
        self._facts(number, cells)
        grades = {} if conflicted else self._grades(number, cells)
        vote = self._flag(number, "vote", cells)
        return Sheet(cells["proposal"], cells["judge"], grades, conflicted, vote)

    def _grades(self, number: int, cells: Mapping[str, str]) -> dict[str, str]:
        grades = {}
        for criterion in self.scheme.criteria:
            column = f"={criterion.key}"
            asked = criterion.asked_of(self.proposals[cells["proposal"]].group)
            if not cells[column]:
                if asked:
                    says = "点がありません。点を入れるか、利害関係の列に○を付けてください。"
                    self._note(number, column, says)
            elif not asked:
                self._note(number, column, "この提案では採点しない項目です。空にしてください。")
            else:
                grades[criterion.key] = cells[column]
                try:
                    self.scheme.scale_of(criterion).read(cells[column])
                except ValueError as error:
                    self._note(number, column, str(error))
        return grades

    def _facts(self, number: int, cells: Mapping[str, str]) -> None:
        """What the row says of its proposal: all rows of one must say the same, or nothing."""
        key = cells["proposal"]
        known = self.proposals.get(key, Proposal(key))
        said = Proposal(
            key, self._estimate(number, cells), cells.get("group", ""), self._chair(number, cells)
        )
        for word in ("estimate", "group", "chair"):
            before, now = getattr(known, word), getattr(said, word)
            if before in {None, ""}:
                known = replace(known, **{word: now})
            elif now not in {None, "", before}:
                self._note(
                    number, word, f"同じ提案の前の行（{before}）とちがいます。合わせてください。"
                )
        self.proposals[key] = known

    def _estimate(self, number: int, cells: Mapping[str, str]) -> int | None:
        if not cells.get("estimate"):
            return None
        try:
            return parse_yen(cells["estimate"])
        except MoneyError as error:
            self._note(number, "estimate", f"{error}。")
            return None

    def _chair(self, number: int, cells: Mapping[str, str]) -> int | None:
        written = squeeze_ascii(cells.get("chair", ""))
        if not written:
            return None
        if not _PLACE.fullmatch(written):
            self._note(number, "chair", "1からの整数で入力してください。")
            return None
        return int(written)

    def _flag(self, number: int, word: str, cells: Mapping[str, str]) -> bool:
        written = squeeze_ascii(cells.get(word, "")).lower()
        if written not in YES | NO:
            self._note(
                number, word, f"「{written}」は読めません。あてはまるときだけ○を付けてください。"
            )
        return written in YES

    def _note(self, number: int, column: str, says: str) -> None:
        heading = f"「{_heading(column, self.scheme)}」" if column else ""
        self.problems.append(f"{number}行目{heading}: {says}")
