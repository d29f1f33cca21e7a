"""``comipla restore``: from a back-up into an empty database, compared to the last row."""

import sys
from pathlib import Path

import click

from comipla.config.backup import restore
from comipla.config.progress import counting
from comipla.config.words import both, paragraphs


@click.command(
    help=paragraphs(
        "控えを空のデータベースに戻し、すべての表の行数と内容、すべてのファイルを照合します。\n"
        "変わった控えと、新しい版の控えは戻しません。",
        "Restore a backup into an empty database, then compare the rows and content of every\n"
        "table and every file. Altered backups and those of newer versions are refused.",
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Restore, compare, report."""
    with counting(
        both("戻して照合しています", "Restoring and comparing", between=" / ")
    ) as progress:
        result = restore(file, progress=progress)
    for difference in result.differences:
        click.secho(f"✗ {difference}", fg="red")
    if result.differences:
        click.echo(
            both(
                "控えと合わないところがあります。このデータは使わないでください。",
                "Something differs from the backup. Do not use these data.",
            )
        )
        sys.exit(1)
    files = len(result.manifest.members) - 1
    click.echo(
        both(
            f"{result.manifest.made_at} の控えを戻しました。表 {len(result.manifest.tables)}、"
            f"行 {result.rows:,}、ファイル {files:,} がすべて一致しています。",
            f"Restored the backup of {result.manifest.made_at}: {len(result.manifest.tables)} "
            f"tables, {result.rows:,} rows and {files:,} files all agree.",
        )
    )
