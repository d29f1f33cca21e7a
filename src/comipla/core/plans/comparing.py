"""What changed from one version of a plan to the next, word by word where it is text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

from comipla.core.fiscal import FiscalYear
from comipla.core.money import format_yen
from comipla.core.plans.codes import SectionKind
from comipla.core.plans.text import Action, Indicator, PlanText

_PIECES = re.compile(r"[^。、\s]*[。、]|[^。、\s]+|\s")


class Sign(StrEnum):
    """How a piece of text stands between two versions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field whose words changed: its label and the pieces from the old to the new text."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action in both versions whose content changed."""

    number: int
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed; empty tuples where nothing did."""

    changes: tuple[Change, ...] = ()
    added: tuple[Action, ...] = ()
    removed: tuple[Action, ...] = ()
    changed: tuple[ActionChange, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether both versions say the same."""
        return not (self.changes or self.added or self.removed or self.changed)


def compare(old: PlanText, new: PlanText) -> Difference:
    """What a reader has to know who knows the old version. Actions are the same by their line."""
    before = {action.line: action for action in old.actions}
    after = {action.line: action for action in new.actions}
    common = [(before[line], action) for line, action in after.items() if line in before]
    changed = (
        ActionChange(action.number, action.title, _changes(_action(was), _action(action)))
        for was, action in common
    )
    return Difference(
        changes=_changes(_plan(old), _plan(new)),
        added=tuple(action for line, action in after.items() if line not in before),
        removed=tuple(action for line, action in before.items() if line not in after),
        changed=tuple(change for change in changed if change.changes),
    )


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to the other in runs of clauses."""
    was, now = _PIECES.findall(old), _PIECES.findall(new)
    found: list[Piece] = []
    for _tag, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        gone, come = "".join(was[i:j]), "".join(now[k:m])
        if gone == come:
            found.append(Piece(Sign.SAME, gone))
            continue
        if gone:
            found.append(Piece(Sign.REMOVED, gone))
        if come:
            found.append(Piece(Sign.ADDED, come))
    return tuple(found)


def _changes(old: dict[str, str], new: dict[str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(label, pieces(old.get(label, ""), text))
        for label, text in (new | {label: "" for label in old if label not in new}).items()
        if old.get(label, "") != text
    )


def _plan(text: PlanText) -> dict[str, str]:
    return {
        "計画の名前": text.title,
        "期間": _years(text.first_year, text.last_year),
        "合言葉": text.slogan,
        "将来像": text.vision,
        **{kind.label: text.section(kind) for kind in SectionKind},
    }


def _action(action: Action) -> dict[str, str]:
    roles = action.roles
    return {
        "番号": str(action.number),
        "取組の名前": action.title,
        "分類": action.code.label,
        "ねらい": action.purpose,
        "受け持つ部会": action.lead,
        "一緒に取り組む団体": "、".join(action.partners),
        "こたえる課題": "、".join(str(number) for number in action.issues),
        "役割分担": f"自助{roles.own}%、共助{roles.mutual}%、公助{roles.public}%",
        "時期": f"{action.horizon.label}、{_years(action.first_year, action.last_year)}",
        "費用": "、".join(
            f"{FiscalYear(year).label}{format_yen(amount)}" for year, amount in action.spending
        ),
        "財源": "、".join(f"{source.label}{format_yen(amount)}" for source, amount in action.funds),
        "指標": "\n".join(_indicators(action.indicators)),
        "まとまらなかった意見": action.minority,
    }


def _indicators(indicators: tuple[Indicator, ...]) -> Iterator[str]:
    for indicator in indicators:
        year = FiscalYear(indicator.year).label if indicator.year else "—"
        yield (
            f"{indicator.name}：{_figure(indicator.baseline)}から{_figure(indicator.target)}"
            f"{indicator.unit}（{year}、{indicator.source or '—'}）"
        )


def _figure(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:,}"


def _years(first: int, last: int) -> str:
    return f"{FiscalYear(first).label}から{FiscalYear(last).label}まで"
