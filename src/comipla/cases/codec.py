"""Between stored act rows and the docket's acts, and the hash that chains them."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol

from comipla.cases import models
from comipla.core import docket
from comipla.core.docket import Due, Procedure, Side
from comipla.core.facts import canonical, from_json


class StoredAct(Protocol):
    """What of a stored act the docket is told."""

    @property
    def number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def of(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def by_id(self) -> int | None: ...
    @property
    def facts(self) -> Any: ...
    @property
    def dues(self) -> Any: ...


def to_docket(procedure: Procedure, row: StoredAct) -> docket.Act:
    """Read a stored act as the docket knows it, its facts typed again."""
    declared = procedure.act_types[row.of or row.kind]
    return docket.Act(
        kind=row.kind,
        number=row.number,
        on=row.on,
        facts=from_json(declared.facts, row.facts),
        by=row.by_id,
        of=row.of or None,
        dues=tuple(_due(stored) for stored in row.dues),
        recorded_at=row.recorded_at,
    )


def recall(
    procedure: Procedure,
    number: int,
    kind: str,
    of: str,
    on: date,
    recorded_at: datetime,
    by_id: int | None,
    facts: str,
    dues: str,
) -> docket.Act:
    """Read the columns of a stored act, `facts` and `dues` as the database spells them.

    Every act of a case reads all acts before it, so spellings seen of late are not read again:
    what they mean never changes, and equal ones may share it.
    """
    declared = procedure.act_types[of or kind]
    return docket.Act(
        kind=kind,
        number=number,
        on=on,
        facts=_facts(declared.facts, facts),
        by=by_id,
        of=of or None,
        dues=_dues(dues),
        recorded_at=recorded_at,
    )


@lru_cache(maxsize=2048)
def _facts(declared: type[Any], spelled: str) -> Any:
    return from_json(declared, json.loads(spelled))


@lru_cache(maxsize=2048)
def _dues(spelled: str) -> tuple[Due, ...]:
    return tuple(_due(stored) for stored in json.loads(spelled))


def acts_of(procedure: Procedure, rows: Iterable[StoredAct]) -> tuple[docket.Act, ...]:
    """Read stored acts in order."""
    return tuple(to_docket(procedure, row) for row in rows)


def dues_to_json(dues: Iterable[Due]) -> list[dict[str, str]]:
    """Write deadlines as they are stored with the act that started them."""
    return [
        {"key": due.key, "label": due.label, "owner": due.owner.value, "on": due.on.isoformat()}
        for due in dues
    ]


def _due(stored: dict[str, str]) -> Due:
    return Due(
        stored["key"], stored["label"], Side(stored["owner"]), date.fromisoformat(stored["on"])
    )


def act_hash(row: models.Act, *, paper_hash: str) -> str:
    """SHA-256 over everything the act says and the hash of the act before it.

    Covers facts, files (name, size, SHA-256) and the paper's number and content, so that none of
    them can be changed without breaking the chain.
    """
    payload: dict[str, Any] = {
        "case": row.case_id,
        "number": row.number,
        "kind": row.kind,
        "of": row.of,
        "on": row.on.isoformat(),
        "recorded_at": row.recorded_at.astimezone(UTC).isoformat(),
        "by": row.by_id,
        "body": row.body_id,
        "role": row.role,
        "state_after": row.state_after,
        "facts": row.facts,
        "dues": row.dues,
        "files": row.files,
        "paper": paper_hash,
        "key": str(row.key),
        "previous": row.previous,
    }
    return hashlib.sha256(canonical(payload)).hexdigest()
