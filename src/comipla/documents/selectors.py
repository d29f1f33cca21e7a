"""What may be read of issued papers: by their offices, by the public, and by the daily check."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from comipla.core.access import Actor
from comipla.documents.filing import printed
from comipla.documents.layout import grouped, printed_head
from comipla.documents.models import CODE_LENGTH, NumberSeries, Paper, PaperFile
from comipla.documents.services import fingerprint

_SHORTEST_FINGERPRINT = 16
_MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Verification:
    """What the public page may show of a paper: nothing about persons, nothing of its contents.

    `fingerprint` is that of the words, as printed at the foot of each page. `file_matches` tells
    whether a file that was handed in is, byte for byte, the issued one; None when none was.
    `office` and `phone` are those of the issuer's desk, for questions.
    """

    number: str
    title: str
    issued_on: date
    issuer: str
    code: str
    fingerprint: str
    file_sha256: str
    file_matches: bool | None
    office: str
    phone: str

    @property
    def printed_fingerprint(self) -> str:
        """The fingerprint as it stands at the foot of each page."""
        return printed_head(self.fingerprint)


def visible_papers(actor: Actor | None) -> QuerySet[Paper]:
    """The papers an actor's body has issued or received, the latest first."""
    return in_order(Paper.objects.visible_to(actor))


def in_order(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Papers with all that a list shows of them, the latest first."""
    return papers.select_related("issuer", "addressee", "series", "file").order_by(
        "-issued_on", "-pk"
    )


def pdf_of(paper: Paper) -> bytes:
    """The PDF: the stored file, or, until a worker has stored it, the same bytes printed now."""
    stored = PaperFile.objects.filter(paper=paper).first()
    if stored is not None and stored.path.exists():
        return stored.path.read_bytes()
    return printed(paper)


def verify(query: str, *, proof: str = "", file_sha256: str = "") -> Verification | None:
    """Look a paper up for somebody who holds it in hand; None when nothing fits.

    `query` is the code (照合番号) in any spelling, which is proof enough, or the paper's number
    with, as `proof`, the fingerprint at its foot (16 digits or more). `file_sha256` is that of a
    file to compare.
    """
    paper = _by_code(query) or _by_number(query, proof)
    if paper is None:
        return None
    stored = PaperFile.objects.filter(paper=paper).first()
    issued = stored.sha256 if stored else hashlib.sha256(printed(paper)).hexdigest()
    return Verification(
        number=paper.number,
        title=paper.title,
        issued_on=paper.issued_on,
        issuer=paper.issuer.name,
        code=grouped(paper.code),
        fingerprint=paper.content_sha256,
        file_sha256=issued,
        file_matches=file_sha256.lower() == issued if file_sha256 else None,
        office=paper.issuer.section,
        phone=paper.issuer.phone,
    )


def damaged(progress: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Sentences about every paper whose words, number or file are not as they were issued."""
    papers = Paper.objects.for_system("verify").select_related("issuer", "file").order_by("pk")
    for paper in papers.iterator(chunk_size=500):
        if fingerprint(paper) != paper.content_sha256:
            yield f"{paper.number}: 内容が発行した時と違います"
        stored = getattr(paper, "file", None)
        if stored is not None:
            yield from _damaged_file(paper, stored)
        progress()
    for series in NumberSeries.objects.order_by("pk"):
        count = Paper.objects.for_system("verify").filter(series=series).count()
        if count != series.next_serial - 1:
            yield f"{series}: 番号は{series.next_serial - 1}まで進み、文書は{count}件です"


def _damaged_file(paper: Paper, stored: PaperFile) -> Iterator[str]:
    if not stored.path.exists():
        yield f"{paper.number}: ファイルがありません"
    elif hashlib.sha256(stored.path.read_bytes()).hexdigest() != stored.sha256:
        yield f"{paper.number}: ファイルが作成した時と違います"


def _by_code(query: str) -> Paper | None:
    """Read a code as people type it: any width and case, with or without hyphens."""
    plain = unicodedata.normalize("NFKC", query).upper().translate(_MISREAD)
    code = re.sub(r"[^0-9A-Z]", "", plain)
    if len(code) != CODE_LENGTH:
        return None
    return _public().filter(code=code).first()


def _by_number(query: str, proof: str) -> Paper | None:
    """By number, where the fingerprint shows that the paper is in hand: numbers can be guessed."""
    digits = re.sub(r"[^0-9a-f]", "", unicodedata.normalize("NFKC", proof).lower())
    if len(digits) < _SHORTEST_FINGERPRINT:
        return None
    number = unicodedata.normalize("NFKC", query).strip()
    return _public().filter(number=number, content_sha256__startswith=digits).first()


def _public() -> QuerySet[Paper]:
    return Paper.objects.for_system("public verification").select_related("issuer")
