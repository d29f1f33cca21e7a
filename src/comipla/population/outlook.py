"""The result of a projection of one place: reckoned once, stored as JSON, read as arrays.

Beside the baseline it holds what one household of each kind a year adds, so that every number of
households, and the number that a goal needs, follow without projecting again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from comipla.core.evidence import (
    EQUAL_MIX,
    HOUSEHOLDS,
    Band,
    Goal,
    Projection,
    Response,
    Showing,
    Variant,
    band,
    class_labels,
    project,
    response,
    showing,
)
from comipla.core.evidence.population import YEARS, Counts, children, elders
from comipla.core.evidence.schools import Pupils, pupils

_DIGITS: Final = 4
_ELDERS_CLASSES: Final = 14
"""A table with fewer classes cannot tell who is 65 and over."""

MIXES: Final[Mapping[str, tuple[str, Mapping[str, float]]]] = {
    "mix": ("3つの型を同じ数ずつ", dict.fromkeys(EQUAL_MIX, 1 / len(EQUAL_MIX))),
    **{key: (kind.label, {key: 1.0}) for key, kind in HOUSEHOLDS.items()},
}
"""What a household that moves in may be: its name, and its parts of each kind."""


@dataclass(frozen=True)
class Bases:
    """What to reckon from: tables (sex, class) five years apart, oldest first.

    `reference` are the municipality's tables of the same days, to lean on; empty without any.
    """

    first_year: int
    tables: tuple[Counts, ...]
    reference: tuple[Counts, ...] = ()

    @property
    def last_year(self) -> int:
        """The year of the latest table."""
        return self.first_year + YEARS * (len(self.tables) - 1)


@dataclass(frozen=True)
class Settings:
    """How to reckon: ages of women, shrinkage, steps of five years, which past."""

    women: str = "15-49"
    kappa: float = 0.0
    steps: int = 6
    variant: Variant = Variant.LAST


@dataclass(frozen=True)
class Outlook:
    """The future of a place: `population` and what each kind `added`, (step, sex, class).

    `years` are those of the steps, the first one that of the latest count; `past` are the counts
    before it, five years apart. `band` is None where no band is shown, `variants` holds totals by
    step under other pasts.
    """

    years: tuple[int, ...]
    past: Counts
    population: Counts
    added: Mapping[str, Counts]
    retention: Counts
    band: Band | None
    variants: Mapping[str, tuple[float, ...]]
    flags: tuple[str, ...]

    @cached_property
    def totals(self) -> Counts:
        """Everybody, by step."""
        total: Counts = self.population.sum(axis=(1, 2))
        return total

    @cached_property
    def young(self) -> Counts:
        """People of 0 to 14, by step."""
        return children(self.population)

    @cached_property
    def old(self) -> Counts | None:
        """People of 65 and over, by step; None where the classes do not tell."""
        return elders(self.population) if self.knows_elders else None

    @property
    def knows_elders(self) -> bool:
        """Whether the classes tell who is 65 and over."""
        return self.population.shape[-1] >= _ELDERS_CLASSES

    @cached_property
    def pupils(self) -> Pupils:
        """Children of school age, by step."""
        return pupils(self.population)

    @property
    def today(self) -> float:
        """People at the latest count."""
        return float(self.totals[0])

    @property
    def showing(self) -> Showing:
        """What may be shown of so few people."""
        return showing(self.today)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes."""
        return class_labels(self.population.shape[-1])

    def response(self, mix: str) -> Response:
        """The answer to one household a year of a mix; areas are an axis of one."""
        parts = MIXES[mix][1]
        added: Counts = np.sum([part * self.added[key] for key, part in parts.items()], axis=0)
        return Response(self.population[:, np.newaxis], added[:, np.newaxis], parts)

    def needed(self, mix: str, goal: Goal, share: float) -> float:
        """How many households a year keep `share` of today's number at the last step."""
        return float(self.response(mix).needed(goal, share)[0])

    def with_households(self, mix: str, households: float) -> Counts:
        """The population (step, sex, class) with so many households a year."""
        people: Counts = self.response(mix).population(households)[:, 0]
        return people

    def write(self) -> dict[str, Any]:
        """As JSON, rounded to a ten-thousandth of a person."""
        return {
            "years": list(self.years),
            "past": _rounded(self.past),
            "population": _rounded(self.population),
            "added": {key: _rounded(people) for key, people in self.added.items()},
            "retention": _rounded(self.retention),
            "band": self.band
            and {"totals": _rounded(self.band.totals), "children": _rounded(self.band.children)},
            "variants": {key: _rounded(np.array(line)) for key, line in self.variants.items()},
            "flags": list(self.flags),
        }

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Outlook":
        """What `write` wrote."""
        drawn = data["band"]
        return cls(
            years=tuple(data["years"]),
            past=np.array(data["past"]),
            population=np.array(data["population"]),
            added={key: np.array(people) for key, people in data["added"].items()},
            retention=np.array(data["retention"]),
            band=drawn and Band(np.array(drawn["totals"]), np.array(drawn["children"])),
            variants={key: tuple(line) for key, line in data["variants"].items()},
            flags=tuple(data["flags"]),
        )


