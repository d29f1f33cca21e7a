"""The process that is measured: one database, two browsers; it answers commands line by line."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from bench.prepare import prepare  # noqa: E402 - needs Django
from bench.seed import fill  # noqa: E402
from bench.session import Session  # noqa: E402


def serve(cases: int, only: str) -> None:
    """Fill the database, then answer `{"do": name, …}` by one line of JSON until the input ends."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever is printed on the way must not be taken for an answer
    with redirect_stdout(sys.stderr):
        prepare(partial(fill, cases))
        session = Session(only)
        for line in sys.stdin:
            command = json.loads(line)
            answer: Callable[..., Any] = getattr(session, command.pop("do"))
            print(json.dumps(answer(**command)), file=channel, flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
