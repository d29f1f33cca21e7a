"""``comipla backup``: everything in one file."""

from importlib.metadata import version
from pathlib import Path

import click

from comipla.config.backup import back_up, default_name
from comipla.config.progress import counting
from comipla.config.words import both, paragraphs


@click.command(
    help=paragraphs(
        "データベースと保管ファイルを、照合の記録とともに一つのファイルに控えます。\n"
        "FILE を省くとデータフォルダーの backups に置きます。",
        "Save the database and the stored files, with a manifest, in one file; without FILE\n"
        "in the folder backups of the data folder.",
    )
)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path | None) -> None:
    """Write it and say what it holds."""
    target = file or default_name()
    with counting(both("控えをとっています", "Backing up", between=" / ")) as progress:
        manifest = back_up(target, version=version("comipla"), progress=progress)
    rows = sum(table.rows for table in manifest.tables.values())
    files = len(manifest.members) - 1
    click.echo(
        both(
            f"{target} に控えました: 表 {len(manifest.tables)}、行 {rows:,}、ファイル {files:,}。",
            f"Saved to {target}: {len(manifest.tables)} tables, {rows:,} rows, {files:,} files.",
        )
    )
