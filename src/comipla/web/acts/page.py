"""What the pages of a form are drawn from: its list of parts, one of its parts."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from comipla.cases.models import FormDraft
from comipla.core import docket
from comipla.core.clauses import Objection
from comipla.core.docket import DRAFT, Question
from comipla.core.forms import Kind, Problem, Section, SectionState
from comipla.core.wareki import format_wareki
from comipla.programme import clock
from comipla.web.acts.controls import Drawing
from comipla.web.acts.sheet import Sheet

_TONES = {
    SectionState.EMPTY: "neutral",
    SectionState.STARTED: "progress",
    SectionState.DONE: "done",
    SectionState.OPTIONAL: "done",
}


def place(draft: FormDraft, part: str = "", origin: str = "", *, add: str = "") -> str:
    """The address of a part of a form; `origin` is "check" for somebody who came from there."""
    given = {"part": part, "from": origin, "add": add}
    query = urlencode({key: value for key, value in given.items() if value})
    path = reverse("act_form", kwargs={"key": draft.key})
    return f"{path}?{query}" if query else path


def place_of(sheet: Sheet, path: str) -> str:
    """The address of one field, for a link that leads to it and back to the answers."""
    return f"{place(sheet.draft, sheet.part_with(path), 'check')}#{path}"


def closing(sheet: Sheet) -> tuple[Objection, ...]:
    """Why the act is not open now, whatever is written into the form."""
    around = sheet.ground.surroundings
    question = Question(sheet.ground.standing, around, sheet.act_type, around.today, sheet.actor)
    step = DRAFT if sheet.act_type.drafted else "do"
    return docket.objections(sheet.ground.procedure, question, step=step)


def summary(problems: Sequence[Problem]) -> list[tuple[str | None, str]]:
    """Problems for the error summary: place, and the same words as at the field."""
    return [(p.path or None, p.sentence if p.label else p.message) for p in problems]


def saved_time(draft: FormDraft) -> str:
    """When the draft was saved: the time of day, before today with the date."""
    moment = timezone.localtime(draft.saved_at)
    time_of_day = f"{moment.hour}時{moment.minute:02d}分"
    day = moment.date()
    return time_of_day if day == clock.today() else f"{format_wareki(day)} {time_of_day}"


def form_page(
    sheet: Sheet,
    part: str,
    *,
    base: str,
    problems: Sequence[Problem] = (),
    blank: str = "",
    focus: str = "",
    restored: bool = False,
    from_check: bool = False,
) -> dict[str, Any]:
    """The context of `acts/form.html`."""
    sections = sheet.sections(part)
    here = frozenset(field.key for section in sections for field in section.fields)
    drawing = Drawing(sheet, problems=problems, blank=blank, focus=focus)
    query = urlencode({"part": part}) if part else ""
    autosave = reverse("draft_save", kwargs={"key": sheet.draft.key})
    return {
        "sheet": sheet,
        "part": part,
        "blocks": [drawing.block(section, here) for section in sections],
        "errors": summary(problems),
        "base": base,
        "action": place(sheet.draft, part, "check" if from_check else ""),
        "autosave": f"{autosave}?{query}" if query else autosave,
        "restored": restored,
        "from_check": from_check,
        "closing": closing(sheet),
        "saved": saved_time(sheet.draft),
        "editable": bool(sheet.open_fields(part)),
        "following": place(sheet.draft, following(sheet, part)) if part else "",
        "last": sheet.is_long and sections[-1] is sheet.form.sections[-1],
    }


def following(sheet: Sheet, part: str) -> str:
    """The part after this one; "" after the last, which leads to the list of parts."""
    keys = [section.key for section in sheet.form.sections]
    return next(iter(keys[keys.index(part) + 1 :]), "")


def tasks_page(sheet: Sheet) -> dict[str, Any]:
    """The context of `acts/tasks.html`: the parts of a long form and how far each is filled."""
    progress = sheet.form.progress(sheet.reading)
    tasks = [_task(sheet, section, progress[section.key]) for section in sheet.form.sections]
    finished = (SectionState.DONE, SectionState.OPTIONAL)
    draft = sheet.draft
    return {
        "sheet": sheet,
        "tasks": tasks,
        "saved": saved_time(draft),
        "done": sum(state in finished for state in progress.values()),
        "total": 0 if sheet.correction else len(tasks),
        "closing": closing(sheet),
        "resume": f"{place(draft, sheet.part_with(draft.last_field))}&resume=1"
        if sheet.part_with(draft.last_field)
        else "",
    }


def _task(sheet: Sheet, section: Section, state: SectionState) -> dict[str, Any]:
    kinds = {field.kind for field in section.fields}
    verb = "を添える" if kinds == {Kind.FILES} else "を入力する"
    hint = ""
    status, tone = state.value, _TONES[state]
    if sheet.correction is not None:
        pointed = {defect.field for defect in sheet.correction.defects}
        found = [field.label for field in section.fields if field.key in pointed]
        if found:
            status, tone, hint = "補正あり", "action", f"{'、'.join(found)}を直します。"
        elif all(sheet.is_locked(field) for field in section.fields):
            verb, status, tone = "を見る", "対象外", "done"
    return {
        "name": f"{section.title}{verb}",
        "href": place(sheet.draft, section.key),
        "status": status,
        "tone": tone,
        "hint": hint,
    }
