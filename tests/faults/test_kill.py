"""Kill −9 in the middle of submissions: nothing acknowledged is lost, nothing is half done.

Officials of four municipalities begin, save, add a file to and send needs sheets; two people of
the prefecture draft and decide earmarks. Meanwhile the page server, or the database, is killed
again and again. Rounds: `COMIPLA_DRILL_ROUNDS`, else thirty or what fits into `LONGEST` seconds.
"""

import hashlib
import os
import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comipla.core.facts import values_from
from comipla.programme.editions import form
from tests import examples as x
from tests.faults.installation import Installation
from tests.faults.official import Claims, Interrupted, Official

pytestmark = pytest.mark.slow

ASKED = os.environ.get("COMIPLA_DRILL_ROUNDS")
ROUNDS = int(ASKED or 30)
LONGEST = None if ASKED else 70.0
"""Seconds after which no further round begins; no limit where a number of rounds is asked for."""

ANSWERS = (4, 16)
"""Answers that a server gives before it is killed, at least and at most."""

PATIENCE = 90
"""Seconds without enough answers after which something is broken and not merely slow."""

AMOUNT = 10_000
_NUMBER = re.compile(r'href="/cases/(3-R6-\d+)/"')


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="comipla-drill-") as folder:
        Path(folder).chmod(0o755)
        made = Installation(Path(folder))
        made.start()
        yield made
        made.close()


class Drill:
    """Everybody at work, until told to stop."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.claims = [Claims() for _ in range(5)]
        self.stop = threading.Event()
        self.waiting: list[str] = []
        self.failures: list[Exception] = []
        self.decided = 0
        people = installation.people
        works = [
            (lambda email=email, claims=claims: self.ask_for_money(email, claims))
            for email, claims in zip(people["officers"], self.claims[:4], strict=True)
        ]
        self.threads = [
            threading.Thread(target=self._run, args=(work,)) for work in (*works, self.grant_money)
        ]

    def _official(self, email: str, claims: Claims) -> Official:
        official = Official(self.installation.port, email, claims, self.stop)
        official.enter()
        return official

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Interrupted:
            return  # the drill is over
        except Exception as problem:
            self.failures.append(problem)

    def ask_for_money(self, email: str, claims: Claims) -> None:
        """One needs sheet after the other; every fifth stays unsent."""
        official, sheets = self._official(email, claims), 0
        while not self.stop.is_set():
            sheets += 1
            key = official.begin_need()
            facts = x.need(
                title=f"見守り{sheets}（架空）", requested=AMOUNT, priority=sheets % 99 + 1
            )
            words = form("subsidy_needs_sheet", "r6-1").write(values_from(facts))
            official.save(key, words)
            content = f"%PDF-1.7\n{key}".encode()
            digest = hashlib.sha256(content).hexdigest()
            official.attach(key, "attachments", f"見積書{sheets}.pdf", content, digest)
            if sheets % 5:
                number = _NUMBER.search(official.send(key))
                assert number is not None
                self.waiting.append(number.group(1))

    def grant_money(self) -> None:
        """Draft and decide an earmark for what was asked."""
        people, claims = self.installation.people, self.claims[4]
        clerk = self._official(people["clerk"], claims)
        chief = self._official(people["chief"], claims)
        chief.prove()
        words = form("subsidy_earmark", "r6-1").write(values_from(x.earmark(AMOUNT)))
        while not self.stop.is_set():
            if not self.waiting:
                time.sleep(0.05)
                continue
            number = self.waiting.pop(0)
            key = clerk.begin_act(number, "earmark")
            clerk.save(key, words)
            clerk.send(key)
            chief.decide(number)
            self.decided += 1

    def run(self, kill: Callable[[], None]) -> int:
        """Kill in the middle of work, round after round; give how many there were."""
        dice, began, rounds = random.Random(20240501), time.monotonic(), 0
        for thread in self.threads:
            thread.start()
        try:
            while rounds < ROUNDS and (not LONGEST or time.monotonic() - began < LONGEST):
                self._wait_for(dice.randint(*ANSWERS))
                time.sleep(dice.uniform(0, 0.05))
                kill()
                rounds += 1
            self.installation.wait_until_ready()
        finally:
            self.stop.set()
            for thread in self.threads:
                thread.join()
        assert self.failures == []
        return rounds

    def _wait_for(self, answers: int) -> None:
        """Until so many requests more were answered, so that work goes on at any speed."""
        target = self._answers() + answers
        deadline = time.monotonic() + PATIENCE
        while self._answers() < target and not self.failures:
            assert time.monotonic() < deadline, f"no {answers} answers within {PATIENCE} s"
            time.sleep(0.005)

    def _answers(self) -> int:
        return sum(claims.answers for claims in self.claims)

    def all_claims(self) -> Claims:
        """What everybody was told, together."""
        together = Claims()
        for claims in self.claims:
            together.receipts |= claims.receipts
            together.files |= claims.files
            together.words |= claims.words
            together.retries += claims.retries
        return together


def drill(installation: Installation, kill: Callable[[], None]) -> None:
    """Run it, then compare everything that was acknowledged with everything that is stored."""
    exercise = Drill(installation)
    rounds = exercise.run(kill)
    claims = exercise.all_claims()
    examined = installation.examine(claims)
    counts = examined["counts"]
    print(
        f"{rounds} kills, {len(claims.receipts)} receipts shown, {exercise.decided} earmarks "
        f"decided, {claims.retries} retries, stored: {counts}"
    )
    assert examined["problems"] == []
    assert "すべて合っています" in installation.verify()
    assert claims.retries >= rounds // 2, "people were interrupted"
    assert len(claims.receipts) >= rounds // 2, "and yet work went on"
    assert exercise.decided, "money was drawn from the envelopes meanwhile"


def test_killed_page_servers_lose_nothing_acknowledged(installation):
    def kill() -> None:
        installation.kill_pages()
        installation.start()

    drill(installation, kill)


def test_killed_databases_lose_nothing_acknowledged(installation):
    def kill() -> None:
        installation.kill_database()
        installation.wait_until_ready()

    drill(installation, kill)
