"""From sheets to one figure for each proposal, exactly.

Points are added as integers over the scheme's common denominator and become Fractions once per
sum, so that nothing is lost and hundreds of proposals take milliseconds.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import TypeVar

from comipla.core.scoring.scales import Grade
from comipla.core.scoring.scheme import Criterion, Method, Scheme
from comipla.core.scoring.sheets import Proposal, Sheet, SheetError, where

N = TypeVar("N", int, Fraction)


@dataclass(frozen=True)
class JudgeTally:
    """What one judge gave one proposal: its sum after coefficients and the group's factor.

    `row` are the points of each criterion before the coefficient, times the scheme's `grain`.
    `place` is the proposal's place with this judge, the middle one among equals; only where the
    scheme decides by mean rank.
    """

    judge: str
    sheet: Sheet
    row: tuple[int, ...]
    total: Fraction
    place: Fraction | None = None


@dataclass(frozen=True)
class Tally:
    """One proposal added up.

    `points` is the sum or mean by the scheme's method, times the group's factor and converted,
    `full` what it could be at most; `figure` is what is compared (rounded points, or the mean
    rank). `grades` are the judges' means for each criterion before the coefficient; times the
    coefficient and `worth` they are the criterion's part of the points, see `subtotals`. Empty of
    figures where no sheet counts.
    """

    proposal: Proposal
    judges: tuple[JudgeTally, ...]
    conflicted: tuple[str, ...]
    missing: tuple[str, ...]
    points: Fraction = Fraction(0)
    full: Fraction = Fraction(0)
    figure: Fraction = Fraction(0)
    grades: tuple[tuple[Criterion, Fraction], ...] = ()
    worth: Fraction = Fraction(1)

    @property
    def key(self) -> str:
        """The proposal's key."""
        return self.proposal.key

    @property
    def subtotals(self) -> tuple[tuple[Criterion, Fraction], ...]:
        """Each criterion's part of the points; with a trimmed mean, that of all judges."""
        return tuple((criterion, self.subtotal(criterion)) for criterion, _ in self.grades)

    def subtotal(self, wanted: Criterion) -> Fraction:
        """One criterion's part of the points."""
        grade = next(grade for criterion, grade in self.grades if criterion is wanted)
        return grade * wanted.coefficient * self.worth


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
        self.weights = [int(c.coefficient * scheme.weight_grain) for c in self.criteria]
        self._known: list[dict[str | int, int]] = [{} for _ in self.criteria]

    def added(self, plain: Tally, sheets: list[Sheet]) -> Tally:
        """Sum rows and columns of one proposal's sheets."""
        scheme, number = self.scheme, len(sheets)
        rows = self._rows(sheets)
        totals = [sum(map(int.__mul__, row, self.weights)) for row in rows]
        grain = Fraction(self.factor, scheme.grain * scheme.weight_grain)
        judges = tuple(
            JudgeTally(
                sheet.judge, sheet, row, Fraction(total * grain.numerator, grain.denominator)
            )
            for sheet, row, total in zip(sheets, rows, totals, strict=True)
        )
        grades = tuple(
            (criterion, Fraction(sum(column), scheme.grain * number))
            for criterion, column in zip(self.criteria, zip(*rows, strict=True), strict=True)
        )
        times = number if scheme.method is Method.SUM else 1
        full, convert = self.full * times, Fraction(1)
        if scheme.scale_to is not None:
            full, convert = scheme.scale_to, scheme.scale_to / full
        counted = kept(scheme, totals)
        points = Fraction(sum(counted) * times, len(counted)) * grain * convert
        figure = scheme.rounding.apply(points) if scheme.rounding else points
        worth = times * self.factor * convert
        return replace(
            plain,
            judges=judges,
            grades=grades,
            points=points,
            full=full,
            figure=figure,
            worth=worth,
        )

    def _rows(self, sheets: list[Sheet]) -> list[tuple[int, ...]]:
        """Every sheet as integers in the order of the criteria; all defects in one SheetError."""
        rows, problems = [], []
        for sheet in sheets:
            row, grades = [], sheet.grades
            for criterion, known in zip(self.criteria, self._known, strict=True):
                try:
                    row.append(self._read(criterion, known, grades[criterion.key]))
                except ValueError as error:
                    here = where(sheet.proposal, sheet.judge)
                    problems.append(f"{here}、「{criterion.name}」: {error}")
            rows.append(tuple(row))
        if problems:
            raise SheetError(problems)
        return rows

    def _read(self, criterion: Criterion, known: dict[str | int, int], grade: Grade) -> int:
        """The points times the grain; ValueError with a sentence."""
        # By exact type: True and 1.0 would be found in the dictionary as 1.
        plain = type(grade) is str or type(grade) is int
        if plain and grade in known:
            return known[grade]  # type: ignore[index]
        points = int(self.scheme.scale_of(criterion).read(grade) * self.scheme.grain)
        if plain:
            known[grade] = points  # type: ignore[index]
        return points


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
    judges = tuple(
        JudgeTally(each.judge, each.sheet, each.row, each.total, places[each.judge])
        for each in one.judges
    )
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
