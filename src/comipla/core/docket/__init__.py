"""The docket: a case is its acts in order, and everything else is folded from them.

A `Procedure` is a declaration of states and act types. `fold` rebuilds state, balances, due
dates and the waiting draft from the acts; `offers` gives the buttons of one person; `objections`
gives every reason against an act in the clauses' own words; `perform` makes the next act or
raises `Refused` with all of them. Nothing here knows a menu, a database or a page.

Decisions that need a second person (起案・決裁) are ordinary act types marked `drafted`: one
person's `draft` act carries the proposed facts, and another person's act of the drafted kind,
with exactly these facts, decides them (programme G.5: drafter ≠ decider).
"""

from comipla.core.docket.declarations import (
    DRAFT,
    PULL_BACK,
    RESUME,
    SEND_BACK,
    START,
    Act,
    ActType,
    Deadline,
    Due,
    Fork,
    Move,
    Procedure,
    Side,
    State,
    Subject,
)
from comipla.core.docket.engine import (
    Offer,
    Refused,
    fold,
    objections,
    offers,
    perform,
    started,
)
from comipla.core.docket.standing import (
    PlatformStanding,
    Question,
    Room,
    Standing,
    Surroundings,
)

__all__ = [
    "DRAFT",
    "PULL_BACK",
    "RESUME",
    "SEND_BACK",
    "START",
    "Act",
    "ActType",
    "Deadline",
    "Due",
    "Fork",
    "Move",
    "Offer",
    "PlatformStanding",
    "Procedure",
    "Question",
    "Refused",
    "Room",
    "Side",
    "Standing",
    "State",
    "Subject",
    "Surroundings",
    "fold",
    "objections",
    "offers",
    "perform",
    "started",
]
