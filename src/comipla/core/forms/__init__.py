"""Prescribed forms (様式) as data: declared in TOML, read tolerantly, losing nothing typed."""

from comipla.core.forms.comparing import FieldChange, RowChange, RowFate, align, compare
from comipla.core.forms.declaration import (
    Choice,
    Condition,
    Field,
    FormError,
    Kind,
    RowCheck,
    RowRule,
    Section,
    SumCheck,
    Term,
)
from comipla.core.forms.entries import count_characters, show_entry
from comipla.core.forms.form import Form, Rule, SectionState
from comipla.core.forms.reading import Problem, Raw, Reading, Severity, cell_name, row_indices

__all__ = [
    "Choice",
    "Condition",
    "Field",
    "FieldChange",
    "Form",
    "FormError",
    "Kind",
    "Problem",
    "Raw",
    "Reading",
    "RowChange",
    "RowCheck",
    "RowFate",
    "RowRule",
    "Rule",
    "Section",
    "SectionState",
    "Severity",
    "SumCheck",
    "Term",
    "align",
    "cell_name",
    "compare",
    "count_characters",
    "row_indices",
    "show_entry",
]
