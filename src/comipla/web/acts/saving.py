"""Saving one part of a form, without losing what somebody else has typed meanwhile.

A page carries the imprint of the part as it was shown. When the stored part no longer bears it,
and is not what is being saved either, another tab or a colleague was there: both versions are then
shown side by side, and whoever came second chooses field by field. Changes in other parts of the
same form never disturb.
"""

from collections.abc import Sequence

from comipla.cases.models import FormDraft
from comipla.cases.services.drafts import DraftMoved, save_draft
from comipla.cases.services.entries import Entries
from comipla.core.access import Actor
from comipla.core.forms import Field
from comipla.web.acts.typed import imprint, merged

_ATTEMPTS = 3


class PartMoved(Exception):
    """The part was changed by another tab or person; `current` is the draft as it stands now."""

    def __init__(self, current: FormDraft) -> None:
        self.current = current
        super().__init__(f"draft {current.pk} was changed in the same part")


def save_part(
    *,
    draft: FormDraft,
    fields: Sequence[Field],
    part: Entries,
    base: str,
    by: Actor,
    at: str = "",
) -> FormDraft:
    """Keep what was typed into some fields; `base` is the imprint of them as they were shown.

    `at` names the field in which the person is. Raises `PartMoved` when the same fields were
    changed meanwhile, and `DraftSubmitted` when the form has been sent.
    """
    current = draft
    for _ in range(_ATTEMPTS):
        stands = imprint(fields, current.raw)
        if stands not in (base, imprint(fields, part)):
            raise PartMoved(current)
        raw = merged(current.raw, fields, part)
        try:
            return save_draft(draft=current, raw=raw, version=current.version, by=by, field=at[:80])
        except DraftMoved as moved:
            current = moved.current
    raise PartMoved(current)
