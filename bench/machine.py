"""The machine in words: a figure without them says nothing."""

import os
import platform
from pathlib import Path

import psutil
from django.db import connection


def words() -> dict[str, str]:
    """Processor, cores, memory, system, Python and PostgreSQL."""
    major, minor = divmod(connection.pg_version, 10_000)  # type: ignore[attr-defined]
    connection.close()
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": f"{major}.{minor}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:  # not Linux
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
