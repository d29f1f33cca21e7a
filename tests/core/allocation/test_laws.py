"""What holds for every scheme: nothing is lost, nobody's order counts, limits are kept."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.allocation import (
    AllocationResult,
    Band,
    Budget,
    Ceiling,
    Fixed,
    Floor,
    Metrics,
    Months,
    Pool,
    PoolEqual,
    PoolShare,
    Unit,
    allocate,
)
from comipla.core.allocation.sharing import apportion, spread
from tests.core.allocation.schemes import scheme_of

FEW = settings(max_examples=25, deadline=None)
PEOPLE = st.lists(st.integers(0, 9_000), min_size=1, max_size=9).filter(any)
UNITS = st.sampled_from([1, 100, 1_000])
SHARES = st.fractions(0, 1, max_denominator=50)


def metrics_of(people: list[int]) -> Metrics:
    return Metrics.of({f"{i:02}": {"people": number} for i, number in enumerate(people)})


def divided(
    people: list[int], thousands: int, share: Fraction, *adjustments, previous=None, **pool
) -> AllocationResult:
    scheme = scheme_of(
        PoolEqual(share=share),
        PoolShare(share=1 - share, metric="people"),
        *adjustments,
        pools=(Pool(key="main", amount=thousands * 1_000, **pool),),
    )
    return allocate(scheme, metrics_of(people), previous)


@FEW
@given(PEOPLE, st.integers(0, 99_999), SHARES, UNITS, st.booleans())
def test_pool_is_divided_to_the_last_yen_in_whole_units(people, thousands, share, unit, together):
    result = divided(people, thousands, share, unit=unit, together=together)
    assert result.total == thousands * 1_000
    for platform in result.platforms:
        assert platform.total == sum(line.amount for line in platform.lines)
        assert platform.total >= 0
        assert platform.total % unit == 0


@FEW
@given(PEOPLE, st.integers(1, 9_999), SHARES, st.randoms(use_true_random=False))
def test_order_of_the_platforms_has_no_influence(people, thousands, share, random):
    metrics = metrics_of(people)
    shuffled = list(metrics.platforms)
    random.shuffle(shuffled)
    band = Band(band=Fraction(1, 4), leftover="redistribute")
    previous = {platform.code: 700_000 for platform in shuffled}
    first = divided(people, thousands, share, band, previous=previous)
    second = allocate(first.scheme, Metrics(tuple(shuffled)), previous)
    assert second.totals == first.totals
    assert second.fingerprint == first.fingerprint


@FEW
@given(
    st.lists(st.tuples(st.integers(1, 9_000), st.integers(0, 3_000_000)), min_size=1, max_size=8),
    st.integers(1, 20_000),
    st.fractions(0, 1, max_denominator=12),
    UNITS,
)
def test_bands_are_kept_and_what_cannot_be_divided_again_is_named(platforms, thousands, b, unit):
    previous = {f"{i:02}": before for i, (_, before) in enumerate(platforms)}
    band = Band(band=b, unit=unit, leftover="redistribute")
    people = [number for number, _ in platforms]
    result = divided(people, thousands, Fraction(1, 2), band, previous=previous)
    assert result.total + result.residual == thousands * 1_000
    for code, amount in result.totals.items():
        low, high = (previous[code] * (1 + s * b) // unit * unit for s in (-1, 1))
        assert low <= amount <= high


@FEW
@given(PEOPLE, st.integers(0, 900), st.integers(1_000, 2_000), st.integers(1, 9_000))
def test_floor_and_ceiling_are_kept_whatever_is_divided_again(people, low, high, thousands):
    limits = (
        Floor(amount=low, leftover="redistribute"),
        Ceiling(amount=high, leftover="redistribute"),
    )
    result = divided(people, thousands, Fraction(1, 5), *limits)
    assert all(low <= amount <= high for amount in result.totals.values())
    assert result.total + result.residual == thousands * 1_000


@FEW
@given(PEOPLE, st.integers(0, 3_000_000))
def test_budget_is_not_exceeded_and_nobody_falls_below_the_floor(people, budget):
    parts = (Fixed(amount=1_000), Unit(rate=700, metric="people"))
    scheme = scheme_of(*parts, Floor(amount=50_000), Budget(), total_budget=budget)
    result = allocate(scheme, metrics_of(people))
    assert all(amount >= 50_000 for amount in result.totals.values())
    assert result.total <= max(budget, len(people) * 50_000)


@FEW
@given(st.lists(st.tuples(st.integers(1, 900), st.integers(0, 12)), min_size=1, max_size=6))
def test_months_give_no_more_than_their_twelfths(rows):
    values = {f"{i}": {"n": n, "months": m} for i, (n, m) in enumerate(rows)}
    parts = (Unit(rate=601, metric="n"), Months(metric="months"))
    result = allocate(scheme_of(*parts), Metrics.of(values))
    assert list(result.totals.values()) == [601 * n * m // 12 for n, m in rows]


@FEW
@given(
    st.integers(0, 10_000),
    st.lists(
        st.tuples(SHARES, st.one_of(st.none(), st.integers(0, 3_000))), min_size=1, max_size=9
    ),
)
def test_spreading_fills_rooms_and_loses_nothing_while_there_is_room(units, platforms):
    weights, rooms = zip(*platforms, strict=True)
    parts = spread(units, weights, rooms, [str(i) for i in range(len(rooms))])
    assert all(part >= 0 for part in parts)
    assert all(room is None or part <= room for part, room in zip(parts, rooms, strict=True))
    limited = None not in rooms
    assert sum(parts) == (min(units, sum(rooms)) if limited else units)


def test_equal_remainders_go_to_the_code_that_comes_first():
    assert apportion(1, [1, 1], ["02", "01"]) == [0, 1]
    assert apportion(5, [1, 1, 1], ["b", "c", "a"]) == [2, 1, 2]
