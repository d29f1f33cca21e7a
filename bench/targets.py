"""What is measured: each target is one call as a person, or a program, would make it."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse
from django.utils.http import urlencode
from tests import examples
from tests.world import KAGOSHIMA, TODAY

from bench import core, grants, people, proposals
from bench.browser import Browser, Unexpected
from bench.goals import (
    ACT,
    DRAWS,
    EXPORT,
    FOLD,
    GROUPS,
    NONE,
    PAGE,
    PAPER,
    PROJECTION,
    RANK,
    Goal,
)
from comipla.cases.codec import acts_of
from comipla.cases.models import Act, Case
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.drafts import begin_case
from comipla.core.access import Actor
from comipla.core.docket import fold
from comipla.core.facts import values_from
from comipla.core.scoring import rank
from comipla.documents.filing import printed
from comipla.documents.models import Paper
from comipla.people.models import Membership
from comipla.people.services import actor_for
from comipla.programme.editions import form
from comipla.programme.models import ProgrammeYear
from comipla.web.acts.typed import imprint

CLERK: Final = "pref_officer.46@example.jp"
OFFICER: Final = f"muni_officer.{KAGOSHIMA}@example.jp"
FOLDED: Final = 10_000
"""How many cases one call of the fold's target folds, of seven acts each."""

SELDOM: Final = 5
ONCE: Final = 1_000
"""Only the first round measures it."""


@dataclass(frozen=True)
class Target:
    """Something to measure: `prepare` is not measured, `run` is and gives its size in bytes.

    `beside` fetches the page whose size the floor takes, for a target that is compared with the
    floor; `against` is what a target without a page is compared with instead. `every` is 1 for a
    target of every round, 5 for one of every fifth.
    """

    key: str
    label: str
    run: Callable[[], int]
    goal: Goal = NONE
    prepare: Callable[[], object] = field(default=lambda: None)
    beside: Callable[[], int] | None = None
    against: Callable[[], object] | None = None
    every: int = 1


class Bench:
    """The targets on one filled database, and the browsers of two people who are signed in."""

    def __init__(self) -> None:
        self.application = WSGIHandler()
        self.clerk = self._signed_in(CLERK)
        self.officer = self._signed_in(OFFICER)
        self.case = _played("completed")
        self.form = form("subsidy_needs_sheet", self.case.forms)
        self.typed = self.form.write(values_from(examples.need()))
        self._begin()
        self.paper = Paper.objects.for_system("bench").filter(key="earmark_notice")[0]
        granted = Act.objects.filter(case=_played("granted")).order_by("number")
        self.acts = acts_of(PROCEDURES["subsidy"], granted)
        self.scheme, self.sheets = proposals.scheme(), proposals.sheets()
        self._count = itertools.count(1)

    def floor(self, size: int) -> int:
        """The least a page of `size` bytes costs with the same session and middleware."""
        return self.clerk.get(_address("floor", number=self.case.number, size=size))

    def targets(self) -> Iterator[Target]:
        """Every target, in the order of the table."""
        yield Target("sign_in", "サインイン", self._sign_in)
        for key, label, fetch, goal in self._pages():
            yield Target(key, label, fetch, goal, beside=fetch)
        form = partial(self._see, "act_form")
        yield Target("act", "行為（様式と提出）", self._submit, ACT, self._begin, beside=form)
        export = self._fetch("case_list_file", "csv")
        yield Target("export", "CSV", export, EXPORT, every=SELDOM)
        yield Target("paper", "文書1枚をPDFに", self._print, PAPER)
        yield Target("fold", f"畳み込み {FOLDED:,}件×7", self._fold, FOLD, every=SELDOM)
        yield from self._reckoned()
        yield Target("rank", "採点の集計 300件×7人×8項目", self._rank, RANK)
        yield from self._futures()

    def _futures(self) -> Iterator[Target]:
        """The future in numbers; a projection is compared with copying what it reads and writes."""
        yield Target(
            "project",
            f"推計 {people.AREAS:,}地区×{people.STEPS}期",
            people.projected,
            PROJECTION,
            against=people.copied,
        )
        yield Target("draws", f"ゆれ {people.DRAWS:,}回", people.drawn, DRAWS)
        yield Target(
            "opinions", f"意見 {people.VOTERS}人×{people.STATEMENTS}", people.grouped, GROUPS
        )

    def _reckoned(self) -> Iterator[Target]:
        """What the core reckons without a database; the large task in the first round only."""
        size = f"包括的交付金 {grants.PLATFORMS:,}団体×{grants.COMPONENTS}"
        yield Target("allocation", size, grants.allocated, grants.ALLOCATION)
        payees = f"総合振込 {core.PAYEES:,}人"
        yield Target("transfers", payees, core.write_file, core.FILE, every=SELDOM)
        for students, slots, goal in core.TASKS:
            label = f"学生の割当て {students:,}×{slots:,}"
            run = partial(core.propose, students, slots)
            every = SELDOM if students < 1_000 else ONCE
            yield Target(f"assign_{students}", label, run, goal, every=every)

    def _pages(self) -> Iterator[tuple[str, str, Callable[[], int], Goal]]:
        """Key, label, call and goal of every page that is fetched."""
        state, text = {"state": "granted"}, {"q": "買い物"}
        yield "desk", "机", self._fetch("desk"), NONE
        yield "list", "案件一覧", self._fetch("case_list"), PAGE
        yield "list_filtered", "案件一覧（絞り込み）", self._fetch("case_list", **state), PAGE
        yield "list_searched", "案件一覧（検索）", self._fetch("case_list", **text), PAGE
        yield "case", "案件の画面", self._fetch("case_page", self.case.number), PAGE
        yield "year", "年度の画面", self._fetch("year", "R6"), NONE
        yield "inbox", "通知", self._fetch("inbox"), NONE

    def _fetch(self, name: str, *args: object, **query: object) -> Callable[[], int]:
        address = _address(name, *args, **query)
        return lambda: self.clerk.get(address)

    def _signed_in(self, person: str) -> Browser:
        browser = Browser(self.application)
        browser.post(reverse("demo_sign_in"), {"person": person})
        return browser

    def _sign_in(self) -> int:
        self._signed_in(CLERK)
        return 0

    def _begin(self) -> None:
        """A new needs sheet, still empty."""
        year = ProgrammeYear.objects.get(year=TODAY.year)
        self.draft = begin_case(year=year, procedure="subsidy", by=actor_of(OFFICER))

    def _see(self, page: str) -> int:
        """One of the pages of a form in the making."""
        self._begin()
        return self.officer.get(_address(page, self.draft.key))

    def _submit(self) -> int:
        """Fill the form in and send it, as two presses of a button do."""
        post, fields = self.officer.post, self.form.fields
        step = {"_base": imprint(fields, {}), "_go": "check"}
        post(_address("act_form", self.draft.key), {**self.typed, **step})
        post(_address("act_submit", self.draft.key), {"seen": imprint(fields, self.typed)})
        if not self.officer.location.startswith("/receipts/"):
            raise Unexpected(f"the form led to {self.officer.location}, not to its receipt")
        return 0

    def _print(self) -> int:
        """Print a letter nobody has printed before: equal ones come from the printer's memory."""
        number = next(self._count)
        self.paper.number = f"共生第{number}号"
        self.paper.code = f"{number:012d}"
        return len(printed(self.paper))

    def _fold(self) -> int:
        procedure = PROCEDURES["subsidy"]
        for _ in range(FOLDED):
            fold(procedure, self.acts)
        return 0

    def _rank(self) -> int:
        return len(rank(self.scheme, self.sheets, seed="bench").standings)


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
