"""What is measured: each target is one call as a person, or a program, would make it."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse
from django.utils.http import urlencode
from tests import examples
from tests.world import KAGOSHIMA

from bench.browser import Browser
from bench.goals import FOLD, NONE, PAGE, PAPER, Goal
from comipla.cases.codec import acts_of
from comipla.cases.models import Act, Case, FormDraft
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.drafts import begin_case
from comipla.core.access import Actor
from comipla.core.docket import fold
from comipla.core.facts import values_from
from comipla.documents.filing import printed
from comipla.documents.models import Paper
from comipla.people.models import Membership
from comipla.people.services import actor_for
from comipla.programme.editions import form
from comipla.programme.models import ProgrammeYear

CLERK: Final = "pref_officer.46@example.jp"
OFFICER: Final = f"muni_officer.{KAGOSHIMA}@example.jp"
FOLDED: Final = 10_000
"""How many cases one call of the fold's target folds, of seven acts each."""

SELDOM: Final = 5


@dataclass(frozen=True)
class Target:
    """Something to measure: `prepare` is not measured, `run` is and gives its size in bytes.

    `beside` fetches the page whose size the floor takes, where it is not the target's own; `every`
    is 1 for a target of every round, 5 for one of every fifth.
    """

    key: str
    label: str
    run: Callable[[], int]
    goal: Goal = NONE
    prepare: Callable[[], object] = field(default=lambda: None)
    beside: Callable[[], int] | None = None
    every: int = 1


class Bench:
    """The targets on one filled database, and the browsers of two people who are signed in."""

    def __init__(self) -> None:
        self.application = WSGIHandler()
        self.clerk = self._signed_in(CLERK)
        self.officer = self._signed_in(OFFICER)
        self.case = _played("completed")
        self.draft: FormDraft | None = None
        self.paper = Paper.objects.for_system("bench").filter(key="earmark_notice").first()
        granted = Act.objects.filter(case=_played("granted")).order_by("number")
        self.acts = acts_of(PROCEDURES["subsidy"], granted)
        self._count = itertools.count(1)

    def floor(self, size: int) -> int:
        """The least a page of `size` bytes costs with the same session and middleware."""
        return self.clerk.get(_address("floor", number=self.case.number, size=size))

    def targets(self) -> Iterator[Target]:
        """Every target, in the order of the table."""
        yield Target("sign_in", "サインイン", self._sign_in)
        yield Target("inbox", "通知", self._page("inbox"), PAGE)
        yield Target("paper", "文書1枚をPDFに", self._print, PAPER)
        yield Target("fold", f"畳み込み {FOLDED:,}件×7", self._fold, FOLD, every=SELDOM)

    def _page(self, name: str, *args: object, **query: object) -> Callable[[], int]:
        address = _address(name, *args, **query)
        return lambda: self.clerk.get(address)

    def _signed_in(self, person: str) -> Browser:
        browser = Browser(self.application)
        browser.post(reverse("demo_sign_in"), {"person": person})
        return browser

    def _sign_in(self) -> int:
        self._signed_in(CLERK)
        return 0

    def _type(self) -> None:
        """A form filled in and saved, ready to be sent."""
        by = actor_of(OFFICER)
        year = ProgrammeYear.objects.get(year=2024)
        raw = form("subsidy_needs_sheet", year.forms).write(values_from(examples.need()))
        self.draft = begin_case(year=year, procedure="subsidy", by=by, raw=raw)

    def _print(self) -> int:
        """Print a letter nobody has printed before: equal ones come from the printer's memory."""
        assert self.paper is not None
        number = next(self._count)
        self.paper.number = f"共生第{number}号"
        self.paper.code = f"{number:012d}"
        return len(printed(self.paper))

    def _fold(self) -> int:
        procedure = PROCEDURES["subsidy"]
        for _ in range(FOLDED):
            fold(procedure, self.acts)
        return 0


def actor_of(person: str) -> Actor:
    """The person as actor of their only body."""
    return actor_for(Membership.objects.select_related("body", "person").get(person__email=person))


def _played(state: str) -> Case:
    """The case of that state that was really played, with its papers: the first."""
    case = Case.objects.for_system("bench").filter(state=state).order_by("id").first()
    assert case is not None
    return case


def _address(name: str, *args: object, **query: object) -> str:
    path = reverse(name, args=args or None)
    return f"{path}?{urlencode(query)}" if query else path
