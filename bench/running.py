"""A run: one process for each size of database, asked in turns, so that drift hits all alike."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from bench.goals import Goal
from bench.results import Result, judged

ROOT = Path(__file__).parents[1]
TODAY = "2024-05-01"
"""The day on which the histories of the filled databases stand."""


class Stopped(RuntimeError):
    """A process gave up; it has said why on its standard error."""


@dataclass(frozen=True)
class Run:
    """The machine in words, and the results in the order of the targets."""

    machine: dict[str, str]
    results: tuple[Result, ...]


class Child:
    """A process with a database of its own, which is asked for figures."""

    def __init__(self, cases: int, only: str, environment: dict[str, str]) -> None:
        self.cases = cases
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.child", str(cases), only],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()  # the end of its input ends it

    def ask(self, name: str, **arguments: object) -> dict[str, Any]:
        """One command and its answer. Raises `Stopped` when the process has given up."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps({"do": name, **arguments}) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Stopped(self.cases) from None
        line = self.process.stdout.readline()
        if not line:
            raise Stopped(self.cases)
        answer: dict[str, Any] = json.loads(line)
        return answer


def environment(data: Path) -> dict[str, str]:
    """The product as it serves pages, on an embedded server in `data`; nothing else is inherited."""
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("COMIPLA_") and name != "DATABASE_URL"
    }
    return others | {
        "COMIPLA_DATA": str(data),
        "COMIPLA_PROCESS": "web",
        "COMIPLA_DEMO": "1",
        "COMIPLA_TODAY": TODAY,
    }


def run(
    sizes: Sequence[int],
    rounds: int,
    *,
    data: Path,
    only: str = "",
    note: Callable[[], object] = lambda: None,
) -> Run:
    """Measure on databases of these numbers of cases, kept below `data`; `note` hears each round.

    `only` narrows to targets whose key holds it. Raises `Stopped` when something went wrong.
    """
    with ExitStack() as stack:
        children = [
            stack.enter_context(Child(cases, only, environment(data / f"bench-{cases}")))
            for cases in sizes
        ]
        machine = children[0].ask("machine")
        examined = {child.cases: child.ask("examine") for child in children}
        samples: dict[str, dict[int, list[dict[str, float]]]] = {}
        for number in range(rounds):
            for child in children if number % 2 else reversed(children):
                for key, sample in child.ask("round", number=number).items():
                    samples.setdefault(key, {}).setdefault(child.cases, []).append(sample)
            note()
    targets = examined[sizes[0]]
    return Run(machine, tuple(_result(key, examined, samples[key]) for key in targets))


def _result(
    key: str,
    examined: dict[int, dict[str, Any]],
    samples: dict[int, list[dict[str, float]]],
) -> Result:
    found = {cases: targets[key] for cases, targets in examined.items()}
    declared = next(iter(found.values()))
    return judged(key, declared["label"], Goal(**declared["goal"]), found, samples)
