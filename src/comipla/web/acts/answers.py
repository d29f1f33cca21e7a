"""The answers of a form once more before it is sent, each with the way back to its field."""

from collections.abc import Sequence
from dataclasses import dataclass

from comipla.cases.models import Attachment
from comipla.core.facts import values_from
from comipla.core.forms import Field, Kind, Problem
from comipla.web.acts.page import place_of
from comipla.web.acts.sheet import Sheet
from comipla.web.acts.told import Table, shown_answer, shown_table


@dataclass(frozen=True)
class Answer:
    """One answer; `href` is empty where nothing can be changed."""

    label: str
    text: str
    href: str
    errors: tuple[str, ...]
    table: Table | None = None
    files: tuple[Attachment, ...] = ()
    long: bool = False
    changed: bool = False


@dataclass(frozen=True)
class AnsweredSection:
    """A section with its answers."""

    title: str
    answers: tuple[Answer, ...]


def answers(sheet: Sheet, problems: Sequence[Problem]) -> tuple[AnsweredSection, ...]:
    """Every answer that is asked for, in the order of the form."""
    values = sheet.reading.values
    sections = []
    for section in sheet.form.sections:
        asked = [
            field
            for field in section.fields
            if field.visible_when is None or field.visible_when.holds(values)
        ]
        found = tuple(_answer(sheet, field, problems) for field in asked)
        if found:
            sections.append(AnsweredSection(section.title, found))
    return tuple(sections)


def untouched(sheet: Sheet) -> tuple[str, ...]:
    """Fields that the prefecture pointed at and that a correction leaves as they were, in words."""
    if sheet.correction is None:
        return ()
    pointed = {defect.field for defect in sheet.correction.defects}
    return tuple(
        field.label
        for field in sheet.form.fields
        if field.key in pointed and not _changed(sheet, field)
    )


def _answer(sheet: Sheet, field: Field, problems: Sequence[Problem]) -> Answer:
    changeable = field.is_stored and not sheet.is_locked(field)
    errors = tuple(
        problem.message if problem.path == field.key else problem.sentence
        for problem in problems
        if problem.path.split("-", 1)[0] == field.key
    )
    return Answer(
        label=field.label,
        text="" if field.kind in (Kind.ROWS, Kind.FILES) else shown_answer(sheet, field),
        href=place_of(sheet, field.key) if changeable else "",
        errors=errors,
        table=shown_table(sheet, field) if field.kind is Kind.ROWS else None,
        files=tuple(sheet.files.get(field.key, ())),
        long=field.kind in (Kind.LONG_TEXT, Kind.CHOICES),
        changed=_changed(sheet, field),
    )


def _changed(sheet: Sheet, field: Field) -> bool:
    """Tell whether a correction gives another answer than the form it replaces."""
    if sheet.correction is None or not field.is_stored:
        return False
    before = values_from(sheet.correction.before).get(field.key)
    return bool(before != sheet.reading.values.get(field.key))
