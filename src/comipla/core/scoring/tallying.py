"""From sheets to one figure for each proposal, exactly.

Points are added as integers over the scheme's common denominator and become Fractions once per
sum, so that nothing is lost and hundreds of proposals take milliseconds.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Final, NamedTuple, TypeVar

from comipla.core.scoring.scales import Grade
from comipla.core.scoring.scheme import Criterion, Method, Scheme
from comipla.core.scoring.sheets import Proposal, Sheet, SheetError, where

N = TypeVar("N", int, Fraction)
PLAIN: Final = frozenset((str, int))
"""Grades that can be looked up once read; others are read each time."""


class JudgeTally(NamedTuple):
    """What one judge gave one proposal.

    `row` are the points of each criterion before the coefficient, times the scheme's `grain`;
    `whole` is their sum after coefficients, an integer that `unit` turns into points. `place` is the proposal's place with this judge, the middle one among equals; only where the
    scheme decides by mean rank.
    """

    judge: str
    sheet: Sheet
    row: tuple[int, ...]
    whole: int
    unit: Fraction
    place: Fraction | None = None

    @property
    def total(self) -> Fraction:
        """The judge's points, after coefficients and the group's factor."""
        return self.whole * self.unit


@dataclass(frozen=True)
class Tally:
    """One proposal added up.

    `points` is the sum or mean by the scheme's method, times the group's factor and converted,
    `full` what it could be at most; `figure` is what is compared (rounded points, or the mean
    rank). `columns` are the sums of each criterion's points before the coefficient; over `grain`
    they are the judges' mean `grades`, which times the coefficient and `worth` are the criterion's
    part of the points, see `subtotals`. Empty of figures where no sheet counts.
    """

    proposal: Proposal
    judges: tuple[JudgeTally, ...]
    conflicted: tuple[str, ...]
    missing: tuple[str, ...]
    points: Fraction = Fraction(0)
    full: Fraction = Fraction(0)
    figure: Fraction = Fraction(0)
    criteria: tuple[Criterion, ...] = ()
    columns: tuple[int, ...] = ()
    grain: int = 1
    worth: Fraction = Fraction(1)

    @property
    def key(self) -> str:
        """The proposal's key."""
        return self.proposal.key

    @property
    def grades(self) -> tuple[tuple[Criterion, Fraction], ...]:
        """Each criterion's mean over the judges, before the coefficient."""
        pairs = zip(self.criteria, self.columns, strict=True)
        return tuple((criterion, Fraction(column, self.grain)) for criterion, column in pairs)

    @property
    def subtotals(self) -> tuple[tuple[Criterion, Fraction], ...]:
        """Each criterion's part of the points; with a trimmed mean, that of all judges."""
        parts = zip(self.criteria, self.columns, strict=True)
        return tuple((criterion, self._part(criterion, column)) for criterion, column in parts)

    def subtotal(self, key: str) -> Fraction | None:
        """One criterion's part of the points, None where it was not asked."""
        for criterion, column in zip(self.criteria, self.columns, strict=True):
            if criterion.key == key:
                return self._part(criterion, column)
        return None

    def _part(self, criterion: Criterion, column: int) -> Fraction:
        return Fraction(column, self.grain) * criterion.coefficient * self.worth


def tally(
    scheme: Scheme, sheets: Sequence[Sheet], proposals: Mapping[str, Proposal]
) -> dict[str, Tally]:
    """Add up every proposal; raises SheetError naming every grade that is not on its scale."""
    everyone = sorted({sheet.judge for sheet in sheets})
    adders = {group: _Adder(scheme, group) for group in {p.group for p in proposals.values()}}
    ordered = sorted(sheets, key=lambda sheet: (sheet.proposal, sheet.judge))
    tallies: dict[str, Tally] = {}
    problems: list[str] = []
    for key, of_one in groupby(ordered, key=lambda sheet: sheet.proposal):
        mine = list(of_one)
        here = {sheet.judge for sheet in mine}
        plain = Tally(
            proposals[key],
            (),
            tuple(sheet.judge for sheet in mine if sheet.conflicted),
            tuple(judge for judge in everyone if judge not in here),
        )
        counted = [sheet for sheet in mine if not sheet.conflicted]
        try:
            adder = adders[plain.proposal.group]
            tallies[key] = adder.added(plain, counted) if counted else plain
        except SheetError as error:
            problems += error.problems
    if problems:
        raise SheetError(problems)
    return _placed(tallies) if scheme.method is Method.MEAN_RANK else tallies


