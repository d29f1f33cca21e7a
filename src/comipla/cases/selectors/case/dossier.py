"""One case with all that its page is made of, read once and cut down to what the reader sees.

The page is opened more often than any other, so the rows are read as plain values: no model is
built for what is only shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from comipla.cases.codec import acts_of
from comipla.cases.models import Act, Case
from comipla.cases.numbers import shown_number
from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.papers import screens
from comipla.cases.services.surroundings import envelopes_for, surroundings_for
from comipla.core import docket
from comipla.core.access import Actor
from comipla.core.codes import SubsidyCategory
from comipla.core.docket import Procedure, Side, Standing, Surroundings, fold
from comipla.core.sight import as_seen_by
from comipla.documents.models import Paper
from comipla.people.models import Person
from comipla.programme.clock import today
from comipla.programme.models import Envelope

_CASE = (
    "number", "procedure", "forms", "title", "category", "priority", "opened_at",
    "prefecture__code", "prefecture__name", "owner__code", "owner__name", "owner__lineage",
    "platform__name", "programme_year__prefecture_id", "programme_year__year", "programme_year__code",
    "programme_year__enacted_on", "programme_year__state", "programme_year__parameters",
)  # fmt: skip
_STORED = ("number", "kind", "of", "on", "recorded_at", "facts", "dues", "by_id", "role", "files")
_TOLD = ("by__family_name", "by__given_name", "body__name")
_PAPER = ("paper_id", "paper__key", "paper__number", "paper__issuer_id", "paper__addressee_id")
_SYSTEM = "自動処理"


@dataclass(frozen=True, slots=True)
class PaperHead:
    """An issued paper as other lines refer to it."""

    pk: int
    key: str
    number: str


class Row(NamedTuple):
    """A stored act with the names of who did it; `paper` is empty where the reader sees none."""

    number: int
    kind: str
    of: str
    on: date
    recorded_at: datetime
    facts: dict[str, Any]
    dues: list[dict[str, str]]
    by_id: int | None
    role: str
    files: list[dict[str, Any]]
    who: str
    body: str
    paper: PaperHead | None


@dataclass(frozen=True)
class Dossier:
    """A case as one reader sees it.

    `standing` and `rows` hold only what the reader's side may see. `whole` is the case as it is,
    for the engine alone: nothing of it is shown before `core.sight` has let it through.
    """

    case: Case
    actor: Actor
    side: Side
    procedure: Procedure
    whole: Standing
    standing: Standing
    rows: Mapping[int, Row]
    surroundings: Surroundings
    envelopes: Mapping[str, Envelope]

    @property
    def number(self) -> str:
        """The number as people write it: ③-R6-017."""
        return shown_number(self.case.number)

    @property
    def category(self) -> str:
        """The category of the support in words; empty where the menu has none."""
        return SubsidyCategory.of(self.case.category).label if self.case.category else ""

    @property
    def other_name(self) -> str:
        """Who stands across: 県 for the municipality, its name for the prefecture."""
        return self.case.owner.name if self.side is Side.PREFECTURE else "県"

    def act(self, number: int) -> docket.Act | None:
        """An act that the reader sees, by its number."""
        return next((act for act in self.standing.acts if act.number == number), None)

    def name_of(self, side: Side) -> str:
        """A side by the name it has on this page."""
        return "県" if side is Side.PREFECTURE else self.case.owner.name


def open_case(actor: Actor, number: str) -> Dossier:
    """Read a case in the actor's scope, in three queries. Raises `Case.DoesNotExist`."""
    case = (
        Case.objects.visible_to(actor)
        .select_related("programme_year", "owner", "prefecture", "platform")
        .only(*_CASE)
        .get(number=number)
    )
    procedure, side = PROCEDURES[case.procedure], Side(actor.side)
    rows = {row.number: row for row in _rows(actor, case)}
    whole = fold(procedure, acts_of(procedure, rows.values()))
    standing = as_seen_by(side, procedure, whole)
    envelopes = envelopes_for(year=case.programme_year, owner=case.owner, menu=procedure.menu)
    return Dossier(
        case=case,
        actor=actor,
        side=side,
        procedure=procedure,
        whole=whole,
        standing=standing,
        rows={act.number: rows[act.number] for act in standing.acts},
        surroundings=surroundings_for(
            year=case.programme_year,
            owner=case.owner,
            today=today(),
            envelopes=envelopes,
            held=dict(procedure.reserves(whole)),
        ),
        envelopes=envelopes,
    )


def _rows(actor: Actor, case: Case) -> list[Row]:
    """The stored acts in order, each with its paper where the actor may read it."""
    codes = {case.owner_id: case.owner.code, case.prefecture_id: case.prefecture.code}
    names: dict[int | None, str] = {None: _SYSTEM}
    rows = []
    stored = Act.objects.filter(case=case).order_by("number")
    for values in stored.values_list(*_STORED, *_TOLD, *_PAPER):
        *act, by, role, files, family, given, body, pk, key, number, issuer, addressee = values
        if by not in names:
            names[by] = Person(family_name=family, given_name=given).name
        kept = addressee is None and screens(actor)
        seen = pk and (kept or Paper.concerns(actor, {codes[issuer], codes.get(addressee, "")}))
        paper = PaperHead(pk, key, number) if seen else None
        rows.append(Row._make((*act, by, role, files, names[by], body, paper)))
    return rows
