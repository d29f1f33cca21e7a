"""Take issues in, from residents and officers, and record what is done about them."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission
from comipla.core.pictures import PictureUnreadable, size_of, without_traces
from comipla.core.plans.codes import IssueCode, IssueSource, IssueStatus, Severity, Urgency
from comipla.core.plans.issues import StepRefused, take_step
from comipla.documents.filing import store
from comipla.plans.models import Issue, IssuePhoto, IssueStep
from comipla.plans.models.issues import RECEIPT_LENGTH, RECEIPT_LETTERS
from comipla.plans.services.doors import body_of, locked_platform, require
from comipla.programme.clock import now

MAX_PHOTOS = 3
MAX_PHOTO = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000


@dataclass(frozen=True)
class Report:
    """What is told about an issue; only the title has to be there."""

    title: str
    body: str = ""
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    severity: Severity = Severity.MIDDLE
    urgency: Urgency = Urgency.LATER
    source: IssueSource = IssueSource.RESIDENT
    code: IssueCode | None = None


@dataclass(frozen=True)
class Picture:
    """A photograph as it came, under the name the person knows it by."""

    name: str
    data: bytes
    may_publish: bool = False


@transaction.atomic
def report_issue(
    *,
    platform: Platform,
    report: Report,
    by: Actor | None,
    key: uuid.UUID,
    pictures: tuple[Picture, ...] = (),
) -> Issue:
    """Take an issue in; `by` is None for a resident. A repeat with the key returns what it made.

    Photographs are stored without what they tell beside the picture. A code sorts the issue at
    once. Raises ValidationError by field; PermissionDenied for people who do not write plans.
    """
    row = locked_platform(platform)
    if by is not None:
        require(by, Permission.WRITE_PLAN, platform=row)
    known = Issue.objects.for_system("a report sent twice").filter(key=key, platform=row).first()
    if known is not None:
        return known
    cleaned = [(picture, _clean(picture)) for picture in _few(pictures)]
    issues = Issue.objects.for_system("numbers of issues").filter(platform=row)
    issue = Issue(
        platform=row,
        number=(issues.aggregate(last=Max("number"))["last"] or 0) + 1,
        code=report.code or "",
        title=report.title.strip(),
        body=report.body.strip(),
        place=report.place.strip(),
        latitude=report.latitude,
        longitude=report.longitude,
        severity=report.severity,
        urgency=report.urgency,
        source=report.source,
        status=IssueStatus.CODED if report.code else IssueStatus.OPEN,
        reported_at=now(),
        reported_by_id=by.person_id if by else None,
        receipt=new_receipt(),
        key=key,
    )
    issue.clean_fields(exclude={"platform", "reported_by"})
    issue.save(force_insert=True)
    for picture, (data, media_type) in cleaned:
        _keep(issue, picture, data, media_type)
    return issue


@transaction.atomic
def step_issue(
    *,
    issue: Issue,
    status: IssueStatus,
    by: Actor,
    key: uuid.UUID,
    code: IssueCode | None = None,
    text: str = "",
    department: str = "",
    told: bool = True,
) -> IssueStep:
    """Sort an issue, answer it, or end it; `told` steps are read by whoever has the receipt.

    The platform's own people take every step. The municipality answers: with its department and
    a text. Raises ValidationError where the step does not follow, PermissionDenied otherwise.
    """
    row = (
        Issue.objects.for_system("a step of an issue")
        .select_related("platform__body")
        .select_for_update(of=("self",))
        .get(pk=issue.pk)
    )
    answers = status is IssueStatus.ANSWERED
    allowed = (Permission.WRITE_PLAN, *((Permission.ANSWER_PLAN,) if answers else ()))
    require(by, *allowed, platform=row.platform)
    known = IssueStep.objects.filter(key=key, issue=row).first()
    if known is not None:
        return known
    if answers and not text.strip():
        raise ValidationError({"text": "回答の内容を書いてください。"})
    if answers and Permission.ANSWER_PLAN in by.permissions and not department.strip():
        raise ValidationError({"department": "回答する課の名前を書いてください。"})
    chosen = code or row.code or None
    try:
        row.status = take_step(row.status, status, chosen)
    except StepRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
    step = append_step(
        row, code=chosen, text=text, department=department, told=told, by=by, key=key
    )
    step.save(force_insert=True)
    row.save(update_fields=["status", "code", "steps_count"])
    return step


def append_step(
    row: Issue,
    *,
    code: IssueCode | None,
    text: str,
    by: Actor,
    key: uuid.UUID,
    department: str = "",
    told: bool = True,
) -> IssueStep:
    """The next step of an issue under lock, not yet stored; moves the issue's count and code."""
    row.steps_count += 1
    row.code = code or ""
    return IssueStep(
        issue=row,
        number=row.steps_count,
        status=row.status,
        code=row.code,
        text=text.strip(),
        department=department.strip(),
        told=told,
        by_id=by.person_id,
        body=body_of(by),
        at=now(),
        key=key,
    )


def new_receipt() -> str:
    """A receipt that nobody can guess: 40 bits."""
    return "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(RECEIPT_LENGTH))


def _few(pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
    if len(pictures) > MAX_PHOTOS:
        raise ValidationError({"photos": f"写真は{MAX_PHOTOS}枚までにしてください。"})
    return pictures


def _clean(picture: Picture) -> tuple[bytes, str]:
    """The picture without traces and its media type; ValidationError says what to choose instead."""
    if len(picture.data) > MAX_PHOTO:
        raise ValidationError(
            {"photos": f"「{picture.name}」は10MBをこえています。小さい写真を選んでください。"}
        )
    try:
        data = without_traces(picture.data)
        width, height = size_of(data)
    except PictureUnreadable as error:
        raise ValidationError(
            {
                "photos": f"「{picture.name}」は読めない形式です。JPEGかPNGの写真を選んでください。"
                "iPhoneでは、設定の「カメラ」「フォーマット」を「互換性優先」にするとJPEGになります。"
            }
        ) from error
    if width * height > MAX_PIXELS:
        raise ValidationError(
            {
                "photos": f"「{picture.name}」は4,000万画素をこえています。小さい写真を選んでください。"
            }
        )
    return data, "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"


def _keep(issue: Issue, picture: Picture, data: bytes, media_type: str) -> None:
    photo = IssuePhoto(
        issue=issue,
        content_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        may_publish=picture.may_publish,
    )
    store(photo.path, data)
    photo.save(force_insert=True)
