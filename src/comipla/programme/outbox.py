"""Jobs leave with what they are about: in its transaction, and together in one statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

_held: ContextVar[list[Job] | None] = ContextVar("held_jobs", default=None)


def enqueue(task: Task[..., Any, Any], **arguments: Any) -> None:
    """Put a job into the queue as part of the present transaction: at once, or with `together`."""
    job = task.configure().make_new_job(**arguments)
    held = _held.get()
    if held is None:
        _write([job])
    else:
        held.append(job)


@contextmanager
def together() -> Iterator[None]:
    """Write the jobs of the block in one statement when it ends; none of them when it fails.

    An inner block hands its jobs to the one around it. Begin the block inside the transaction, so
    that what a failing inner block takes back is taken back with its jobs.
    """
    jobs: list[Job] = []
    outer = _held.get()
    token = _held.set(jobs)
    try:
        yield
    finally:
        _held.reset(token)
    if outer is not None:
        outer.extend(jobs)
    elif jobs:
        _write(jobs)


def _write(jobs: list[Job]) -> None:
    """Inside a worker the queue works on a connection of its own; this is always Django's."""
    JobManager(DjangoConnector()).batch_defer_jobs(jobs)
