"""The controls of a form's page: every word a template needs, so that templates only draw."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comipla.core.codes import PlatformStage
from comipla.core.forms import (
    Condition,
    Field,
    Kind,
    Problem,
    RowRule,
    Section,
    Severity,
    cell_name,
    row_indices,
)
from comipla.core.forms.reading import typed
from comipla.core.money import format_yen
from comipla.web.acts.sheet import Sheet
from comipla.web.acts.told import Table, shown_answer, shown_table
from comipla.web.filters import figure

MOST_RADIOS = 5
"""So many answers are shown at once; more of them become a list to choose from."""

_DRAWN: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "long",
    Kind.AMOUNT: "amount",
    Kind.INTEGER: "number",
    Kind.DECIMAL: "number",
    Kind.DATE: "date",
    Kind.CHOICE: "radios",
    Kind.CHOICES: "checks",
    Kind.YES_NO: "tick",
    Kind.ROWS: "rows",
    Kind.FILES: "files",
    Kind.PLATFORM: "select",
    Kind.COMPUTED: "computed",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer on offer."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in a slot; `digest` only where it comes from an earlier act and is kept by name."""

    uuid: Any
    name: str
    size: int
    digest: str = ""


@dataclass(slots=True, kw_only=True)
class Control:
    """A field, or a cell of a row, as it is drawn. `name` is also its id."""

    name: str
    label: str
    drawn: str
    value: str = ""
    need: str = ""
    help: str = ""
    example: str = ""
    unit: str = ""
    error: str = ""
    warnings: tuple[str, ...] = ()
    note: str = ""
    findings: tuple[Any, ...] = ()
    options: tuple[Option, ...] = ()
    sums: str = ""
    limit: int | None = None
    when: str = ""
    when_in: str = ""
    wide: bool = False
    focus: bool = False
    accept: str = ""
    camera: bool = False
    files: tuple[Kept, ...] = ()
    rows: tuple["Row", ...] = ()
    table: Table | None = None
    totals: tuple["Control", ...] = ()
    guide: tuple[tuple[str, str, str], ...] = ()
    fixed: bool = False
    live: bool = False

    @property
    def described_by(self) -> str:
        """The ids of what explains the control, for `aria-describedby`."""
        parts = (
            ("help", self.help),
            ("example", self.example),
            ("note", self.note),
            ("findings", self.findings),
            ("warning", self.warnings),
            ("error", self.error),
        )
        return " ".join(f"{self.name}-{part}" for part, there in parts if there)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    index: int
    heading: str
    cells: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section on the page."""

    key: str
    title: str
    lead: str
    controls: tuple[Control, ...]


class Drawing:
    """Draws the sections of a sheet: `problems` are shown, `blank` names rows that get one more."""

    def __init__(
        self, sheet: Sheet, *, problems: Sequence[Problem], blank: str = "", focus: str = ""
    ) -> None:
        self.sheet = sheet
        self.blank = blank
        self.focus = focus
        self.errors: dict[str, str] = {}
        self.warnings: dict[str, list[str]] = defaultdict(list)
        for problem in problems:
            self.errors.setdefault(problem.path, problem.message)
        for problem in sheet.reading.problems:
            if problem.severity is Severity.WARNING:
                self.warnings[problem.path].append(problem.message)
        correction = sheet.correction
        self.findings: dict[str, list[Any]] = defaultdict(list)
        for defect in correction.defects if correction else ():
            self.findings[defect.field].append(defect)

    def block(self, section: Section, here: frozenset[str]) -> Block:
        """A section; `here` are the keys of the fields on the same page."""
        controls = (self.control(field, here) for field in section.fields)
        shown = tuple(control for control in controls if control is not None)
        return Block(section.key, section.title, section.lead, shown)

    def control(self, field: Field, here: frozenset[str]) -> Control | None:
        """A field; None where another page's answer makes it superfluous."""
        values = self.sheet.reading.values
        condition = field.visible_when
        if condition and condition.field not in here and not condition.holds(values):
            return None
        control = self._control(field, field.key, values, self.sheet.form.fields)
        bound = condition or field.required_when
        if bound and bound.field in here:
            self._bind(control, field, self.sheet.form.fields)
        control.findings = tuple(self.findings.get(field.key, ()))
        if self.sheet.is_locked(field):
            return self._locked(control, field)
        if field.kind is Kind.ROWS:
            self._add_rows(control, field)
        elif field.kind is Kind.FILES:
            self._add_files(control, field)
        return control

    def _control(
        self, field: Field, name: str, values: Mapping[str, Any], beside: Sequence[Field]
    ) -> Control:
        drawn = _DRAWN[field.kind]
        if field.kind is Kind.YES_NO and field.required:
            drawn = "radios"
        if field.kind is Kind.CHOICE and len(field.choices) > MOST_RADIOS:
            drawn = "select"
        control = Control(
            name=name,
            label=field.label,
            drawn=drawn,
            need=_need(field, values),
            help=field.help,
            example=field.example,
            unit=field.unit or ("円" if field.kind is Kind.AMOUNT else ""),
            error=self.errors.get(name, ""),
            warnings=tuple(self.warnings.get(name, ())),
            sums=" ".join(_sums(field, name, beside, self.sheet)),
            limit=field.length_limit if field.kind is Kind.LONG_TEXT else None,
            wide=field.kind is Kind.TEXT and (field.length_limit or 0) > _SHORT,
            focus=self.focus == name,
        )
        if field.kind is Kind.COMPUTED:
            amount = self.sheet.computed.get(name)
            control.live = field.rule in ("sum", "difference")
            control.value = figure(amount) if control.live else computed_words(amount)
        elif field.kind in (Kind.CHOICES, Kind.CHOICE, Kind.YES_NO, Kind.PLATFORM):
            control.options = self._options(field, typed(self.sheet.raw, name))
        else:
            control.value = _text(self.sheet.raw.get(name, ""))
        return control

    def _options(self, field: Field, chosen: Sequence[str]) -> tuple[Option, ...]:
        if field.kind is Kind.YES_NO:
            pairs = [("yes", "はい"), ("no", "いいえ")]
        elif field.kind is Kind.PLATFORM:
            platforms = self.sheet.ground.surroundings.platforms.values()
            pairs = [
                (str(p.id), f"{p.name}（{PlatformStage.of(p.stage).label}）") for p in platforms
            ]
        else:
            pairs = [(choice.code, choice.label) for choice in field.choices]
        return tuple(Option(code, label, code in chosen) for code, label in pairs)

    def _bind(self, control: Control, field: Field, beside: Sequence[Field]) -> None:
        """Say on which answer of the same page a field depends; script hides it until then."""
        before = control.name.removesuffix(field.key)
        if field.visible_when:
            control.when = f"{before}{field.visible_when.field}"
            control.when_in = " ".join(field.visible_when.values)
            control.note = f"{_answers(beside, field.visible_when)}のときだけ書きます。"
            if field.required_when == field.visible_when:
                control.need = "必須"
        elif field.required_when:
            control.note = f"{_answers(beside, field.required_when)}のときは必ず書きます。"

    def _locked(self, control: Control, field: Field) -> Control:
        """What was handed in, to read only."""
        control.drawn, control.need, control.error = "locked", "", ""
        if field.kind is Kind.ROWS:
            control.table = shown_table(self.sheet, field)
        elif field.kind is Kind.FILES:
            self._add_files(control, field)
            control.drawn = "locked_files"
        elif field.kind is Kind.COMPUTED:
            control.drawn = "computed"
        else:
            control.value = shown_answer(self.sheet, field)
        return control

    def _add_rows(self, control: Control, field: Field) -> None:
        indices = row_indices(field, self.sheet.raw)
        if not field.fixed and (self.blank == field.key or not indices):
            indices = [*indices, indices[-1] + 1 if indices else 0]
        control.fixed = field.fixed
        control.rows = tuple(self._row(field, index) for index in indices)
        control.guide = tuple(
            (column.label, column.help, column.example)
            for column in field.columns
            if column.help or column.example
        )
        control.totals = tuple(self._totals(field))
        if self.blank == field.key and control.rows:
            control.rows[-1].cells[0].focus = True

    def _row(self, field: Field, index: int) -> Row:
        rows = self.sheet.reading.values.get(field.key, ())
        values = rows[index] if index < len(rows) else {}
        columns = field.columns
        heading = f"{index + 1}行目"
        if field.fixed:
            heading, columns = columns[0].choices[index].label, columns[1:]
        cells = []
        for column in columns:
            cell = self._control(column, cell_name(field, index, column), values, field.columns)
            if cell.drawn == "radios" and not field.fixed:
                cell.drawn = "select"
            cell.help = cell.example = ""
            self._bind(cell, column, field.columns)
            if any(c.rule is RowRule.PRODUCT and c.field == column.key for c in field.checks):
                cell.need = "任意"  # the form reckons it where it is left blank
            filled = values.get(column.key)
            if column.kind is Kind.AMOUNT and not cell.value and isinstance(filled, int):
                cell.note = f"空欄なので、計算した{format_yen(filled)}とします。"
            cells.append(cell)
        return Row(index, heading, tuple(cells))

    def _totals(self, field: Field) -> Iterable[Control]:
        """The sums of columns, unless the form shows them as a field of their own."""
        shown = {
            of for other in self.sheet.form.fields if other.rule == "sum" for of in other.of[:1]
        }
        rows = self.sheet.reading.values.get(field.key, ())
        for key in field.totals:
            name = f"{field.key}.{key}"
            if name in shown:
                continue
            amounts = [row[key] for row in rows]
            total = None if None in amounts else sum(amounts)
            label = f"{field.column(key).label}の計"
            yield Control(name=name, label=label, drawn="computed", value=figure(total), live=True)

    def _add_files(self, control: Control, field: Field) -> None:
        control.accept = ",".join(f".{ending}" for ending in field.accept)
        control.camera = "jpg" in field.accept
        control.files = tuple(
            Kept(
                file.uuid,
                file.name,
                file.size,
                file.sha256 if file.draft_id != self.sheet.draft.pk else "",
            )
            for file in self.sheet.files[field.key]
        )


