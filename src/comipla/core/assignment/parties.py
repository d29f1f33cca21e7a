"""Who helps, where help is wanted, and what stands against bringing the two together."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from comipla.core.wareki import format_wareki

Position: TypeAlias = tuple[float, float]
"""Latitude and longitude in degrees."""

EARTH_KM: Final = 6371.0088


class AssignmentError(ValueError):
    """Students and slots that do not make a task; says in Japanese what to mend."""


@dataclass(frozen=True)
class Student:
    """A student who helps: free on `days`, at most `limit` times, at most one a day.

    `wishes` are keys of slots, the dearest first. `furthest` is the distance in kilometres the
    student goes; None for any. A minor needs the guardian's consent (`consented`, form E-03).
    """

    key: str
    name: str
    days: frozenset[date]
    position: Position | None = None
    skills: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    limit: int = 1
    furthest: float | None = None
    minor: bool = False
    consented: bool = False

    def __post_init__(self) -> None:
        _check_count("担当できる回数", self.limit)
        if self.furthest is not None and not self.furthest >= 0:
            raise AssignmentError(f"{self.name}の移動できる距離は0km以上で入力してください")
        if len(set(self.wishes)) != len(self.wishes):
            raise AssignmentError(f"{self.name}の希望に、同じ活動が2回あります")
        _check_position(self.name, self.position)


@dataclass(frozen=True)
class Slot:
    """An activity on one day that wants `needed` students, each with all of `skills`.

    Without a `position` it takes place online, so that distance does not matter.
    """

    key: str
    label: str
    day: date
    position: Position | None = None
    needed: int = 1
    skills: frozenset[str] = frozenset()
    adults_only: bool = False

    def __post_init__(self) -> None:
        _check_count("必要な人数", self.needed)
        _check_position(self.label, self.position)


def distance(student: Student, slot: Slot) -> float | None:
    """Kilometres as the crow flies, to a tenth; None where one of the two places is not known."""
    if student.position is None or slot.position is None:
        return None
    (lat, lon), (to_lat, to_lon) = student.position, slot.position
    north, east = math.radians(to_lat - lat) / 2, math.radians(to_lon - lon) / 2
    chord = (
        math.sin(north) ** 2
        + math.cos(math.radians(lat)) * math.cos(math.radians(to_lat)) * math.sin(east) ** 2
    )
    return round(2 * EARTH_KM * math.asin(math.sqrt(chord)), 1)


def objections(student: Student, slot: Slot) -> tuple[str, ...]:
    """Everything against this student at this slot, in Japanese; empty where they fit."""
    return tuple(_objections(student, slot))


def _objections(student: Student, slot: Slot) -> Iterator[str]:
    if student.minor and not student.consented:
        yield "18歳未満で、保護者の同意書がまだ届いていません"
    if student.minor and slot.adults_only:
        yield "18歳以上だけが参加できる活動です"
    if slot.day not in student.days:
        yield f"{format_wareki(slot.day)}は参加できない日です"
    if missing := slot.skills - student.skills:
        yield f"必要な技能（{'、'.join(sorted(missing))}）がありません"
    km = distance(student, slot)
    if km is not None and student.furthest is not None and km > student.furthest:
        yield f"約{km:g}kmで、移動できる距離（{student.furthest:g}km）をこえます"


def _check_count(label: str, count: int) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise AssignmentError(f"{label}は0以上の整数で入力してください: {count}")


def _check_position(label: str, position: Position | None) -> None:
    if position is None:
        return
    latitude, longitude = position
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise AssignmentError(f"{label}の位置は緯度、経度の順に度で入力してください: {position}")
