"""Forms in the making: opened filled, saved as typed, submitted once."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from comipla.cases.codec import acts_of
from comipla.cases.models import Act, Case, FormDraft
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.entries import entries_of
from comipla.cases.services.record import Opening, record_act
from comipla.cases.services.surroundings import envelopes_for, surroundings_for
from comipla.core.access import Actor, Permission, may
from comipla.core.docket import DRAFT, ActType, Standing, Surroundings, fold
from comipla.core.forms import Form, Reading
from comipla.people.models import Body
from comipla.programme.clock import now, today
from comipla.programme.editions import form
from comipla.programme.models import ProgrammeYear

Raw = Mapping[str, str | list[str]]


class DraftMoved(Exception):
    """Somebody else, or another tab, has saved since; `current` is what stands now."""

    def __init__(self, current: FormDraft) -> None:
        self.current = current
        super().__init__(f"draft {current.pk} is at version {current.version}")


class DraftSubmitted(Exception):
    """The draft has become an act; its receipt can be shown."""

    def __init__(self, act: Act) -> None:
        self.act = act
        super().__init__(f"draft has become act {act.pk}")


class Incomplete(Exception):
    """The form cannot be sent yet; `reading` holds every problem."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        super().__init__(f"{len(reading.errors)} problems")


def act_type_of(draft: FormDraft) -> ActType:
    """The declaration of the act that the draft will become."""
    return PROCEDURES[draft.procedure].act_types[draft.kind]


def form_of(draft: FormDraft) -> Form:
    """The prescribed form in the edition that the case, or the year, is pinned to."""
    code = act_type_of(draft).form
    if code is None:
        raise LookupError(f"{draft.kind} has no form")
    edition = draft.case.forms if draft.case else draft.programme_year.forms
    return form(code, edition)


def reading_of(draft: FormDraft) -> Reading:
    """What the form makes of everything in it: the words typed and the files put into its slots."""
    declared = form_of(draft)
    return declared.read(entries_of(draft, declared))


def standing_of(case: Case) -> Standing:
    """Where a case stands, folded from its stored acts."""
    procedure = PROCEDURES[case.procedure]
    return fold(procedure, acts_of(procedure, Act.objects.filter(case=case).order_by("number")))


def surroundings_of(case: Case, standing: Standing) -> Surroundings:
    """What the clauses may ask about for a case, as of today and without any lock."""
    procedure = PROCEDURES[case.procedure]
    return surroundings_for(
        year=case.programme_year,
        owner=case.owner,
        today=today(),
        envelopes=envelopes_for(year=case.programme_year, owner=case.owner, menu=procedure.menu),
        held=dict(procedure.reserves(standing)),
    )


def open_draft(*, case: Case, kind: str, by: Actor) -> FormDraft:
    """The body's open draft of this form for the case, or a new one filled with what is known.

    Colleagues of one body share a draft. Whether the act is open is asked when it is shown and
    again when it is sent, not here: what somebody has begun to type is kept in any case.
    """
    existing = _open_draft(case, kind, by)
    if existing is not None:
        return existing
    standing = standing_of(case)
    procedure = PROCEDURES[case.procedure]
    code = procedure.act_types[kind].form
    values = procedure.suggest(kind, standing, surroundings_of(case, standing))
    raw = form(code, case.forms).write(values) if code else {}
    body = Body.objects.get(code=by.body_code)
    try:
        with transaction.atomic():
            return FormDraft.objects.create(
                body=body,
                case=case,
                programme_year=case.programme_year,
                procedure=case.procedure,
                kind=kind,
                raw=raw,
                started_by_id=by.known_person,
                saved_by_id=by.known_person,
            )
    except IntegrityError:  # a colleague was a moment faster
        found = _open_draft(case, kind, by)
        if found is None:
            raise
        return found


def _open_draft(case: Case, kind: str, by: Actor) -> FormDraft | None:
    return (
        FormDraft.objects.visible_to(by)
        .select_related("case__programme_year", "case__owner", "programme_year", "saved_by")
        .filter(case=case, kind=kind, act=None)
        .first()
    )


