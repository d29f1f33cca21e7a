"""Read issues: lists with filters and counts, one with its story, one by its receipt."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.plans.codes import IssueCode, IssueGroup, IssueStatus
from comipla.plans.models import Issue
from comipla.plans.models.issues import RECEIPT_LENGTH

PER_PAGE = 50


@dataclass(frozen=True)
class IssueList:
    """The issues of a platform as an address asks for them: `status`, `group`, `q`, `page`."""

    actor: Actor
    platform: Platform
    query: Mapping[str, str]

    @cached_property
    def counts(self) -> dict[tuple[str, str], int]:
        """How many by status and code, whatever the filters say; one statement."""
        rows = self._all().order_by().values_list("status", "code").annotate(count=Count("pk"))
        return {(status, code): count for status, code, count in rows}

    @property
    def total(self) -> int:
        """All issues of the platform."""
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        """Issues about which something is still to be done."""
        over = {status for status in IssueStatus if status.over}
        return sum(count for (status, _), count in self.counts.items() if status not in over)

    @property
    def by_status(self) -> list[tuple[IssueStatus, int]]:
        """Each status that occurs, with its count."""
        found = Counter[str]()
        for (status, _), count in self.counts.items():
            found[status] += count
        return [(status, found[status]) for status in IssueStatus if found[status]]

    @property
    def by_group(self) -> list[tuple[IssueGroup, int]]:
        """Each group that occurs, with its count."""
        found = Counter[str]()
        for (_, code), count in self.counts.items():
            if code:
                found[IssueCode.of(code).group] += count
        return [(group, found[group]) for group in IssueGroup if found[group]]

    @cached_property
    def page(self) -> Page:
        """The rows asked for, newest first."""
        number = self.query.get("page", "1")
        return Paginator(self._asked_for(), PER_PAGE).get_page(number)

    def _all(self) -> QuerySet[Issue]:
        return Issue.objects.visible_to(self.actor).filter(platform=self.platform)

    def _asked_for(self) -> QuerySet[Issue]:
        rows = self._all().annotate(photos_count=Count("photos")).order_by("-number")
        if status := self.query.get("status"):
            rows = rows.filter(status=status)
        if group := self.query.get("group"):
            rows = rows.filter(code__startswith=group[:1])
        if words := self.query.get("q", "").strip():
            rows = rows.filter(
                Q(title__icontains=words) | Q(body__icontains=words) | Q(place__icontains=words)
            )
        return rows


def issue_of(actor: Actor, platform: Platform, number: int) -> Issue | None:
    """An issue with its photographs and steps."""
    return (
        Issue.objects.visible_to(actor)
        .filter(platform=platform, number=number)
        .select_related("reported_by")
        .prefetch_related("photos", "steps__by", "steps__body")
        .first()
    )


def issue_by_receipt(platform: Platform, receipt: str) -> Issue | None:
    """The issue of a receipt as typed, for whoever holds it; only the steps that are told."""
    letters = "".join(letter for letter in receipt.upper() if letter.isalnum())
    if len(letters) != RECEIPT_LENGTH:
        return None
    return (
        Issue.objects.for_system("the answer to a report")
        .filter(platform=platform, receipt=letters)
        .prefetch_related("steps__body")
        .first()
    )


def issues_to_choose(platform: Platform) -> list[Issue]:
    """Issues that an action can answer: sorted and not over, by code and number."""
    return list(
        Issue.objects.for_system("issues of one platform")
        .filter(platform=platform)
        .exclude(code="")
        .exclude(status=IssueStatus.CLOSED)
        .order_by("code", "number")
    )
