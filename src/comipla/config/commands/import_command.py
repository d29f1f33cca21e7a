"""``comipla import …``: reference data from files."""

from pathlib import Path

import click

from comipla.config.words import both, paragraphs
from comipla.people.models import Body
from comipla.people.services.bodies import establish_prefecture


@click.group(
    name="import",
    help=paragraphs("資料を取り込みます。", "Load reference data."),
)
def command() -> None:
    """Groups the importers."""


@command.command(
    help=paragraphs(
        "都道府県の市町村と地域振興局を取り込みます。FILE を省くと同梱の一覧を使います。\n"
        "何度行ってもかまいません。職員が直した名称や連絡先はそのまま残ります。",
        "Load a prefecture's municipalities and branch offices; without FILE, those that come\n"
        "along. May be repeated: names and contacts changed by an office are kept.",
    )
)
@click.option("--prefecture", default="46", show_default=True, help="都道府県番号 / number")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def places(prefecture: str, file: Path | None) -> None:
    """Store the places and a body of each."""
    body = establish_prefecture(prefecture, path=file)
    number = Body.objects.filter(parent=body).count()
    click.echo(
        both(f"{body.name}と {number} の機関を用意しました。", f"{body.name}: {number} bodies.")
    )
