"""Background work of the notices."""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from comipla.notices.delivery import ATTEMPTS, WAITS, LettersWaiting, address, send_letters


class Patience(BaseRetryStrategy):
    """Wait longer after each attempt.

    While letters wait there is always a next attempt: each letter counts its own and gives up by
    itself. Anything else that goes wrong ends after as many attempts.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again, if at all."""
        if job.attempts >= ATTEMPTS and not isinstance(exception, LettersWaiting):
            return None
        wait = WAITS[min(job.attempts, len(WAITS) - 1)]
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


@app.task(name="notices.deliver", queue="notices", retry=Patience())
def deliver(notice_id: int) -> None:
    """Hand a notice to the people concerned, in the inbox and by mail."""
    address(notice_id)
    send_letters(notice_id)


def enqueue_delivery(notice_id: int) -> None:
    """Put the delivery of a notice into the queue, as part of the present transaction.

    Inside a worker the queue works on a connection of its own; going through Django's keeps the
    job and what it is about together there as well.
    """
    deferrer = deliver.configure()
    deferrer.job_manager = JobManager(DjangoConnector())
    deferrer.defer(notice_id=notice_id)
