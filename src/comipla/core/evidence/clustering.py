"""Clusters of weighted points by k-means, the same every time, and how clear they are."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from comipla.core.evidence.population import Counts

_ROUNDS: Final = 100
_STARTS: Final = 10

Labels = NDArray[np.intp]


def k_means(points: Counts, weights: Counts, k: int, *, seed: int, starts: int = _STARTS) -> Labels:
    """Put points (point, axis) into at most `k` clusters, the tightest of several starts.

    Lloyd's rounds from centres drawn far apart (k-means++); the same seed gives the same clusters.
    """
    chance = np.random.default_rng(seed)
    best, best_spread = np.zeros(len(points), dtype=np.intp), np.inf
    for _ in range(starts):
        labels, spread = _lloyd(points, weights, _scattered(points, weights, k, chance))
        if spread < best_spread:
            best, best_spread = labels, spread
    return best


def centres_of(points: Counts, weights: Counts, labels: Labels) -> tuple[Counts, Counts]:
    """The centre and the weight of every cluster, those without points left out."""
    mass = np.bincount(labels, weights).astype(np.float64)
    sums = np.stack([np.bincount(labels, weights * axis) for axis in points.T], axis=1)
    full = mass > 0
    return sums[full] / mass[full, np.newaxis], mass[full]


def silhouette(points: Counts, weights: Counts, labels: Labels) -> float:
    """How much nearer people stand to their own cluster than to the next one: -1 to 1.

    A point of weight w stands for w people in one place; who is alone in a cluster counts 0.
    """
    belongs = (labels[:, np.newaxis] == np.arange(labels.max() + 1)) * weights[:, np.newaxis]
    sizes = belongs.sum(axis=0)
    sums = np.sqrt(_squares(points, points)) @ belongs
    rows = np.arange(len(points))
    own_size = sizes[labels]
    inside = sums[rows, labels] / np.maximum(own_size - 1, 1)
    means = sums / np.maximum(sizes, 1)
    means[rows, labels] = np.inf
    means[:, sizes == 0] = np.inf
    outside = means.min(axis=1)
    larger = np.maximum(inside, outside)
    score = np.divide(outside - inside, larger, out=np.zeros_like(larger), where=larger > 0)
    score[own_size <= 1] = 0
    return float(np.average(score, weights=weights))


def _squares(points: Counts, centres: Counts) -> Counts:
    """Squared distances (point, centre)."""
    apart = points[:, np.newaxis] - centres
    squares: Counts = np.einsum("ijk,ijk->ij", apart, apart)
    return squares


def _scattered(points: Counts, weights: Counts, k: int, chance: np.random.Generator) -> Counts:
    """First centres: each next one is drawn by its squared distance from those there are."""
    chosen = [int(chance.choice(len(points), p=weights / weights.sum()))]
    nearest = _squares(points, points[chosen])[:, 0]
    while len(chosen) < k and nearest.max() > 0:
        share = nearest * weights
        chosen.append(int(chance.choice(len(points), p=share / share.sum())))
        nearest = np.minimum(nearest, _squares(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def _lloyd(points: Counts, weights: Counts, centres: Counts) -> tuple[Labels, float]:
    """Move the centres until nobody changes cluster."""
    labels = np.full(len(points), -1)
    for _ in range(_ROUNDS):
        squares = _squares(points, centres)
        nearest = squares.argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        mass = np.bincount(labels, weights, minlength=len(centres))
        for axis in range(points.shape[1]):
            sums = np.bincount(labels, weights * points[:, axis], minlength=len(centres))
            np.divide(sums, mass, out=centres[:, axis], where=mass > 0)
    return labels, float((_squares(points, centres).min(axis=1) * weights).sum())
