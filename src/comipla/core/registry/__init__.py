"""The registry of community platforms: its words, its rules, the life of a platform."""

from comipla.core.registry.areas import Overlap, Share, overlaps
from comipla.core.registry.bylaws import BylawNumbers, parse_share, share_in_words
from comipla.core.registry.codes import (
    PROGRAMME_STAGES,
    AreaKind,
    BaseKind,
    EventKind,
    LegalForm,
    MemberKind,
    Post,
    Recognition,
    Stage,
    Subject,
)
from comipla.core.registry.life import (
    TRANSITIONS,
    Event,
    EventRefused,
    Life,
    events_open,
    fold,
    follow,
    stages_open,
)
from comipla.core.registry.posts import Term, conflicts, incompatible
from comipla.core.registry.recognition import (
    Finding,
    Known,
    Rules,
    check,
    rules_from_json,
    rules_to_json,
)

__all__ = [
    "PROGRAMME_STAGES",
    "TRANSITIONS",
    "AreaKind",
    "BaseKind",
    "BylawNumbers",
    "Event",
    "EventKind",
    "EventRefused",
    "Finding",
    "Known",
    "LegalForm",
    "Life",
    "MemberKind",
    "Overlap",
    "Post",
    "Recognition",
    "Rules",
    "Share",
    "Stage",
    "Subject",
    "Term",
    "check",
    "conflicts",
    "events_open",
    "fold",
    "follow",
    "incompatible",
    "overlaps",
    "parse_share",
    "rules_from_json",
    "rules_to_json",
    "share_in_words",
    "stages_open",
]
