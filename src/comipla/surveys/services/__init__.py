"""What can be done about surveys. The person acting comes as `by=`, an `Actor`.

Refusals are `ValidationError` with sentences for the person; `PermissionDenied` where the role or
the scope does not allow it. Residents act by the code of their sheet alone.
"""

from comipla.surveys.services.answering import AlreadyAnswered, answer_sheet, key_sheet
from comipla.surveys.services.moving import move_survey
from comipla.surveys.services.sheets import Printed, digest_of, give_up_batch, print_sheets
from comipla.surveys.services.writing import (
    Outline,
    begin_survey,
    edit_survey,
    move_question,
    remove_question,
    save_question,
)

__all__ = [
    "AlreadyAnswered",
    "Outline",
    "Printed",
    "answer_sheet",
    "begin_survey",
    "digest_of",
    "edit_survey",
    "give_up_batch",
    "key_sheet",
    "move_question",
    "move_survey",
    "print_sheets",
    "remove_question",
    "save_question",
]
