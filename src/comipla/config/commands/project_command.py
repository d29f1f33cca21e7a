"""``comipla project``: the future in numbers, from a file of two or more years."""

import json
from pathlib import Path
from typing import Any, Final

import click

from comipla.config.words import OperatorError, both, paragraphs
from comipla.core.evidence import (
    Projection,
    Series,
    Showing,
    TableRefused,
    band,
    class_labels,
    project,
    series_from_csv,
    showing,
)
from comipla.core.evidence.population import MALE, YEARS

_FIRST_ELDERS_TOP: Final = 65


@click.command(
    help=paragraphs(
        "人口の表（CSV）から、5年ごとの将来人口をコーホート変化率法で計算します。\n"
        "列は area, year, sex (M/F), age_from, age_to（最後の階級は空）, population。\n"
        "5年おきに2年分以上。3年分以上あれば、変化率の平均を使います。",
        "Project population by cohort change ratios from a CSV file with the columns area, year,\n"
        "sex (M/F), age_from, age_to (empty: open class), population, in two or more years that\n"
        "lie five apart; the ratios of several periods are averaged.",
    )
)
@click.argument("file", metavar="INPUT.csv", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--steps", default=6, show_default=True, help="5年を1とする回数 / steps of 5 years")
@click.option(
    "--women",
    default="15-49",
    show_default=True,
    help="子どもの数の元になる女性の年齢 / women's ages",
)
@click.option(
    "--kappa",
    default=0.0,
    show_default=True,
    help="小さな地区を全体の比に寄せる人数（20〜50） / shrinkage toward all areas together",
)
@click.option(
    "--band",
    "with_band",
    is_flag=True,
    help="200人以上500人未満の地区に偶然のゆれの幅を付ける（JSON） / add bands to small areas",
)
@click.option("--json", "as_json", is_flag=True, help="JSON で出す / print JSON")
def command(
    file: Path, steps: int, women: str, kappa: float, with_band: bool, as_json: bool
) -> None:
    """Print the totals by year of every area, or everything as JSON."""
    series = _read(file)
    try:
        projection = project(
            series.tables[-2],
            series.tables[-1],
            steps=steps,
            women=women,
            earlier=series.tables[:-2],
            kappa=kappa,
        )
    except ValueError as error:
        raise OperatorError(str(error), "The options do not fit the table; see above.") from None
    if as_json:
        document = _document(series, projection, women)
        if with_band:
            _add_bands(document, series, women)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        click.echo(_report(series, projection))


def _read(file: Path) -> Series:
    """The table in the file. Raises `OperatorError` with rows and columns."""
    try:
        return series_from_csv(file.read_bytes())
    except OSError as error:
        raise OperatorError(
            f"{file} を読めません。場所と名前を確かめてください。",
            f"Cannot read {file}: {error.strerror}.",
        ) from None
    except TableRefused as refused:
        raise OperatorError(
            f"{file.name} は読み込めませんでした。次のところを直してください。\n{refused}",
            f"{file.name} was not taken; the rows and columns to mend stand above.",
        ) from None


def _years(series: Series, projection: Projection) -> list[str]:
    return [str(series.years[-1] + YEARS * step) for step in range(len(projection.population))]


def _document(series: Series, projection: Projection, women: str) -> dict[str, Any]:
    """Everything by area, unrounded."""
    years = _years(series, projection)
    return {
        "years": [int(year) for year in years],
        "observed_years": list(series.years),
        "women": women,
        "classes": list(class_labels(projection.population.shape[-1])),
        "areas": [
            _area(position, name, years, projection) for position, name in enumerate(series.areas)
        ],
    }


def _area(position: int, name: str, years: list[str], projection: Projection) -> dict[str, Any]:
    """One area: its numbers by year, its table by year, sex and class, its ratios."""
    shown = showing(float(projection.totals[0, position]))
    ratios = projection.ratios
    by_year = {"totals": projection.totals, "children": projection.children}
    if _knows_elders(projection):
        by_year |= {"elders": projection.elders, "ageing_rate": projection.ageing_rate}
    labels = class_labels(projection.population.shape[-1])
    return {
        "area": name,
        **{
            key: dict(zip(years, numbers[:, position].tolist(), strict=True))
            for key, numbers in by_year.items()
        },
        "table": {
            year: {
                "M" if sex == MALE else "F": dict(zip(labels, row, strict=True))
                for sex, row in enumerate(table.tolist())
            }
            for year, table in zip(years, projection.population[:, position], strict=True)
        },
        "child_woman_ratio": float(ratios.cwr[position]),
        "sex_ratio": float(ratios.sr[position]),
        "flags": _flags(position, labels, projection),
        "showing": shown.value,
        "note": shown.sentence,
    }


def _add_bands(document: dict[str, Any], series: Series, women: str) -> None:
    """Give each area that is shown with a band its lower and upper totals by year."""
    before, now = series.tables[-2:]
    whole = before.sum(axis=0), now.sum(axis=0)
    for position, area in enumerate(document["areas"]):
        if area["showing"] != Showing.BAND:
            continue
        found = band(
            before[position],
            now[position],
            steps=len(document["years"]) - 1,
            reference=whole,
            women=women,
        )
        ends = zip(found.totals[0].tolist(), found.totals[2].tolist(), strict=True)
        area["band"] = dict(zip(area["totals"], map(list, ends), strict=True))


def _flags(position: int, labels: tuple[str, ...], projection: Projection) -> list[dict[str, str]]:
    """The classes whose change ratio is not the area's own, or was cut."""
    marks = {"clipped": projection.ratios.clipped, "borrowed": projection.ratios.borrowed}
    return [
        {"flag": flag, "sex": "M" if sex == MALE else "F", "class": labels[place]}
        for flag, where in marks.items()
        for sex, place in zip(*where[position].nonzero(), strict=True)
    ]


def _report(series: Series, projection: Projection) -> str:
    """A table for each area, rounded for reading."""
    years = _years(series, projection)
    elders = projection.ageing_rate if _knows_elders(projection) else None
    lines = []
    for position, name in enumerate(series.areas):
        shown = showing(float(projection.totals[0, position]))
        lines.append(f"■ {name}")
        lines.append(both("年  総人口  0〜14歳  65歳以上", "year  total  0-14  65+", between=" / "))
        last = 1 if shown is Showing.COUNTS else len(years)
        for step, year in enumerate(years[:last]):
            total, young = projection.totals[step, position], projection.children[step, position]
            share = "—" if elders is None else f"{100 * elders[step, position]:.1f}%"
            lines.append(f"{year}  {total:,.0f}  {young:,.0f}  {share}")
        lines += [shown.sentence, ""] if shown.sentence else [""]
    lines.append("四捨五入のため、内訳の和と合計が一致しないことがあります。")
    return "\n".join(lines)


def _knows_elders(projection: Projection) -> bool:
    return YEARS * (projection.population.shape[-1] - 1) >= _FIRST_ELDERS_TOP
