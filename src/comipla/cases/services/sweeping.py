"""Files that nobody handed in: kept a while in case of a mistake, then deleted.

A draft that is discarded takes its rows with it and leaves its files; a file taken out of a form
leaves row and file. Neither has ever been part of an act. What has been handed in is never touched.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.utils import timezone

from comipla.cases.models import Attachment
from comipla.cases.services.attachments import attachments_folder, path_of
from comipla.programme.clock import now, today
from comipla.programme.models import ProgrammeYear
from comipla.programme.parameters import parameters

_AT_ONCE = 500


def sweep_discarded_files() -> int:
    """Delete the files of discarded drafts, and those taken out of forms, once their days are over.

    Gives how many were deleted. The days are the parameter `discarded_files_days`; where years
    differ, the most careful one counts. A file that somebody else deletes meanwhile is passed over.
    """
    days = _days_kept()
    if days is None:
        return 0
    kept = timedelta(days=days)
    return sum(map(_delete, (*_taken_out(now() - kept), *_without_row(timezone.now() - kept))))


def _days_kept() -> int | None:
    """The longest time that any year's parameters name; None where there is no year yet."""
    editions = ProgrammeYear.objects.order_by().values_list("parameters", flat=True).distinct()
    day = today()
    return max(
        (parameters(edition).at(day).days("discarded_files_days") for edition in editions),
        default=None,
    )


def _taken_out(before: datetime) -> Iterator[Path]:
    """Files of rows that were taken out of a form before the moment; the rows stay as a trace."""
    for row in Attachment.objects.filter(act=None, removed_at__lt=before).iterator():
        yield path_of(row)


def _without_row(before: datetime) -> Iterator[Path]:
    """Files last written before the moment that belong to no row any more.

    Files are as old as the machine's clock says, whatever day the office stands on.
    """
    old = (path for path in attachments_folder().glob("*/*") if _is_older(path, before))
    while paths := list(islice(old, _AT_ONCE)):
        named = {path: _named(path) for path in paths}
        wanted = [name for name in named.values() if name is not None]
        known = set(Attachment.objects.filter(uuid__in=wanted).values_list("uuid", flat=True))
        yield from (path for path, name in named.items() if name not in known)


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _named(path: Path) -> uuid.UUID | None:
    """The attachment that a file belongs to; None for what was left half-written."""
    try:
        return uuid.UUID(path.name)
    except ValueError:
        return None


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
