"""Printing sheets: each gets a number and a code, of which only the digest is kept."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac

from comipla.core.access import Actor
from comipla.core.surveys import SurveyState, new_code
from comipla.programme.clock import now
from comipla.surveys.models import Sheet, SheetBatch, Survey
from comipla.surveys.services.doors import locked

MOST_SHEETS = 100
"""In one batch: what a press prints while somebody waits."""
MOST_IN_ALL = 20_000


@dataclass(frozen=True)
class Printed:
    """A batch with its sheets as (number, code): the only time that the codes are known."""

    batch: SheetBatch
    sheets: tuple[tuple[int, str], ...]


def digest_of(code: str) -> str:
    """What is kept of a plain code: its HMAC under the office's key."""
    return salted_hmac("comipla.surveys.sheet", code, algorithm="sha256").hexdigest()


@transaction.atomic
def print_sheets(*, survey: Survey, count: int, by: Actor, key: uuid.UUID) -> Printed:
    """Number new sheets and draw their codes.

    Raises ValidationError for a count out of range and for a repeat with the key: the codes of a
    batch are told once.
    """
    row = locked(survey, by, SurveyState.OPEN)
    if SheetBatch.objects.filter(key=key).exists():
        raise ValidationError(
            "この用紙はもう作りました。ファイルが手元にないときは、その束を使わないことにして、"
            "新しく作ってください。"
        )
    if not 1 <= count <= MOST_SHEETS:
        raise ValidationError(
            {"count": f"1枚から{MOST_SHEETS}枚までにしてください。多いときは何回かに分けます。"}
        )
    last = row.sheets.aggregate(last=Max("number"))["last"] or 0
    if last + count > MOST_IN_ALL:
        raise ValidationError({"count": f"用紙は全部で{MOST_IN_ALL:,}枚までです。"})
    batch = SheetBatch.objects.create(
        survey=row, first=last + 1, last=last + count, printed_at=now(), by_id=by.person_id, key=key
    )
    codes = [(number, new_code()) for number in range(batch.first, batch.last + 1)]
    Sheet.objects.bulk_create(
        Sheet(survey=row, batch=batch, number=number, digest=digest_of(code))
        for number, code in codes
    )
    return Printed(batch, tuple(codes))


@transaction.atomic
def give_up_batch(*, survey: Survey, batch: SheetBatch, by: Actor) -> None:
    """Let no sheet of a batch answer any more; answers that came stay."""
    row = locked(survey, by, SurveyState.OPEN)
    row.batches.filter(pk=batch.pk, given_up_at=None).update(given_up_at=now())
