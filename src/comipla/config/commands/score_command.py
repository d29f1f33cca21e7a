"""``comipla score``: rank proposals from a scheme and a table of grades, every figure explained."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from comipla.config.words import OperatorError, both, paragraphs
from comipla.core.scoring import (
    Ranking,
    SchemeError,
    SheetError,
    Standing,
    parse_scheme,
    rank,
    read_sheets,
)
from comipla.core.scoring.words import number, points

T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    help=paragraphs(
        "採点を集計して順位を付けます。配点表 (TOML) と採点 (CSV) を読み、途中の数字もすべて示します。\n"
        "CSV は1行が委員1人・提案1つで、見出しは 提案、委員、項目の名前、あれば 利害関係、見積額、\n"
        "区分、決選投票、委員長の順位 です。",
        "Rank proposals. Reads a scheme (TOML) and grades (CSV, a row for each judge and\n"
        "proposal) and shows every intermediate figure.",
    )
)
@click.argument("scheme", type=FILE)
@click.argument("sheets", type=FILE)
@click.option("--json", "as_json", is_flag=True, help=both("JSON で書く", "write JSON"))
@click.option("--seed", default="", help=both("くじの種", "what lots are drawn with"))
def command(scheme: Path, sheets: Path, as_json: bool, seed: str) -> None:
    """Read both files and print the ranking."""
    known = _read(scheme, parse_scheme)
    given, proposals = _read(sheets, lambda text: read_sheets(text, known))
    ranking = _said(sheets, lambda: rank(known, given, proposals=proposals, seed=seed))
    if as_json:
        click.echo(json.dumps(as_data(ranking), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_printed(ranking)))


def as_data(ranking: Ranking) -> dict[str, object]:
    """The ranking as JSON: figures exactly, as fractions in text, and as they are printed."""
    return {
        "title": ranking.scheme.title,
        "fingerprint": ranking.scheme.fingerprint,
        "method": ranking.scheme.method,
        "seed": ranking.seed,
        "candidate": ranking.candidate,
        "runner_up": ranking.runner_up,
        "standings": [_standing(ranking, standing) for standing in ranking.standings],
        "ties": [
            {
                "proposals": tie.proposals,
                "steps": [outcome.sentence for outcome in tie.outcomes],
                "still_equal": tie.still_equal,
            }
            for tie in ranking.ties
        ],
        "notes": ranking.notes,
    }


def _standing(ranking: Ranking, standing: Standing) -> dict[str, object]:
    one = standing.tally
    return {
        "proposal": standing.proposal,
        "rank": standing.rank,
        "total": None if standing.total is None else str(standing.total),
        "shown": None if standing.total is None else number(standing.total),
        "passed": standing.passed,
        "reasons": standing.reasons,
        "tied_with": standing.tied_with,
        "judges": {judge.judge: str(judge.total) for judge in one.judges},
        "conflicted": one.conflicted,
        "subtotals": {criterion.key: str(part) for criterion, part in one.subtotals},
        "explanation": [str(line) for line in ranking.explain(standing.proposal)],
    }


def _printed(ranking: Ranking) -> list[str]:
    lines = [ranking.scheme.title, f"配点表の指紋 {ranking.scheme.fingerprint}", ""]
    for standing in ranking.standings:
        place = "順位なし" if standing.rank is None else f"{standing.rank}位"
        lines.append(f"{place}  {standing.proposal}  {_figure(ranking, standing)}".rstrip())
        lines += [f"    {line}" for line in ranking.explain(standing.proposal)]
        lines.append("")
    lines += [f"注意: {note}" for note in ranking.notes]
    return lines


def _figure(ranking: Ranking, standing: Standing) -> str:
    if standing.total is None:
        return ""
    if ranking.scheme.method == "mean_rank":
        return f"平均{number(standing.total)}位"
    return points(standing.total)


def _read(path: Path, read: Callable[[str], T]) -> T:
    """Read a file as UTF-8 or, as spreadsheets save it in Japan, CP932."""
    return _said(path, lambda: read(_text(path)))


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise OperatorError(
        f"{path.name}: 文字が読めません。UTF-8 か Shift_JIS (CP932) で保存し直してください。",
        f"{path.name}: neither UTF-8 nor CP932; save it again in one of them.",
    )


def _said(path: Path, act: Callable[[], T]) -> T:
    """Name the file before every sentence about what stands in it."""
    try:
        return act()
    except (SchemeError, SheetError) as error:
        raise OperatorError(
            "\n".join(f"{path.name}: {problem}" for problem in error.problems),
            f"{path.name}: {len(error.problems)} to put right, named in Japanese.",
        ) from error
