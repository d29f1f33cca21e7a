"""Serving for real: children are kept alive, and nothing outlives the one that started it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.config.support import comipla

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serving")]  # one database serves all


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)


def _alive_in(data: str) -> list[list[str]]:
    """Command lines of the processes that use a data folder."""
    seen = (p.info for p in psutil.process_iter(["status", "cmdline", "environ"]))
    return [
        each["cmdline"]
        for each in seen
        if each["status"] != psutil.STATUS_ZOMBIE
        and (
            (each["environ"] or {}).get("COMIPLA_DATA") == data
            or f"{data}/postgres" in (each["cmdline"] or [])
        )
    ]


class Installation:
    """A demonstration without data, served on a free port with an embedded server of its own."""

    def __init__(self, data: Path) -> None:
        self.port = _free_port()
        self.environment = {"COMIPLA_DATA": str(data), "COMIPLA_DEMO": "1"}
        migrated = comipla("migrate", **self.environment)
        assert migrated.returncode == 0, migrated.stderr
        self.served: psutil.Popen | None = None

    def serve(self) -> "Installation":
        command = ["serve", f"--port={self.port}", "--workers=2", "--with-worker"]
        self.served = psutil.Popen(
            [sys.executable, "-m", "comipla.config.cli", *command],
            env=os.environ | self.environment | {"COMIPLA_PROCESS": ""},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_until(lambda: self.status("readyz") == 200)
        return self

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as page:
                return page.status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def processes(self) -> list[list[str]]:
        """Command lines of everything that was started, the database server included."""
        return _alive_in(self.environment["COMIPLA_DATA"])

    def child(self, word: str) -> psutil.Process | None:
        """The live child whose command has the word; None between two lives."""
        for child in self.served.children():
            try:
                if word in child.cmdline():
                    return child
            except psutil.NoSuchProcess:  # or a zombie
                continue
        return None

    def database(self) -> int:
        data = Path(self.environment["COMIPLA_DATA"])
        return int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])

    def end(self, number: int = signal.SIGTERM) -> None:
        if self.served.poll() is None:
            self.served.send_signal(number)
            self.served.wait()


@pytest.fixture(scope="module")
def migrated() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="comipla-test-") as folder:
        Path(folder).chmod(0o755)
        yield Installation(Path(folder))


@pytest.fixture
def installation(migrated) -> Iterator[Installation]:
    yield migrated.serve()
    migrated.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_stops_everything(installation, number):
    installation.end(number)
    assert installation.processes() == []


def test_killed_it_leaves_nothing_behind(installation):
    installation.end(signal.SIGKILL)
    _wait_until(lambda: installation.processes() == [])


@pytest.mark.parametrize("word", ["granian", "worker"])
def test_killed_child_is_started_again(installation, word):
    killed = installation.child(word)
    killed.kill()
    _wait_until(lambda: (again := installation.child(word)) and again.pid != killed.pid)
    _wait_until(lambda: installation.status("readyz") == 200)
    installation.end()
    assert installation.processes() == []


def test_pages_come_back_by_themselves_after_the_database_was_killed(installation):
    killed = installation.database()
    os.kill(killed, signal.SIGKILL)
    _wait_until(lambda: installation.status("readyz") == 200 and installation.database() != killed)
    installation.end()
    assert installation.processes() == []


def test_demo_prints_its_address_and_log_ins_and_stops_when_asked():
    with tempfile.TemporaryDirectory(prefix="comipla-test-") as folder:
        port = _free_port()
        environment = {"COMIPLA_DATA": folder, "COMIPLA_PORT": str(port), "COMIPLA_PROCESS": ""}
        with subprocess.Popen(
            [sys.executable, "-m", "comipla.config.cli", "demo"],
            env=os.environ | environment | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as demo:
            shown = []
            while not shown or "Ctrl-C" not in shown[-1]:
                shown.append(demo.stdout.readline())
                assert shown[-1], f"ended early: {shown}"
            address = f"http://127.0.0.1:{port}/"
            with urllib.request.urlopen(f"{address}auth/sign-in/", timeout=10) as page:
                assert page.status == 200
            demo.terminate()
        text = "".join(shown)
        assert address in text
        assert "県担当" in text
        assert "@ken.example.jp" in text
        _wait_until(lambda: not _alive_in(folder))


def test_port_in_use_is_refused_in_words(migrated):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = comipla("serve", f"--port={port}", **migrated.environment)
    assert refused.returncode == 1
    assert f"{port} はほかのプログラムが使っています" in refused.stderr
