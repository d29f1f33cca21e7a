"""Published files that stand beside the project, not in it."""

import os
from pathlib import Path

import pytest

SHARED = Path(
    os.environ.get("COMIPLA_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data")
)


def published(path: str) -> bytes:
    """The bytes of a shared file; the test is skipped, with the reason, where it is absent."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"公表された資料 {path}（共有データ）がこの環境にないため")
    return file.read_bytes()
