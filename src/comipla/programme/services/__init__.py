"""Verbs on programme years: open and move them, fill their envelopes, set their windows."""

from comipla.programme.services.calls import set_call
from comipla.programme.services.common import SUBSIDY_MENU
from comipla.programme.services.envelopes import set_caps, set_envelope_limit
from comipla.programme.services.reviews import mark_reviewed
from comipla.programme.services.years import (
    NEXT_STATE,
    PREVIOUS_STATE,
    advance_year,
    open_year,
    reopen_year,
    roll_over,
)

__all__ = [
    "NEXT_STATE",
    "PREVIOUS_STATE",
    "SUBSIDY_MENU",
    "advance_year",
    "mark_reviewed",
    "open_year",
    "reopen_year",
    "roll_over",
    "set_call",
    "set_caps",
    "set_envelope_limit",
]
