"""Two versions of a part side by side, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from comipla.cases.services.entries import Entries
from comipla.core.forms import Field, Kind, cell_name, row_indices
from comipla.core.forms.reading import typed
from comipla.web.acts.sheet import Sheet


@dataclass(frozen=True)
class Both:
    """A field with what was typed here and what is stored, line by line, as typed."""

    field: Field
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


def compared(
    sheet: Sheet, fields: Sequence[Field], mine: Entries, theirs: Entries
) -> tuple[Both, ...]:
    """What to choose between."""
    return tuple(
        Both(field, _lines(sheet, field, mine), _lines(sheet, field, theirs)) for field in fields
    )


def _lines(sheet: Sheet, field: Field, entries: Entries) -> tuple[str, ...]:
    if field.kind is not Kind.ROWS:
        return tuple(_word(sheet, field, text) for text in typed(entries, field.key))
    lines = []
    for index in row_indices(field, entries):
        cells = [
            f"{column.label} {_word(sheet, column, text)}"
            for column in field.columns
            for text in typed(entries, cell_name(field, index, column))
        ]
        if cells:
            lines.append(f"{index + 1}行目：{'、'.join(cells)}")
    return tuple(lines)


def _word(sheet: Sheet, field: Field, text: str) -> str:
    """A typed string as people read it: the words of codes, everything else as it stands."""
    if field.choices:
        return next((choice.label for choice in field.choices if choice.code == text), text)
    if field.kind is Kind.YES_NO:
        return {"yes": "はい", "no": "いいえ"}.get(text, text)
    if field.kind is Kind.PLATFORM:
        platforms = sheet.ground.surroundings.platforms.values()
        return next((p.name for p in platforms if str(p.id) == text), text)
    if field.kind is Kind.FILES:
        files = sheet.files.get(field.key, ())
        return next((file.name for file in files if file.sha256 == text), text)
    return text
