"""The standing words of every official paper, kept as data beside this module.

`letters.toml` holds what the prefecture sends, `forms.toml` what a municipality sends,
`records.toml` what an office writes for its own file. A paper's builder adds the facts:

    compose("grant_decision", values={"fiscal_year": "令和6年度", …}, addressee=…, blocks=…)

The words stand here and not in the page templates so that an official can read and change them,
and so that every paper is stored with the words it was issued with.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, get_args

from comipla.core.paper_blocks import Annex, Block, Condition, Contact, Content, Layout, Party

_FILES = ("letters.toml", "forms.toml", "records.toml")
_TEXTS = ("opening", "closing", "remedies", "attachments")


@dataclass(frozen=True, slots=True)
class Wording:
    """The standing words of one kind of paper; `{name}` marks where a fact goes."""

    key: str
    layout: Layout
    title: str
    form_label: str = ""
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    variants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def variant(self, name: str) -> "Wording":
        """The wording for one outcome (for example 精算払 or 返還 of a determination).

        Raises:
            LookupError: the paper has no such variant, or has variants and none was named.
        """
        if not name and not self.variants:
            return self
        if name not in self.variants:
            raise LookupError(f"{self.key} is written as one of {sorted(self.variants)}: {name!r}")
        return replace(self, **self.variants[name])

    @property
    def placeholders(self) -> frozenset[str]:
        """The facts the words ask for, standing names left out."""
        texts = [self.title, *(text for part in _TEXTS for text in getattr(self, part))]
        names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        return frozenset(names - set(_standing_names()))


def wordings() -> Mapping[str, Wording]:
    """Every wording by the key of its paper."""
    return _wordings()


def compose(
    key: str,
    *,
    values: Mapping[str, str],
    variant: str = "",
    addressee: Party | None = None,
    sender: Party | None = None,
    blocks: Iterable[Block] = (),
    annexes: Iterable[Annex] = (),
    attachments: Iterable[str] = (),
    contact: Contact | None = None,
) -> Content:
    """The whole content of a paper: its standing words filled with the facts.

    `values` may also replace a standing name such as `guideline`. What is filled in is never
    read as a placeholder again. `attachments` are added to those the wording always asks for.

    Raises:
        LookupError: the key or variant is unknown, or a fact is missing; the message names it.
    """
    if key not in _wordings():
        raise LookupError(f"no wording for the paper {key!r}")
    wording = _wordings()[key].variant(variant)
    if missing := wording.placeholders - set(values):
        raise LookupError(f"the paper {key} needs {sorted(missing)}")
    facts = {**_standing_names(), **values}
    texts = {
        part: tuple(text.format_map(facts) for text in getattr(wording, part)) for part in _TEXTS
    }
    texts["attachments"] += tuple(attachments)
    return Content(
        title=wording.title.format_map(facts),
        layout=wording.layout,
        form_label=wording.form_label,
        addressee=addressee,
        sender=sender,
        blocks=tuple(blocks),
        annexes=tuple(annexes),
        contact=contact,
        **texts,
    )


def grant_conditions(codes: Iterable[str]) -> tuple[Condition, ...]:
    """The conditions of a grant decision in full words, by the codes of `GrantCondition`.

    Raises:
        LookupError: a code has no words.
    """
    texts = _read("conditions.toml")
    return tuple(
        Condition(texts[code]["text"], tuple(texts[code].get("parts", ()))) for code in codes
    )


@cache
def _standing_names() -> Mapping[str, str]:
    names: dict[str, str] = _read("names.toml")
    return names


@cache
def _wordings() -> Mapping[str, Wording]:
    return {key: _wording(key, entry) for file in _FILES for key, entry in _read(file).items()}


def _wording(key: str, entry: Mapping[str, Any]) -> Wording:
    wording = Wording(key=key, **_tuples(entry))
    if wording.layout not in get_args(Layout):
        raise ValueError(f"{key}: no layout {wording.layout!r}")
    variants = {name: _tuples(changes) for name, changes in wording.variants.items()}
    return replace(wording, variants=variants)


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(file).read_text(encoding="utf-8"))