_SHORT = 40  # characters: a longer text gets the whole width of a row


def _need(field: Field, values: Mapping[str, Any]) -> str:
    if field.kind is Kind.COMPUTED:
        return ""
    condition = field.required_when
    needed = field.required or (condition is not None and condition.holds(values))
    return "必須" if needed or field.min_items else "任意"


def _answers(beside: Sequence[Field], condition: Condition) -> str:
    """A condition in words: 「段階」が「設立」か「運営」."""
    asked = next(field for field in beside if field.key == condition.field)
    words = {"yes": "「はい」", "no": "「いいえ」", "": "空欄"}
    names = [words.get(code) or f"「{asked.label_of(code)}」" for code in condition.values]
    return f"「{asked.label}」が{'か'.join(names)}"


def _sums(field: Field, name: str, beside: Iterable[Field], sheet: Sheet) -> Iterable[str]:
    """The names of the totals to which an amount counts, "-" before those it lowers."""
    if field.kind is not Kind.AMOUNT:
        return
    row, _, column = name.rpartition("-")
    for other in beside if row else ():
        if other.rule in ("sum", "difference") and column in other.of:
            sign = "-" if other.rule == "difference" and other.of.index(column) else ""
            yield f"{sign}{row}-{other.key}"
    address = f"{row.split('-')[0]}.{column}" if row else name
    yield address
    for other in sheet.form.fields:
        if other.rule in ("sum", "difference") and address in other.of:
            sign = "-" if other.rule == "difference" and other.of.index(address) else ""
            yield f"{sign}{other.key}"


def _text(entered: str | list[str]) -> str:
    return entered if isinstance(entered, str) else "、".join(entered)


def computed_words(amount: int | None) -> str:
    """A reckoned amount, or what it waits for."""
    return "金額がそろうと出ます" if amount is None else format_yen(amount)
