"""Find the survey of an address, and what every page of a survey shows around it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from comipla.communities.models import Platform
from comipla.core.access import Permission
from comipla.surveys.models import Survey
from comipla.surveys.selectors import survey_of
from comipla.web.views.registry.finding import actor_of, allowed, find, trail


@dataclass(frozen=True)
class Found:
    """A survey with its platform, and whether the person may write it."""

    platform: Platform
    survey: Survey
    may_write: bool

    @property
    def address(self) -> str:
        """The page of the survey."""
        return reverse("platform_survey", args=[self.platform.slug, self.survey.number])

    def context(self, *here: str) -> dict[str, Any]:
        """What every page of the survey shows; `here` are the pages below it."""
        way = trail(self.platform, "アンケート", self.survey.title, *here)
        way[2] = ("アンケート", reverse("platform_surveys", args=[self.platform.slug]))
        if here:
            way[3] = (self.survey.title, self.address)
        return {
            "platform": self.platform,
            "survey": self.survey,
            "may_write": self.may_write,
            "breadcrumbs": way,
            "audience": f"県と{self.platform.municipality.name}と{self.platform.name}",
            "updated_at": self.survey.updated_at,
        }


def find_survey(request: HttpRequest, slug: str, number: int) -> Found:
    """The survey of an address; 404 for one that is not there or out of reach."""
    platform = find(request, slug)
    survey = survey_of(actor_of(request), platform, number)
    if survey is None:
        raise Http404
    return Found(platform, survey, allowed(request, platform, Permission.WRITE_PLAN))


def writable(request: HttpRequest, slug: str, number: int) -> Found:
    """The same for somebody who writes surveys; PermissionDenied for others."""
    found = find_survey(request, slug, number)
    if not found.may_write:
        raise PermissionDenied
    return found
