"""The composer without scripts: a plan as the values of a form, and back.

Everything stays as typed; what cannot be read is told by the core when the plan is checked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from comipla.web.allocations.fields import SHAPES, Ask, Shape, shape_key

_MOST: Final = 40
_LIMIT: Final = re.compile(r"(?P<limit>.+?)(?P<word>以下|未満)")
_OPEN_END: Final = ("それ以上", "以上", "-", "ー")


@dataclass(frozen=True)
class Drawn:
    """A field as it is drawn: `name` in the form, `value` as text, flag or list."""

    ask: Ask
    name: str
    value: Any


@dataclass(frozen=True)
class Card:
    """A component as the page draws it."""

    number: int
    shape: Shape
    key: str
    label: Drawn
    asks: tuple[Drawn, ...]
    more: tuple[Drawn, ...]


@dataclass
class Plan:
    """A plan in the making: lists of words that the buttons move about."""

    components: list[dict[str, Any]] = field(default_factory=list)
    pools: dict[str, dict[str, Any]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Mapping[str, Any]) -> "Plan":
        """The plan as it is stored."""
        return cls(
            [dict(part) for part in plan.get("components", ())],
            {key: dict(pool) for key, pool in plan.get("pools", {}).items()},
            {word: str(plan[word]) for word in WHOLE if word in plan},
        )

    @classmethod
    def typed(cls, post: QueryDict) -> "Plan":
        """The plan as it was typed."""
        components = []
        for number in range(min(_count(post, "components"), _MOST)):
            key = post.get(f"c{number}-kind", "")
            if key in SHAPES:
                components.append(_component(post, number, key))
        pools = {}
        for number in range(min(_count(post, "pools"), _MOST)):
            key = post.get(f"p{number}-key", "") or f"pool{number + 1}"
            pools[key] = _pool(post, number)
        whole = {word: text for word in WHOLE if (text := post.get(word, "").strip())}
        return cls(components, pools, whole)

    def press(self, button: str, kind: str) -> None:
        """What a button of the form does, other than saving."""
        verb, _, place = button.partition(":")
        at = int(place) if place.isdecimal() else -1
        rows = self.components
        if verb == "add" and kind in SHAPES and len(rows) < _MOST:
            name, _, method = kind.partition(":")
            rows.append({"kind": name, **({"method": method} if method else {})})
        elif verb == "remove" and 0 <= at < len(rows):
            rows.pop(at)
        elif verb == "up" and 0 < at < len(rows):
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        elif verb == "add-pool" and len(self.pools) < _MOST:
            taken = set(self.pools)
            free = next(n for n in range(1, _MOST + 2) if f"pool{n}" not in taken)
            self.pools[f"pool{free}"] = {}
        elif verb == "remove-pool" and 0 <= at < len(self.pools):
            self.pools.pop(list(self.pools)[at])

    def words(self) -> dict[str, Any]:
        """The plan as it is stored."""
        plan: dict[str, Any] = {**self.whole, "components": self.components}
        return {**plan, "pools": self.pools} if self.pools else plan

    def cards(self) -> list[Card]:
        """The components as the page draws them."""
        return [
            _card(number, part) for number, part in enumerate(self.components)
            if shape_key(part) in SHAPES
        ]  # fmt: skip


WHOLE: Final = ("total_budget", "unit", "rounding")


def _count(post: QueryDict, name: str) -> int:
    text = post.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _card(number: int, part: Mapping[str, Any]) -> Card:
    key = shape_key(part)
    shape = SHAPES[key]

    def drawn(ask: Ask) -> Drawn:
        write = _WRITERS.get(ask.kind, str)
        value = part.get(ask.word)
        return Drawn(ask, f"c{number}-{ask.word}", "" if value is None else write(value))

    label = Ask("label", "名前", help="算定調書に出ます。", required=False)
    asks, more = (tuple(map(drawn, group)) for group in (shape.asks, shape.more))
    return Card(number, shape, key, drawn(label), asks, more)


def _component(post: QueryDict, number: int, key: str) -> dict[str, Any]:
    kind, _, method = key.partition(":")
    part: dict[str, Any] = {"kind": kind, **({"method": method} if method else {})}
    shape = SHAPES[key]
    if label := post.get(f"c{number}-label", "").strip():
        part["label"] = label
    for ask in (*shape.asks, *shape.more):
        name = f"c{number}-{ask.word}"
        typed = post.getlist(name) if ask.kind == "metrics" else post.get(name, "").strip()
        value = _READERS.get(ask.kind, _as_typed)(typed)
        if value not in ("", [], {}, None):
            part[ask.word] = value
    return part


def _pool(post: QueryDict, number: int) -> dict[str, Any]:
    pool: dict[str, Any] = {}
    for word in ("label", "amount", "unit"):
        if text := post.get(f"p{number}-{word}", "").strip():
            pool[word] = text
    if post.get(f"p{number}-previous"):
        pool["amount"] = "previous"
    if post.get(f"p{number}-together"):
        pool["together"] = True
    return pool


def _as_typed(text: Any) -> Any:
    return text


def _flag(text: str) -> bool | None:
    return True if text else None


def _lines(text: str) -> list[list[str]]:
    return [words for line in text.splitlines() if (words := line.replace("\u3000", " ").split())]


def _read_table(text: str) -> list[dict[str, str]]:
    rows = []
    for words in _lines(text):
        # A line of one word is a limit that has no amount yet, or the amount of the open end.
        bare = len(words) == 1 and words[0] not in _OPEN_END and not _LIMIT.fullmatch(words[0])
        limit, rest = ("", words) if bare else (words[0], words[1:])
        row: dict[str, str] = {}
        if limit and limit not in _OPEN_END:
            found = _LIMIT.fullmatch(limit)
            word = "below" if found and found["word"] == "未満" else "upto"
            row[word] = found["limit"] if found else limit
        if rest:
            row["amount"] = rest[0].removesuffix("円")
        if len(rest) > 1:
            row["rate"] = "".join(rest[1:]).removesuffix("円")
        rows.append(row)
    return rows


def _write_table(rows: Any) -> str:
    lines = []
    for row in rows:
        limit = (
            f"{row['upto']}以下" if "upto" in row
            else f"{row['below']}未満" if "below" in row
            else "それ以上"
        )  # fmt: skip
        lines.append(" ".join([limit, *(str(row[w]) for w in ("amount", "rate") if w in row)]))
    return "\n".join(lines)


def _read_named(text: str) -> list[dict[str, str]]:
    named = []
    for words in _lines(text):
        platform, amount, *reason = (*words, "", "")[: max(len(words), 2)]
        entry = {"platform": platform, "amount": amount.removesuffix("円")}
        named.append({**entry, "reason": " ".join(reason)})
    return named


def _write_named(rows: Any) -> str:
    return "\n".join(f"{row['platform']} {row['amount']} {row['reason']}".rstrip() for row in rows)


def _read_weights(text: str) -> dict[str, str]:
    return {words[0]: "".join(words[1:]) for words in _lines(text)}


def _write_weights(weights: Any) -> str:
    return "\n".join(f"{year} {weight}" for year, weight in weights.items())


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "flag": _flag,
    "table": _read_table,
    "named": _read_named,
    "weights": _read_weights,
    "years": lambda text: text.replace("、", " ").replace(",", " ").split(),
}
_WRITERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "flag": bool,
    "metrics": list,
    "table": _write_table,
    "named": _write_named,
    "weights": _write_weights,
    "years": " ".join,
}
