"""What a receipt shows of an act: to the body that did it, for as long as the case is kept."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from comipla.cases.codec import acts_of
from comipla.cases.models import Act, Attachment, Case
from comipla.cases.procedures import PROCEDURES
from comipla.core.access import ROLES, Actor
from comipla.core.docket import DRAFT, ActType, Procedure, Side, Standing, fold
from comipla.documents.models import PaperFile
from comipla.people.models import Person
from comipla.people.selectors import members_of
from comipla.programme.clock import today


@dataclass(frozen=True)
class Receipt:
    """An act with its files, and where it left the case."""

    act: Act
    procedure: Procedure
    act_type: ActType
    after: Standing
    files: tuple[Attachment, ...]
    kept: tuple[Attachment, ...]

    @property
    def is_draft(self) -> bool:
        """Tell whether the act is a draft that waits for somebody's decision."""
        return self.act.kind == DRAFT

    @property
    def turn(self) -> Side | None:
        """Who had to act next when the act was done."""
        return self.procedure.turn(self.after)

    @property
    def has_moved_on(self) -> bool:
        """Tell whether other acts have followed."""
        return self.act.case.acts_count > self.act.number


def receipt_of(actor: Actor, key: UUID) -> Receipt | None:
    """The receipt of an act of the actor's own body; None for any other."""
    act = (
        Act.objects.select_related(
            "by", "body", "case__owner", "case__prefecture", "case__programme_year", "paper"
        )
        .filter(key=key, body__code=actor.body_code, case__in=Case.objects.visible_to(actor))
        .first()
    )
    if act is None:
        return None
    procedure = PROCEDURES[act.case.procedure]
    rows = Act.objects.filter(case=act.case, number__lte=act.number).order_by("number")
    own, kept = _files(act)
    return Receipt(
        act=act,
        procedure=procedure,
        act_type=procedure.act_types[act.of or act.kind],
        after=fold(procedure, acts_of(procedure, rows)),
        files=own,
        kept=kept,
    )


def is_printed(act: Act) -> bool:
    """Tell whether the file of the act's paper has been stored; True where it has no paper."""
    return act.paper_id is None or PaperFile.objects.filter(paper_id=act.paper_id).exists()


def waited_for(receipt: Receipt) -> list[Person]:
    """Who can decide a draft: everybody with the permission but the one who drafted it."""
    needed, day = receipt.act_type.permission, today()
    found = {
        member.person
        for member in members_of(receipt.act.case.prefecture, day=day)
        if needed in ROLES[member.role].permissions
        and member.starts_on <= day
        and member.person_id != receipt.act.by_id
    }
    return sorted(found, key=lambda person: person.kana_key)


def _files(act: Act) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """The files that came with the act, and those of earlier acts that its facts still name."""
    named = {
        digest
        for value in act.facts.values()
        if isinstance(value, list)
        for digest in value
        if isinstance(digest, str) and len(digest) == 64
    }
    rows = Attachment.objects.filter(
        Q(act=act) | Q(act__case=act.case, act__number__lt=act.number, draft__body=act.body),
        removed_at=None,
    ).order_by("id")
    own = tuple(row for row in rows if row.act_id == act.pk)
    known = {row.sha256 for row in own}
    kept = {row.sha256: row for row in rows if row.sha256 in named and row.sha256 not in known}
    return own, tuple(kept.values())
