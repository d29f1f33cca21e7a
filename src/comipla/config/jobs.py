"""Jobs of the house: care of the queue itself, the daily rounds of reminders and of sweeping."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from comipla.cases.services.sweeping import sweep_discarded_files
from comipla.notices.reminders import remind_everybody
from comipla.programme.clock import today

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


@app.periodic(cron="15 22,23,0-9 * * *", periodic_id="reminders")
@app.task(queue="notices", queueing_lock="reminders")
def climb_reminder_ladders(timestamp: int) -> None:  # noqa: ARG001
    """Remind of due days, every office hour in Japan (the queue counts in UTC).

    No rung is climbed twice, so one round a day would do; a server that was down at seven in the
    morning makes up for it within the hour.
    """
    remind_everybody(today())


@app.periodic(cron="40 18 * * *", periodic_id="sweep")
@app.task(queue="housekeeping", queueing_lock="sweep")
def sweep_files(timestamp: int) -> None:  # noqa: ARG001
    """Delete files of discarded drafts whose days are over, at night in Japan; see the service."""
    sweep_discarded_files()
