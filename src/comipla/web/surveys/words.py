"""What came out of a survey in words and drawings."""

from dataclasses import dataclass
from fractions import Fraction

from comipla.core.surveys import Cross, Kind, Tally
from comipla.core.surveys.counting import SILENT
from comipla.web.charts import HIDDEN, Chart, Share, percent, shares

FEW = "5人より少ない答えがあるため、数を出しません"


@dataclass(frozen=True)
class Shown:
    """A question's result: its place, its tally, the finding, the drawing where there are options,
    and what people wrote."""

    number: int
    tally: Tally
    finding: str
    chart: Chart | None
    texts: list[str]


@dataclass(frozen=True)
class CrossTable:
    """A cross table for a page: cells are (percent, count) in words, or one word for hidden."""

    number: int
    text: str
    cross: Cross
    rows: list[tuple[str, int, list[str]]]


def shown(number: int, tally: Tally, texts: list[str]) -> Shown:
    """The result of a question."""
    finding, chart = finding_of(tally), None
    if tally.labels:
        rows = [Share(*pair) for pair in zip(tally.labels, tally.counts, strict=True)]
        if tally.silent != 0:
            rows.append(Share(SILENT, tally.silent, silent=True))
        summary = f"問{number}「{tally.question.text}」。回答した人 {tally.n}人（n={tally.n}）。"
        if tally.question.kind is Kind.SEVERAL:
            summary += "いくつでも選べる問いなので、足すと100%をこえます。"
        chart = shares(f"q{number}", finding, summary, rows, n=tally.n)
    return Shown(number, tally, finding, chart, texts)


def cross_table(number: int, cross: Cross) -> CrossTable:
    """A cross table with shares of each group."""
    rows = [(label, n, [_cell(count, n) for count in counts]) for label, n, counts in cross.rows]
    return CrossTable(number, cross.question.text, cross, rows)


def _cell(count: int | None, n: int) -> str:
    return "＊" if count is None else f"{percent(count, n)}（{count}）"


def finding_of(tally: Tally) -> str:
    """The result of a question in one sentence."""
    kind, unit = tally.question.kind, tally.question.unit
    if kind is Kind.TEXT:
        came = tally.n - (tally.silent or 0)
        return FEW if tally.silent is None else f"{came}人が書きました"
    mean = tally.mean
    if kind is Kind.NUMBER:
        if mean is None or tally.median is None:
            return FEW if tally.hides or tally.n else "まだ答えがありません"
        return f"平均 {tenths(mean)}{unit}、まん中の人は {tenths(tally.median)}{unit}"
    if kind is Kind.SCALE and mean is not None:
        return f"平均は{len(tally.labels)}段階の {tenths(mean)}"
    known = [count for count in tally.counts if count is not None]
    if not known or (tally.hides and not any(known)):
        return FEW
    most = max(known)
    if not most:
        return "まだ答えがありません"
    top = "と".join(
        f"「{label}」"
        for label, count in zip(tally.labels, tally.counts, strict=True)
        if count == most
    )
    return f"{top}が最も多く、{percent(most, tally.n)}"


def tenths(number: Fraction) -> str:
    """A number with one decimal, halves away from zero: 3.5."""
    scaled = (20 * number.numerator + number.denominator) // (2 * number.denominator)
    return f"{scaled // 10}.{scaled % 10}"


__all__ = ["HIDDEN", "CrossTable", "Shown", "cross_table", "finding_of", "shown", "tenths"]
