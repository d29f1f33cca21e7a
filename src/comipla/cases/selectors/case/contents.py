"""What an act's form says, in the labels, the sections and the rows of that form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comipla.cases.procedures import RULES
from comipla.cases.selectors.case.dossier import Dossier, PaperHead
from comipla.cases.selectors.case.story import has_contents
from comipla.core import docket
from comipla.core.docket import fold
from comipla.core.facts import values_from
from comipla.core.forms import Field, Form, Kind, cell_name, show_entry
from comipla.core.sight import kept_from
from comipla.programme.editions import form

_NUMBERS = frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.DECIMAL, Kind.COMPUTED})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its label, and whether it holds figures."""

    label: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A field with its entry: words, a table (`columns` and `rows`), or files by SHA-256.

    `totals` stand under a table, one for each column, empty where a column is not summed.
    """

    label: str
    text: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    totals: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form with what was written into it."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What one act said: its form, the parts of it, and the paper made of it."""

    number: int
    title: str
    style: str
    parts: tuple[Part, ...]
    paper: PaperHead | None


def latest_description(dossier: Dossier) -> int | None:
    """The number of the act that says last what the case is about: need, application, change."""
    opened = dossier.procedure.opening[0].describes
    told = (
        act.number
        for act in reversed(dossier.standing.acts)
        if act.of is None and dossier.procedure.act_types[act.kind].describes == opened
    )
    return next(told, None)


def shown_acts(dossier: Dossier) -> list[tuple[int, str]]:
    """The latest act of every form that says something, as number and title of the form."""
    latest: dict[str, int] = {}
    for act in dossier.standing.acts:
        act_type = dossier.procedure.act_types[act.kind] if act.of is None else None
        if act_type is not None and act_type.form and has_contents(act_type):
            latest[act_type.form] = act.number
    edition = dossier.case.forms
    return [(number, form(code, edition).title) for code, number in latest.items()]


def contents_of(dossier: Dossier, number: int) -> Contents | None:
    """What the act of that number says; None for one that the reader does not see."""
    act = dossier.act(number)
    if act is None:
        return None
    act_type = dossier.procedure.act_types[act.of or act.kind]
    if act_type.form is None:
        return None
    declared = form(act_type.form, dossier.case.forms)
    return Contents(
        number=number,
        title=declared.title,
        style=declared.style,
        parts=tuple(_parts(dossier, declared, act, kept_from(dossier.side, act_type))),
        paper=dossier.rows[number].paper,
    )


def show_in(dossier: Dossier, field: Field, value: Any) -> str:
    """An entry as people read it; a platform and files by their names."""
    if field.kind is Kind.PLATFORM and value:
        platform = dossier.case.platform
        if platform is not None and platform.pk == value:
            return platform.name
        known = dossier.surroundings.platforms.get(value)
        return known.name if known else ""
    if field.kind is Kind.FILES:
        names = {
            file["sha256"]: file["name"] for row in dossier.rows.values() for file in row.files
        }
        return "、".join(names.get(digest, digest) for digest in value)
    return show_entry(field, value)


def _parts(
    dossier: Dossier, declared: Form, act: docket.Act, kept: frozenset[str]
) -> Iterator[Part]:
    values = values_from(act.facts)
    # computed amounts stand on the case as it was when the act was done
    before = fold(dossier.procedure, dossier.whole.acts[: act.number - 1])
    rules = RULES[dossier.case.procedure](before, dossier.surroundings)
    computed = declared.compute(values, rules)
    for section in declared.sections:
        answers = tuple(
            _answer(dossier, field, values, computed)
            for field in section.fields
            if field.key not in kept and _asked(field, values)
        )
        if answers:
            yield Part(section.title, answers)


def _asked(field: Field, values: Mapping[str, Any]) -> bool:
    return field.visible_when is None or field.visible_when.holds(values)


def _answer(
    dossier: Dossier, field: Field, values: Mapping[str, Any], computed: Mapping[str, int | None]
) -> Answer:
    if field.kind is Kind.COMPUTED:
        return Answer(field.label, show_entry(field, computed[field.key]))
    value = values[field.key]
    if field.kind is Kind.ROWS:
        return _table(field, value, computed)
    if field.kind is Kind.FILES:
        return Answer(field.label, digests=value)
    return Answer(field.label, show_in(dossier, field, value))


def _table(
    field: Field, rows: Sequence[Mapping[str, Any]], computed: Mapping[str, int | None]
) -> Answer:
    columns = field.columns
    shown = tuple(
        tuple(
            show_entry(
                column,
                computed[cell_name(field, index, column)]
                if column.kind is Kind.COMPUTED
                else row[column.key],
            )
            for column in columns
        )
        for index, row in enumerate(rows)
    )
    totals = tuple(
        f"{sum(row[column.key] for row in rows):,}円" if column.key in field.totals else ""
        for column in columns
    )
    return Answer(
        field.label,
        columns=tuple(Column(column.label, column.kind in _NUMBERS) for column in columns),
        rows=shown,
        totals=totals if field.totals else (),
    )
