"""One call measured: processor, clock, SQL statements, memory."""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Sample:
    """Milliseconds of one call: of the processor, used by this process, and of the clock."""

    cpu: float
    wall: float


def timed(call: Callable[[], object]) -> Sample:
    """Measure one call. What the database server works meanwhile counts for the clock only."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return Sample(
        cpu=(time.process_time() - cpu) * 1_000, wall=(time.perf_counter() - wall) * 1_000
    )


def statements(call: Callable[[], object]) -> list[str]:
    """The SQL statements of one call, in order."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        call()
    return seen


def peak(call: Callable[[], object]) -> int:
    """Bytes of Python objects that lived at once during a call, beyond those before it."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
