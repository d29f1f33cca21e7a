"""What can be done in the registry. The person acting comes as `by=`, an `Actor`.

Refusals are `ValidationError` with sentences for the person, by field where a form has one;
`PermissionDenied` where the role or the scope does not allow it.
"""

from comipla.communities.services.changes import (
    confirm_change,
    return_change,
    submit_change,
    withdraw_change,
)
from comipla.communities.services.deciding import decide_recognition
from comipla.communities.services.events import record_platform_event
from comipla.communities.services.files import keep_file
from comipla.communities.services.members import (
    add_group,
    add_member,
    end_group,
    end_member,
)
from comipla.communities.services.profile import edit_profile
from comipla.communities.services.recognition import save_rules
from comipla.communities.services.registering import (
    Registration,
    register_platform,
    register_platforms,
)
from comipla.communities.services.verify import verify_events

__all__ = [
    "Registration",
    "add_group",
    "add_member",
    "confirm_change",
    "decide_recognition",
    "edit_profile",
    "end_group",
    "end_member",
    "keep_file",
    "record_platform_event",
    "register_platform",
    "register_platforms",
    "return_change",
    "save_rules",
    "submit_change",
    "verify_events",
    "withdraw_change",
]
