"""Tables that people upload: platforms down, metrics or amounts across; every slip has its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError

from comipla.blockgrants.models import MetricDef
from comipla.communities.models import Platform
from comipla.core.allocation.numbers import LIMIT, Exact, read_exact
from comipla.core.digits import squeeze_ascii
from comipla.core.grid import CellValue, Grid
from comipla.programme.spreadsheets import SpreadsheetError, read_grids

AMOUNT: Final = "交付額"
_AMOUNTS: Final = frozenset({"交付額", "配分額", "算定額", "金額", "前年度の額", "前年度"})
_NAMES: Final = frozenset({"番号", "名称", "団体名", "団体", "団体コード", "よみ"})
_SHOWN: Final = 30


@dataclass(frozen=True)
class ValueTable:
    """What a table holds: a value by slug of the platform and code of the metric."""

    values: Mapping[str, Mapping[str, Exact]]
    passed_over: tuple[str, ...] = ()


def grid_of(content: bytes, filename: str) -> Grid:
    """The first sheet with something in it. Raises ValidationError in words."""
    try:
        grids = read_grids(content, filename)
    except SpreadsheetError as slip:
        raise ValidationError(str(slip)) from slip
    for grid in grids:
        if any(cell not in (None, "") for row in grid.rows for cell in row):
            return grid
    raise ValidationError("表が空です。1行目に見出し、2行目から団体を書いてください。")


def read_values(
    grid: Grid, metrics: Sequence[MetricDef], platforms: Sequence[Platform]
) -> ValueTable:
    """Values of metrics: the first column is the platform's number or name, others are metrics.

    Every platform must have its row and a value in every column of a metric. Raises
    ValidationError with every slip by cell; then nothing was read.
    """
    words = {_word(word): metric.code for metric in metrics for word in (metric.code, metric.label)}
    columns, passed_over = _columns(grid, words)
    if not columns:
        known = "、".join(metric.label for metric in metrics)
        raise ValidationError(
            f"指標の列が見つかりません。1行目の見出しを、指標の名前にしてください（{known}）。"
        )
    return ValueTable(_rows(grid, columns, platforms, whole=False), passed_over)


def read_amounts(grid: Grid, platforms: Sequence[Platform]) -> dict[str, int]:
    """Last year's amounts by slug; platforms may be missing. Raises ValidationError as above."""
    columns, _ = _columns(grid, dict.fromkeys(map(_word, _AMOUNTS), AMOUNT))
    if len(columns) != 1:
        raise ValidationError(
            "前年度の額の列が分かりません。1行目の見出しを「交付額」にした列を、1つだけ書いてください。"
        )
    rows = _rows(grid, columns, platforms, whole=True)
    return {slug: int(values[AMOUNT]) for slug, values in rows.items()}


def _columns(grid: Grid, words: Mapping[str, str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """Columns of what is known by their position, and the headings that are not."""
    columns: dict[int, str] = {}
    passed_over = []
    for column in range(1, len(grid.rows[0]) if grid.rows else 0):
        heading = grid.text(0, column)
        # 人口（人） is 人口: the unit may stand behind it.
        code = words.get(_word(heading)) or words.get(_word(heading).partition("(")[0])
        if code is None:
            if heading and heading not in _NAMES:
                passed_over.append(heading)
        elif code in columns.values():
            place = grid.place(0, column)
            raise ValidationError(f"{place}: 見出し「{heading}」が2列目です。1列にしてください。")
        else:
            columns[column] = code
    return columns, tuple(passed_over)


def _rows(
    grid: Grid, columns: Mapping[int, str], platforms: Sequence[Platform], *, whole: bool
) -> dict[str, dict[str, Exact]]:
    known = {key: p.slug for p in platforms for key in (_word(p.slug), _word(p.name))}
    found: dict[str, dict[str, Exact]] = {}
    slips: list[str] = []
    for row in range(1, len(grid.rows)):
        written = grid.text(row, 0)
        if not any(grid.text(row, column) for column in range(len(grid.rows[row]))):
            continue
        slug = known.get(_word(written))
        if slug is None:
            slips.append(
                f"{grid.place(row, 0)}: 「{written}」は、対象の団体の番号でも名称でもありません。"
                "台帳の番号か名称に直すか、この行を除いてください。"
            )
        elif slug in found:
            slips.append(f"{grid.place(row, 0)}: 「{written}」は2回目です。1行にしてください。")
        else:
            found[slug] = _values(grid, row, columns, slips, whole=whole)
    if not whole:
        slips += [
            f"「{platform.name}」（{platform.slug}）の行がありません。行を足してください。"
            for platform in platforms
            if platform.slug not in found
        ]
    if slips:
        more = len(slips) - _SHOWN
        tail = [f"ほかに{more}か所あります。"] if more > 0 else []
        raise ValidationError([*slips[:_SHOWN], *tail])
    return found


def _values(
    grid: Grid, row: int, columns: Mapping[int, str], slips: list[str], *, whole: bool
) -> dict[str, Exact]:
    values: dict[str, Exact] = {}
    for column, code in columns.items():
        place = f"{grid.place(row, column)}（{grid.text(0, column)}、{grid.text(row, 0)}）"
        try:
            value = _number(grid.at(row, column))
        except ValueError as slip:
            slips.append(f"{place}: {slip}。")
            continue
        if whole and value.denominator != 1:
            slips.append(f"{place}: 額は1円単位で書いてください。")
            continue
        values[code] = value
    return values


def _number(value: CellValue) -> Exact:
    """A cell as an exact number of 0 or more. Raises ValueError in words."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError("空です。数がなければ 0 と書いてください")
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError(f"「{value}」は数として読めません。数字で書いてください（例 1234）")
    number = read_exact(f"{value:f}" if isinstance(value, Decimal) else str(value))
    if number >= LIMIT:
        raise ValueError("数が大きすぎます。けた数を確かめてください")
    return number


def _word(text: str) -> str:
    """A word without blanks, in one width and case."""
    return squeeze_ascii(text).casefold()