def look_ahead(bases: Bases, settings: Settings) -> Outlook:
    """Reckon the outlook of a place. Raises ValueError, in words, for bases that do not fit."""
    if settings.kappa and not bases.reference:
        raise ValueError(
            "市町村の比に寄せるには、同じ年の市町村の表が要ります。先に取り込んでください。"
        )
    every = {
        variant: _over(bases, settings, variant.periods + 1)
        for variant in Variant
        if variant.periods < len(bases.tables)
    }
    if settings.variant not in every:
        raise ValueError(
            f"「{settings.variant.label}」には、5年おきの表が{settings.variant.periods + 1}つ要ります。"
        )
    chosen = every[settings.variant]
    return Outlook(
        years=tuple(bases.last_year + YEARS * step for step in range(settings.steps + 1)),
        past=np.stack(bases.tables[:-1]),
        population=chosen.raw[:, 0],
        added={key: response(chosen, {key: 1.0}).added[:, 0] for key in HOUSEHOLDS},
        retention=chosen.ratios.retention[0],
        band=_band(bases, settings, float(chosen.totals[0, 0])),
        variants={key.value: tuple(found.totals[:, 0]) for key, found in every.items()},
        flags=tuple(_flags(chosen)),
    )


def _over(bases: Bases, settings: Settings, count: int) -> Projection:
    """The projection from the last so many tables."""
    *earlier, before, now = bases.tables[-count:]
    return project(
        before,
        now,
        steps=settings.steps,
        earlier=earlier,
        women=settings.women,
        kappa=settings.kappa,
        reference=bases.reference[-count:] or None,
    )


def _band(bases: Bases, settings: Settings, today: float) -> Band | None:
    """The band of an area that is shown with one."""
    if showing(today) is not Showing.BAND:
        return None
    return band(
        *bases.tables[-2:],
        steps=settings.steps,
        reference=bases.reference[-2:] or None,
        kappa=settings.kappa,
        women=settings.women,
    )


def _flags(projection: Projection) -> Sequence[str]:
    """The classes whose ratio is not the place's own, in words."""
    labels = class_labels(projection.population.shape[-1])
    found = []
    for marks, reason in (
        (projection.ratios.clipped, "変化率が3をこえたので3にしました"),
        (projection.ratios.borrowed, "5年前にだれもいなかったので、市町村の比を使いました"),
    ):
        for sex, place in zip(*marks[0].nonzero(), strict=True):
            found.append(f"{'男女'[sex]} {labels[place]}歳：{reason}")
    return found


def _rounded(people: Counts) -> Any:
    return np.round(people, _DIGITS).tolist()
