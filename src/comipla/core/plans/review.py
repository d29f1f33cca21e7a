"""The yearly review: a sheet of five levels per group, and what all sheets come to.

After the self-evaluation of B3 (purpose, actors, demand, spill-over, roles, targets): the same
seven questions for every group, so that a group is done in ten minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comipla.core.codes import CodeList

LEVELS = (
    (5, "とてもそう思う"),
    (4, "そう思う"),
    (3, "どちらともいえない"),
    (2, "あまりそう思わない"),
    (1, "そう思わない"),
)
"""The five levels in words, best first."""


class Question(CodeList):
    """What every group is asked."""

    PURPOSE = "PURPOSE", "何のための取組か、みんなに伝わっている"
    ACTORS = "ACTORS", "いろいろな人や団体が加わっている"
    DEMAND = "DEMAND", "住民が必要としている"
    EFFECT = "EFFECT", "ほかの取組や暮らしによい影響が出ている"
    ROLES = "ROLES", "地域と行政の役割分担がはっきりしている"
    TARGET = "TARGET", "目標に近づいている"
    LASTING = "LASTING", "担い手とお金の面で、来年も続けられる"


class SheetRefused(ValueError):
    """A sheet that cannot be kept; the message names the question."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the sheets say to a question: how many answered each level, and the mean."""

    question: Question
    counts: tuple[tuple[int, int], ...]
    mean: Fraction | None

    @property
    def shown(self) -> str:
        """The mean with one decimal, half up; a dash without answers."""
        if self.mean is None:
            return "—"
        tenths = (self.mean * 10 + Fraction(1, 2)).__floor__()
        return f"{tenths // 10}.{tenths % 10}"


def check_sheet(scores: Mapping[str, int]) -> dict[Question, int]:
    """The sheet by question; raises `SheetRefused` unless every question has a level 1 to 5."""
    missing = [question.label for question in Question if question.value not in scores]
    if missing:
        raise SheetRefused(f"「{missing[0]}」に、5段階のどれかで答えてください。")
    sheet = {}
    for key, score in scores.items():
        if key not in list(Question) or isinstance(score, bool) or score not in range(1, 6):
            raise SheetRefused("点検シートの問いに、1から5までのどれかで答えてください。")
        sheet[Question.of(key)] = score
    return sheet


def summarise(sheets: Sequence[Mapping[Question, int]]) -> tuple[Summary, ...]:
    """Every question over all sheets, in the order of the sheet."""
    found = []
    for question in Question:
        scores = [sheet[question] for sheet in sheets if question in sheet]
        counts = tuple((level, scores.count(level)) for level, _ in LEVELS)
        mean = Fraction(sum(scores), len(scores)) if scores else None
        found.append(Summary(question, counts, mean))
    return tuple(found)


def weakest(summaries: Sequence[Summary]) -> Summary | None:
    """The question with the lowest mean, the first of equals: what to talk about first."""
    answered = [summary for summary in summaries if summary.mean is not None]
    return min(answered, key=lambda summary: summary.mean or Fraction(0), default=None)
