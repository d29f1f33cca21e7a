"""The life of a version of a plan: where it may go from each state, and what has to be so first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from comipla.core.plans.codes import PlanState

S = PlanState


class MoveRefused(ValueError):
    """The plan cannot move there; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the guards look at.

    `stops` counts findings that stop a plan, `answered` the actions that the municipality has
    answered, `sheets` the review sheets of the year that is being reviewed and `values` the
    indicators that have a value for it; `newer` tells that a newer version was adopted.
    """

    state: PlanState
    actions: int = 0
    stops: int = 0
    answered: int = 0
    sheets: int = 0
    indicators: int = 0
    values: int = 0
    newer: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A way on: where it leads and why it is closed, in words; open without objections."""

    target: PlanState
    objections: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the plan may go there now."""
        return not self.objections


TRANSITIONS: dict[PlanState, tuple[PlanState, ...]] = {
    S.DRAFT: (S.SURVEY, S.WORKSHOP, S.DRAFT_PUBLISHED),
    S.SURVEY: (S.WORKSHOP, S.DRAFT_PUBLISHED),
    S.WORKSHOP: (S.SURVEY, S.DRAFT_PUBLISHED),
    S.DRAFT_PUBLISHED: (S.WORKSHOP, S.ADOPTED),
    S.ADOPTED: (S.SUBMITTED, S.SUPERSEDED),
    S.SUBMITTED: (S.RESPONDED, S.SUPERSEDED),
    S.RESPONDED: (S.ACTIVE, S.SUPERSEDED),
    S.ACTIVE: (S.REVIEWED, S.SUPERSEDED),
    S.REVIEWED: (S.REVIEWED, S.SUPERSEDED),
    S.SUPERSEDED: (),
}
"""Where each state leads (B4). REVIEWED repeats: a plan is reviewed every year."""


def _in_order(standing: Standing) -> Iterator[str]:
    if not standing.actions:
        yield "取組がまだありません。取組を1つ以上加えてください。"
    elif standing.stops:
        yield f"直すところが{standing.stops}件あります。「点検」の一覧のとおりに直してください。"


def _all_answered(standing: Standing) -> Iterator[str]:
    left = standing.actions - standing.answered
    if left > 0:
        yield f"回答していない取組が{left}件あります。すべての取組に回答してください。"


def _reviewed(standing: Standing) -> Iterator[str]:
    if not standing.sheets:
        yield "この年度の点検シートがまだありません。部会ごとに5段階で答えてください。"
    left = standing.indicators - standing.values
    if left > 0:
        yield f"指標の値が{left}件入っていません。分からないときは「0」ではなく、調べて入れてください。"


def _newer(standing: Standing) -> Iterator[str]:
    if not standing.newer:
        yield "新しい版が議決されると、自動で次の版に交代します。"


GUARDS: dict[PlanState, Callable[[Standing], Iterator[str]]] = {
    S.DRAFT_PUBLISHED: _in_order,
    S.ADOPTED: _in_order,
    S.RESPONDED: _all_answered,
    S.REVIEWED: _reviewed,
    S.SUPERSEDED: _newer,
}
"""What has to be so before a plan enters a state."""


def moves(standing: Standing) -> tuple[Move, ...]:
    """Every way on from where the plan stands, closed ones with their reasons."""
    return tuple(
        Move(target, _objections(standing, target)) for target in TRANSITIONS[standing.state]
    )


def follow(standing: Standing, target: PlanState) -> PlanState:
    """The state after a move. Raises `MoveRefused` with the reasons."""
    if target not in TRANSITIONS[standing.state]:
        ways = "・".join(state.label for state in TRANSITIONS[standing.state])
        rest = f"進めるのは{ways}です。" if ways else "この版はもう動きません。"
        raise MoveRefused(f"「{standing.state.label}」から「{target.label}」へは進めません。{rest}")
    if objections := _objections(standing, target):
        raise MoveRefused("".join(objections))
    return target


def _objections(standing: Standing, target: PlanState) -> tuple[str, ...]:
    guard = GUARDS.get(target)
    return tuple(guard(standing)) if guard else ()
