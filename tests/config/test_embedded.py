"""The embedded server: starting, sharing, stopping, and what happens after kills."""

import os
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from comipla.config import postgres_programs
from comipla.config.embedded import EmbeddedServer
from comipla.config.words import OperatorError

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="埋め込みサーバーを使わない実行です"
)


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A short-lived data folder that the server's account can reach."""
    with tempfile.TemporaryDirectory(prefix="comipla-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        _stop(Path(folder))


def _server_pid(data: Path) -> int | None:
    """Number of the live server process of ``data``."""
    try:
        number = int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        alive = psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, psutil.NoSuchProcess):
        return None
    return number if alive else None


def _kill(process: psutil.Process) -> None:
    process.kill()
    _wait_until(
        lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE,
    )


def _watchers(data: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if process.info["cmdline"]
        and process.info["cmdline"][1:] == ["-m", "comipla.config.embedded_watcher", str(data)]
    ]


def _wait_until(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)


def _stop(data: Path) -> None:
    server = EmbeddedServer(data.resolve())
    server.ensure_running()
    server.leave()
    assert _server_pid(data) is None


class User:
    """Another process that uses the server of a data folder until it is told to go."""

    def __init__(self, data: Path) -> None:
        program = """
            import sys
            from pathlib import Path
            from comipla.config.embedded import EmbeddedServer
            server = EmbeddedServer.of(Path(sys.argv[1]))
            server.ensure_running()
            print("up", flush=True)
            sys.stdin.read()
        """
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def up(self) -> "User":
        assert self.process.stdout.readline() == b"up\n"
        return self

    def go(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def _ask(data: Path, query: str) -> str:
    server = EmbeddedServer(data.resolve())
    with psycopg.connect(host=str(server.sockets), user=server.user, dbname="comipla") as link:
        return link.execute(query).fetchone()[0]


def test_data_are_safe_and_the_socket_is_private(data):
    user = User(data).up()
    assert [_ask(data, f"SHOW {name}") for name in ("data_checksums", "fsync")] == ["on", "on"]
    assert _ask(data, "SHOW listen_addresses") == ""
    assert _ask(data, "SHOW server_encoding") == "UTF8"
    assert _ask(data, "SELECT upper('ａé')") == "ＡÉ"
    socket_folder = EmbeddedServer(data.resolve()).sockets
    assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
    user.go()


def test_server_starts_within_a_second_once_the_cluster_exists(data):
    User(data).up().go()
    server = EmbeddedServer(data.resolve())
    began = time.perf_counter()
    server.ensure_running()
    took = time.perf_counter() - began
    server.leave()
    assert took < 1


def test_last_user_stops_the_server_and_nobody_before(data):
    first, second = User(data).up(), User(data).up()
    shared = _server_pid(data)
    first.go()
    assert _server_pid(data) == shared
    second.go()
    assert _server_pid(data) is None


def test_users_that_start_together_share_one_server(data):
    users = [User(data) for _ in range(4)]
    for user in users:
        user.up()
    assert isinstance(_server_pid(data), int)
    for user in users:
        user.go()
    assert _server_pid(data) is None


def test_server_is_stopped_when_its_last_user_was_killed(data):
    first, second = User(data).up(), User(data).up()
    shared = _server_pid(data)
    first.kill()
    time.sleep(0.5)
    assert _server_pid(data) == shared
    second.kill()
    _wait_until(lambda: _server_pid(data) is None)


def test_server_left_over_without_a_watcher_is_used_again_and_stopped_by_the_next(data):
    user = User(data).up()
    left_over = _server_pid(data)
    for watcher in _watchers(data):
        watcher.kill()
    user.kill()
    time.sleep(0.5)
    assert _server_pid(data) == left_over
    user = User(data).up()
    assert _server_pid(data) == left_over
    user.go()
    assert _server_pid(data) is None


def test_one_watcher_is_enough_however_often_the_server_is_killed(data):
    user = User(data).up()
    for _ in range(2):
        _kill(psutil.Process(_server_pid(data)))
        User(data).up().go()
    _wait_until(lambda: len(_watchers(data)) == 1)
    user.go()
    _wait_until(lambda: _watchers(data) == [])


def test_killed_server_is_started_again_and_keeps_what_was_committed(data):
    server = EmbeddedServer(data.resolve())
    server.ensure_running()
    with psycopg.connect(host=str(server.sockets), user=server.user, dbname="comipla") as link:
        link.execute("CREATE TABLE kept AS SELECT 1 AS n")
    _kill(psutil.Process(_server_pid(data)))
    server.ensure_running()
    assert _ask(data, "SELECT n FROM kept") == 1
    server.leave()


def test_number_of_a_dead_server_taken_by_another_process_does_not_block_the_start(data):
    User(data).up().go()
    pid_file = data / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{data}/postgres\n0\n5432\n\n\n0 0\nready\n")
    User(data).up().go()
    assert _server_pid(data) is None


def test_half_made_cluster_is_made_anew():
    with tempfile.TemporaryDirectory(prefix="comipla-test-") as folder:
        data = Path(folder)
        data.chmod(0o755)
        (data / "postgres.new" / "base").mkdir(parents=True)
        User(data).up().go()
        assert (data / "postgres" / "PG_VERSION").exists()
        assert not (data / "postgres.new").exists()


def test_folder_closed_to_the_servers_account_still_works_and_stays_closed():
    with tempfile.TemporaryDirectory(prefix="comipla-test-") as folder:
        data = Path(folder) / "data"
        User(data).up().go()
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700


def test_socket_of_a_deep_data_folder_gets_a_short_path():
    deep = Path("/") / "深いフォルダー" / ("x" * 90)
    server = EmbeddedServer(deep)
    assert len(os.fsencode(server.sockets / ".s.PGSQL.5432")) <= 103
    assert server.sockets != EmbeddedServer(deep / "other").sockets


def test_forked_process_holds_a_lock_of_its_own(data):
    server = EmbeddedServer(data.resolve())
    server.ensure_running()
    shared = _server_pid(data)
    child = os.fork()
    if child == 0:
        server.ensure_running()
        server.leave()
        os._exit(0 if _server_pid(data) == shared else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    server.leave()
    assert _server_pid(data) is None


def test_data_of_an_unknown_version_are_refused_in_words(data):
    with pytest.raises(OperatorError) as refusal:
        postgres_programs.find_programs(9)
    assert "PostgreSQL 9 で作られています" in refusal.value.japanese
