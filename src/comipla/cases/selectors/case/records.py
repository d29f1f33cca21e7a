"""The papers and files of a case: numbers, days, sizes and fingerprints."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from comipla.cases.models import Attachment
from comipla.cases.selectors.case.dossier import Dossier
from comipla.cases.selectors.papers import readable_papers
from comipla.core.access import Permission
from comipla.documents.dispatch import may_dispatch
from comipla.documents.models import DeliveryKind, Paper, PaperDelivery

MEGA = 1_000_000
_RECEIVED = {DeliveryKind.DOWNLOADED, DeliveryKind.HANDED}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """An issued paper: from whom to whom, by which act, and how it reached them.

    `to_receive` is true for the addressee who has not yet said that it was received, `to_send` for
    the office that issued it and may note that it was posted or handed over.
    """

    paper: Paper
    act: int
    issuer: str
    addressee: str
    file_sha256: str
    deliveries: tuple[PaperDelivery, ...]
    to_receive: bool
    to_send: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file handed in with an act. `title` says with which one, `on` when."""

    file: Attachment
    title: str
    on: date

    @property
    def size(self) -> str:
        """The size as people read it."""
        if self.file.size >= MEGA:
            return f"{self.file.size / MEGA:.1f} MB"
        return f"{max(round(self.file.size / 1000), 1):,} KB"


def papers_of(dossier: Dossier) -> list[PaperLine]:
    """The papers that the reader may read, in the order of the acts."""
    found = readable_papers(dossier.actor).filter(act__case=dossier.case).defer("content")
    papers = {paper.pk: paper for paper in found}
    sent: defaultdict[int, list[PaperDelivery]] = defaultdict(list)
    for delivery in PaperDelivery.objects.filter(paper__in=papers).select_related("by"):
        sent[delivery.paper_id].append(delivery)
    return [
        _line(dossier, papers[row.paper.pk], row.number, sent[row.paper.pk])
        for row in dossier.rows.values()
        if row.paper
    ]


def _line(
    dossier: Dossier, paper: Paper, act: int, deliveries: Sequence[PaperDelivery]
) -> PaperLine:
    addressee = paper.addressee
    actor = dossier.actor
    addressed = addressee is not None and addressee.code == actor.body_code
    addressed = addressed and Permission.WRITE_NOTE in actor.permissions
    stored = getattr(paper, "file", None)
    return PaperLine(
        paper=paper,
        act=act,
        issuer=paper.issuer.name,
        addressee=addressee.name if addressee else "",
        file_sha256=stored.sha256 if stored else "",
        deliveries=tuple(deliveries),
        to_receive=addressed and not any(step.kind in _RECEIVED for step in deliveries),
        to_send=may_dispatch(paper, actor),
    )


def files_of(dossier: Dossier) -> dict[int, list[FileLine]]:
    """The files of the acts that the reader sees, by the number of the act, in their order."""
    files: dict[int, list[FileLine]] = {}
    found = Attachment.objects.filter(act__case=dossier.case, act__number__in=dossier.rows)
    for file in found.annotate(number=F("act__number")).order_by("number", "id"):
        row = dossier.rows[file.number]
        act_type = dossier.procedure.act_types[row.of or row.kind]
        files.setdefault(row.number, []).append(FileLine(file, act_type.done, row.on))
    return files
