"""Read one platform: who it is, where, with whom, on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from comipla.communities.models import AreaPart, MemberBody, OfficerTerm, Platform
from comipla.core.access import Actor
from comipla.people.models import Body


def platforms_of(municipality: Body) -> QuerySet[Platform]:
    """Every platform of a municipality, for checks of the system itself."""
    return Platform.objects.for_system("platforms of a municipality").filter(
        municipality=municipality
    )


def platform_by_slug(actor: Actor | None, slug: str) -> Platform | None:
    """The platform at an address if the actor may see it, with its body and municipality."""
    return (
        Platform.objects.visible_to(actor)
        .filter(slug=slug)
        .select_related("body", "municipality__municipality", "parent_platform", "merged_into")
        .first()
    )


def in_force(day: date, begins: str, ends: str) -> Q:
    """Rows that count on a day, by the names of their first and last day (both included)."""
    return Q(**{f"{begins}__lte": day}) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": day})
    )


def area_on(platform: Platform, day: date) -> QuerySet[AreaPart]:
    """The districts that a platform holds on a day."""
    return platform.area_parts.filter(in_force(day, "valid_from", "valid_to")).select_related(
        "district__municipality"
    )


def members_on(platform: Platform, day: date) -> QuerySet[MemberBody]:
    """The member bodies of a day."""
    return platform.members.filter(in_force(day, "joined_on", "left_on"))


def officers_on(platform: Platform, day: date) -> QuerySet[OfficerTerm]:
    """The officers in office on a day, with their groups."""
    return (
        OfficerTerm.objects.for_system("officers of one platform")
        .filter(in_force(day, "starts_on", "ends_on"), platform=platform)
        .select_related("group", "substitute_of")
    )


def published_platform(slug: str) -> Platform | None:
    """The platform at an address if its profile is published: for everybody, without sign-in."""
    return (
        Platform.objects.for_system("published profiles")
        .filter(slug=slug, is_published=True)
        .select_related("municipality__municipality")
        .first()
    )
