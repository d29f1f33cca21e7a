"""From a row of the table to the acts of its case.

A story walks the main road from milestone to milestone until the state in which the case stands
today, takes the turn that leads off the road where there is one, and leaves the draft that waits.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from comipla.config.demo import after, before, deciding, settling
from comipla.config.demo.briefs import Brief, open_day
from comipla.config.demo.story import Step, Story
from comipla.config.demo.waves import TODAY
from comipla.core.procedures.common import NoteFacts

ROAD: tuple[tuple[str, Callable[[Story], None]], ...] = (
    ("needed", before.ask),
    ("earmarked", before.earmark),
    ("applied", before.hand_in),
    ("reviewed", before.review),
    ("granted", before.grant),
    ("underway", after.begin),
    ("reported", after.report),
    ("inspected", after.inspect),
    ("determined", after.determine),
    ("claimed", after.claim),
    ("settled", after.settle),
    ("completed", after.close),
)
"""The milestones of the main road and how each is reached from the one before."""

TURNS: dict[str, tuple[str, Callable[[Story], None]]] = {
    "not_earmarked": ("needed", before.decline),
    "correcting": ("applied", before.ask_correction),
    "refused": ("reviewed", before.refuse),
    "change_review": ("underway", after.ask_change),
    "stop_review": ("underway", after.ask_stop),
    "discontinued": ("underway", after.stop),
    "report_correcting": ("reported", after.ask_report_correction),
    "repaying": ("determined", after.order_back),
}
"""States beside the road: the milestone from which they are reached, and how."""


def _payment(story: Story) -> Any:
    """The payment of an open claim, foreseen for today."""
    left = story.claimed - story.paid
    return settling.payment(story.brief, TODAY, amount=left)


DRAFTS: dict[str, Callable[[Story], Any]] = {
    "earmark": lambda story: deciding.earmark(story.brief, story.wave.apply_by),
    "decline_need": lambda _story: deciding.NO_EARMARK,
    "decide_grant": lambda story: deciding.decision(story.brief, story.applied, story.reviewed),
    "refuse": lambda _story: deciding.REFUSAL,
    "approve_change": lambda story: deciding.change_decision(
        story.change, open_day(TODAY + timedelta(days=2))
    ),
    "refuse_change": lambda _story: deciding.CHANGE_REFUSAL,
    "approve_stop": lambda _story: NoteFacts(note="それまでの経費を実績報告書で報告してください。"),
    "refuse_stop": lambda _story: deciding.STOP_REFUSAL,
    "pay_advance": _payment,
    "pay_settlement": _payment,
    "determine": lambda story: settling.determination(story.inspected, decided=story.decided),
    "order_repayment": lambda story: settling.repayment_order(
        story.paid - story.determined, open_day(TODAY + timedelta(days=22))
    ),
}
"""What a draft of each kind proposes."""


def tell(brief: Brief) -> tuple[Step, ...]:
    """The acts of a case in order, the last one on or before today."""
    story = Story(brief)
    fate = brief.row.fate
    if fate == "withdrawn":
        milestone = next(key for key, _ in ROAD if story.tagged(key))
        turn: Callable[[Story], None] | None = before.withdraw
    else:
        milestone, turn = TURNS.get(fate, (fate, None))
    for key, step in ROAD:
        step(story)
        if key == milestone:
            break
    if turn:
        turn(story)
    if story.tagged("advance_claimed"):
        after.leave_claim(story)
    if kind := brief.row.draft:
        story.wait(1, 2)
        story.day = min(story.day, TODAY)
        story.draft(kind, DRAFTS[kind](story))
    return tuple(story.steps)
