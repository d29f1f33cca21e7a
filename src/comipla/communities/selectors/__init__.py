"""Read the registry: one platform, lists of them, what waits, what the rules say."""

from comipla.communities.selectors.board import (
    BoardLine,
    DistrictLine,
    board_of,
    districts_of,
)
from comipla.communities.selectors.listing import Choice, PlatformList
from comipla.communities.selectors.platform import (
    area_on,
    in_force,
    members_on,
    officers_on,
    platform_by_slug,
    platforms_of,
    published_platform,
)
from comipla.communities.selectors.recognising import known_of, rules_on
from comipla.communities.selectors.waiting import (
    ENDING_DAYS,
    notices_to_confirm,
    own_notices,
    terms_ending,
)

__all__ = [
    "ENDING_DAYS",
    "BoardLine",
    "Choice",
    "DistrictLine",
    "PlatformList",
    "area_on",
    "board_of",
    "districts_of",
    "in_force",
    "known_of",
    "members_on",
    "notices_to_confirm",
    "officers_on",
    "own_notices",
    "platform_by_slug",
    "platforms_of",
    "published_platform",
    "rules_on",
    "terms_ending",
]
