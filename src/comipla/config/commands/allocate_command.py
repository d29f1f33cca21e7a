"""``comipla allocate``: what a block grant's scheme gives each platform, line by line."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from comipla.config.text_table import text_table
from comipla.config.words import OperatorError, both, paragraphs
from comipla.core.allocation import (
    AllocationError,
    AllocationResult,
    Change,
    Comparison,
    Line,
    allocate,
    compare,
    decode,
    parse_metrics,
    parse_previous,
    parse_scheme,
)
from comipla.core.allocation.numbers import plain_number, say, say_yen
from comipla.core.money import Yen

T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    help=paragraphs(
        "包括的交付金を団体ごとに算定します。算定の組み立て (TOML) と指標の表 (CSV) を読みます。\n"
        "CSV は1列目が団体コード、ほかの列が指標です。前年度の表を渡すと増減も示します。",
        "Reckon a block grant for every platform from a scheme (TOML) and metrics (CSV, the\n"
        "first column is the platform's code), and compare with last year where that is given.",
    )
)
@click.argument("scheme", type=FILE)
@click.argument("metrics", type=FILE)
@click.option("--previous", type=FILE, help=both("前年度の額の表 (CSV)", "last year's amounts"))
@click.option("--per", help=both("1人当たりなどを出す指標", "metric to divide amounts by"))
@click.option("--lines", is_flag=True, help=both("算定の内訳も示す", "show every line"))
@click.option("--json", "as_json", is_flag=True, help=both("JSON で書く", "write JSON"))
def command(
    scheme: Path,
    metrics: Path,
    previous: Path | None,
    per: str | None,
    lines: bool,
    as_json: bool,
) -> None:
    """Read the files, allocate and print."""
    known = _said(scheme, lambda: parse_scheme(_text(scheme)))
    also = (per,) if per else ()
    values = _said(metrics, lambda: parse_metrics(_text(metrics), known, also=also))
    before: Mapping[str, Yen] | None = None
    if previous is not None:
        before = _said(previous, lambda: parse_previous(_text(previous)))
    result = _said(f"{scheme.name}、{metrics.name}", lambda: allocate(known, values, before))
    compared = None if before is None and per is None else compare(result, before or {}, heads=per)
    if as_json:
        click.echo(json.dumps(as_data(result, compared), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_printed(result, compared, per, lines=lines)))


def as_data(result: AllocationResult, compared: Comparison | None) -> dict[str, object]:
    """The result as JSON: yen as whole numbers, other figures as whole numbers or exact texts."""
    scheme = result.scheme
    changes = {change.code: change for change in compared.changes} if compared else {}
    return {
        "municipality": scheme.municipality,
        "fiscal_year": scheme.fiscal_year.code,
        "version": scheme.version,
        "fingerprint": result.fingerprint,
        "total": result.total,
        "total_budget": scheme.total_budget,
        "residual": result.residual,
        "residuals": [
            {"component": one.key, "label": one.label, "amount": one.amount}
            for one in result.residuals
        ],
        "notices": list(result.notices),
        "platforms": [
            {
                "code": platform.code,
                "name": platform.name,
                "total": platform.total,
                **_compared(changes.get(platform.code), result.previous is not None),
                "lines": [_line(line) for line in platform.lines],
            }
            for platform in result.platforms
        ],
    }


def _compared(change: Change | None, known: bool) -> dict[str, object]:
    if change is None:
        return {}
    per: dict[str, object] = {}
    if change.per_head is not None:
        per["per_head"] = plain_number(change.per_head)
    if not known:
        return per
    return {
        "previous": change.before,
        "difference": change.difference,
        "ratio": plain_number(change.ratio),
        "outcome": change.outcome,
        **per,
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "component": line.component.key,
        "kind": line.kind,
        "label": line.label,
        "metric": line.metric.code if line.metric else None,
        "quantity": plain_number(line.quantity),
        "rate": plain_number(line.rate),
        "beside": plain_number(line.beside),
        "product": plain_number(line.product),
        "rounding": line.rounding,
        "amount": line.amount,
        "words": line.words,
    }


def _printed(
    result: AllocationResult, compared: Comparison | None, per: str | None, *, lines: bool
) -> list[str]:
    """Title, table, sums, what to look at, and where the figures came from."""
    shown = [f"{result.scheme.label} 包括的交付金の算定", ""]
    shown += text_table(_rows(result, compared, per), left=2)
    shown += ["", *(f"注意: {notice}" for notice in result.notices)]
    if compared and result.previous is not None:
        shown.append(f"増 {len(compared.winners)}団体、減 {len(compared.losers)}団体")
    for code in result.scheme.needs:
        metric = result.metric_definitions[code]
        if metric.provenance:
            shown.append(f"{metric.name}: {metric.provenance}")
    shown.append(f"算定の指紋 {result.fingerprint}")
    if lines:
        for platform in result.platforms:
            shown += ["", f"{platform.code} {platform.name} {say_yen(platform.total)}"]
            shown += [f"  {line.words}" for line in platform.lines]
    return shown


def _rows(
    result: AllocationResult, compared: Comparison | None, per: str | None
) -> list[list[str]]:
    """The heading, a row for every platform, and the sums."""
    against = compared is not None and result.previous is not None
    heading = ["コード", "名称", "算定額"]
    heading += ["前年度", "増減", "増減率"] if against else []
    if per:
        heading.append(f"1{result.metric_definitions[per].unit or '単位'}当たり")
    rows = [heading]
    changes = compared.changes if compared else _alone(result)
    for change in changes:
        row = [change.code, change.name, _yen(change.after)]
        if against:
            ratio = "" if change.ratio is None else _percent(change.difference, change.before)
            row += [_yen(change.before), say_yen(change.difference), ratio]
        rows.append([*row, _per(change)] if per else row)
    sums = ["合計", "", say_yen(result.total)]
    if against and compared:
        percent = _percent(compared.difference, compared.before)
        sums += [say_yen(compared.before), say_yen(compared.difference), percent]
    return [*rows, [*sums, ""] if per else sums]


def _alone(result: AllocationResult) -> tuple[Change, ...]:
    return compare(result, {}).changes


def _yen(amount: Yen | None) -> str:
    return "なし" if amount is None else say_yen(amount)


def _per(change: Change) -> str:
    return "" if change.per_head is None else f"{say(change.per_head)}円"


def _percent(difference: Yen, before: Yen | None) -> str:
    """The change in per cent, cut to a tenth."""
    if not before:
        return ""
    tenths = abs(difference) * 1000 // before
    return f"{'△' if difference < 0 else ''}{tenths // 10}.{tenths % 10}%"


def _text(path: Path) -> str:
    return decode(path.read_bytes())


def _said(place: Path | str, act: Callable[[], T]) -> T:
    """Name the file before every sentence about what stands in it."""
    try:
        return act()
    except AllocationError as error:
        name = place.name if isinstance(place, Path) else place
        sentences = str(error).splitlines()
        raise OperatorError(
            "\n".join(f"{name}: {sentence}" for sentence in sentences),
            f"{name}: {len(sentences)} to put right, named in Japanese.",
        ) from error
