"""A whole installation of its own to be killed: database, page server, and what is read of both."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from comipla.config.embedded import EmbeddedServer
from comipla.config.serving import page_server
from comipla.config.supervise import Child
from tests.faults.official import Claims

ROOT = Path(__file__).parents[2]
WORKERS = 2


class Installation:
    """A demonstration with a small world, served by the real page server on a free port.

    This process holds on to the database, so that it outlives the page servers that are killed.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = _free_port()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "COMIPLA_DATA": str(data),
            "COMIPLA_DEMO": "1",
            "COMIPLA_TODAY": "2024-05-01",
            "DJANGO_SETTINGS_MODULE": "comipla.config.settings",
        }
        self.database = EmbeddedServer.of(data)
        self.database.ensure_running()
        self._program("comipla.config.cli", "migrate")
        self._program("comipla.config.cli", "django", "collectstatic", "--noinput", "-v0")
        self.people = json.loads(self._program("tests.faults.small_world"))
        self.pages = self._page_server()

    def start(self) -> None:
        """Have pages that answer."""
        self.pages.start()
        self.wait_until_ready()

    def kill_pages(self) -> None:
        """SIGKILL to every process of the page server at once."""
        assert self.pages.process is not None
        os.killpg(self.pages.process.pid, signal.SIGKILL)
        self.pages.process.wait()

    def kill_database(self) -> None:
        """SIGKILL to the database server and every process it has."""
        pid = int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        postmaster = psutil.Process(pid)
        for process in (postmaster, *postmaster.children(recursive=True)):
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Until the pages answer and the database behind them."""
        deadline = time.monotonic() + seconds
        while not self._answers():
            assert time.monotonic() < deadline, f"not ready within {seconds} s"
            time.sleep(0.02)

    def close(self) -> None:
        """Stop everything."""
        self.pages.stop()
        self.database.leave()

    def examine(self, claims: Claims) -> dict:
        """What was acknowledged and is not there, what is half done; and counts of what is."""
        return json.loads(self._program("tests.faults.examine", given=claims.to_json()))

    def verify(self) -> str:
        """What ``comipla verify`` says; it must succeed."""
        return self._program("comipla.config.cli", "verify")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as page:
                return page.status == 200
        except (urllib.error.HTTPError, OSError):
            return False

    def _page_server(self) -> Child:
        """The command that ``comipla serve`` keeps running, in this installation's surroundings."""
        child = page_server(host="127.0.0.1", port=self.port, workers=WORKERS)
        web = {"COMIPLA_PROCESS": "web", "COMIPLA_WORKERS": str(WORKERS)}
        child.environment = self.environment | web | {"COMIPLA_PORT": str(self.port)}
        return child

    def _program(self, module: str, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            cwd=ROOT,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{module} {arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
