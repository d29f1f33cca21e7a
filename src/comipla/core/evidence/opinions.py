"""Groups of people who vote alike on statements, and what all groups can agree on.

Votes are 1 (agree), -1 (disagree), 0 (pass) and NaN (not seen). People who saw too little are set
aside, what is missing is filled by the mean of the statement, people are placed on the two axes
that tell most of them apart (principal components), and gathered by k-means. The shares lean to
one half by one vote each way, so that few votes prove little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comipla.core.evidence.clustering import Labels, centres_of, k_means, silhouette
from comipla.core.evidence.population import Counts

FEWEST_PEOPLE: Final = 15
"""With fewer people there are bars and no groups: a group would be persons one can name."""

_FEWEST_VOTES: Final = 7
_BASE_CLUSTERS: Final = 100
_MOST_GROUPS: Final = 5
_AGREE, _DISAGREE, _PASS = 1, -1, 0


@dataclass(frozen=True)
class Bars:
    """How many agree, disagree and pass, by statement; everybody's votes count."""

    agree: NDArray[np.intp]
    disagree: NDArray[np.intp]
    passed: NDArray[np.intp]

    @property
    def votes(self) -> NDArray[np.intp]:
        """How many voted on a statement, those who passed included."""
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True)
class Statements:
    """What the groups say: counts and shares are (group, statement), verdicts are by statement.

    `p_agree` = (1 + agree) / (2 + votes), `p_disagree` likewise. `representativeness` is `p_agree`
    against that of all others. `consensus` is the product of `p_agree` over the groups;
    `undivided_consensus` the n-th root of the product of p_agree · (1 - p_disagree), which a
    statement that splits a group loses. `common_ground`: 60% or more of every group agree.
    """

    agree: NDArray[np.intp]
    disagree: NDArray[np.intp]
    votes: NDArray[np.intp]
    p_agree: Counts
    p_disagree: Counts
    representativeness: Counts
    consensus: Counts
    undivided_consensus: Counts
    common_ground: NDArray[np.bool_]


@dataclass(frozen=True)
class OpinionMap:
    """The groups of a round of voting; with fewer than 15 people, the bars alone.

    `people` are the rows of those placed, `positions` (person, axis) their places, `groups` their
    groups, 0 being the largest, `clearness` the silhouette (-1 to 1).
    """

    bars: Bars
    people: NDArray[np.intp]
    positions: Counts | None = None
    groups: Labels | None = None
    statements: Statements | None = None
    clearness: float | None = None


def opinion_groups(votes: ArrayLike, *, seed: int = 0) -> OpinionMap:
    """Group people by their votes (person, statement). Raises ValueError for what is no vote."""
    given = _votes(votes)
    needed = min(_FEWEST_VOTES, given.shape[1])
    people = np.flatnonzero((~np.isnan(given)).sum(axis=1) >= max(needed, 1))
    if len(people) < FEWEST_PEOPLE:
        return OpinionMap(_bars(given), people)
    placed = given[people]
    positions = _positions(placed)
    groups, clearness = _groups(positions, seed)
    return OpinionMap(
        _bars(given), people, positions, groups, statements_of(placed, groups), clearness
    )


def statements_of(votes: ArrayLike, groups: Sequence[int] | Labels) -> Statements:
    """What each group (0, 1, …) says of each statement; `groups` holds one for each row of votes."""
    given = _votes(votes)
    labels = np.asarray(groups)
    if labels.shape != given.shape[:1] or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError("groups は、投票した人と同じ数の整数（0から）にしてください。")
    member = (labels == np.arange(labels.max() + 1)[:, np.newaxis]).astype(np.intp)
    agree = member @ (given == _AGREE)
    disagree = member @ (given == _DISAGREE)
    seen = member @ ~np.isnan(given)
    p_agree, p_disagree = _share(agree, seen), _share(disagree, seen)
    others = _share(agree.sum(axis=0) - agree, seen.sum(axis=0) - seen)
    undivided = (p_agree * (1 - p_disagree)).prod(axis=0) ** (1 / len(member))
    return Statements(
        agree=agree,
        disagree=disagree,
        votes=seen,
        p_agree=p_agree,
        p_disagree=p_disagree,
        representativeness=p_agree / others,
        consensus=p_agree.prod(axis=0),
        undivided_consensus=undivided,
        common_ground=((5 * agree >= 3 * seen) & (seen > 0)).all(axis=0),
    )


def _votes(votes: ArrayLike) -> Counts:
    try:
        given = np.asarray(votes, dtype=np.float64)
    except (TypeError, ValueError):
        given = np.full((1, 1), np.inf)
    if given.ndim != 2 or not (np.isin(given, (_AGREE, _DISAGREE, _PASS)) | np.isnan(given)).all():
        raise ValueError(
            "票は（人、意見）の表にし、賛成 1、反対 -1、パス 0、見ていない人は空（NaN）にしてください。"
        )
    return given


def _bars(votes: Counts) -> Bars:
    counts = [(votes == vote).sum(axis=0) for vote in (_AGREE, _DISAGREE, _PASS)]
    return Bars(*counts)


def _share(number: NDArray[np.intp], votes: NDArray[np.intp]) -> Counts:
    share: Counts = (1 + number) / (2 + votes)
    return share


def _positions(votes: Counts) -> Counts:
    """Where people stand on the two axes that differ most; the signs of the axes are fixed."""
    seen = ~np.isnan(votes)
    sums = np.where(seen, votes, 0).sum(axis=0)
    mean = np.divide(sums, seen.sum(axis=0), out=np.zeros_like(sums), where=seen.any(axis=0))
    centred = np.where(seen, votes - mean, 0.0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    axes = axes[:2]
    strongest = np.abs(axes).argmax(axis=1)
    axes = axes * np.where(axes[np.arange(len(axes)), strongest] < 0, -1, 1)[:, np.newaxis]
    positions = np.zeros((len(votes), 2))
    positions[:, : len(axes)] = centred @ axes.T
    return positions


def _groups(positions: Counts, seed: int) -> tuple[Labels, float]:
    """The clearest of 2 to 5 groups, the largest first; a single one where nobody differs."""
    base = np.arange(len(positions))
    points, weights = positions, np.ones(len(positions))
    if len(positions) > _BASE_CLUSTERS:
        base = k_means(positions, weights, _BASE_CLUSTERS, seed=seed, starts=1)
        base = np.unique(base, return_inverse=True)[1]
        points, weights = centres_of(positions, weights, base)
    places = len(np.unique(points.round(9), axis=0))
    best = np.zeros(len(points), dtype=np.intp)
    clearness = 0.0 if places < 2 else -np.inf
    for k in range(2, min(_MOST_GROUPS, places) + 1):
        labels = k_means(points, weights, k, seed=seed)
        found = silhouette(points, weights, labels)
        if found > clearness:
            best, clearness = labels, found
    return _largest_first(best[base]), clearness


def _largest_first(labels: Labels) -> Labels:
    """The same groups, numbered by size; of equal ones that of the earlier person is first."""
    names, first, inverse, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(names), dtype=np.intp)
    rank[order] = np.arange(len(names))
    return rank[inverse]
