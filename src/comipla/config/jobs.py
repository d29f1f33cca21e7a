"""Housekeeping of the job queue itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

HEARTBEAT = 5.0
"""Seconds between two signs of life of a worker."""

STALLED_AFTER = 20.0
"""Seconds without a sign of life after which a worker counts as gone."""


@app.periodic(cron="* * * * * */10", periodic_id="rescue")
@app.task(queue="housekeeping", queueing_lock="rescue", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Put the jobs of workers that died back into the queue; each step of a job is repeatable.

    A job whose like is waiting already (same queueing lock) is dropped instead.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
