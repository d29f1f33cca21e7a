"""What can be done about people and their rights. The person acting comes as `by=`."""

from comipla.people.services.audit import record_event
from comipla.people.services.bodies import establish_prefecture
from comipla.people.services.invitations import (
    InvitationClosed,
    accept_invitation,
    accept_invitation_as_new_person,
    find_open_invitation,
    invite,
    withdraw_invitation,
)
from comipla.people.services.memberships import (
    actor_for,
    begin_membership,
    disable_person,
    enable_person,
    end_membership,
    hand_over,
)
from comipla.people.services.persons import change_name, create_person
from comipla.people.services.sessions import end_sessions, enter, enter_demo

__all__ = [
    "InvitationClosed",
    "accept_invitation",
    "accept_invitation_as_new_person",
    "actor_for",
    "begin_membership",
    "change_name",
    "create_person",
    "disable_person",
    "enable_person",
    "end_membership",
    "end_sessions",
    "enter",
    "enter_demo",
    "establish_prefecture",
    "find_open_invitation",
    "hand_over",
    "invite",
    "record_event",
    "withdraw_invitation",
]
