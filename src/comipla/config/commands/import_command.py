"""``comipla import …``: reference data from files."""

from datetime import date
from pathlib import Path

import click

from comipla.config.words import OperatorError, both, paragraphs
from comipla.people.models import Body
from comipla.people.services.bodies import establish_prefecture
from comipla.places.boundaries import BoundaryFileError, import_boundaries
from comipla.places.schools import SchoolFileError, import_schools
from comipla.population.selectors import public_place
from comipla.population.services import KIND_WORDS, Wanted, import_tables


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


@command.command(
    help=paragraphs(
        "市町村の輪郭（国土数値情報 N03）か学校区の輪郭（A27）の GeoJSON を取り込みます。\n"
        "取り込むと、升目の地図のほかに、ほんとうの形の地図を見られます。前の輪郭と入れ替わります。",
        "Load outlines of municipalities (N03) or school districts (A27) as GeoJSON; they take the\n"
        "place of those there were, and maps can then be seen by true outlines.",
    )
)
@click.option("--prefecture", default="46", show_default=True, help="都道府県番号 / number")
@click.option(
    "--dry-run", is_flag=True, help="入れずに、結果だけを見る / only tell what would happen"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def boundaries(prefecture: str, file: Path, *, dry_run: bool) -> None:
    """Store the outlines and tell of every refused feature."""
    try:
        report = import_boundaries(file, prefecture_code=prefecture, dry_run=dry_run)
    except BoundaryFileError as error:
        raise OperatorError(str(error), f"{file} is no GeoJSON of outlines.") from error
    for number, reason in report.refused:
        click.echo(f"{number}番目の図形　{reason}")
    click.echo(
        both(
            f"輪郭：市町村 {report.municipalities}、学校区 {report.districts}、"
            f"取り込まない図形 {len(report.refused)}、他の都道府県 {report.elsewhere}"
            + ("（まだ入れていません）" if dry_run else ""),
            f"Outlines: {report.municipalities} municipalities, {report.districts} districts, "
            f"{len(report.refused)} features refused, {report.elsewhere} elsewhere"
            + (" (dry run)" if dry_run else ""),
        )
    )


@command.command(
    help=paragraphs(
        "人口の表を取り込みます。表の種類は、国勢調査の市区町村の表（census）、e-Stat の小地域の表\n"
        "（small-area）、住民基本台帳の年齢別の表（register）です。前の表は消えずに残ります。",
        "Load tables of people: the census by municipality (census) or by small area (small-area),\n"
        "or the register of residents (register). Earlier tables stay.",
    )
)
@click.option(
    "--kind", type=click.Choice([*KIND_WORDS]), required=True, help="表の種類 / kind of table"
)
@click.option("--year", type=int, help="国勢調査の年（小地域では必ず） / year of the census")
@click.option("--place", help="住民基本台帳の場所：団体コードか団体の番号 / place of the register")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="住民基本台帳の基準日（例 2024-04-01） / day of the register",
)
@click.option(
    "--dry-run", is_flag=True, help="入れずに、結果だけを見る / only tell what would happen"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def population(
    kind: str, year: int | None, place: str | None, day: date | None, file: Path, *, dry_run: bool
) -> None:
    """Store the tables and tell of every refused row."""
    body = public_place(place) if place else None
    if place and body is None:
        raise OperatorError(
            f"「{place}」という市町村や団体はありません。団体コードか、団体の番号を確かめてください。",
            f"There is no municipality or platform {place}.",
        )
    counted_on = date(day.year, day.month, day.day) if day else None
    wanted = Wanted(KIND_WORDS[kind], year=year, place=body, day=counted_on)
    try:
        report = import_tables(
            content=file.read_bytes(), name=file.name, wanted=wanted, by=None, dry_run=dry_run
        )
    except ValueError as error:
        raise OperatorError(
            f"{error}（--year、--place、--day を見直してください）",
            "The options do not fit the file; see above.",
        ) from error
    for sentence in report.sentences:
        click.echo(sentence)
    click.echo(
        both(
            f"人口の表：{report.places}か所 {report.added}表を追加、同じ {report.same}、"
            f"取り込まないところ {len(report.refused)}"
            + ("（まだ入れていません）" if dry_run else ""),
            f"Population: {report.added} tables of {report.places} places added, "
            f"{report.same} unchanged, {len(report.refused)} refused"
            + (" (dry run)" if dry_run else ""),
        )
    )
