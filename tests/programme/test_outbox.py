"""The outbox: jobs stand and fall with what they are about, and leave in one statement."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from comipla.notices.jobs import deliver
from comipla.programme.outbox import enqueue, together

pytestmark = pytest.mark.django_db


class FellThrough(Exception):
    """What the jobs are about was refused."""


def fall_through(number: int) -> None:
    """Put a job into the queue for what is refused then."""
    enqueue(deliver, notice_id=number)
    raise FellThrough


def told() -> list[int]:
    """The numbers that the waiting jobs were given, in the order of the queue."""
    jobs = ProcrastinateJob.objects.order_by("pk")
    return [job.args["notice_id"] for job in jobs]


def test_a_job_alone_is_in_the_queue_at_once():
    enqueue(deliver, notice_id=1)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.queue_name, job.args) == (
        "notices.deliver",
        "notices",
        {"notice_id": 1},
    )


def test_jobs_of_a_block_leave_in_one_statement_at_its_end(django_assert_num_queries):
    with django_assert_num_queries(1), together():
        for number in (1, 2, 3):
            enqueue(deliver, notice_id=number)
    assert told() == [1, 2, 3]


def test_a_block_without_jobs_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0), together():
        pass


def test_an_inner_block_hands_its_jobs_on(django_assert_num_queries):
    with django_assert_num_queries(1), together():
        enqueue(deliver, notice_id=1)
        with together():
            enqueue(deliver, notice_id=2)
        enqueue(deliver, notice_id=3)
    assert told() == [1, 2, 3]


def test_a_block_that_fails_takes_only_its_own_jobs_back():
    with together():
        enqueue(deliver, notice_id=1)
        with pytest.raises(FellThrough), together():
            fall_through(2)
        enqueue(deliver, notice_id=3)
    assert told() == [1, 3]


def test_after_a_failure_jobs_are_written_at_once_again():
    with pytest.raises(FellThrough), together():
        raise FellThrough
    enqueue(deliver, notice_id=1)
    assert told() == [1]


def test_inside_a_worker_the_jobs_still_belong_to_the_transaction():
    with app.replace_connector(app.connector.get_worker_connector()):
        with pytest.raises(FellThrough), transaction.atomic():
            fall_through(1)
        enqueue(deliver, notice_id=2)
    assert told() == [2]
