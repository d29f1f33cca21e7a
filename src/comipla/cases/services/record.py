"""`record_act`: the one door through which anything happens to a case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from comipla.cases.codec import act_hash, dues_to_json
from comipla.cases.models import Act, Attachment, Case, FormDraft, Posting
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.announce import announce
from comipla.cases.services.locking import lock_case, lock_envelopes, past_of
from comipla.cases.services.papers import issue_paper
from comipla.cases.services.project import keep_dues, project
from comipla.cases.services.surroundings import surroundings_for
from comipla.core import docket
from comipla.core.access import Actor
from comipla.core.docket import Standing, fold, perform
from comipla.core.facts import to_json
from comipla.core.papers import Cited
from comipla.documents.models import Paper
from comipla.people.models import Body
from comipla.programme.clock import now, today
from comipla.programme.models import Envelope, ProgrammeYear
from comipla.programme.outbox import together


@dataclass(frozen=True)
class Opening:
    """What a new case needs before its first act: its procedure, year and municipality."""

    procedure: str
    programme_year: ProgrammeYear
    owner: Body


class KeyReused(Exception):
    """The idempotency key belongs to another act; the form must be opened anew."""


@transaction.atomic
def record_act(
    *,
    case: Case | Opening,
    kind: str,
    facts: Any,
    by: Actor,
    key: uuid.UUID,
    of: str | None = None,
    on: date | None = None,
    draft: FormDraft | None = None,
) -> Act:
    """Do an act: check it against locked balances, append it, and re-project its case.

    Everything happens in one transaction: lock the case and the envelopes it draws on, ask the
    clauses, append the act with its number and the hash of the one before, post the money, take
    the paper's number, put notices and jobs in the outbox, write the projection. A repeat with
    the same `key` returns the act it made the first time. Raises `docket.Refused` with every
    objection; nothing is then stored.
    """
    return record_or_give_up(
        case=case, kind=kind, facts=facts, by=by, key=key, of=of, on=on, draft=draft
    )


@transaction.atomic(savepoint=False)
@together()
def record_or_give_up(
    *,
    case: Case | Opening,
    kind: str,
    facts: Any,
    by: Actor,
    key: uuid.UUID,
    of: str | None = None,
    on: date | None = None,
    draft: FormDraft | None = None,
) -> Act:
    """As `record_act`, for a caller whose whole transaction falls when one act is refused.

    Thousands of acts in one transaction are quicker without a savepoint for each.
    """
    row = _locked(case)
    procedure = PROCEDURES[row.procedure]
    past = past_of(row, procedure)
    if row.pk is None or any(stored.key == key for stored in past):
        known = Act.objects.select_related("case").filter(key=key).first()
        if known is not None:
            return _same(known, kind=kind, by=by)
    standing = fold(procedure, [stored.act for stored in past])
    envelopes = lock_envelopes(row, menu=procedure.menu)
    held = dict(procedure.reserves(standing))
    surroundings = surroundings_for(
        year=row.programme_year, owner=row.owner, today=today(), envelopes=envelopes, held=held
    )
    act = perform(
        procedure,
        standing,
        kind=kind,
        of=of,
        actor=by,
        owner_path=row.owner.path,
        surroundings=surroundings,
        facts=facts,
        on=on,
    )
    after = fold(procedure, (*standing.acts, act))
    _reserve(envelopes, held, dict(procedure.reserves(after)))
    changed = project(row, procedure, after)
    if row.pk is None:
        row.save()
        changed = set()
    cited = {act.kind: Cited(paper, act.on) for _, paper, act in past if paper}
    paper = issue_paper(row, procedure, act, after, surroundings, cited=cited)
    stored = _append(row, act, paper, standing, after, by=by, key=key, draft=draft)
    row.head = stored.hash
    row.save(update_fields={*changed, "head"})
    keep_dues(row, standing, after)
    announce(row, procedure, stored, after)
    return stored


def _locked(case: Case | Opening) -> Case:
    """The case row under lock; for a new case an unsaved row with the next serial of its year."""
    if isinstance(case, Case):
        return lock_case(case.pk)
    years = ProgrammeYear.objects.select_related("prefecture").select_for_update(of=("self",))
    year = years.get(pk=case.programme_year.pk)
    procedure = PROCEDURES[case.procedure]
    taken = Case.objects.for_system("next serial").filter(
        programme_year=year, procedure=case.procedure
    )
    serial = (taken.aggregate(last=Max("serial"))["last"] or 0) + 1
    return Case(
        procedure=case.procedure,
        programme_year=year,
        prefecture=year.prefecture,
        owner=case.owner,
        serial=serial,
        number=f"{procedure.menu}-{year.code}-{serial:03d}",
        parameters=year.parameters,
        forms=year.forms,
        opened_at=now(),
        last_act_at=now(),
    )


def _same(known: Act, *, kind: str, by: Actor) -> Act:
    if known.kind != kind or known.by_id != by.person_id:
        raise KeyReused(str(known.key))
    return known


def _reserve(
    envelopes: dict[str, Envelope],
    before: dict[str, tuple[int, int]],
    after: dict[str, tuple[int, int]],
) -> None:
    """Move the locked envelopes by what this act changed of the case's reservations."""
    for kind, envelope in envelopes.items():
        soft = after.get(kind, (0, 0))[0] - before.get(kind, (0, 0))[0]
        hard = after.get(kind, (0, 0))[1] - before.get(kind, (0, 0))[1]
        if soft or hard:
            Envelope.objects.filter(pk=envelope.pk).update(
                soft=F("soft") + soft, hard=F("hard") + hard
            )


def _append(
    row: Case,
    act: docket.Act,
    paper: Paper | None,
    before: Standing,
    after: Standing,
    *,
    by: Actor,
    key: uuid.UUID,
    draft: FormDraft | None,
) -> Act:
    """Store the act with its paper, files, postings and hash."""
    files = _files(draft)
    stored = Act(
        case=row,
        number=act.number,
        kind=act.kind,
        of=act.of or "",
        on=act.on,
        recorded_at=now(),
        by_id=by.person_id,
        body=_body_of(by, row),
        role=by.role,
        state_after=after.state,
        facts=to_json(act.facts),
        dues=dues_to_json(act.dues),
        files=[{"name": f.name, "size": f.size, "sha256": f.sha256, "slot": f.slot} for f in files],
        paper=paper,
        key=key,
        previous=row.head,
    )
    stored.hash = act_hash(stored, paper_hash=paper.content_sha256 if paper else "")
    stored.save()
    _post(row, stored, before, after)
    if draft is not None:
        Attachment.objects.filter(pk__in=[f.pk for f in files]).update(act=stored)
        FormDraft.objects.for_system("bind to its act").filter(pk=draft.pk).update(act=stored)
    return stored


def _body_of(by: Actor, row: Case) -> Body:
    """The body somebody acts for: mostly one of the two sides of the case."""
    for side in (row.owner, row.prefecture):
        if side.code == by.body_code:
            return side
    return Body.objects.get(code=by.body_code)


def _files(draft: FormDraft | None) -> Sequence[Attachment]:
    if draft is None:
        return ()
    return list(Attachment.objects.filter(draft=draft, act=None, removed_at=None).order_by("id"))


def _post(row: Case, stored: Act, before: Standing, after: Standing) -> None:
    """Write what the act moved on each money account."""
    Posting.objects.bulk_create(
        Posting(
            act=stored,
            case=row,
            account=account,
            amount=balance - before.balance(account),
            balance=balance,
        )
        for account, balance in after.balances.items()
        if balance != before.balance(account)
    )
