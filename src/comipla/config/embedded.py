"""The PostgreSQL server that comipla brings along, one per data folder.

Everything about its life stands here: making the cluster, starting, sharing and stopping it.
The rules:

* The server listens on a Unix socket in a folder of mode 0700 and on no network address.
* Every process that uses it holds a shared lock on ``postgres.users``. The kernel drops that
  lock when the process ends, however it ends, so the list of users is never out of date.
* Starting and stopping happen under an exclusive lock on ``postgres.lock``. Whoever leaves
  last stops the server; a server that somebody else still uses is left alone.
* Users that are killed cannot stop anything. A watcher, started with the server, waits for the
  lock that it gets when the last user is gone, and stops the server then.
* A server that is still there is used; one that died is started again.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil
import psycopg

from comipla.config.postgres_programs import (
    Programs,
    command_prefix,
    find_programs,
    server_account,
)
from comipla.config.words import OperatorError

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103
"""Longest path of a Unix socket in bytes: 107 on Linux, 103 on macOS."""

START_TIMEOUT = 60
"""Seconds a start may take; long only after a crash with much to recover."""

NO_SUCH_PROCESS = 2**31 - 1
"""A process number that no system hands out."""

_LOG_KEPT = 10_000_000


class EmbeddedServer:
    """The server of one data folder, as seen by this process.

    Get it by ``EmbeddedServer.of(data)``; ``ensure_running()`` may be called as often as one
    likes. Not started by construction.
    """

    _known: dict[Path, "EmbeddedServer"] = {}

    user = "comipla"
    database = "comipla"

    def __init__(self, data: Path) -> None:
        self.data = data
        self.cluster = data / "postgres"
        self.sockets = _socket_folder(data)
        self.log = self.cluster / "server.log"
        self._users_path = data / "postgres.users"
        self._watch_path = data / "postgres.watch"
        self._users: IO[bytes] | None = None
        self._holder = 0  # process that holds the lock: a fork must take its own
        self._process: psutil.Process | None = None

    @classmethod
    def of(cls, data: Path) -> "EmbeddedServer":
        """The one object for this data folder, however its path is spelt."""
        path = data.expanduser().resolve()
        return cls._known.setdefault(path, cls(path))

    def ensure_running(self) -> None:
        """Have a server that answers; start it, or the cluster, when there is none.

        Costs some ten microseconds when the server is known to run. Raises OperatorError
        when it cannot be started.
        """
        if self._holder == os.getpid() and self._lives():
            return
        with self._lifecycle():
            self._hold()
            self._ensure_cluster()
            if not self._answers():
                self._start()
            self._process = self._postmaster()

    @property
    def number(self) -> int | None:
        """The number of the server's process, as last seen."""
        return self._process.pid if self._process else None

    def leave(self) -> None:
        """Stop using the server; the last one to leave stops it."""
        if self._holder != os.getpid() or self._users is None:
            return
        with self._lifecycle():
            fcntl.flock(self._users, fcntl.LOCK_UN)  # a fork may still have the file open
            self._users.close()
            self._users, self._holder, self._process = None, 0, None
            self._stop_if_unused()

    def watch(self) -> None:
        """Wait until nobody uses the server any more, then stop it; one watcher is enough.

        Run in a process of its own, for users that are killed and cannot say that they leave.
        """
        # Whoever deletes the data folder after the last user is not to be disturbed: here no
        # file is made anew, and a file that is gone is reason to go.
        gone = contextlib.suppress(FileNotFoundError)
        with gone, self._watch_path.open("rb") as only_one:
            if not _locked(only_one, fcntl.LOCK_EX):
                return
            while self._postmaster() is not None:
                with self._users_path.open("rb") as users:
                    fcntl.flock(users, fcntl.LOCK_EX)  # granted when the last user is gone
                if self._postmaster() is not None:
                    with self._lifecycle():
                        self._stop_if_unused()

    def _stop_if_unused(self) -> None:
        """Stop the server unless a live process uses it. Call under the lifecycle lock."""
        with self._users_path.open("rb") as users:
            while not _locked(users, fcntl.LOCK_EX):
                if _locked(users, fcntl.LOCK_SH):
                    return  # shared with another user
                time.sleep(0.01)  # the watcher has it for a moment
            if self._postmaster() is not None:
                self._control("stop", "--mode=fast")

    def programs(self) -> Programs:
        """The programs that fit this cluster (any, before it is made)."""
        version = self.cluster / "PG_VERSION"
        if not version.exists():
            return find_programs()
        return find_programs(int(version.read_text(encoding="ascii")))

    def _lives(self) -> bool:
        try:
            return self._process is not None and self._process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    @contextlib.contextmanager
    def _lifecycle(self) -> Iterator[None]:
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "postgres.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _hold(self) -> None:
        if self._holder == os.getpid():
            return
        # After a fork the parent's lock is shared through the open file; take one of our own.
        self._users = self._users_path.open("ab")
        fcntl.flock(self._users, fcntl.LOCK_SH)
        self._holder = os.getpid()
        atexit.register(self.leave)

    def _ensure_cluster(self) -> None:
        """Make the cluster aside and move it into place, so that half a one is never used."""
        if self.cluster.exists():
            return
        fresh = self.data / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._private(fresh)
        programs = find_programs()
        options = [
            f"--pgdata={fresh}",
            f"--username={self.user}",
            "--encoding=UTF8",
            "--data-checksums",
            "--auth-local=trust",  # the socket's folder is closed to everybody else
            "--auth-host=reject",
            *_locale(programs.major),
        ]
        self._run(programs, "initdb", *options)
        fresh.rename(self.cluster)

    def _start(self) -> None:
        self._private(self.sockets)
        if self.log.exists() and self.log.stat().st_size > _LOG_KEPT:
            self.log.unlink()
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "fsync": "on",
            "full_page_writes": "on",
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        deadline = time.monotonic() + START_TIMEOUT
        while self._postmaster() is None:
            self._defuse_reused_number()
            try:
                self._control("start", f"--log={self.log}", f"--options={options}")
            except OperatorError:
                # A killed server and its children may need some moments to be gone.
                if time.monotonic() > deadline or not self._predecessor_is_leaving():
                    raise
                time.sleep(0.2)
        while not self._answers():
            if time.monotonic() > deadline:
                raise self._refusal(f"no answer in {START_TIMEOUT} s")
            time.sleep(0.05)
        self._ensure_database()
        self._start_watcher()

    def _start_watcher(self) -> None:
        """Start ``watch`` in a process that no terminal and no signal to us reaches."""
        self._watch_path.touch()
        watcher = [sys.executable, "-m", "comipla.config.embedded_watcher", str(self.data)]
        subprocess.run(  # noqa: S603 - ourselves
            ["/bin/sh", "-c", 'exec "$@" &', "sh", *watcher],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            check=True,
        )

    def _predecessor_is_leaving(self) -> bool:
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
        reason = tail.rsplit("FATAL", 1)[-1]
        return "is still in use" in reason or "already exists" in reason

    def _defuse_reused_number(self) -> None:
        """Let PostgreSQL see that its old process is gone, though its number is in use again.

        Only the number is replaced: the rest of the file lets PostgreSQL check that no child
        of the old server is still writing.
        """
        path = self.cluster / "postmaster.pid"
        if self._postmaster() is None and path.exists():
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            if lines and psutil.pid_exists(int(lines[0])):
                path.write_text(f"{NO_SUCH_PROCESS}\n{''.join(lines[1:])}", encoding="utf-8")

    def _postmaster(self) -> psutil.Process | None:
        """The server's process, if it lives and really serves this cluster."""
        try:
            text = (self.cluster / "postmaster.pid").read_text(encoding="utf-8")
            process = psutil.Process(int(text.splitlines()[0]))
            if process.status() != psutil.STATUS_ZOMBIE and str(self.cluster) in process.cmdline():
                return process
        except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
            pass
        return None

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            user=self.user,
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def _ensure_database(self) -> None:
        exists = contextlib.suppress(psycopg.errors.DuplicateDatabase)
        with self._connect("postgres") as connection, exists:
            connection.execute(f'CREATE DATABASE "{self.database}"')

    def _control(self, action: str, *options: str) -> None:
        arguments = [action, f"--pgdata={self.cluster}", "--wait", f"--timeout={START_TIMEOUT}"]
        self._run(self.programs(), "pg_ctl", *arguments, *options)

    def _private(self, folder: Path) -> None:
        """Make ``folder`` with mode 0700, belonging to the server's account."""
        folder.mkdir(mode=0o700, exist_ok=True)
        account = server_account()
        owner = os.geteuid() if account is None else account.pw_uid
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        if folder.stat().st_uid != owner or folder.stat().st_mode & 0o077:
            raise OperatorError(
                f"フォルダー {folder} はほかの利用者のものです。COMIPLA_DATA で別のフォルダーを"
                "指定するか、このフォルダーの持ち主で実行してください。",
                f"The folder {folder} belongs to another user. Name another folder by "
                "COMIPLA_DATA, or run as the owner of this one.",
            )

    def _run(self, programs: Programs, name: str, *arguments: str) -> None:
        prefix = command_prefix(programs.folder / "postgres", self.data)
        # A file, not a pipe: the server would keep a pipe open and we would wait for ever.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            done = subprocess.run(  # noqa: S603 - our own programs, no shell
                [*prefix, programs.path(name), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=os.environ | {"LC_ALL": "C", "TZ": "UTC"},
                check=False,
            )
            if done.returncode != 0:
                said.seek(0)
                raise self._refusal(said.read().strip())

    def _refusal(self, said: str) -> OperatorError:
        return OperatorError(
            f"内蔵の PostgreSQL を動かせませんでした。記録は {self.log} にあります。\n{said}",
            f"The embedded PostgreSQL could not be run. Its log is {self.log}.",
        )


def _locked(file: IO[bytes], kind: int) -> bool:
    """Take a lock if it is free."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _locale(major: int) -> list[str]:
    """Sorting by code point, and upper/lower case by Unicode, the same on every system."""
    if major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _socket_folder(data: Path) -> Path:
    """Folder for the socket: in the data folder, or a short one when that path is too long."""
    folder = data / "socket"
    if len(os.fsencode(folder / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return folder
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / f"comipla-{name}"  # noqa: S108
