"""Decide on recognition: the rules are checked, the paper goes out, the event is recorded."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.communities.models import Platform, PlatformEvent
from comipla.communities.services.doors import locked, require
from comipla.communities.services.events import record_platform_event
from comipla.core.access import Actor, Permission
from comipla.core.paper_blocks import Column, Contact, Content, Pairs, Party, Table
from comipla.core.papers import Seal
from comipla.core.registry import EventKind, Finding
from comipla.core.wareki import format_wareki
from comipla.documents.models import Paper
from comipla.documents.services import issue
from comipla.people.models import Body

TITLES = {
    EventKind.GRANTED: "コミュニティ・プラットフォームの認定について（通知）",
    EventKind.DECLINED: "コミュニティ・プラットフォームの認定をしないことについて（通知）",
    EventKind.REVOKED: "コミュニティ・プラットフォームの認定の取消しについて（通知）",
}
_OPENING = {
    EventKind.GRANTED: "下記のとおり認定したので、通知します。",
    EventKind.DECLINED: "下記の理由により、認定しないこととしたので、通知します。",
    EventKind.REVOKED: "下記の理由により、認定を取り消したので、通知します。",
}


@transaction.atomic
def decide_recognition(
    *,
    platform: Platform,
    kind: EventKind,
    on: date,
    reason: str,
    findings: Sequence[Finding],
    by: Actor,
    key: uuid.UUID,
) -> PlatformEvent:
    """Grant, decline or revoke; the notice (認定通知など) is issued in the same transaction.

    `findings` are the answers of the rules as the decider saw them; they are kept with the event.
    Granting although a rule is not met takes a reason, declining and revoking always do.
    """
    row = locked(platform)
    require(by, Permission.RECOGNISE_PLATFORM, platform=row)
    known = PlatformEvent.objects.filter(key=key, platform=row).select_related("paper").first()
    if known is not None:
        return known
    unmet = [finding for finding in findings if not finding.met]
    if kind is EventKind.GRANTED and unmet and not reason.strip():
        raise ValidationError(
            {
                "reason": f"満たしていない要件が{len(unmet)}つあります。認定する理由を書いてください。"
            }
        )
    if kind is not EventKind.GRANTED and not reason.strip():
        raise ValidationError({"reason": "理由を書いてください。通知に書かれます。"})
    with transaction.atomic():
        paper = _paper(row, kind, on, reason.strip(), findings)
        return record_platform_event(
            platform=row,
            kind=kind,
            on=on,
            evidence=f"{paper.number} {paper.title}" + (f"　{reason.strip()}" if reason else ""),
            by=by,
            key=key,
            paper=paper,
            findings=[
                {"key": f.key, "label": f.label, "met": f.met, "reason": f.reason} for f in findings
            ],
        )


def _paper(
    row: Platform, kind: EventKind, on: date, reason: str, findings: Sequence[Finding]
) -> Paper:
    town = row.municipality
    facts = [
        ("名称", row.name),
        ("段階", row.stage.label),
        ("日付", format_wareki(on, weekday=True)),
    ]
    if reason:
        facts.append(("理由", reason))
    answers = Table(
        heading="要件の確認",
        columns=(Column("要件", share=2), Column("結果", "center"), Column("内容", share=3)),
        rows=tuple((f.label, "適" if f.met else "否", f.reason) for f in findings),
    )
    content = Content(
        title=TITLES[kind],
        addressee=Party((row.name,), honorific="様"),
        sender=_sender(town),
        opening=(_OPENING[kind],),
        blocks=(Pairs(tuple(facts)), *((answers,) if findings else ())),
        contact=Contact(office=town.section or town.name, phone=town.phone),
    )
    return issue(
        key="platform_recognition",
        content=content,
        issuer=town,
        addressee=row.body,
        on=on,
        series="correspondence",
        seal=Seal.OMITTED,
    )


def _sender(town: Body) -> Party:
    head = f"{town.name}{town.head_title}"
    return Party((head, town.head_name) if town.head_name else (head,))
