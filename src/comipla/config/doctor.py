"""What ``comipla doctor`` looks at; every finding is a sentence with what to do next."""

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import pylopdf_fonts_jp
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from comipla.config.checks import unsafe
from comipla.config.database import MINIMUM_VERSION
from comipla.config.dumps import server_major
from comipla.config.embedded import EmbeddedServer
from comipla.config.jobs import STALLED_AFTER
from comipla.config.schema import missing_migrations
from comipla.config.words import OperatorError
from comipla.web.health import SPARE_DISK

BACKUP_EVERY = timedelta(hours=26)
"""Oldest a back-up may be in production: daily, with some hours to spare."""

CLOCK_TOLERANCE = timedelta(seconds=2)
"""Largest difference between our clock and the database's."""


class Level(StrEnum):
    """How a finding is to be taken; the value is its mark."""

    GOOD = "✓"
    NOTE = "・"
    WARNING = "△"
    BAD = "✗"


@dataclass(frozen=True)
class Finding:
    """One sentence about this installation, in both languages."""

    level: Level
    japanese: str
    english: str


def examine() -> Iterator[Finding]:
    """Look at everything, the machine first; a database that does not answer ends it early."""
    yield from _machine()
    yield from _data_folder()
    yield from _situation()
    try:
        yield _server()
        yield from _server_settings()
        yield _clock()
        yield _migrations()
        yield from _jobs()
    except (OperatorError, DatabaseError) as refusal:
        yield Finding(
            Level.BAD,
            f"データベースにつながりません。動いているか、DATABASE_URL が正しいか確かめてください。\n{refusal}",
            "The database does not answer. See that it runs and that DATABASE_URL is right.",
        )


def _judge(good: bool, japanese: str, english: str, *, otherwise: tuple[str, str]) -> Finding:
    """The first sentence when all is well, the other when not."""
    if good:
        return Finding(Level.GOOD, japanese, english)
    return Finding(Level.BAD, *otherwise)


def _machine() -> Iterator[Finding]:
    version = platform.python_version()
    yield Finding(Level.GOOD, f"Python {version}({sys.executable})", f"Python {version}")
    fonts = sorted(Path(pylopdf_fonts_jp.__file__).parent.rglob("*.[ot]tf"))
    yield _judge(
        bool(fonts),
        f"文書の書体が {len(fonts)} 個あります。",
        f"{len(fonts)} fonts for papers.",
        otherwise=(
            "文書の書体がありません。./run setup をもう一度行ってください。",
            "There are no fonts for papers. Run ./run setup again.",
        ),
    )


def _data_folder() -> Iterator[Finding]:
    data = Path(settings.AROUND.data)
    usage = shutil.disk_usage(data)
    share = usage.free / usage.total
    space = f"{usage.free / 1e9:.1f} GB ({share:.0%})"
    yield _judge(
        share >= SPARE_DISK,
        f"データの場所は {data}、空きは {space} です。",
        f"Data folder {data}, {space} free.",
        otherwise=(
            f"データの場所 {data} の空きが {space} しかありません。不要なものを移してください。",
            f"Only {space} are free in {data}. Make room.",
        ),
    )
    key = data / "secret-key"
    if key.exists() and "COMIPLA_SECRET_KEY" not in os.environ:
        yield _judge(
            not stat.S_IMODE(key.stat().st_mode) & 0o077,
            "署名の鍵は本人だけが読めます。",
            "The signing key is readable by its owner only.",
            otherwise=(
                f"署名の鍵をほかの人が読めます。chmod 600 {key} を行ってください。",
                f"Others can read the signing key. Run chmod 600 {key}.",
            ),
        )
    yield _last_backup(data)


def _last_backup(data: Path) -> Finding:
    made = [path.stat().st_mtime for path in (data / "backups").glob("*.tar.gz")]
    if not made:
        level = Level.WARNING if settings.AROUND.production else Level.NOTE
        return Finding(
            level,
            "控えがまだありません。comipla backup を毎日行うようにしてください。",
            "There is no backup yet. Run comipla backup every day.",
        )
    age = datetime.now(UTC) - datetime.fromtimestamp(max(made), UTC)
    hours = f"{age.total_seconds() / 3600:.0f}"
    if age > BACKUP_EVERY:
        return Finding(
            Level.WARNING,
            f"最後の控えは {hours} 時間前です。comipla backup を行ってください。",
            f"The last backup is {hours} hours old. Run comipla backup.",
        )
    return Finding(
        Level.GOOD, f"最後の控えは {hours} 時間前です。", f"The last backup is {hours} hours old."
    )


