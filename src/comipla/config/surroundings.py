"""What the process is told by its surroundings: environment variables and the data folder.

Read by the settings, by the command line and by ``doctor``; knows no Django, so that it can be
used before Django is set up.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from comipla.config.words import OperatorError


class Process(StrEnum):
    """What this process does; decides time limits and whether connections are pooled."""

    WEB = "web"
    WORKER = "worker"
    COMMAND = "command"
    TEST = "test"


@dataclass(frozen=True)
class Mail:
    """The relay that takes our mail; without a host, mail is written to the console."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    sender: str


@dataclass(frozen=True)
class Surroundings:
    """Everything the installation is told from outside.

    ``public_url`` is the address users type (``https://…``); it gives the allowed host and the
    address printed on papers. ``database_url`` empty means the embedded server in ``data``.
    ``today`` is the day that a demonstration stands on; everywhere else the clock counts.
    """

    data: Path
    port: int
    database_url: str
    demo: bool
    debug: bool
    today: date | None
    public_url: str
    behind_proxy: bool
    workers: int
    process: Process
    mail: Mail

    @property
    def production(self) -> bool:
        """Whether real people's data must be expected: neither demo, debugging nor a test run."""
        return not (self.demo or self.debug or self.process is Process.TEST)

    @property
    def hosts(self) -> list[str]:
        """Host names this installation answers to."""
        local = ["localhost", "127.0.0.1", "[::1]"]
        public = urlsplit(self.public_url).hostname
        if public is None:
            return local
        return [public] if self.production else [public, *local]


def surroundings(environ: Mapping[str, str] | None = None) -> Surroundings:
    """Read the environment variables ``COMIPLA_*`` and ``DATABASE_URL``.

    Raises OperatorError, in words, for a value that cannot be understood.
    """
    env = os.environ if environ is None else environ
    return Surroundings(
        data=Path(env.get("COMIPLA_DATA") or _home() / ".comipla").expanduser().absolute(),
        port=_whole(env, "COMIPLA_PORT", 8000),
        database_url=env.get("DATABASE_URL", ""),
        demo=_switch(env, "COMIPLA_DEMO"),
        debug=_switch(env, "COMIPLA_DEBUG"),
        today=_day(env, "COMIPLA_TODAY"),
        public_url=env.get("COMIPLA_PUBLIC_URL", "").rstrip("/"),
        behind_proxy=_switch(env, "COMIPLA_BEHIND_PROXY"),
        workers=_whole(env, "COMIPLA_WORKERS", os.cpu_count() or 1),
        process=_process(env),
        mail=_mail(env),
    )


def secret_key(data: Path, environ: Mapping[str, str] | None = None) -> str:
    """The signing key: ``COMIPLA_SECRET_KEY``, else a file in the data folder, made once.

    The file is written aside and linked into place, so that two processes starting together
    end up with the same key and none ever reads half of one.
    """
    env = os.environ if environ is None else environ
    if env.get("COMIPLA_SECRET_KEY"):
        return env["COMIPLA_SECRET_KEY"]
    path = data / "secret-key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = data / f"secret-key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its key counts
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii")


def _home() -> Path:
    """The checkout this code runs from; an installed package uses the current folder."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


def _switch(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value in {"", "0", "no", "off", "false"}:
        return False
    if value in {"1", "yes", "on", "true"}:
        return True
    raise OperatorError(
        f"環境変数 {name} は 1(使う)か 0(使わない)で書いてください。今の値: {env[name]}",
        f"Write 1 or 0 for the environment variable {name}. It is now: {env[name]}",
    )


def _day(env: Mapping[str, str], name: str) -> date | None:
    value = env.get(name, "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise OperatorError(
            f"環境変数 {name} は 2025-01-20 のような日付で書いてください。今の値: {value}",
            f"Write a date such as 2025-01-20 for the environment variable {name}. It is now: {value}",
        ) from None


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535:
        return int(value)
    raise OperatorError(
        f"環境変数 {name} は 1 から 65535 までの数で書いてください。今の値: {value}",
        f"Write a whole number from 1 to 65535 for {name}. It is now: {value}",
    )


def _mail(env: Mapping[str, str]) -> Mail:
    url = env.get("COMIPLA_MAIL_URL", "")
    parts = urlsplit(url)
    if url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise OperatorError(
            "環境変数 COMIPLA_MAIL_URL は smtps://利用者:パスワード@ホスト:465 の形で書いてください。",
            "Write COMIPLA_MAIL_URL as smtps://user:password@host:465.",
        )
    tls = parts.scheme == "smtps"
    return Mail(
        host=parts.hostname or "",
        port=parts.port or (465 if tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        sender=env.get("COMIPLA_MAIL_FROM") or "comipla@localhost",
    )


def _process(env: Mapping[str, str]) -> Process:
    value = env.get("COMIPLA_PROCESS") or Process.COMMAND
    try:
        return Process(value)
    except ValueError:
        known = " · ".join(Process)
        raise OperatorError(
            f"環境変数 COMIPLA_PROCESS は次のどれかです: {known}。今の値: {value}",
            f"COMIPLA_PROCESS is one of: {known}. It is now: {value}",
        ) from None