def begin_case(
    *,
    year: ProgrammeYear,
    procedure: str,
    by: Actor,
    raw: Raw | None = None,
    key: uuid.UUID | None = None,
) -> FormDraft:
    """A new draft of the form that opens a case, for the actor's own municipality.

    A second call with the same `key` gives the draft of the first.
    """
    body = Body.objects.get(code=by.body_code)
    if not may(by, Permission.SUBMIT, body.path):
        raise PermissionDenied
    opening = PROCEDURES[procedure].opening[0]
    draft = FormDraft(
        key=key or uuid.uuid4(),
        body=body,
        programme_year=year,
        procedure=procedure,
        kind=opening.key,
        raw=dict(raw or {}),
        started_by_id=by.known_person,
        saved_by_id=by.known_person,
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:  # the first click was a moment faster
        return FormDraft.objects.visible_to(by).get(key=draft.key)
    return draft


@transaction.atomic
def save_draft(
    *, draft: FormDraft, raw: Raw, version: int, by: Actor, field: str = ""
) -> FormDraft:
    """Keep what has been typed, as typed. Raises `DraftMoved` when another save came between.

    `field` is where the person is, so that a lost session can be taken up there.
    """
    current = _locked(draft, by)
    if current.act is not None:
        raise DraftSubmitted(current.act)
    if current.version != version:
        raise DraftMoved(current)
    current.raw = dict(raw)
    current.version += 1
    current.last_field = field
    current.saved_by_id = by.known_person
    current.saved_at = now()
    current.save(update_fields=["raw", "version", "last_field", "saved_by", "saved_at"])
    return current


@transaction.atomic
def discard_draft(*, draft: FormDraft, by: Actor) -> None:
    """Throw away what has been typed. A draft that has become an act stays.

    The files it held are left behind for `cases.services.sweeping`.
    """
    current = _locked(draft, by)
    if current.act is not None:
        raise DraftSubmitted(current.act)
    current.attachments.all().delete()
    FormDraft.objects.visible_to(by).filter(pk=current.pk).delete()


@transaction.atomic
def submit_draft(*, draft: FormDraft, by: Actor, on: date | None = None) -> Act:
    """Send the form as it was read: the draft becomes an act, exactly once.

    The draft stays locked meanwhile, so that every word saved and every file taken before is in
    the act, and none is taken after. A second click gives the same act.

    Raises:
        DraftMoved: somebody saved since `draft` was read; nobody has checked those words.
        Incomplete: with every problem of the form; the draft then stays as it is.
        docket.Refused: with every objection; the draft then stays as it is.
    """
    current = _locked(draft, by)
    if current.act is not None:
        return current.act
    if current.version != draft.version:
        raise DraftMoved(current)
    reading = reading_of(draft)
    if not reading.is_complete:
        raise Incomplete(reading)
    declared = act_type_of(draft)
    case: Case | Opening = draft.case or Opening(draft.procedure, draft.programme_year, draft.body)
    return record_act(
        case=case,
        kind=DRAFT if declared.drafted else declared.key,
        of=declared.key if declared.drafted else None,
        facts=reading.facts(declared.facts),
        by=by,
        key=draft.key,
        on=on,
        draft=draft,
    )


def open_drafts(by: Actor) -> list[FormDraft]:
    """What the actor's body has begun and not sent, newest first."""
    return list(
        FormDraft.objects.visible_to(by)
        .filter(act=None)
        .select_related("case", "saved_by", "programme_year")
        .order_by("-saved_at", "-id")[:50]
    )


def _locked(draft: FormDraft, by: Actor) -> FormDraft:
    """The draft as it stands once nobody else works on it.

    Its act is not joined: a row read after waiting for the lock is new, what is joined to it is
    what stood there before the wait.
    """
    return FormDraft.objects.visible_to(by).select_for_update(of=("self",)).get(pk=draft.pk)
