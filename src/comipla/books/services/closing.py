"""Check balances at the end of a month; close a year, audit it, have it approved, publish it."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from comipla.books.models import (
    AuditReport,
    BankBook,
    BookFile,
    BookPaper,
    BooksYear,
    Entry,
    MonthCheck,
    YearEvent,
)
from comipla.books.papers import PaperKind, build_paper, closing_papers
from comipla.books.selectors.auditing import audit_facts
from comipla.books.selectors.balances import balance_of
from comipla.books.services.doors import locked, require
from comipla.books.services.opening import carry_forward
from comipla.core.access import Actor, Permission
from comipla.core.books import (
    YEAR_STEPS,
    AuditPoint,
    PointState,
    YearAct,
    audit_points,
    may_close,
    year_after,
)
from comipla.core.money import Yen
from comipla.core.paper_blocks import Content
from comipla.core.papers import Seal
from comipla.documents.models import Paper
from comipla.documents.services import issue
from comipla.programme.clock import today

SERIES = "accounts"
"""The platform's series of numbers for papers of its money."""


@dataclass(frozen=True)
class Signature:
    """What auditors sign: who, their opinion, and the keys of the points they have looked at."""

    signers: str
    opinion: str
    seen: Collection[str]


@transaction.atomic
def check_month(
    *,
    year: BooksYear,
    bank: BankBook,
    on: date,
    balance: Yen,
    by: Actor,
    key: uuid.UUID,
    note: str = "",
    file: BookFile | None = None,
) -> MonthCheck:
    """Hold what passbook or count shows on a day against the books.

    A difference needs a word about it. A later check of the same day stands beside the earlier.
    """
    require(by, Permission.KEEP_BOOKS, platform=year.platform)
    known = MonthCheck.objects.filter(key=key).first()
    if known is not None:
        return known
    held = locked(year)
    if not held.starts_on <= on <= min(held.ends_on, today()):
        raise ValidationError({"on": "この年度の、今日までの日付にしてください。"})
    in_books = balance_of(held, bank.pk, on=on)
    if balance != in_books and not note.strip():
        raise ValidationError(
            {
                "note": f"帳簿は{in_books:,}円で、{abs(balance - in_books):,}円ちがいます。"
                "ちがう訳（記帳していない手数料など）を書いてください。"
            }
        )
    return MonthCheck.objects.create(
        year=held,
        bank=bank,
        on=on,
        statement_balance=balance,
        book_balance=in_books,
        note=note.strip()[:400],
        file=file,
        by_id=by.known_person,
        key=key,
    )


@transaction.atomic
def advance_books(
    *,
    year: BooksYear,
    act: YearAct,
    by: Actor,
    key: uuid.UUID,
    on: date | None = None,
    note: str = "",
    signature: Signature | None = None,
) -> YearEvent:
    """Take a year one step on. A repeat with the same key finds the step taken.

    Raises ValidationError in words where the step is not open or something stands in its way.
    """
    require(by, YEAR_STEPS[act].needed, platform=year.platform)
    known = YearEvent.objects.filter(key=key).first()
    if known is not None:
        return known
    held = locked(year)
    try:
        target = year_after(held.stands, act)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    day = on or today()
    _prepare(held, act, by=by, day=day, note=note, signature=signature)
    held.state = target.value
    held.save(update_fields=["state"])
    if act is YearAct.APPROVE:
        _issue_papers(held, day)
    if act is YearAct.CLOSE:
        _carry(held, by)
    return YearEvent.objects.create(
        year=held,
        kind=act.value,
        state_after=target.value,
        on=day,
        note=note.strip()[:400],
        by_id=by.person_id,
        key=key,
    )


def reopen_asked(year: BooksYear) -> bool:
    """Whether the auditors have asked to open the year again since it was last closed."""
    last = year.events.order_by("-id").values_list("kind", flat=True).first()
    return last == YearAct.ASK_REOPEN.value


