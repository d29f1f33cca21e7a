"""The job queue: jobs live and die with the transaction that asks for them, and survive kills."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.config.slow_jobs import slowly_write


def _queue() -> list[tuple[str, dict]]:
    return list(ProcrastinateJob.objects.values_list("task_name", "args"))


@pytest.mark.django_db(transaction=True)
def test_job_is_in_the_queue_once_its_transaction_is_committed():
    with transaction.atomic():
        slowly_write.defer(folder="x", number=1)
    assert _queue() == [("tests.slowly_write", {"folder": "x", "number": 1})]


@pytest.mark.django_db(transaction=True)
def test_job_is_gone_when_its_transaction_is_rolled_back():
    with transaction.atomic():
        slowly_write.defer(folder="x", number=1)
        assert len(_queue()) == 1
        transaction.set_rollback(True)
    assert _queue() == []


@contextmanager
def _worker(database_url: str):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.config.slow_jobs"],
        env=os.environ
        | {
            "DATABASE_URL": database_url,
            "COMIPLA_DATA": str(settings.AROUND.data),
            "COMIPLA_PROCESS": "worker",
            "DJANGO_SETTINGS_MODULE": "comipla.config.settings",
        },
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait_until(condition, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


@pytest.mark.slow
def test_every_job_is_done_although_three_workers_are_killed_in_the_middle(database_url, tmp_path):
    numbers = list(range(12))
    slowly_write.batch_defer(*({"folder": str(tmp_path), "number": n} for n in numbers))
    for _killed in range(3):
        with _worker(database_url) as worker:
            begun = len(list(tmp_path.glob("*.begun")))
            _wait_until(lambda begun=begun: len(list(tmp_path.glob("*.begun"))) > begun, 20)
            worker.kill()
    assert ProcrastinateJob.objects.filter(status="doing").exists()
    with _worker(database_url):
        _wait_until(lambda: len(list(tmp_path.glob("*.done"))) == len(numbers), 60)
    assert sorted(int(path.stem) for path in tmp_path.glob("*.done")) == numbers
    assert not ProcrastinateJob.objects.filter(task_name="tests.slowly_write").exists()
