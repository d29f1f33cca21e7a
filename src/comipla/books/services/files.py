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
    """Store the bytes, then the row. The caller has found out what the file is (`media_type`)."""
    row = BookFile(
        uuid=uuid.uuid4(),
        year=year,
        name=Path(name.replace("\\", "/")).name[-300:],
        content_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by_id=by.known_person,
    )
    store(row.path, data)
    row.save()
    return row


@transaction.atomic
def add_receipt(*, entry: Entry, name: str, media_type: str, data: bytes, by: Actor) -> Receipt:
    """Put a receipt to a voucher; nothing is ever taken away. The same bytes are kept once."""
    require(by, Permission.ENTER_MONEY, platform=entry.year.platform)
    held = locked(entry.year)
    digest = hashlib.sha256(data).hexdigest()
    known = entry.receipts.filter(file__sha256=digest).first()
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
    file = keep_file(year=held, name=name, media_type=media_type, data=data, by=by)
    return Receipt.objects.create(entry=entry, file=file)
