"""What a community finds and intends, split by what a row speaks of."""

from comipla.plans.models.answers import PlanAnswer
from comipla.plans.models.issues import Issue, IssuePhoto, IssueStep
from comipla.plans.models.plans import Plan, PlanAction, PlanEvent
from comipla.plans.models.reviews import IndicatorValue, ReviewSheet

__all__ = [
    "IndicatorValue",
    "Issue",
    "IssuePhoto",
    "IssueStep",
    "Plan",
    "PlanAction",
    "PlanAnswer",
    "PlanEvent",
    "ReviewSheet",
]
