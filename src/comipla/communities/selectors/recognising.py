"""What the registry knows of a platform, in the terms of the rules of recognition."""

from datetime import date

from comipla.communities.models import Platform, RecognitionRuleSet
from comipla.communities.selectors.platform import area_on, members_on, officers_on
from comipla.communities.services.applying.area import shares_of_others
from comipla.core.registry import Known, MemberKind, Post, Share, overlaps
from comipla.people.models import Body


def rules_on(municipality: Body, day: date) -> RecognitionRuleSet | None:
    """The rules in force on a day; None where the municipality has none."""
    return (
        RecognitionRuleSet.objects.for_system("rules in force")
        .filter(municipality=municipality, in_force_from__lte=day)
        .order_by("-version")
        .first()
    )


def known_of(platform: Platform, day: date, ticked: frozenset[str] = frozenset()) -> Known:
    """Members, area, by-laws and auditors of a day, and what a person has ticked."""
    members = list(members_on(platform, day))
    associations = [member for member in members if member.kind is MemberKind.JICHIKAI]
    parts = list(area_on(platform, day))
    own = [
        Share(part.district.name, platform.name, part.weight, part.valid_from, part.valid_to)
        for part in parts
    ]
    others = shares_of_others(platform, [part.district for part in parts]) if parts else []
    return Known(
        kinds=frozenset(MemberKind.of(member.kind) for member in members),
        joined=len(associations),
        total=platform.neighbourhoods,
        joined_households=sum(member.households for member in associations),
        total_households=platform.households,
        has_area=bool(parts),
        overlaps=tuple(overlap.sentence for overlap in overlaps(own, others)),
        has_bylaws=platform.bylaws.exists(),
        auditors=officers_on(platform, day).filter(post=Post.AUDITOR).count(),
        ticked=ticked,
    )
