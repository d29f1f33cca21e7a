"""The acts of one invented case as they pile up: days, persons, and the money so far."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from comipla.config.demo import deciding
from comipla.config.demo.briefs import Brief, open_days_later
from comipla.config.demo.waves import wave_of
from comipla.core.docket import DRAFT, PULL_BACK, SEND_BACK
from comipla.core.procedures.common import NoteFacts
from comipla.core.procedures.subsidy.facts import (
    ApplicationFacts,
    ChangeFacts,
    InspectionFacts,
    PerformanceFacts,
    ReviewFacts,
)

OFFICER = "officer"
"""The prefecture's officer for the municipality; the other keys are those of `people.toml`."""
DECIDER, DEPUTY, ACCOUNTS = "decider1", "decider2", "accounts"
TOWN, TOWN_HEAD = "muni_officer", "muni_decider"
SMALL = 300_000
"""Below this many yen the deputy decides."""


@dataclass(frozen=True)
class Step:
    """One act to be: the day, the kind (`of` for drafts), the facts, and who does it."""

    day: date
    kind: str
    facts: Any
    who: str
    of: str | None = None


class Story:
    """One case on its way: the steps so far and what later steps need to know of them.

    The papers are there once the step that makes them has been taken.
    """

    applied: ApplicationFacts
    reviewed: ReviewFacts
    change: ChangeFacts
    reported: PerformanceFacts
    inspected: InspectionFacts

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.wave = wave_of(brief)
        self.steps: list[Step] = []
        self.day = self.wave.needs[0]
        self.plan = brief.plan
        self.stopped_on: date | None = None
        self.decided = 0
        self.claimed = 0
        self.paid = 0
        self.determined = 0
        self.repaid = 0

    def tagged(self, tag: str) -> bool:
        """Whether the table's row carries the tag."""
        return tag in self.brief.row.tags

    def wait(self, low: int, high: int) -> None:
        """Let some open days pass, drawn between two numbers."""
        drawn = self.brief.dice.roll(f"wait {len(self.steps)}", low, high)
        self.day = open_days_later(self.day, drawn)

    def stand_on(self, day: date) -> None:
        """Go to a day, unless it has passed."""
        self.day = max(self.day, day)

    def town(self, kind: str, facts: Any) -> None:
        """The municipality hands something in: its officer mostly, its head now and then."""
        head = self.brief.dice.chance(f"head {len(self.steps)}", 12)
        self.act(kind, facts, TOWN_HEAD if head else TOWN)

    def act(self, kind: str, facts: Any, who: str = OFFICER) -> None:
        """Somebody acts today."""
        self.steps.append(Step(self.day, kind, facts, who))

    def draft(self, kind: str, facts: Any) -> None:
        """The prefecture's officer drafts a decision, which then waits."""
        self.steps.append(Step(self.day, DRAFT, facts, OFFICER, of=kind))

    def decide(self, kind: str, facts: Any, *, by: str = DECIDER) -> None:
        """The officer drafts and, some days later, another person decides."""
        self.draft(kind, facts)
        if self.tagged(f"{kind}:sent_back"):
            self.wait(1, 2)
            self.act(SEND_BACK, deciding.SEND_BACK, by)
            self.wait(1, 1)
            self.draft(kind, facts)
        if self.tagged(f"{kind}:pulled_back"):
            self.wait(1, 1)
            self.act(PULL_BACK, NoteFacts(note="算出基礎を確かめ直すため。"))
            self.wait(1, 2)
            self.draft(kind, facts)
        self.wait(1, 2)
        self.steps.append(Step(self.day, kind, facts, by))
