"""Keeps a few child processes running until told to stop, and stops them all in the end."""

import logging
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from comipla.config.words import OperatorError, both

GRACE = 15
"""Seconds a child gets to finish what it is doing."""

QUICK = 5
"""A child that lives shorter than this many seconds has failed to start."""

PATIENCE = 3
"""Failed starts in a row after which we give up."""

_logger = logging.getLogger("comipla.supervise")


@dataclass
class Child:
    """A program to keep running; ``name`` is what the operator reads of it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start it; on Linux it is told to end when we are killed."""
        tie = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            [*tie, *self.command], env=dict(self.environment), start_new_session=True
        )

    def look_after(self) -> None:
        """Start it again if it ended; raise OperatorError if it will not stay up."""
        if self.process is None or self.process.poll() is None:
            return
        quick = time.monotonic() - self.started < QUICK
        self.failures = self.failures + 1 if quick else 1
        if self.failures >= PATIENCE:
            raise OperatorError(
                f"{self.name}が始まらないので止めます。上の表示を確かめ、comipla doctor を"
                "実行してください。",
                f"{self.name} does not start. See the lines above and run comipla doctor.",
            )
        _logger.warning(
            both(f"{self.name}が終わったので始め直します。", f"{self.name} ended; restarting.")
        )
        self.start()

    def stop(self) -> None:
        """End it, politely first."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_running(
    children: Sequence[Child], *, meanwhile: Callable[[threading.Event], None] | None = None
) -> None:
    """Run the children until Ctrl-C or SIGTERM, then stop them in reverse order.

    ``meanwhile`` runs once in a thread after the start, with an event that is set at the end.
    Must be called from the main thread.
    """
    stop = threading.Event()

    def told_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, told_to_stop) for number in _STOPPING}
    try:
        for child in children:
            child.start()
        if meanwhile is not None:
            threading.Thread(target=meanwhile, args=(stop,), daemon=True).start()
        while not stop.wait(0.2):
            for child in children:
                child.look_after()
    finally:
        stop.set()
        for child in reversed(children):
            child.stop()
        for number, handler in former.items():
            signal.signal(number, handler)


_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
