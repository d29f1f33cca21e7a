"""`./run bench`: every target on a small and on a large database, in turns; a table and JSON."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from bench.results import table
from bench.running import ROOT, Run, Stopped, run


@click.command(help="速さを測ります。/ Measure speed.")
@click.option("--cases", multiple=True, type=int, default=(1_000, 10_000), help="案件の数")
@click.option("--rounds", type=click.IntRange(1), default=30, help="測る回数")
@click.option("--only", default="", help="対象の名の一部 / part of a target's key")
@click.option("--output", type=click.Path(path_type=Path), help="結果を書くファイル (JSON)")
def main(cases: tuple[int, ...], rounds: int, only: str, output: Path | None) -> None:
    """Measure, print the table, and write every figure to a file."""
    data = Path(os.environ.get("COMIPLA_DATA", ROOT / ".comipla"))
    try:
        with click.progressbar(length=rounds, label="測定中 / measuring") as bar:
            done = run(sorted(cases), rounds, data=data, only=only, note=lambda: bar.update(1))
    except Stopped as stopped:
        raise click.ClickException(
            f"{stopped}件の測定が止まりました。理由は上にあります。"
        ) from None
    click.echo("、".join(done.machine.values()))
    click.echo(table(done.results))
    click.echo(f"→ {write(done, output or ROOT / 'bench' / 'results' / f'{_now()}.json')}")


def write(done: Run, path: Path) -> Path:
    """Keep a run as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(done), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _now() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


if __name__ == "__main__":
    main()