def _situation() -> Iterator[Finding]:
    around = settings.AROUND
    for reason in unsafe(around, cache=settings.CACHES["default"]["BACKEND"]):
        yield Finding(Level.BAD, f"{reason.msg} {reason.hint}", str(reason.hint))
    if around.demo:
        yield Finding(Level.NOTE, "見本として動きます。", "This is a demo.")
    elif around.production and not around.public_url:
        yield Finding(
            Level.WARNING,
            "公開する番地が決まっていません。COMIPLA_PUBLIC_URL=https://… を指定してください。",
            "There is no public address yet. Set COMIPLA_PUBLIC_URL=https://….",
        )
    if around.mail.host:
        yield Finding(
            Level.GOOD,
            f"メールは {around.mail.host} から送ります。",
            f"Mail by {around.mail.host}.",
        )
    else:
        yield Finding(
            Level.WARNING if around.production else Level.NOTE,
            "メールの中継が決まっていないため、画面(ログ)に書き出します。COMIPLA_MAIL_URL を指定できます。",
            "No mail relay: mail is written to the log. Set COMIPLA_MAIL_URL.",
        )
    yield Finding(
        Level.NOTE,
        "添付ファイルのウイルス検査は comipla では行いません。端末や前段での検査を続けてください。",
        "comipla does not scan attachments for viruses; keep doing so on desks or in the proxy.",
    )


def _server() -> Finding:
    major = server_major()
    if settings.AROUND.database_url:
        found = ("DATABASE_URL の PostgreSQL", "PostgreSQL by DATABASE_URL")
    else:
        server = EmbeddedServer.of(settings.AROUND.data)
        source = server.programs().source
        found = (f"内蔵の PostgreSQL({source})", f"embedded PostgreSQL ({source})")
    return _judge(
        major >= MINIMUM_VERSION,
        f"{found[0]} {major} につながりました。",
        f"Connected to {found[1]}, version {major}.",
        otherwise=(
            f"PostgreSQL {major} は古すぎます。{MINIMUM_VERSION} 以上にしてください。",
            f"PostgreSQL {major} is too old; {MINIMUM_VERSION} or newer is needed.",
        ),
    )


def _server_settings() -> Iterator[Finding]:
    """Settings on which the promise rests that nothing acknowledged is lost."""
    wanted = {
        "data_checksums": ("on", "pg_checksums --enable"),
        "fsync": ("on", "fsync = on"),
        "full_page_writes": ("on", "full_page_writes = on"),
        "server_encoding": ("UTF8", "createdb --encoding=UTF8"),
    }
    with connection.cursor() as cursor:
        for name, (value, remedy) in wanted.items():
            cursor.execute(f"SHOW {name}")
            (actual,) = cursor.fetchone()
            yield _judge(
                actual == value,
                f"{name} は {actual} です。",
                f"{name} is {actual}.",
                otherwise=(
                    f"{name} が {actual} です。データが壊れても気づけないおそれがあります({remedy})。",
                    f"{name} is {actual}; damage could go unnoticed ({remedy}).",
                ),
            )


def _clock() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    apart = abs(datetime.now(UTC) - theirs)
    seconds = f"{apart.total_seconds():.1f}"
    return _judge(
        apart <= CLOCK_TOLERANCE,
        "時計はデータベースと合っています。",
        "Our clock agrees with the database's.",
        otherwise=(
            f"時計がデータベースと {seconds} 秒ずれています。時刻合わせ(NTP)を確かめてください。",
            f"Our clock is {seconds} s off the database's. Check NTP.",
        ),
    )


def _migrations() -> Finding:
    missing = missing_migrations()
    return _judge(
        not missing,
        "データベースの形は最新です。",
        "The schema is up to date.",
        otherwise=(
            f"データベースがこの版より古いままです({len(missing)}件)。comipla migrate を行ってください。",
            f"{len(missing)} migrations are missing. Run comipla migrate.",
        ),
    )


def _jobs() -> Iterator[Finding]:
    if "procrastinate_workers" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM procrastinate_workers
                    WHERE last_heartbeat > now() - make_interval(secs => %s)),
                   count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),
                   count(*) FILTER (WHERE status = 'failed')
            FROM procrastinate_jobs
            """,
            [STALLED_AFTER],
        )
        workers, waiting, failed = cursor.fetchone()
    if workers:
        yield Finding(
            Level.GOOD,
            f"裏方が {workers} つ動いています。待っている仕事は {waiting} 件です。",
            f"{workers} workers run; {waiting} jobs wait.",
        )
    else:
        yield Finding(
            Level.WARNING,
            f"裏方が動いていません(待っている仕事 {waiting} 件)。comipla worker を動かしてください。",
            f"No worker runs; {waiting} jobs wait. Start comipla worker.",
        )
    if failed:
        yield Finding(
            Level.WARNING,
            f"最後まで進まなかった仕事が {failed} 件あります。ログを確かめてください。",
            f"{failed} jobs did not finish. See the log.",
        )
