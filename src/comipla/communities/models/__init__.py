"""The registry of community platforms, split by what a row speaks of."""

from comipla.communities.models.area import AreaPart
from comipla.communities.models.bylaws import Bylaw
from comipla.communities.models.events import PlatformEvent
from comipla.communities.models.files import RegistryFile
from comipla.communities.models.members import Group, MemberBody
from comipla.communities.models.notices import ChangeNotice, NoticeState
from comipla.communities.models.officers import OfficerTerm
from comipla.communities.models.platform import Platform
from comipla.communities.models.rules import RecognitionRuleSet

__all__ = [
    "AreaPart",
    "Bylaw",
    "ChangeNotice",
    "Group",
    "MemberBody",
    "NoticeState",
    "OfficerTerm",
    "Platform",
    "PlatformEvent",
    "RecognitionRuleSet",
    "RegistryFile",
]
