"""The benchmark's machinery on a few cases: it fills, asks, counts and judges; nothing is timed."""

from dataclasses import asdict

import pytest
from bench.__main__ import write
from bench.goals import NONE, PAGE, Goal
from bench.results import HEAD, judged, table
from bench.running import Run, run
from bench.seed import fill
from bench.session import Session
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from bench import core
from comipla.cases.models import Act, Case
from comipla.cases.services.verify import verify
from tests.world import TODAY

CASES = 44


@pytest.fixture
def filled(db, settings, monkeypatch):
    """The product as the benchmark serves it, on a database of few cases.

    The server closes its connections after each request; those of a test stay open, as Django's
    own client keeps them.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    settings.DEMO = True
    settings.COMIPLA_TODAY = TODAY
    settings.ROOT_URLCONF = "bench.urls"
    monkeypatch.setattr(core, "PAYEES", 100)
    monkeypatch.setattr(core, "TASKS", [(20, 30, NONE)])
    fill(CASES)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_copies_are_whole_cases_of_ten_years_with_hash_chains_of_their_own(filled):
    cases = Case.objects.for_system("count")
    assert cases.count() == CASES
    assert cases.values("programme_year").distinct().count() == 10
    assert Act.objects.values("hash").distinct().count() == Act.objects.count()
    assert [found for found in verify() if "ハッシュ" in found.what] == []  # titles are their own


def test_every_target_answers_and_is_counted_and_measured(filled):
    session = Session(only="")
    examined = session.examine()
    measured = session.round(0)
    assert list(examined) == [target.key for target in session.targets]
    assert measured.keys() == examined.keys()
    for target in session.targets:
        expected = {"cpu", "wall"} | ({"floor"} if target.beside or target.against else set())
        assert measured[target.key].keys() == expected
        assert examined[target.key]["goal"] == asdict(target.goal)
    assert min(examined[key]["queries"] for key in ("list", "case", "act", "export")) > 0


def test_targets_that_take_long_are_left_out_of_most_rounds(filled):
    session = Session(only="fold")
    session.examine()
    assert [list(session.round(number)) for number in (0, 1, 5)] == [["fold"], [], ["fold"]]


def samples(*costs: tuple[float, float, float]) -> list[dict[str, float]]:
    return [{"cpu": cpu, "wall": wall, "floor": floor} for cpu, wall, floor in costs]


def examined(queries: int, peak: int = 1_000) -> dict[str, int]:
    return {"queries": queries, "bytes": 50_000, "peak": peak}


def test_a_target_within_its_goals_has_no_misses():
    small, large = samples((8, 10, 4), (9, 11, 3), (8, 30, 4)), samples((8, 12, 4)) * 3
    found = judged(
        "list", "一覧", PAGE, {10: examined(9), 100: examined(9)}, {10: small, 100: large}
    )
    assert found.misses == ()
    assert [(row.cases, row.cpu, row.wall, row.times_floor) for row in found.figures] == [
        (10, 8, 11, 2),
        (100, 8, 12, 2),
    ]
    assert found.growth == pytest.approx(12 / 11)


def test_every_goal_that_is_missed_is_named():
    goal = Goal(floor=3, growth=1.3, queries=15, wall=20, memory=2)
    found = judged(
        "list",
        "一覧",
        goal,
        {10: examined(15), 100: examined(16, peak=2_500)},
        {10: samples((8, 10, 4)), 100: samples((14, 21, 4))},
    )
    assert found.misses == (
        "床の3.5倍(目標3倍)",
        "件数で2.10倍(目標1.3倍)",
        "SQL 16回(目標15回)",
        "21ミリ秒(目標20ミリ秒)",
        "記憶 1000→2500バイト",
        "SQLの回数が件数で変わる",
    )


def test_the_table_has_a_line_for_each_database_and_a_verdict(tmp_path):
    only = [{"cpu": 1.5, "wall": 2.5}]
    result = judged("fold", "畳み込み", NONE, {10: examined(0)}, {10: only})
    head, line = table([result]).splitlines()
    assert head.split() == [word for cell in HEAD for word in cell.split()]
    assert line.split() == ["畳み込み", "10", "1.50", "2.50", "0", "50", "○"]
    path = write(Run({"python": "3.11"}, (result,)), tmp_path / "results" / "run.json")
    assert '"label": "畳み込み"' in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_run_makes_its_own_database_and_asks_a_process_of_its_own(tmp_path):
    done = run((4,), 1, data=tmp_path, only="paper")
    assert done.machine.keys() == {
        "processor",
        "cores",
        "memory",
        "system",
        "python",
        "postgresql",
    }
    (paper,) = done.results
    assert (paper.key, paper.figures[0].cases, paper.figures[0].samples) == ("paper", 4, 1)
