"""What an act would do if it were done now: for the page of answers and for the approval page.

Nothing is written and nothing is locked here. Whoever acts is checked once more, under the locks,
by `record_act`; what these pages show can have changed by then, and the refusal says so.
"""

from dataclasses import dataclass
from typing import Any

from comipla.cases.codec import acts_of
from comipla.cases.models import Act, Case
from comipla.cases.procedures import (
    EXPLANATIONS,
    JUDGEMENTS,
    PAPERS,
    PROCEDURES,
    Judgement,
)
from comipla.cases.services.papers import paper_context
from comipla.cases.services.record import Opening
from comipla.cases.services.surroundings import envelopes_for, surroundings_for
from comipla.core import docket
from comipla.core.access import Actor
from comipla.core.calculations import Calculation
from comipla.core.clauses import Objection
from comipla.core.docket import (
    ActType,
    Procedure,
    Question,
    Side,
    Standing,
    Surroundings,
    fold,
    started,
)
from comipla.core.paper_blocks import Content
from comipla.core.papers import Cited, PaperType
from comipla.documents.services import preview
from comipla.programme.clock import today
from comipla.programme.models import Envelope, EnvelopeKind


@dataclass(frozen=True)
class Ground:
    """A case, or one that is about to be opened, with everything its clauses may ask about."""

    row: Case
    rows: tuple[Act, ...]
    procedure: Procedure
    standing: Standing
    surroundings: Surroundings
    envelopes: dict[str, Envelope]


@dataclass(frozen=True)
class Draw:
    """What an act does to one envelope, in yen: what the case itself holds before and after it."""

    kind: EnvelopeKind
    limit: int
    others: int
    held_before: int
    held_after: int

    @property
    def free_before(self) -> int:
        """What is left for everybody before the act."""
        return self.limit - self.others - self.held_before

    @property
    def free_after(self) -> int:
        """What is left for everybody after the act."""
        return self.limit - self.others - self.held_after


@dataclass(frozen=True)
class Foresight:
    """An act as it would be done now: where the case would stand, and what speaks against it."""

    ground: Ground
    act_type: ActType
    act: docket.Act
    after: Standing
    objections: tuple[Objection, ...]

    @property
    def draws(self) -> tuple[Draw, ...]:
        """What the act does to the municipality's cap and to the budget, in this order."""
        before = self.ground.procedure.reserves(self.ground.standing)
        after = self.ground.procedure.reserves(self.after)
        return tuple(
            Draw(
                kind=kind,
                limit=envelope.limit,
                others=envelope.soft + envelope.hard - sum(before.get(kind, (0, 0))),
                held_before=sum(before.get(kind, (0, 0))),
                held_after=sum(after.get(kind, (0, 0))),
            )
            for kind in (EnvelopeKind.CAP, EnvelopeKind.BUDGET)
            if (envelope := self.ground.envelopes.get(kind)) is not None
        )

    @property
    def judgement(self) -> Judgement | None:
        """Whether the change that the act is about needs approval, and why."""
        judge = JUDGEMENTS[self.ground.procedure.key]
        return judge(
            self.act_type.key, self.act.facts, self.ground.standing, self.ground.surroundings
        )

    @property
    def basis(self) -> Calculation | None:
        """How the amount of the act is worked out (算出基礎), where the procedure explains it."""
        explain = EXPLANATIONS[self.ground.procedure.key]
        explained = explain(self.after, self.ground.surroundings)
        return next((e.calculation for e in explained if e.act == self.act.number), None)


@dataclass(frozen=True)
class Foreseen:
    """The paper that an act would issue: its declaration and its words."""

    declared: PaperType
    content: Content


def ground_of(case: Case | Opening) -> Ground:
    """Read a case, or the beginning of one, without any lock."""
    row = case if isinstance(case, Case) else _unopened(case)
    procedure = PROCEDURES[row.procedure]
    history = Act.objects.filter(case_id=row.pk).select_related("paper", "by").order_by("number")
    rows = tuple(history) if row.pk else ()
    standing = fold(procedure, acts_of(procedure, rows))
    envelopes = envelopes_for(year=row.programme_year, owner=row.owner, menu=procedure.menu)
    surroundings = surroundings_for(
        year=row.programme_year,
        owner=row.owner,
        today=today(),
        envelopes=envelopes,
        held=dict(procedure.reserves(standing)),
    )
    return Ground(row, rows, procedure, standing, surroundings, envelopes)


def foresee(ground: Ground, *, kind: str, facts: Any, by: Actor, step: str) -> Foresight:
    """Play an act through: `step` is "do", "draft" or "decide", as in the docket's offers.

    The objections are those of the step; the standing after it is that of the act itself, so that
    a draft shows what its approval would lead to.
    """
    act_type = ground.procedure.act_types[kind]
    day = ground.surroundings.today
    question = Question(ground.standing, ground.surroundings, act_type, day, by, facts)
    act = docket.Act(
        kind=kind,
        number=len(ground.standing.acts) + 1,
        on=day,
        facts=facts,
        by=by.person_id,
        dues=started(question),
    )
    return Foresight(
        ground=ground,
        act_type=act_type,
        act=act,
        after=fold(ground.procedure, (*ground.standing.acts, act)),
        objections=docket.objections(ground.procedure, question, step=step),
    )


def foreseen_paper(ahead: Foresight) -> Foreseen | None:
    """The paper that the act would issue; None where it issues none."""
    if ahead.act_type.issues is None:
        return None
    declared = PAPERS[ahead.act_type.issues]
    ground = ahead.ground
    context = paper_context(
        ground.row,
        ground.procedure,
        ahead.act,
        ahead.after,
        ground.surroundings,
        cited={row.kind: Cited(row.paper.number, row.on) for row in ground.rows if row.paper},
    )
    return Foreseen(declared, declared.build(context))


def foreseen_pdf(ahead: Foresight) -> bytes | None:
    """The paper as it will go out, as PDF without number and proof; None where there is none.

    Raises `UnprintableCharacter` for a character that no font of the papers has.
    """
    paper = foreseen_paper(ahead)
    if paper is None:
        return None
    row = ahead.ground.row
    from_prefecture = paper.declared.sender is Side.PREFECTURE
    return preview(
        content=paper.content,
        issuer=row.prefecture if from_prefecture else row.owner,
        on=ahead.act.on,
        series=paper.declared.series,
        seal=paper.declared.seal,
    )


def _unopened(opening: Opening) -> Case:
    """A case that is not stored: its number comes with its first act."""
    year = opening.programme_year
    return Case(
        procedure=opening.procedure,
        programme_year=year,
        prefecture=year.prefecture,
        owner=opening.owner,
        parameters=year.parameters,
        forms=year.forms,
    )
