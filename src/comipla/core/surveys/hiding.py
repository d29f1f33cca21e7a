"""Hiding small counts, so that nobody can be found in a table that everybody reads.

A count of one to four is hidden (0 tells of nobody). Where the counts of a line add up to a
shown total, a hidden one could be reckoned back; so a second is hidden with it, and the hidden
ones together stand for at least five people. Rules of the survey of community platforms, J4.
"""

from collections.abc import Sequence

LEAST = 5


def hidden_in_line(counts: Sequence[int], *, adds_up: bool) -> frozenset[int]:
    """Places to hide in a line; `adds_up` where its total is shown and is the sum of the counts."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    return frozenset(_covered(counts, hidden) if adds_up else hidden)


def hidden_in_table(
    rows: Sequence[Sequence[int]], *, columns: frozenset[int], adds_up: bool
) -> frozenset[tuple[int, int]]:
    """Cells (row, column) to hide in a cross table whose column totals are shown elsewhere.

    `columns` are those whose total is hidden there. `adds_up` says whether a row's counts add up
    to the row's total; the columns always add up, every row being there.
    """
    hidden = {
        (row, column)
        for row, counts in enumerate(rows)
        for column, count in enumerate(counts)
        if count > 0 and (count < LEAST or column in columns)
    }
    while True:
        before = len(hidden)
        for row, counts in enumerate(rows if adds_up else ()):
            places = {column for line, column in hidden if line == row}
            hidden |= {(row, column) for column in _covered(counts, places)}
        for column in range(len(rows[0]) if rows else 0):
            counts = [line[column] for line in rows]
            places = {line for line, place in hidden if place == column}
            hidden |= {(row, column) for row in _covered(counts, places)}
        if len(hidden) == before:
            return frozenset(hidden)


def _covered(counts: Sequence[int], hidden: set[int]) -> set[int]:
    """More places of a line, the smallest counts first, until the hidden ones cover each other."""
    found = set(hidden)
    rest = sorted(
        (place for place, count in enumerate(counts) if count and place not in found),
        key=lambda place: (counts[place], place),
    )
    while found and rest and (len(found) < 2 or sum(counts[place] for place in found) < LEAST):
        found.add(rest.pop(0))
    return found
