"""What a form in the making holds: the strings as typed, and the files in its slots."""

from collections.abc import Mapping

from django.db.models import Q

from comipla.cases.models import Attachment, FormDraft
from comipla.core.forms import Form, Kind

Entries = dict[str, str | list[str]]


def file_slots(form: Form) -> tuple[str, ...]:
    """The fields of a form that take files."""
    return tuple(field.key for field in form.fields if field.kind is Kind.FILES)


def files_in(draft: FormDraft, form: Form) -> dict[str, list[Attachment]]:
    """The files of each slot: the draft's own, and those of earlier acts that a correction keeps.

    A kept file is named in `raw` by its fingerprint. Only files that the same body handed in for
    the same case count, so that a foreign fingerprint leads nowhere.
    """
    found: dict[str, list[Attachment]] = {slot: [] for slot in file_slots(form)}
    if not found:
        return found
    earlier = Q(act__case=draft.case_id, draft__body=draft.body_id) if draft.case_id else Q()
    own = Q(draft=draft)
    rows = Attachment.objects.filter(own | earlier if earlier else own, removed_at=None)
    for row in rows.order_by("id"):
        held = row.draft_id == draft.pk or row.sha256 in _texts(draft.raw, row.slot)
        known = {file.sha256 for file in found.get(row.slot, ())}
        if row.slot in found and held and row.sha256 not in known:
            found[row.slot].append(row)
    return found


def entries_of(draft: FormDraft, form: Form) -> Entries:
    """What the form is read from: the strings as typed, and each slot's files by fingerprint."""
    files = files_in(draft, form)
    entries: Entries = {name: text for name, text in draft.raw.items() if name not in files}
    entries.update({slot: [row.sha256 for row in rows] for slot, rows in files.items() if rows})
    return entries


def _texts(raw: Mapping[str, str | list[str]], name: str) -> list[str]:
    entered = raw.get(name, [])
    return [entered] if isinstance(entered, str) else entered
