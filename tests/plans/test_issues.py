"""Issues: taken in from residents and officers, sorted, answered, ended."""

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from comipla.core.plans.codes import IssueCode, IssueStatus
from comipla.plans.models import Issue, IssueStep
from comipla.plans.selectors.issues import issue_by_receipt, issue_of
from comipla.plans.services import Picture, Report, report_issue, step_issue
from tests.core.test_pictures import GPS, jpeg, segment
from tests.plans.community import Community


def step(community: Community, issue: Issue, status: IssueStatus, **more: object) -> IssueStep:
    """A step by the secretariat unless said otherwise."""
    more = {"by": community.secretary, "key": uuid.uuid4()} | more
    return step_issue(issue=issue, status=status, **more)  # type: ignore[arg-type]


def test_a_resident_reports_without_a_name_and_gets_a_receipt(community: Community) -> None:
    issue = community.issue()
    assert (issue.number, issue.status, issue.code, issue.reported_by) == (
        1,
        IssueStatus.OPEN,
        "",
        None,
    )
    assert issue_by_receipt(community.platform, issue.shown_receipt.lower()) == issue
    assert issue_by_receipt(community.registry.neighbour, issue.receipt) is None
    assert issue_by_receipt(community.platform, "AAAA") is None


def test_a_report_sent_twice_is_one_issue(community: Community) -> None:
    key = uuid.uuid4()
    first, again = (
        report_issue(platform=community.platform, report=Report("草刈り"), by=None, key=key)
        for _ in range(2)
    )
    assert first == again
    assert community.issue().number == 2


def test_a_photo_is_stored_without_the_place_it_was_taken_at(community: Community) -> None:
    picture = Picture("IMG_1.jpg", jpeg(segment(0xE1, GPS)), may_publish=True)
    issue = report_issue(
        platform=community.platform,
        report=Report("街灯"),
        by=None,
        key=uuid.uuid4(),
        pictures=(picture,),
    )
    photo = issue.photos.get()
    stored = photo.path.read_bytes()
    assert b"KAGO" not in stored
    assert (photo.content_type, photo.size, photo.may_publish) == ("image/jpeg", len(stored), True)


@pytest.mark.parametrize("data", [b"GIF89a", b"\x00\x00\x00\x18ftypheic", jpeg()[:30]])
def test_a_photo_that_cannot_be_cleaned_is_refused_and_nothing_is_kept(
    community: Community, data: bytes
) -> None:
    with pytest.raises(ValidationError) as refusal:
        report_issue(
            platform=community.platform,
            report=Report("街灯"),
            by=None,
            key=uuid.uuid4(),
            pictures=(Picture("a.heic", data),),
        )
    assert "JPEGかPNGの写真を選んでください" in refusal.value.message_dict["photos"][0]
    assert Issue.objects.for_system("count").count() == 0


def test_a_title_is_needed_and_a_place_lies_in_japan(community: Community) -> None:
    with pytest.raises(ValidationError) as refusal:
        community.issue(title=" ", latitude=Decimal(1), longitude=Decimal(130))
    assert set(refusal.value.message_dict) == {"title", "latitude"}


def test_officers_of_elsewhere_and_the_treasurer_enter_nothing(community: Community) -> None:
    for by in (community.registry.treasurer, community.registry.world.stranger):
        with pytest.raises(PermissionDenied):
            community.issue(by)


def test_an_issue_is_sorted_answered_and_solved(community: Community) -> None:
    issue = community.issue()
    step(community, issue, IssueStatus.CODED, code=IssueCode.D3, told=False)
    step(
        community,
        issue,
        IssueStatus.ANSWERED,
        by=community.officer,
        text="5月中に直します。",
        department="土木課",
    )
    step(community, issue, IssueStatus.SOLVED, text="直りました。")
    shown = issue_of(community.secretary, community.platform, 1)
    assert shown is not None
    assert [(row.status, row.code, row.department) for row in shown.steps.all()] == [
        (IssueStatus.CODED, IssueCode.D3, ""),
        (IssueStatus.ANSWERED, IssueCode.D3, "土木課"),
        (IssueStatus.SOLVED, IssueCode.D3, ""),
    ]
    assert shown.status is IssueStatus.SOLVED


def test_the_town_only_answers_and_names_its_department(community: Community) -> None:
    issue = community.sorted_issue()
    with pytest.raises(PermissionDenied):
        step(community, issue, IssueStatus.SOLVED, by=community.officer)
    with pytest.raises(ValidationError) as refusal:
        step(community, issue, IssueStatus.ANSWERED, by=community.officer, text="直します。")
    assert list(refusal.value.message_dict) == ["department"]


def test_a_step_sent_twice_is_taken_once(community: Community) -> None:
    issue, key = community.sorted_issue(), uuid.uuid4()
    first, again = (
        step(community, issue, IssueStatus.SOLVED, text="直りました。", key=key) for _ in range(2)
    )
    assert first == again


def test_steps_are_never_changed(community: Community) -> None:
    row = step(community, community.sorted_issue(), IssueStatus.SOLVED)
    for change in (
        lambda: IssueStep.objects.filter(pk=row.pk).update(text="別"),
        lambda: IssueStep.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()
