"""Surveys of residents: questions, codes of sheets, reading answers, counting them.

No names are asked. A sheet has a code that answers once; what is shown to others hides groups
of fewer than five people.
"""

from comipla.core.surveys.counting import Cross, Tally, cross, tally
from comipla.core.surveys.hiding import LEAST, hidden_in_line, hidden_in_table
from comipla.core.surveys.questions import (
    Kind,
    Question,
    Role,
    SurveyState,
    check_question,
    check_questions,
)
from comipla.core.surveys.reading import Answers, Problem, Reading, read_keyed, read_typed
from comipla.core.surveys.sheets import Channel, is_code, new_code, plain_code, shown_code

__all__ = [
    "LEAST",
    "Answers",
    "Channel",
    "Cross",
    "Kind",
    "Problem",
    "Question",
    "Reading",
    "Role",
    "SurveyState",
    "Tally",
    "check_question",
    "check_questions",
    "cross",
    "hidden_in_line",
    "hidden_in_table",
    "is_code",
    "new_code",
    "plain_code",
    "read_keyed",
    "read_typed",
    "shown_code",
    "tally",
]
