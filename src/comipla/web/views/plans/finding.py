"""Find the version of an address, and what every page of a plan shows around it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.urls import reverse

from comipla.communities.models import Platform
from comipla.core.access import Permission
from comipla.plans.models import Plan
from comipla.plans.selectors.plans import Reading, read_version, versions_of
from comipla.web.registry.forms import Form
from comipla.web.views.registry.finding import actor_of, allowed, find, trail


@dataclass(frozen=True)
class Found:
    """A version with its platform, and whether the person may write or answer it."""

    platform: Platform
    reading: Reading
    may_write: bool
    may_answer: bool

    @property
    def plan(self) -> Plan:
        """The version itself."""
        return self.reading.plan

    @property
    def address(self) -> str:
        """The page of the version."""
        return reverse("platform_plan_version", args=[self.platform.slug, self.plan.version])

    def trail(self, *here: str) -> list[tuple[str, str | None]]:
        """The way to a page of the version."""
        if not here:
            return trail(self.platform, "計画")
        way = trail(self.platform, "計画", *here)
        way[-1 - len(here)] = ("計画", self.address)
        return way

    def context(self, *here: str) -> dict[str, Any]:
        """What every page of the version shows."""
        return {
            "platform": self.platform,
            "plan": self.plan,
            "reading": self.reading,
            "text": self.reading.text,
            "may_write": self.may_write,
            "may_answer": self.may_answer,
            "breadcrumbs": self.trail(*here),
            "audience": f"県と{self.platform.municipality.name}と{self.platform.name}",
            "updated_at": self.plan.updated_at,
        }


def find_version(request: HttpRequest, slug: str, version: int | None = None) -> Found:
    """The version of an address, the newest without a number; 404 for what is not there."""
    platform = find(request, slug)
    if version is None:
        newest = versions_of(actor_of(request), platform).values_list("version", flat=True).first()
        version = newest or 0
    reading = read_version(actor_of(request), platform, version)
    if reading is None:
        raise Http404
    return Found(
        platform,
        reading,
        may_write=allowed(request, platform, Permission.WRITE_PLAN),
        may_answer=allowed(request, platform, Permission.ANSWER_PLAN),
    )


def writable(request: HttpRequest, slug: str, version: int) -> Found:
    """The version of an address for somebody who writes plans; PermissionDenied for others."""
    found = find_version(request, slug, version)
    if not found.may_write:
        raise PermissionDenied
    return found


def take_refusal(form: Form, error: ValidationError, **places: str) -> None:
    """Put a refusal beside the fields it names; `places` says where columns stand in the form."""
    if hasattr(error, "error_dict"):
        for column, sentences in error.message_dict.items():
            for sentence in sentences:
                form.problems.append((places.get(column, column), sentence))
    else:
        form.problems.extend((None, sentence) for sentence in error.messages)
