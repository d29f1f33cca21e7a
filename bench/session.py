"""What is asked of one filled database: the machine, what does not vary, and rounds of samples."""

from dataclasses import asdict
from functools import partial
from typing import Any

from bench import machine
from bench.measure import peak, statements, timed
from bench.targets import Bench, Target

WARM_UP = 3


class Session:
    """What the parent may ask for, by name."""

    def __init__(self, only: str) -> None:
        self.bench = Bench()
        self.targets = [target for target in self.bench.targets() if only in target.key]
        self.sizes: dict[str, int] = {}

    def machine(self) -> dict[str, str]:
        """The machine in words."""
        return machine.words()

    def examine(self) -> dict[str, dict[str, Any]]:
        """Warm everything up; then count statements, bytes and memory, which do not vary."""
        return {target.key: self._examined(target) for target in self.targets}

    def round(self, number: int) -> dict[str, dict[str, Any]]:
        """Measure every target once, each right after its floor, beginning elsewhere each time."""
        start = number % len(self.targets)
        order = [*self.targets[start:], *self.targets[:start]]
        return {t.key: self._measured(t) for t in order if number % t.every == 0}

    def _examined(self, target: Target) -> dict[str, Any]:
        for _ in range(WARM_UP):
            target.prepare()
            size = target.run()
        if target.beside:
            self.sizes[target.key] = size = target.beside()
            self.bench.floor(size)
        target.prepare()
        said = statements(target.run)
        target.prepare()
        target.prepare()
        return {
            "label": target.label,
            "goal": asdict(target.goal),
            "bytes": size,
            "queries": len(said),
            "peak": peak(target.run),
        }

    def _measured(self, target: Target) -> dict[str, Any]:
        found = {}
        if target.key in self.sizes:
            found["floor"] = timed(partial(self.bench.floor, self.sizes[target.key])).cpu
        elif target.against:
            found["floor"] = timed(target.against).cpu
        target.prepare()
        return found | asdict(timed(target.run))
