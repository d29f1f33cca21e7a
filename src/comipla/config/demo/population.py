"""The invented people of the invented platforms: three counts five years apart, some projections.

The figures are drawn by a fixed seed from a made-up rural age profile; no real place has them,
and every page says so.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from comipla.communities.models import Platform
from comipla.config.demo.dice import Dice
from comipla.config.demo.office import Office
from comipla.people.models import Body
from comipla.population.models import (
    FileKind,
    PopulationTable,
    ProjectionRun,
    RunState,
    Source,
    TableFile,
)
from comipla.population.selectors import basis_of
from comipla.population.services import reckoned, usual_settings
from comipla.programme.clock import now

_DAYS: Final = (date(2010, 10, 1), date(2015, 10, 1), date(2020, 10, 1))
_SEED: Final = 46
_SIZES: Final = ((170, 4), (380, 12), (800, 30), (1_900, 35), (4_200, 19))
"""About how many people a platform's area has, and in how many of a hundred platforms."""

_PROFILE: Final = np.array(
    [38, 42, 46, 45, 26, 30, 37, 43, 44, 47, 58, 70, 78, 72, 70, 68, 52, 46], dtype=float
)
_STAYS: Final = np.array(
    [1, 1.01, 0.99, 0.95, 0.52, 0.98, 1.08, 1.03, 1.0, 0.99, 0.99, 0.98, 0.99, 0.96, 0.94, 0.9, 0.82, 0.44]
)  # fmt: skip
_WOMEN_LIVE_LONGER: Final = np.linspace(1.0, 1.07, 18) ** 1.4
_CHILDREN_A_WOMAN: Final = 0.27
_MOTHERS: Final = slice(3, 10)

_PROJECTED: Final = 9
_STATES: Final = (RunState.PUBLISHED, RunState.PUBLISHED, RunState.CHECKED, RunState.DRAFT)
FILE: Final = "架空の小地域の表（見本）"

Counts = NDArray[np.float64]


def count_people(office: Office) -> None:
    """Give every platform its counts and some of them projections in all states."""
    platforms = list(
        Platform.objects.for_system("count the demo's people")
        .select_related("body__parent")
        .order_by("slug")
    )
    bodies = [platform.body for platform in platforms]
    counts = _drawn(bodies)
    _store(bodies, counts)
    firsts = [body for body in bodies if body.code.endswith("-01")][:_PROJECTED]
    smallest = bodies[int(counts[-1].sum(axis=(1, 2)).argmin())]
    chosen = dict.fromkeys([*firsts, smallest])
    ProjectionRun.objects.bulk_create(
        run for place, body in enumerate(chosen) for run in _run(office, body, place)
    )


def _drawn(bodies: list[Body]) -> Counts:
    """Whole people (count, place, sex, class)."""
    chance = np.random.default_rng(_SEED)
    sizes = np.array([_size(Dice(f"people/{body.code}")) for body in bodies], dtype=float)
    shares = np.stack([_PROFILE, _PROFILE * _WOMEN_LIVE_LONGER])
    expected = sizes[:, np.newaxis, np.newaxis] * shares / shares.sum()
    counts = [chance.poisson(expected).astype(float)]
    luck = chance.normal(1.0, 0.04, size=(len(bodies), 1, 1))
    for _ in _DAYS[1:]:
        counts.append(_five_years_on(counts[-1], luck, chance))
    return np.stack(counts)


def _size(dice: Dice) -> int:
    roll, reached = dice.roll("size", 1, 100), 0
    for size, percent in _SIZES:
        reached += percent
        if roll <= reached:
            return dice.roll("people", size * 7 // 10, size * 13 // 10)
    return _SIZES[-1][0]


def _five_years_on(before: Counts, luck: Counts, chance: np.random.Generator) -> Counts:
    fed = np.roll(before, 1, axis=2)
    fed[..., -1] += before[..., -1]
    after = chance.poisson(fed * _STAYS * luck).astype(float)
    mothers = after[:, 1, _MOTHERS].sum(axis=1)
    after[:, :, 0] = chance.poisson(mothers[:, np.newaxis] * _CHILDREN_A_WOMAN / 2, (len(after), 2))
    return after


def _store(bodies: list[Body], counts: Counts) -> None:
    file = TableFile.objects.create(
        kind=FileKind.SYNTHETIC,
        name=FILE,
        sha256=sha256(counts.tobytes()).hexdigest(),
        imported_at=now() - timedelta(days=40),
    )
    PopulationTable.objects.bulk_create(
        PopulationTable(
            file=file,
            body=body,
            name=body.name,
            day=day,
            source=Source.SMALL_AREA,
            men=counts[when, place, 0].tolist(),
            women=counts[when, place, 1].tolist(),
        )
        for when, day in enumerate(_DAYS)
        for place, body in enumerate(bodies)
    )


def _run(office: Office, body: Body, place: int) -> Iterator[ProjectionRun]:
    """The projection of a place, made by the officer and moved on by the decider of its town."""
    assert body.parent is not None
    basis = basis_of(body)
    if basis is None:
        return
    officer = office.actor("muni_officer", body.parent.code)
    decider = office.actor("muni_decider", body.parent.code)
    run = reckoned(body, basis, usual_settings(basis), by=officer)
    state = _STATES[place % len(_STATES)]
    run.made_at = now() - timedelta(days=30)
    run.state = state
    if state is not RunState.DRAFT:
        run.checked_by_id, run.checked_at = decider.person_id, now() - timedelta(days=20)
    if state is RunState.PUBLISHED:
        run.published_by_id, run.published_at = decider.person_id, now() - timedelta(days=10)
    yield run
