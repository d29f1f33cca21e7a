"""The charts of a population page, and the figures its slider reckons with."""

import json
import math
from typing import Final

import numpy as np

from comipla.core.evidence import Goal, Showing
from comipla.core.evidence.population import Counts, children, elders
from comipla.core.evidence.schools import pupils
from comipla.population.outlook import MIXES, Outlook
from comipla.web.charts import Chart, Line, Years, lines, pyramid
from comipla.web.population.words import Wish, people, percent

_MOST_HOUSEHOLDS: Final = 200
_FIRST_ELDERS: Final = 13


def future_chart(outlook: Outlook, wish: Wish) -> Chart:
    """Everybody, children and the old: counted, to come, and with households if wished."""
    everyone = np.concatenate([outlook.past, outlook.population])
    wished = outlook.with_households(wish.mix, wish.households) if wish.households else None
    series = [
        Line("total", "総人口", _sum(everyone), () if wished is None else _sum(wished)),
        Line(
            "young",
            "0〜14歳",
            tuple(children(everyone)),
            () if wished is None else tuple(children(wished)),
        ),
    ]
    if outlook.knows_elders:
        series.append(
            Line(
                "old",
                "65歳以上",
                tuple(elders(everyone)),
                () if wished is None else tuple(elders(wished)),
            )
        )
    counted = len(outlook.past)
    first = outlook.years[0] - 5 * counted
    labels = tuple(f"{first + 5 * place}" for place in range(len(everyone)))
    band = outlook.band
    return lines(
        "future",
        _finding(outlook),
        _summary(outlook, wish),
        Years(labels, counted + 1),
        series,
        unit="人",
        change=wish.label if wished is not None else "世帯が来たとき",
        band=(tuple(band.totals[0]), tuple(band.totals[2])) if band else None,
    )


def _finding(outlook: Outlook) -> str:
    lost = outlook.today - float(outlook.totals[-1])
    span = outlook.years[-1] - outlook.years[0]
    verb = "へり" if lost >= 0 else "ふえ"
    return f"人口は{span}年で{people(abs(lost))}{verb}ます"


def _summary(outlook: Outlook, wish: Wish) -> str:
    told = [
        f"太い線は{outlook.years[0]}年までが数えた人口、その先は同じ変化が続いたときの見込みです。"
    ]
    if outlook.band is not None:
        told.append("青い帯は、偶然だけで動く幅（95%）です。ほんとうの幅はもっと広くなります。")
    if wish.households:
        told.append(f"破線は、{MIXES[wish.mix][0]}、{wish.label}が来たときです。")
    return "".join(told)


def ages_chart(outlook: Outlook) -> Chart:
    """The pyramid of today and, where a curve may be shown, of the last step."""
    now, then = outlook.years[0], outlook.years[-1]
    shown = outlook.showing is not Showing.COUNTS
    title = f"{now}年の男女別・年齢別の人口"
    if outlook.old is not None and shown:
        rates = [percent(float(outlook.old[s]), float(outlook.totals[s])) for s in (0, -1)]
        title = f"65歳以上の割合は、{now}年の{rates[0]}から{then}年に{rates[1]}になります"
    summary = f"塗りは{now}年" + (f"、線は{then}年の見込みです。" if shown else "です。")
    return pyramid(
        "ages",
        title,
        summary,
        outlook.labels,
        now=(f"{now}年", _sides(outlook.population[0])),
        then=(f"{then}年", _sides(outlook.population[-1])) if shown else None,
    )


def pupil_rows(outlook: Outlook) -> list[tuple[int, int, int]]:
    """Year, children of 小学校 age and of 中学校 age; only today where no curve may be shown."""
    steps = 1 if outlook.showing is Showing.COUNTS else len(outlook.years)
    both = outlook.pupils
    return [
        (year, round(float(both.elementary[step])), round(float(both.junior_high[step])))
        for step, year in enumerate(outlook.years[:steps])
    ]


def most_households(outlook: Outlook) -> int:
    """The end of the slider: about what would let the place grow by a fifth."""
    enough = outlook.needed("mix", Goal.TOTAL, 1.2)
    return _MOST_HOUSEHOLDS if math.isinf(enough) else min(max(5, math.ceil(enough)), 5_000)


def slider_figures(outlook: Outlook) -> str:
    """What the slider needs, as JSON: baseline and what one household of each mix a year adds."""
    return json.dumps(
        {
            "year": outlook.years[-1],
            "base": _measures(outlook.population),
            "added": {mix: _measures(outlook.response(mix).added[:, 0]) for mix in MIXES},
            "names": {mix: label for mix, (label, _) in MIXES.items()},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _measures(table: Counts) -> dict[str, list[float]]:
    found = {
        "total": table.sum(axis=(1, 2)),
        "young": children(table),
        "pupils": pupils(table).elementary,
    }
    if table.shape[-1] > _FIRST_ELDERS:
        found["old"] = elders(table)
    return {key: np.round(line, 3).tolist() for key, line in found.items()}


def _sum(table: Counts) -> tuple[float, ...]:
    return tuple(table.sum(axis=(1, 2)))


def _sides(table: Counts) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(table[0]), tuple(table[1])
