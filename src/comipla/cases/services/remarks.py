"""What is written about a case beside its acts: messages to the other side, notes for one's own."""

import uuid

from django.db import transaction

from comipla.cases.models import Case, Remark
from comipla.core.access import Actor
from comipla.notices.services import post_notice
from comipla.people.models import Body

MAX_LENGTH = 4_000


class EmptyRemark(ValueError):
    """Nothing was written, or too much; the message says what to do."""


@transaction.atomic
def write_remark(*, case: Case, audience: str, text: str, by: Actor, key: uuid.UUID) -> Remark:
    """Write a message or an internal note; the same key writes it once.

    A message is told to the other side. A note is seen by the writer's own side alone.
    """
    words = text.strip()
    if not words:
        raise EmptyRemark("文を書いてから送ってください。")
    if len(words) > MAX_LENGTH:
        raise EmptyRemark(
            f"{len(words):,}文字あります。{MAX_LENGTH:,}文字までにするか、分けて送ってください。"
        )
    known = Remark.objects.filter(key=key).first()
    if known is not None:
        return known
    remark = Remark.objects.create(
        case=case,
        audience=audience,
        body=Body.objects.get(code=by.body_code),
        by_id=by.known_person,
        text=words,
        key=key,
    )
    if audience == Remark.Audience.SHARED:
        _tell(case, remark, by)
    return remark


def _tell(case: Case, remark: Remark, by: Actor) -> None:
    """Put the notice of a message into the outbox; its words stay on the page."""
    other = case.owner if by.side == "prefecture" else case.prefecture
    post_notice(
        body=other,
        kind="case.message",
        subject="案件のやり取りに新しい連絡があります",
        facts={"case": case.number, "title": case.title, "municipality": case.owner.name},
        path=f"/cases/{case.number}/?tab=messages",
        unique=f"remark:{remark.pk}:{other.pk}",
    )
