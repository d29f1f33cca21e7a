"""A job that takes long enough to be killed in the middle, and a worker that knows it."""

import os
import time
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from procrastinate.contrib.django import app


@app.task(queue="tests", name="tests.slowly_write")
def slowly_write(folder: str, number: int) -> None:
    """Take half a second, then leave a file; doing it twice leaves the same file."""
    Path(folder, f"{number}.begun").touch()
    time.sleep(0.5)
    part = Path(folder, f"{number}.{os.getpid()}.part")
    part.write_text(str(number))
    part.rename(Path(folder, f"{number}.done"))


if __name__ == "__main__":
    from comipla.config import jobs
    from comipla.config.commands import worker_command

    jobs.STALLED_AFTER = worker_command.STALLED_AFTER = 2.0
    jobs.HEARTBEAT = worker_command.HEARTBEAT = 0.5
    worker_command.command(["--concurrency", "2"])
