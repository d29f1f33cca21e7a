"""A form in the making with everything that is needed to show, judge and save it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comipla.cases.models import Attachment, FormDraft
from comipla.cases.procedures import CORRECTIONS, RULES, Correction
from comipla.cases.services.drafts import act_type_of, form_of
from comipla.cases.services.entries import Entries, files_in
from comipla.cases.services.foresight import Foresight, Ground, foresee, ground_of
from comipla.cases.services.record import Opening
from comipla.core.access import Actor
from comipla.core.clauses import Objection
from comipla.core.docket import DRAFT, ActType
from comipla.core.facts import values_from
from comipla.core.forms import Field, Form, Kind, Problem, Reading, Section
from comipla.programme.editions import form

ONE_PAGE: int = 4
"""A form of at most so many sections is one page; a longer one begins with a list of its parts."""


@dataclass
class Sheet:
    """A draft in the hands of somebody, and where its case stands."""

    draft: FormDraft
    actor: Actor
    form: Form
    act_type: ActType
    ground: Ground
    raw: Entries
    read_only: bool = False

    @cached_property
    def files(self) -> dict[str, list[Attachment]]:
        """The files in each slot."""
        return files_in(self.draft, self.form)

    @cached_property
    def reading(self) -> Reading:
        """What the form makes of everything in it."""
        slots = {slot: [row.sha256 for row in rows] for slot, rows in self.files.items()}
        return self.form.read({**self.raw, **slots})

    @cached_property
    def computed(self) -> dict[str, int | None]:
        """The amounts the form reckons, by the name of their place."""
        rules = RULES[self.draft.procedure](self.ground.standing, self.ground.surroundings)
        return self.form.compute(self.reading.values, rules)

    @cached_property
    def correction(self) -> Correction | None:
        """What was pointed at, when the form is sent again."""
        return CORRECTIONS[self.draft.procedure](self.draft.kind, self.ground.standing)

    @cached_property
    def ahead(self) -> Foresight | None:
        """What sending the form would do; None while it is not complete."""
        if not self.reading.is_complete:
            return None
        return foresee(
            self.ground,
            kind=self.act_type.key,
            facts=self.reading.facts(self.act_type.facts),
            by=self.actor,
            step=DRAFT if self.act_type.drafted else "do",
        )

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that keeps the form from being sent: its own problems, then the clauses'."""
        if self.ahead is None:
            return self.reading.errors
        return self.objected(self.ahead.objections)

    def objected(self, objections: Iterable[Objection]) -> tuple[Problem, ...]:
        """What clauses say against the act, at the fields they name."""
        return tuple(
            Problem(objection.field or "", self._label(objection.field), objection.message)
            for objection in objections
        )

    @property
    def title(self) -> str:
        """What the page is called: a prescribed form by its own title, others by their act."""
        return self.form.title if self.form.style else self.act_type.done

    @property
    def style(self) -> str:
        """The number or name that the guideline gives the form, where it is not its title."""
        return self.form.style if self.form.style != self.form.title else ""

    @property
    def is_long(self) -> bool:
        """Tell whether the form begins with a list of its parts."""
        return len(self.form.sections) > ONE_PAGE

    def section(self, key: str) -> Section | None:
        """The section of that key; None for the form as a whole."""
        return next((section for section in self.form.sections if section.key == key), None)

    def sections(self, part: str) -> tuple[Section, ...]:
        """The sections of a part: one, or all of a short form."""
        section = self.section(part)
        return (section,) if section else self.form.sections

    def is_locked(self, field: Field) -> bool:
        """Tell whether the field is only read: in a drafted act, or left alone by a correction."""
        if self.read_only:
            return True
        return self.correction is not None and field.key not in self.correction.opened

    def open_fields(self, part: str) -> tuple[Field, ...]:
        """The fields of a part that may be changed."""
        return tuple(
            field
            for section in self.sections(part)
            for field in section.fields
            if not self.is_locked(field)
        )

    def part_with(self, path: str) -> str:
        """The part in which a place of the form stands; "" for a form of one page."""
        key = path.split("-", 1)[0]
        if not self.is_long:
            return ""
        return next(
            (s.key for s in self.form.sections if any(field.key == key for field in s.fields)), ""
        )

    def problems_in(self, sections: Sequence[Section]) -> tuple[Problem, ...]:
        """The problems of some sections."""
        keys = {field.key for section in sections for field in section.fields}
        return tuple(p for p in self.problems if p.path.split("-", 1)[0] in keys)

    def _label(self, path: str | None) -> str:
        """The place of a clause's objection in the form's own words."""
        if not path:
            return ""
        key, *cell = path.split("-")
        field = next((field for field in self.form.fields if field.key == key), None)
        if field is None:
            return ""
        if field.kind is Kind.ROWS and len(cell) == 2 and cell[0].isdigit():
            column = next((c for c in field.columns if c.key == cell[1]), None)
            return f"{field.label} {int(cell[0]) + 1}行目 {column.label if column else ''}".strip()
        return field.label


def sheet_of(draft: FormDraft, actor: Actor, raw: Entries | None = None) -> Sheet:
    """Take a draft in hand; `raw` stands in for what is stored, when it is not saved yet."""
    case = draft.case or Opening(draft.procedure, draft.programme_year, draft.body)
    return Sheet(
        draft=draft,
        actor=actor,
        form=form_of(draft),
        act_type=act_type_of(draft),
        ground=ground_of(case),
        raw=dict(draft.raw) if raw is None else raw,
    )


def sheet_of_facts(ground: Ground, act_type: ActType, facts: Any, actor: Actor) -> Sheet:
    """The form of an act whose facts are settled already, to be read only."""
    declared = form(act_type.form or "", ground.row.forms)
    draft = FormDraft(
        case=ground.row,
        body=ground.row.prefecture,
        programme_year=ground.row.programme_year,
        procedure=ground.row.procedure,
        kind=act_type.key,
        raw=declared.write(values_from(facts)),
    )
    return Sheet(draft, actor, declared, act_type, ground, dict(draft.raw), read_only=True)
