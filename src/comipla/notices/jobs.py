"""Background work of the notices."""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

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
