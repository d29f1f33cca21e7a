"""How far a case has come: its acts in order, its money, and the room of its municipality."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils import timezone

from comipla.cases.procedures import PAPERS
from comipla.cases.selectors.case.dossier import Dossier, PaperHead
from comipla.core import docket
from comipla.core.access import ROLES
from comipla.core.docket import DRAFT, PULL_BACK, SEND_BACK, ActType
from comipla.core.forms import Form
from comipla.core.sight import kept_from
from comipla.programme.editions import form
from comipla.programme.models import EnvelopeKind

_AMOUNTS = ("amount", "requested", "proposed")
_WORDS = ("grounds", "reason", "modification", "message", "conditions", "opinion", "note")


class Fate(StrEnum):
    """What became of a draft; the value is the word beside it."""

    NONE = ""
    WAITING = "決裁待ち"
    DECIDED = "決裁済み"
    SENT_BACK = "差戻し"
    PULLED_BACK = "引戻し"
    DROPPED = "取りやめ"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the story. `words` are its reasons and notes, each with its label on the form."""

    number: int
    title: str
    fate: Fate
    counter: bool
    on: date
    recorded_at: datetime
    who: str
    role: str
    body: str
    amount: int | None
    words: tuple[tuple[str, str], ...]
    paper: PaperHead | None
    paper_label: str
    files: int
    has_contents: bool

    @property
    def on_track(self) -> bool:
        """Tell whether the short line shows it: a draft that was decided is told by its decision."""
        return self.fate is not Fate.DECIDED

    @property
    def recorded_later(self) -> bool:
        """Tell whether the act took effect on another day than that of its recording."""
        return timezone.localdate(self.recorded_at) != self.on

    @property
    def undone(self) -> bool:
        """Tell whether a later act took it back."""
        return self.fate in (Fate.SENT_BACK, Fate.PULLED_BACK, Fate.DROPPED)

    @property
    def kind(self) -> str:
        """The word of the timeline for its mark."""
        if self.undone:
            return "cancelled"
        if self.fate is Fate.WAITING:
            return "waiting"
        return "counter" if self.counter else "done"


@dataclass(frozen=True, slots=True)
class Room:
    """The cap of the municipality: its limit, what all cases hold of it, and this case's share."""

    limit: int
    held: int
    own: int

    @property
    def free(self) -> int:
        """Yen that nobody holds."""
        return self.limit - self.held


def story_of(dossier: Dossier) -> tuple[Entry, ...]:
    """Every act that the reader sees, in order; what was taken back stays and says so."""
    return tuple(_entries(dossier))


def _entries(dossier: Dossier) -> Iterator[Entry]:
    acts = dossier.standing.acts
    before: docket.Act | None = None
    for act, after in zip(acts, (*acts[1:], None), strict=True):
        row = dossier.rows[act.number]
        act_type = dossier.procedure.act_types[act.of or act.kind]
        kept = kept_from(dossier.side, act_type)
        yield Entry(
            number=act.number,
            title=_title(dossier, act, before, act_type),
            fate=_fate(act, after),
            counter=act.kind in (SEND_BACK, PULL_BACK) or act_type.grave,
            on=act.on,
            recorded_at=row.recorded_at,
            who=row.who,
            role=ROLES[row.role].label if row.role in ROLES else row.role,
            body=row.body,
            amount=_amount(act_type, act.facts),
            words=_words(act_type, act.facts, kept, dossier.case.forms),
            paper=row.paper,
            paper_label=PAPERS[row.paper.key].label if row.paper else "",
            files=len(row.files),
            has_contents=has_contents(act_type),
        )
        before = act


def has_contents(act_type: ActType) -> bool:
    """Tell whether the act's form says more than the line of the story does."""
    return _says_more(act_type.facts)


@cache
def _says_more(facts: type) -> bool:
    return any(field.name not in _AMOUNTS + _WORDS for field in fields(facts))


def _title(dossier: Dossier, act: docket.Act, before: docket.Act | None, act_type: ActType) -> str:
    if act.kind == DRAFT:
        return f"{act_type.done}の起案"
    if act.kind in (SEND_BACK, PULL_BACK) and before is not None and before.of:
        return f"{dossier.procedure.act_types[before.of].done}の{act_type.done}"
    return act_type.done


def _fate(act: docket.Act, after: docket.Act | None) -> Fate:
    """What the act after a draft made of it: nothing comes between the two."""
    if act.kind != DRAFT:
        return Fate.NONE
    if after is None:
        return Fate.WAITING
    fates = {act.of: Fate.DECIDED, SEND_BACK: Fate.SENT_BACK, PULL_BACK: Fate.PULLED_BACK}
    return fates.get(after.kind, Fate.DROPPED)


def _amount(act_type: ActType, facts: Any) -> int | None:
    """The yen that the act is about: those that it moves, or that it asks for or proposes."""
    named = [move.fact for move in act_type.moves if move.fact]
    return next(
        (getattr(facts, name) for name in (*named, *_AMOUNTS) if hasattr(facts, name)), None
    )


def _words(
    act_type: ActType, facts: Any, kept: frozenset[str], edition: str
) -> tuple[tuple[str, str], ...]:
    """Reasons and notes, as far as the reader sees them."""
    said = [(name, getattr(facts, name, "")) for name in _WORDS if name not in kept]
    written = [(name, text) for name, text in said if text and isinstance(text, str)]
    if not written or act_type.form is None:
        return ()
    declared: Form = form(act_type.form, edition)
    return tuple((declared.field(name).label, text) for name, text in written)


def ladder_of(dossier: Dossier) -> tuple[tuple[str, int | None], ...]:
    """申請 → 内示 → 決定 → 概算 → 確定 → 残 in yen, None where nothing has moved it yet.

    Before the application, 要望 stands in its place. What is left is what was decided, or in the end determined, less what was paid and not
    returned; where more was paid than is due, it is what has to come back.
    """
    standing = dossier.standing
    held = standing.balances
    asked = ("申請", held["applied"]) if "applied" in held else ("要望", held.get("requested"))
    advanced = [act.facts.amount for act in standing.acts if act.kind == "pay_advance"]
    granted = held.get("determined", held.get("decided"))
    left = None
    if granted is not None:
        kept = granted - held.get("reclaimed", 0) + held.get("waived", 0)
        left = kept - (held.get("paid", 0) - held.get("repaid", 0))
    return (
        asked,
        ("内示", held.get("earmarked")),
        ("決定", held.get("decided")),
        ("概算", sum(advanced) if advanced else None),
        ("確定", held.get("determined")),
        ("返還", -left) if left is not None and left < 0 else ("残", left),
    )


def room_of(dossier: Dossier) -> Room | None:
    """The municipality's cap and what is left of it; None where the year has set none."""
    cap = dossier.envelopes.get(EnvelopeKind.CAP)
    if cap is None:
        return None
    own = sum(dossier.procedure.reserves(dossier.whole).get(EnvelopeKind.CAP, (0, 0)))
    return Room(cap.limit, cap.soft + cap.hard, own)
