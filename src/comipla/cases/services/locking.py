"""What `record_act` reads under lock: the case, its acts so far, and the envelopes it draws on.

These three statements are written once. The ORM would compose them anew for every act, and that
takes longer than running them; only the columns of the models come from the models.
"""

import uuid
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from comipla.cases.codec import recall
from comipla.cases.models import Case
from comipla.core import docket
from comipla.core.docket import Procedure
from comipla.people.models import Body
from comipla.programme.models import Envelope, EnvelopeKind, ProgrammeYear

_CASE = """
SELECT {columns}
  FROM cases_case c
  JOIN programme_programmeyear y ON y.id = c.programme_year_id
  JOIN people_body o ON o.id = c.owner_id
  JOIN people_body p ON p.id = c.prefecture_id
 WHERE c.id = %s
   FOR UPDATE OF c
"""

_ACTS = """
SELECT a.key, p.number, a.number, a.kind, a."of", a."on", a.recorded_at, a.by_id,
       a.facts::text, a.dues::text
  FROM cases_act a
  LEFT JOIN documents_paper p ON p.id = a.paper_id
 WHERE a.case_id = %s
 ORDER BY a.number
"""

_ENVELOPES = """
SELECT {columns}
  FROM programme_envelope e
 WHERE e.programme_year_id = %s AND e.menu = %s
   AND ((e.kind = %s AND e.body_id = %s) OR (e.kind = %s AND e.body_id = %s))
 ORDER BY e.id
   FOR UPDATE
"""


class Past(NamedTuple):
    """A stored act: its key, the number of its paper, and what the docket knows of it."""

    key: uuid.UUID
    paper: str | None
    act: docket.Act


class _Part(NamedTuple):
    """A model's part of a row that a statement reads."""

    model: type[Model]
    fields: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, model: type[Model], alias: str, *, without: str = "") -> "_Part":
        """All columns of the model but one that nobody needs."""
        fields = [field for field in model._meta.concrete_fields if field.name != without]
        return cls(
            model,
            tuple(field.attname for field in fields),
            tuple(f'{alias}."{field.column}"' for field in fields),
        )

    def read(self, values: Sequence[Any]) -> Any:
        """The model's instance, as if the ORM had read it."""
        return self.model.from_db(DEFAULT_DB_ALIAS, self.fields, values)


def lock_case(pk: int) -> Case:
    """The case with its year and both its sides, held until the commit."""
    statement, parts = _case_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk])
        found = cursor.fetchone()
    if found is None:
        raise Case.DoesNotExist(pk)
    values = iter(found)
    case, year, owner, prefecture = (
        part.read(tuple(islice(values, len(part.fields)))) for part in parts
    )
    case.programme_year, case.owner, case.prefecture = year, owner, prefecture
    return case


def past_of(row: Case, procedure: Procedure) -> list[Past]:
    """The acts of a locked case in order; none of a case that is about to be opened."""
    if row.pk is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ACTS, [row.pk])
        return [Past(key, paper, recall(procedure, *act)) for key, paper, *act in cursor]


def lock_envelopes(row: Case, *, menu: str) -> dict[str, Envelope]:
    """The envelopes the case draws on, by kind, held until the commit.

    Rows are locked in the order of their ids, so that two acts never wait for each other.
    """
    cap, budget = (EnvelopeKind.CAP, row.owner_id), (EnvelopeKind.BUDGET, row.prefecture_id)
    statement, (part,) = _envelopes_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [row.programme_year_id, menu, *cap, *budget])
        found = [part.read(values) for values in cursor]
    return {envelope.kind: envelope for envelope in found}


@cache
def _case_statement() -> tuple[str, tuple[_Part, ...]]:
    parts = (
        _Part.of(Case, "c", without="search"),
        _Part.of(ProgrammeYear, "y"),
        _Part.of(Body, "o"),
        _Part.of(Body, "p"),
    )
    return _selecting(_CASE, parts), parts


@cache
def _envelopes_statement() -> tuple[str, tuple[_Part, ...]]:
    parts = (_Part.of(Envelope, "e"),)
    return _selecting(_ENVELOPES, parts), parts


def _selecting(statement: str, parts: tuple[_Part, ...]) -> str:
    """The statement with the columns of its parts in their order."""
    return statement.format(columns=", ".join(column for part in parts for column in part.columns))
