"""Keep the pictures that prove the books."""

import hashlib
import uuid
from pathlib import Path

from django.db import transaction

from comipla.books.models import BookFile, BooksYear, Entry, Receipt
from comipla.books.services.doors import locked, require
from comipla.core.access import Actor, Permission
from comipla.core.books import EntryState, Finding, Refused
from comipla.documents.filing import store

MOST_RECEIPTS = 20
"""Files on one voucher; more belong into one PDF."""


def keep_file(*, year: BooksYear, name: str, media_type: str, data: bytes, by: Actor) -> BookFile:
    """Store the bytes, then the row. The caller has found out what the file is (`media_type`).

    The same bytes of the same person are kept once, so that a form sent twice keeps one file.
    """
    require(by, Permission.ENTER_MONEY, platform=year.platform)
    digest = hashlib.sha256(data).hexdigest()
    known = BookFile.objects.filter(
        year=year, sha256=digest, uploaded_by_id=by.known_person, receipt=None
    ).first()
    if known is not None:
        return known
    row = BookFile(
        uuid=uuid.uuid4(),
        year=year,
        name=Path(name.replace("\\", "/")).name[-300:],
        content_type=media_type,
        size=len(data),
        sha256=digest,
        uploaded_by_id=by.known_person,
    )
    store(row.path, data)
    row.save()
    return row


@transaction.atomic
def attach_receipt(*, entry: Entry, file: BookFile, by: Actor) -> Receipt:
    """Put a kept file to a voucher as its receipt; nothing is ever taken away.

    A file that its voucher has already, by its bytes, is not put there twice.
    """
    require(by, Permission.ENTER_MONEY, platform=entry.year.platform)
    held = locked(entry.year)
    known = entry.receipts.filter(file__sha256=file.sha256).first()
    if known is not None:
        return known
    gone = entry.stands in (EntryState.CLOSED, EntryState.WITHDRAWN) or not held.is_open
    if gone or entry.receipts.count() >= MOST_RECEIPTS:
        sentence = (
            "締めた年度や取り下げた伝票には、写真を足せません。"
            if gone
            else f"1つの伝票に付けられるのは{MOST_RECEIPTS}個までです。まとめて1つのPDFにしてください。"
        )
        raise Refused([Finding("receipt", "receipt", sentence, forbids=True)])
    return Receipt.objects.create(entry=entry, file=file)


@transaction.atomic
def add_receipt(*, entry: Entry, name: str, media_type: str, data: bytes, by: Actor) -> Receipt:
    """Keep a file and put it to a voucher."""
    file = keep_file(year=entry.year, name=name, media_type=media_type, data=data, by=by)
    return attach_receipt(entry=entry, file=file, by=by)