class _Adder:
    """Adds up the proposals of one group; reads each different grade of a criterion once."""

    def __init__(self, scheme: Scheme, group: str) -> None:
        self.scheme = scheme
        self.criteria = scheme.asked_of(group)
        self.full = scheme.full(group)
        self.factor = scheme.factors.get(group, Fraction(1))
        self.unit = Fraction(self.factor, scheme.grain * scheme.weight_grain)
        self.weights = [int(c.coefficient * scheme.weight_grain) for c in self.criteria]
        self._points = {c.key: _Points(scheme, c) for c in self.criteria}

    def added(self, plain: Tally, sheets: list[Sheet]) -> Tally:
        """Sum rows and columns of one proposal's sheets."""
        scheme, number = self.scheme, len(sheets)
        rows = self._rows(sheets)
        wholes = [sum(map(int.__mul__, row, self.weights)) for row in rows]
        times = number if scheme.method is Method.SUM else 1
        full, convert = self.full * times, Fraction(1)
        if scheme.scale_to is not None:
            full, convert = scheme.scale_to, scheme.scale_to / full
        counted = kept(scheme, wholes)
        points = Fraction(sum(counted) * times, len(counted)) * self.unit * convert
        return replace(
            plain,
            judges=tuple(
                JudgeTally(sheet.judge, sheet, row, whole, self.unit)
                for sheet, row, whole in zip(sheets, rows, wholes, strict=True)
            ),
            points=points,
            full=full,
            figure=scheme.rounding.apply(points) if scheme.rounding else points,
            criteria=self.criteria,
            columns=tuple(map(sum, zip(*rows, strict=True))),
            grain=scheme.grain * number,
            worth=times * self.factor * convert,
        )

    def _rows(self, sheets: list[Sheet]) -> list[tuple[int, ...]]:
        """Every sheet as integers in the order of the criteria; all defects in one SheetError."""
        rows: list[tuple[int, ...]] = []
        problems: list[str] = []
        for sheet in sheets:
            try:
                rows.append(self._row([sheet.grades[key] for key in self._points]))
            except ValueError:
                problems += self._problems(sheet)
        if problems:
            raise SheetError(problems)
        return rows

    def _row(self, grades: list[Grade]) -> tuple[int, ...]:
        # By exact type: True and 1.0 would be found in the dictionary as 1.
        known = PLAIN.issuperset(map(type, grades))
        pairs = zip(self._points.values(), grades, strict=True)
        return tuple([points[grade] if known else points.read(grade) for points, grade in pairs])

    def _problems(self, sheet: Sheet) -> Iterator[str]:
        for key, points in self._points.items():
            try:
                points.read(sheet.grades[key])
            except ValueError as error:
                here = where(sheet.proposal, sheet.judge)
                yield f"{here}、「{points.criterion.name}」: {error}"


class _Points(dict[Grade, int]):
    """The points of a criterion's grades times the scheme's grain, each grade read once."""

    def __init__(self, scheme: Scheme, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self._scale, self._grain = scheme.scale_of(criterion), scheme.grain

    def __missing__(self, grade: Grade) -> int:
        points = self[grade] = self.read(grade)
        return points

    def read(self, grade: Grade) -> int:
        """Read a grade anew; ValueError with a sentence for what is not on the scale."""
        return int(self._scale.read(grade) * self._grain)


def kept(scheme: Scheme, totals: Sequence[N]) -> Sequence[N]:
    """The judges' totals that count: all, or without the lowest and highest few.

    Where trimming would leave nobody, all stay; the ranking then says that they are too few.
    """
    if scheme.method is not Method.TRIMMED_MEAN or len(totals) <= 2 * scheme.trim:
        return totals
    return sorted(totals)[scheme.trim : -scheme.trim]


def _placed(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """Give every judge's totals their places, and every proposal the mean of its places."""
    by_judge: dict[str, dict[str, Fraction]] = {}
    for key, one in tallies.items():
        for judge in one.judges:
            by_judge.setdefault(judge.judge, {})[key] = judge.total
    places = {judge: mid_ranks(totals) for judge, totals in by_judge.items()}
    return {
        key: _with_places(one, {judge.judge: places[judge.judge][key] for judge in one.judges})
        for key, one in tallies.items()
    }


def _with_places(one: Tally, places: Mapping[str, Fraction]) -> Tally:
    if not places:
        return one
    judges = tuple(each._replace(place=places[each.judge]) for each in one.judges)
    return replace(one, judges=judges, figure=sum(places.values(), Fraction()) / len(places))


def mid_ranks(totals: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The place of every proposal, 1 for the highest; equals share the middle of their places."""
    grain = math.lcm(*(total.denominator for total in totals.values()))
    whole = {key: int(total * grain) for key, total in totals.items()}  # faster to sort
    places, before = {}, 0
    for _, of_one_total in groupby(sorted(whole, key=lambda key: -whole[key]), key=whole.get):
        equals = list(of_one_total)
        places.update(dict.fromkeys(equals, before + Fraction(len(equals) + 1, 2)))
        before += len(equals)
    return places
