"""What if a number of the scheme changes: the pure entry behind the sliders of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from comipla.core.allocation.comparing import Comparison, compare
from comipla.core.allocation.component import Component
from comipla.core.allocation.metrics import Metrics
from comipla.core.allocation.numbers import AllocationError, Exact, exact, whole_yen
from comipla.core.allocation.pools import Pool
from comipla.core.allocation.reckoning import Previous, allocate
from comipla.core.allocation.result import AllocationResult
from comipla.core.allocation.scheme import AllocationScheme

Part = TypeVar("Part", Component, Pool)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What comes out with some numbers changed; the comparison is None without last year."""

    scheme: AllocationScheme
    result: AllocationResult
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Knob:
    """A number of a scheme that `simulate` can change, by its path."""

    path: str
    label: str
    value: Exact


def simulate(
    scheme: AllocationScheme,
    metrics: Metrics,
    previous: Previous | None = None,
    *,
    changes: Mapping[str, object] | None = None,
    heads: str | None = None,
) -> Simulation:
    """Allocate with some numbers of the scheme changed, and compare with last year.

    `changes` are new values by the paths of `knobs`. When the share of a pool changes, the shares
    of its other components that are not changed make up the rest in their old proportion. Nothing
    is stored. Raises AllocationError for an unknown path and as `allocate` does.
    """
    changed = _changed(scheme, changes) if changes else scheme
    result = allocate(changed, metrics, previous)
    compared = None if previous is None else compare(result, previous, heads=heads)
    return Simulation(changed, result, compared)


def knobs(scheme: AllocationScheme) -> tuple[Knob, ...]:
    """Every number that can be changed, in the order of the scheme."""
    budget = scheme.total_budget
    found = [] if budget is None else [Knob("total_budget", "予算額", budget)]
    found += [
        Knob(f"pools.{pool.key}.amount", pool.name, pool.amount)
        for pool in scheme.pools
        if pool.amount is not None
    ]
    for part in scheme.components:
        values = ((field, getattr(part, field)) for field in (*part.numbers, *part.yen))
        found += [
            Knob(f"{part.key}.{field}", f"{part.name}（{field}）", value)
            for field, value in values
            if value is not None
        ]
    return tuple(found)


def _changed(scheme: AllocationScheme, changes: Mapping[str, object]) -> AllocationScheme:
    known = {knob.path: knob.label for knob in knobs(scheme)}
    values: dict[str, Exact] = {}
    for path, value in changes.items():
        if path not in known:
            raise AllocationError(
                f"「{path}」は変えられる数ではありません。{'、'.join(known)} から選んでください。"
            )
        values[path] = exact(value, known[path])
    values |= _rebalanced(scheme, values)
    pools = tuple(_with_values(pool, f"pools.{pool.key}", values) for pool in scheme.pools)
    parts = tuple(_with_values(part, part.key, values) for part in scheme.components)
    changed = replace(scheme, components=parts, pools=pools)
    if "total_budget" not in values:
        return changed
    return replace(changed, total_budget=whole_yen(values["total_budget"], "予算額"))


def _with_values(part: Part, path: str, values: Mapping[str, Exact]) -> Part:
    """The part with those values whose path leads to one of its fields."""
    own = {
        field: value
        for name, value in values.items()
        for start, _, field in (name.rpartition("."),)
        if start == path
    }
    return replace(part, **own) if own else part  # type: ignore[arg-type]


def _rebalanced(scheme: AllocationScheme, values: Mapping[str, Exact]) -> dict[str, Exact]:
    """Shares for the components of a pool of which others were changed."""
    shares: dict[str, Exact] = {}
    for pool in scheme.closed_pools:
        parts = scheme.of_pool(pool)
        others = [part for part in parts if f"{part.key}.share" not in values]
        if len(others) == len(parts) or not others:
            continue
        rest = 1 - sum(values[f"{part.key}.share"] for part in parts if part not in others)
        if rest < 0:
            raise AllocationError(f"{pool.name}の割合が100%をこえます。小さくしてください。")
        old = sum(part.share for part in others)
        for part in others:
            weight = Fraction(part.share) / old if old else Fraction(1, len(others))
            shares[f"{part.key}.share"] = rest * weight
    return shares
