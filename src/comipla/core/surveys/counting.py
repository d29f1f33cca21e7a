"""Counting answers: one question by itself, and one question by the groups of another."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from comipla.core.surveys.hiding import LEAST, hidden_in_line, hidden_in_table
from comipla.core.surveys.questions import Kind, Question
from comipla.core.surveys.reading import Answers

SILENT = "無回答"
FEW = "人数の少ない区分"


@dataclass(frozen=True)
class Tally:
    """A question's answers. `counts` go with `labels`, None where one is hidden.

    `n` is how many people were asked, `silent` how many of them gave no answer (None where that
    is hidden), `values` the numbers in order that people wrote, () where these are hidden.
    """

    question: Question
    n: int
    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    silent: int | None
    values: tuple[int, ...] = ()

    @property
    def hides(self) -> bool:
        """Whether something is hidden."""
        return self.silent is None or None in self.counts

    @property
    def mean(self) -> Fraction | None:
        """The mean of numbers or steps; None where nobody answered or a count is hidden."""
        if self.question.kind is Kind.NUMBER:
            return Fraction(sum(self.values), len(self.values)) if self.values else None
        if self.question.kind is not Kind.SCALE:
            return None
        known = [count for count in self.counts if count is not None]
        if len(known) < len(self.counts) or not sum(known):
            return None
        weighed = sum(step * count for step, count in enumerate(known, start=1))
        return Fraction(weighed, sum(known))

    @property
    def median(self) -> Fraction | None:
        """The middle of the numbers that people wrote."""
        return Fraction(median(self.values)) if self.values else None

    def share(self, count: int) -> Fraction:
        """A count as a share of everybody asked."""
        return Fraction(count, self.n) if self.n else Fraction(0)


@dataclass(frozen=True)
class Cross:
    """A question by the groups of another: `rows` are (group, people, counts by label)."""

    question: Question
    by: Question
    labels: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[int | None, ...]], ...]

    @property
    def hides(self) -> bool:
        """Whether a count is hidden."""
        return any(None in counts for _, _, counts in self.rows)


def tally(question: Question, responses: Sequence[Answers], *, public: bool) -> Tally:
    """Count a question. In `public`, groups of fewer than five are hidden, see `hiding`."""
    counts = _counts(question, responses)
    n, silent = len(responses), sum(question.key not in given for given in responses)
    values = tuple(sorted(_values(question, responses)))
    if not public:
        return Tally(question, n, question.labels, counts, silent, values)
    if n < LEAST:
        return Tally(question, n, question.labels, (None,) * len(counts), None)
    line = (*counts, silent)
    places = hidden_in_line(line, adds_up=question.kind.single)
    if not counts:
        places = frozenset()  # how many wrote nothing tells nothing about what was written
    shown = [None if place in places else count for place, count in enumerate(line)]
    enough = values if len(values) >= LEAST else ()
    return Tally(question, n, question.labels, tuple(shown[:-1]), shown[-1], enough)


def cross(
    question: Question, by: Question, responses: Sequence[Answers], *, public: bool
) -> Cross | None:
    """Count a question by the groups of `by`; None where there are no groups to show.

    In `public`, groups of fewer than five people are merged until none is left, and cells are
    hidden so that they cannot be reckoned back from the shown totals.

    Raises:
        ValueError: `by` does not part people into groups, or `question` has no options.
    """
    if not by.kind.single or not question.labels:
        raise ValueError("only questions with options can be crossed")
    groups = list(_groups(by, responses))
    if public:
        groups = _merged(groups)
        if len(groups) < 2:
            return None
    labels = (*question.labels, SILENT)
    table = [_line(question, members) for _, members in groups]
    hidden: frozenset[tuple[int, int]] = frozenset()
    if public:
        whole = _line(question, responses)
        single = question.kind.single
        hidden = hidden_in_table(
            table, columns=hidden_in_line(whole, adds_up=single), adds_up=single
        )
    rows = tuple(
        (
            label,
            len(members),
            tuple(
                None if (row, column) in hidden else count
                for column, count in enumerate(table[row])
            ),
        )
        for row, (label, members) in enumerate(groups)
    )
    return Cross(question, by, labels, rows) if rows else None


_Group = tuple[str, list[Answers]]


def _groups(by: Question, responses: Sequence[Answers]) -> Iterable[_Group]:
    for number, label in enumerate((*by.labels, SILENT), start=1):
        wanted = number if number <= len(by.labels) else None
        members = [given for given in responses if given.get(by.key) == wanted]
        if members:
            yield label, members


def _merged(groups: list[_Group]) -> list[_Group]:
    """The groups with the small ones put together, until nobody stands in a small one."""
    large = [group for group in groups if len(group[1]) >= LEAST]
    few = [given for _, members in groups if len(members) < LEAST for given in members]
    while 0 < len(few) < LEAST and large:
        smallest = min(large, key=lambda group: len(group[1]))
        large.remove(smallest)
        few += smallest[1]
    return [*large, (FEW, few)] if few else large


def _line(question: Question, responses: Sequence[Answers]) -> tuple[int, ...]:
    return (
        *_counts(question, responses),
        sum(question.key not in given for given in responses),
    )


def _counts(question: Question, responses: Sequence[Answers]) -> tuple[int, ...]:
    found = Counter[int]()
    for given in responses:
        answer = given.get(question.key)
        found.update(
            answer if isinstance(answer, list) else [answer] if isinstance(answer, int) else []
        )
    return tuple(found[number] for number in range(1, len(question.labels) + 1))


def _values(question: Question, responses: Iterable[Mapping[str, object]]) -> Iterable[int]:
    if question.kind is Kind.NUMBER:
        for given in responses:
            answer = given.get(question.key)
            if isinstance(answer, int):
                yield answer