def points_of(year: BooksYear) -> tuple[AuditPoint, ...]:
    """The points of the audit kit as the ledger stands now."""
    return audit_points(audit_facts(year))


def _prepare(
    year: BooksYear,
    act: YearAct,
    *,
    by: Actor,
    day: date,
    note: str,
    signature: Signature | None,
) -> None:
    """What an act does, and refuses, before the year moves."""
    if day > today():
        raise ValidationError({"on": "今日までの日付にしてください。"})
    if act is YearAct.CLOSE:
        _close(year)
    elif act is YearAct.AUDIT:
        _sign(year, by=by, day=day, signature=signature)
    elif act in (YearAct.ASK_REOPEN, YearAct.REOPEN) and not note.strip():
        raise ValidationError({"note": "開け直す理由を書いてください。"})
    if act is YearAct.REOPEN and not reopen_asked(year):
        raise ValidationError("監事が開け直しを求めていません。先に監事に求めてもらってください。")
    if act is YearAct.REOPEN:
        _check_two_persons(year, by)


def _close(year: BooksYear) -> None:
    points = points_of(year)
    if not may_close(points):
        found = [p for p in points if p.blocks and p.state is PointState.OPEN]
        raise ValidationError([f"{point.label}：{point.detail}" for point in found])
    entries = Entry.objects.for_system("close the year").filter(year=year, state="PAID")
    entries.update(state="CLOSED")


def _carry(year: BooksYear, by: Actor) -> None:
    following = (
        BooksYear.objects.for_system("carry forward")
        .filter(platform_id=year.platform_id, year=year.year + 1)
        .first()
    )
    if following is not None:
        carry_forward(year, following, by=by)


def _check_two_persons(year: BooksYear, by: Actor) -> None:
    asked = year.events.order_by("-id").first()
    if asked is not None and asked.by_id == by.person_id:
        raise ValidationError("求めた人と同意する人は、別の人でなければなりません。")


def _sign(year: BooksYear, *, by: Actor, day: date, signature: Signature | None) -> None:
    if signature is None or not signature.signers.strip() or not signature.opinion.strip():
        raise ValidationError({"signers": "監事の氏名と意見を書いてください。"})
    touched = Entry.objects.for_system("auditors are independent").filter(year=year)
    hands = Q(entered_by=by.person_id) | Q(approved_by=by.person_id) | Q(paid_by=by.person_id)
    if touched.filter(hands).exists():
        raise ValidationError(
            "この年度の伝票を書いたり承認したりした人は、監査できません。ほかの監事に頼んでください。"
        )
    points = points_of(year)
    unseen = [p for p in points if p.state is not PointState.GOOD and p.key not in signature.seen]
    if unseen:
        raise ValidationError(
            {"seen": f"まだ見ていない項目があります：{'、'.join(p.label for p in unseen)}"}
        )
    content = build_paper(
        year, PaperKind.AUDIT, points=points, signers=signature.signers, opinion=signature.opinion
    )
    AuditReport.objects.create(
        year=year,
        signers=signature.signers.strip()[:120],
        opinion=signature.opinion.strip()[:800],
        points=[_point(point) for point in points],
        on=day,
        by_id=by.known_person,
        paper=_issue(year, PaperKind.AUDIT, content, day),
    )


def _point(point: AuditPoint) -> Mapping[str, str]:
    return {
        "key": point.key,
        "label": point.label,
        "state": point.state.value,
        "detail": point.detail,
    }


def _issue_papers(year: BooksYear, day: date) -> None:
    """What the assembly approved, each under its number and never changed again."""
    for kind in closing_papers():
        _issue(year, kind, build_paper(year, kind), day)


def _issue(year: BooksYear, kind: PaperKind, content: Content, day: date) -> Paper:
    paper = issue(
        key=f"books_{kind.value}",
        content=content,
        issuer=year.platform.body,
        addressee=None,
        on=day,
        series=SERIES,
        seal=Seal.OMITTED,
    )
    BookPaper.objects.create(year=year, kind=kind.value, paper=paper)
    return paper
