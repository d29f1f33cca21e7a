"""Issue papers under their numbers, preview them, and keep how they were delivered."""

import hashlib
import secrets
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from comipla.core.access import Actor, Permission
from comipla.core.facts import canonical
from comipla.core.paper_blocks import Content, to_json
from comipla.core.papers import Seal
from comipla.documents.jobs import render_paper
from comipla.documents.layout import Stamp, grouped
from comipla.documents.models import (
    CODE_LENGTH,
    CODE_LETTERS,
    DeliveryKind,
    Paper,
    PaperDelivery,
)
from comipla.documents.numbering import series_on, take_number
from comipla.documents.rendering import check_printable, print_paper
from comipla.people.models import Body, Person
from comipla.programme import clock
from comipla.programme.outbox import enqueue


class OutsideTransaction(RuntimeError):
    """A paper was issued outside the transaction of the act that it tells about."""


def issue(
    *,
    key: str,
    content: Content,
    issuer: Body,
    addressee: Body | None,
    on: date,
    series: str,
    seal: Seal,
) -> Paper:
    """Issue a paper in the caller's transaction: take its number, keep its words, order its file.

    `series` names the issuer's series of numbers in the fiscal year of `on`; it is opened when
    the year's first paper is issued. The number is held under a lock until the transaction ends.
    A content without an addressee is a record: it stays with its issuer whatever `addressee` is.

    Raises:
        OutsideTransaction: no transaction is open.
        UnprintableCharacter: a character could not be printed; no number is taken.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"issue {key} inside the transaction of its act")
    check_printable(content)
    numbers, serial = take_number(body=issuer, series=series, on=on)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    paper = Paper(
        key=key,
        title=content.title,
        series=numbers,
        serial=serial,
        number=numbers.number(serial),
        issued_on=on,
        issuer=issuer,
        addressee=addressee if content.addressee else None,
        seal=seal,
        content=to_json(content),
        code=code,
        verify_url=f"{settings.PUBLIC_URL}/verify/{grouped(code)}/",
    )
    paper.content_sha256 = fingerprint(paper)
    paper.save()
    enqueue(render_paper, paper_id=paper.pk)
    return paper


def preview(*, content: Content, issuer: Body, on: date, series: str, seal: Seal) -> bytes:
    """The PDF of a paper that is still a draft (案): no number, no date, no proof of origin.

    Raises:
        UnprintableCharacter: the paper could not be issued with this content.
    """
    numbers = series_on(body=issuer, series=series, on=on)
    stamp = Stamp(number=f"{numbers.symbol}\u3000号", on=on, issuer=issuer.name, seal=seal)
    return print_paper(content, stamp)


def record_delivery(
    *, paper: Paper, kind: str, by: Person | None, at: datetime | None = None
) -> PaperDelivery:
    """Keep a step of the paper's way to its addressee; `by` is None for the system itself."""
    return PaperDelivery.objects.create(paper=paper, kind=kind, by=by, at=at or clock.now())


@transaction.atomic
def receive(*, paper: Paper, by: Actor) -> PaperDelivery:
    """The addressee says that the paper has been received; said twice, the first time counts.

    Raises PermissionDenied for anybody who does not act for the addressee, or only looks on there.
    """
    locked = Paper.objects.for_system("receive").select_for_update(of=("self",))
    held = locked.select_related("addressee").get(pk=paper.pk)
    acts_for = held.addressee is not None and held.addressee.code == by.body_code
    if not acts_for or Permission.WRITE_NOTE not in by.permissions:
        raise PermissionDenied
    known = held.deliveries.filter(kind=DeliveryKind.DOWNLOADED).first()
    if known is not None:
        return known
    return PaperDelivery.objects.create(
        paper=held, kind=DeliveryKind.DOWNLOADED, by_id=by.person_id, at=clock.now()
    )


def fingerprint(paper: Paper) -> str:
    """SHA-256 over everything the paper says: words, number, day, issuer, seal."""
    said = {
        "key": paper.key,
        "number": paper.number,
        "issued_on": paper.issued_on.isoformat(),
        "issuer": paper.issuer.code,
        "seal": str(paper.seal),
        "content": paper.content,
    }
    return hashlib.sha256(canonical(said)).hexdigest()
