"""``comipla import …``: reference data from files."""

from pathlib import Path

import click

from comipla.config.words import OperatorError, both, paragraphs
from comipla.people.models import Body
from comipla.people.services.bodies import establish_prefecture
from comipla.places.schools import SchoolFileError, import_schools


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


@command.command(
    help=paragraphs(
        "小学校・中学校・義務教育学校の一覧（学校コード一覧のCSV）を学校区として取り込みます。\n"
        "何度行ってもかまいません。廃校になった学校の区域は、統合先とともに残ります。",
        "Load the ministry's list of schools (CSV, plain or gzipped) as school districts. May be\n"
        "repeated; districts of closed schools stay, with their successors.",
    )
)
@click.option("--prefecture", default="46", show_default=True, help="都道府県番号 / number")
@click.option(
    "--dry-run", is_flag=True, help="入れずに、結果だけを見る / only tell what would happen"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def schools(prefecture: str, file: Path, *, dry_run: bool) -> None:
    """Store the districts and tell of every refused row."""
    try:
        report = import_schools(file, prefecture_code=prefecture, dry_run=dry_run)
    except SchoolFileError as error:
        raise OperatorError(str(error), f"{file} is no list of schools in UTF-8.") from error
    for row, reason in report.refused:
        click.echo(f"{row}行目　{reason}")
    click.echo(
        both(
            f"学校区：追加 {report.added}、変更 {report.changed}、同じ {report.same}、"
            f"取り込まない行 {len(report.refused)}、他の都道府県 {report.elsewhere}"
            + ("（まだ入れていません）" if dry_run else ""),
            f"Districts: {report.added} added, {report.changed} changed, {report.same} unchanged, "
            f"{len(report.refused)} rows refused, {report.elsewhere} elsewhere"
            + (" (dry run)" if dry_run else ""),
        )
    )
