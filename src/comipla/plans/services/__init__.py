"""What can be done about issues and plans. The person acting comes as `by=`, an `Actor`.

Refusals are `ValidationError` with sentences for the person; `PermissionDenied` where the role or
the scope does not allow it.
"""

from comipla.plans.services.answering import Reply, answer_actions
from comipla.plans.services.issues import Picture, Report, report_issue, step_issue
from comipla.plans.services.moving import move_plan
from comipla.plans.services.reviewing import save_sheet, save_values
from comipla.plans.services.writing import begin_plan, edit_text, remove_action, save_action

__all__ = [
    "Picture",
    "Reply",
    "Report",
    "answer_actions",
    "begin_plan",
    "edit_text",
    "move_plan",
    "remove_action",
    "report_issue",
    "save_action",
    "save_sheet",
    "save_values",
    "step_issue",
]
