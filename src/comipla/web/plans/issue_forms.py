"""The forms of issues: a report by anybody, an entry by the secretariat, a step."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from comipla.core.digits import squeeze_ascii
from comipla.core.plans.codes import (
    IssueCode,
    IssueGroup,
    IssueSource,
    IssueStatus,
    Severity,
    Urgency,
)
from comipla.core.plans.issues import STEPS, personal_hints
from comipla.plans.models import Issue
from comipla.plans.services import Picture, Report
from comipla.plans.services.issues import MAX_PHOTO
from comipla.web.registry.edits.declaration import options_of
from comipla.web.registry.forms import Field, Form

TRAP = "website"
"""A field that people never see: what fills it in is a program."""

CODES = [
    (code.value, f"{code.value} {code.label}（{group.label}）")
    for group in IssueGroup
    for code in IssueCode
    if code.group is group
]

PUBLIC = (
    Field("title", "text", "困っていること、気になること", "例 学校前の街灯が消えている", limit=60),
    Field("place", "text", "場所", "例 汐見小学校の正門の前", required=False, limit=100),
    Field("body", "long", "くわしく", "いつから、どのように困っているか。", required=False),
    Field(
        "urgency",
        "choice",
        "急ぎますか",
        required=False,
        options=[(urgency.value, urgency.label) for urgency in Urgency],
    ),
)
"""What a resident is asked; only the first has to be there."""

ENTRY = (
    Field("title", "text", "課題", "例 学校前の街灯が消えている", limit=60),
    Field("code", "choice", "分類", options=CODES),
    Field("source", "choice", "見つけた場面", options=options_of(IssueSource)),
    Field("place", "text", "場所", required=False, limit=100),
    Field(
        "point",
        "text",
        "地図の位置",
        "地図のアプリで場所を長押しすると出る数字を、そのまま貼ります。例 31.59660, 130.55710",
        required=False,
        limit=60,
    ),
    Field("body", "long", "くわしく", required=False),
    Field("severity", "choice", "重さ", options=options_of(Severity)),
    Field("urgency", "choice", "急ぐ度合い", options=options_of(Urgency)),
)
"""What the secretariat enters from a town walk or a workshop."""


def step_fields(issue: Issue, *, answers_only: bool) -> tuple[Field, ...]:
    """What is asked for a step: the town only answers, the platform sorts and ends as well."""
    told = Field(
        "text", "long", "住民に伝えること", "受付番号を持つ人が読みます。", required=answers_only
    )
    if answers_only:
        return (Field("department", "text", "回答する課", "例 土木課", limit=60), told)
    ways = [(status.value, status.label) for status in IssueStatus if status in STEPS[issue.status]]
    return (
        Field("status", "choice", "次の状態", options=ways),
        Field("code", "choice", "分類", required=False, options=CODES),
        told,
    )


def report_of(values: dict[str, Any], form: Form) -> Report:
    """The report of a form; a point that cannot be read stands among the form's problems."""
    latitude, longitude = _point(values.get("point", ""), form)
    return Report(
        title=values["title"],
        body=values["body"],
        place=values["place"],
        latitude=latitude,
        longitude=longitude,
        severity=Severity.of(values.get("severity") or Severity.MIDDLE),
        urgency=Urgency.of(values.get("urgency") or Urgency.LATER),
        source=IssueSource.of(values.get("source") or IssueSource.RESIDENT),
        code=IssueCode.of(values["code"]) if values.get("code") else None,
    )


def pictures_of(files: list[UploadedFile], *, may_publish: bool) -> tuple[Picture, ...]:
    """The photographs of a form; of one that is too large only so much that this shows."""
    return tuple(
        Picture(file.name or "写真", file.read(MAX_PHOTO + 1), may_publish) for file in files
    )


def hints_of(form: Form) -> tuple[str, ...]:
    """What in a report looks as if it spoke of a person."""
    said = (form.raw.get(name, "") for name in ("title", "place", "body"))
    return personal_hints("\n".join(said))


def _point(text: str, form: Form) -> tuple[Decimal | None, Decimal | None]:
    if not text:
        return None, None
    try:
        latitude, longitude = (
            Decimal(part).quantize(Decimal("0.00001")) for part in squeeze_ascii(text).split(",")
        )
    except (InvalidOperation, ValueError):
        form.problems.append(
            ("point", "地図の位置を「31.59660, 130.55710」のように、緯度と経度で入れてください。")
        )
        return None, None
    return latitude, longitude
