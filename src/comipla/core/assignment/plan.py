"""The proposal: who helps where and why, who is left over and why; a person decides."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comipla.core.assignment.pairs import Weights, fitting_pairs
from comipla.core.assignment.parties import (
    AssignmentError,
    Slot,
    Student,
    distance,
    objections,
)
from comipla.core.assignment.solving import Capacities, optimum
from comipla.core.wareki import format_wareki

_STANDARD = Weights()


@dataclass(frozen=True)
class Assignment:
    """A student at a slot: distance in km if known, rank of the wish from 1 if it was one."""

    student: Student
    slot: Slot
    km: float | None
    rank: int | None
    reason: str


@dataclass(frozen=True)
class Unassigned:
    """A student who was given nothing, and why."""

    student: Student
    reason: str


@dataclass(frozen=True)
class Unfilled:
    """A slot that wants more students than it was given, how many, and why."""

    slot: Slot
    missing: int
    reason: str


@dataclass(frozen=True)
class Plan:
    """A proposal. `cost` is its points, `bound` the least that any plan as full could cost."""

    assignments: tuple[Assignment, ...]
    unassigned: tuple[Unassigned, ...]
    unfilled: tuple[Unfilled, ...]
    cost: int
    bound: int

    @property
    def proven(self) -> bool:
        """Tell whether no plan fills more places, and none as full is better."""
        return self.cost == self.bound


def assign(
    students: Iterable[Student], slots: Iterable[Slot], *, weights: Weights = _STANDARD
) -> Plan:
    """Propose who helps where: most places filled, then wishes, distance and spread of work.

    Every assignment, every student left over and every place left open has its reason in words.
    Raises AssignmentError for two students or slots of one key and for wishes nobody offers.
    """
    helpers, wanted = tuple(students), tuple(slots)
    _check_keys(helpers, wanted)
    pairs = fitting_pairs(helpers, wanted, weights)
    best = optimum(
        pairs,
        Capacities(
            limits=np.array([student.limit for student in helpers], dtype=np.int64),
            needed=np.array([slot.needed for slot in wanted], dtype=np.int64),
            days=np.array([slot.day.toordinal() for slot in wanted], dtype=np.int64),
            again=weights.again,
        ),
    )
    order = sorted(best.chosen.tolist(), key=lambda pair: (pairs.slot[pair], pairs.student[pair]))
    chosen = [(helpers[pairs.student[pair]], wanted[pairs.slot[pair]]) for pair in order]
    fitting = Counter(pairs.student.tolist())
    wanting = Counter(pairs.slot.tolist())
    return Plan(
        assignments=_assignments(chosen, wanted),
        unassigned=_unassigned(chosen, helpers, wanted, fitting),
        unfilled=_unfilled(chosen, wanted, wanting),
        cost=best.cost,
        bound=round(best.bound),
    )


def _assignments(
    chosen: Sequence[tuple[Student, Slot]], slots: Sequence[Slot]
) -> tuple[Assignment, ...]:
    by_key = {slot.key: slot for slot in slots}
    given: dict[str, set[str]] = {}
    for student, slot in chosen:
        given.setdefault(student.key, set()).add(slot.key)
    return tuple(
        Assignment(
            student=student,
            slot=slot,
            km=distance(student, slot),
            rank=_rank(student, slot),
            reason=_reason(student, slot, by_key, given[student.key]),
        )
        for student, slot in chosen
    )


def _rank(student: Student, slot: Slot) -> int | None:
    return student.wishes.index(slot.key) + 1 if slot.key in student.wishes else None


def _reason(student: Student, slot: Slot, slots: Mapping[str, Slot], given: set[str]) -> str:
    """Why this slot: the wish, the day, the distance, the skills; then why none dearer."""
    rank = _rank(student, slot)
    km = distance(student, slot)
    said = [f"第{rank}希望です" if rank else "希望には挙げていない活動です"]
    said.append(f"{format_wareki(slot.day)}に参加できます")
    if slot.position is None:
        said.append("オンラインです")
    elif km is not None:
        said.append(f"直線で約{km:g}kmです")
    if slot.skills:
        said.append(f"必要な技能（{'、'.join(sorted(slot.skills))}）があります")
    dearer = student.wishes[: rank - 1 if rank else None]
    said += [
        _why_not(student, slots[key], place)
        for place, key in enumerate(dearer, start=1)
        if key not in given
    ]
    return "。".join(said)


def _why_not(student: Student, slot: Slot, rank: int) -> str:
    against = objections(student, slot)
    why = against[0] if against else "全体の割当てを優先し、ほかの組合せになりました"
    return f"第{rank}希望「{slot.label}」は、{why}"


def _unassigned(
    chosen: Sequence[tuple[Student, Slot]],
    students: Sequence[Student],
    slots: Sequence[Slot],
    fitting: Mapping[int, int],
) -> tuple[Unassigned, ...]:
    helping = {student.key for student, _ in chosen}
    left = [
        (number, student) for number, student in enumerate(students) if student.key not in helping
    ]
    return tuple(
        Unassigned(student, _why_left(student, slots, fitting.get(number, 0)))
        for number, student in left
    )


def _why_left(student: Student, slots: Sequence[Slot], fitting: int) -> str:
    if fitting:
        return f"合う活動は{fitting}件ありますが、全体の割当てでは、ほかの学生で埋まりました"
    if student.limit == 0:
        return "担当できる回数が0回です"
    if student.minor and not student.consented:
        return "18歳未満で、保護者の同意書がまだ届いていません"
    if not any(slot.day in student.days for slot in slots):
        return "参加できる日に活動がありません"
    return "参加できる日の活動は、距離か技能か年齢の条件が合いません"


def _unfilled(
    chosen: Sequence[tuple[Student, Slot]], slots: Sequence[Slot], wanting: Mapping[int, int]
) -> tuple[Unfilled, ...]:
    filled = Counter(slot.key for _, slot in chosen)
    short = []
    for number, slot in enumerate(slots):
        missing = slot.needed - filled[slot.key]
        if missing > 0:
            fitting = wanting.get(number, 0)
            why = (
                f"条件の合う学生は{fitting}人ですが、ほかの活動と合わせて割り当てると足りません"
                if fitting
                else "日程、距離、技能、年齢の条件が合う学生がいません"
            )
            short.append(Unfilled(slot, missing, why))
    return tuple(short)


def _check_keys(students: Sequence[Student], slots: Sequence[Slot]) -> None:
    for label, keys in (
        ("学生", [student.key for student in students]),
        ("活動", [slot.key for slot in slots]),
    ):
        twice = [key for key, count in Counter(keys).items() if count > 1]
        if twice:
            raise AssignmentError(f"同じ{label}が2回あります: {'、'.join(twice)}")
    offered = {slot.key for slot in slots}
    for student in students:
        for key in student.wishes:
            if key not in offered:
                raise AssignmentError(f"{student.name}が希望した活動「{key}」がありません")
