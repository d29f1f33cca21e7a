"""Students and the activities they help at, brought together in one optimisation.

`assign` proposes: most places filled, then ranked wishes, distance and spread of work, as one
linear programme whose dual values prove the optimum. `objections` says what stands against one
pair, for the person who confirms or changes the proposal.
"""

from comipla.core.assignment.pairs import Weights
from comipla.core.assignment.parties import (
    AssignmentError,
    Position,
    Slot,
    Student,
    distance,
    objections,
)
from comipla.core.assignment.plan import Assignment, Plan, Unassigned, Unfilled, assign

__all__ = [
    "Assignment",
    "AssignmentError",
    "Plan",
    "Position",
    "Slot",
    "Student",
    "Unassigned",
    "Unfilled",
    "Weights",
    "assign",
    "distance",
    "objections",
]
