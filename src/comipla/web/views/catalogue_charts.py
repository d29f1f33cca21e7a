"""Sample charts for the catalogue: real places, invented figures."""

from typing import Any

from comipla.web.charts import (
    Bar,
    CapUse,
    Point,
    Segment,
    Tile,
    TileState,
    cap_board,
    columns,
    sparkline,
    stacked_bars,
    tile_map,
)
from comipla.web.tilemap import PLACES

_CAP = 1_000_000
_STATES = (
    TileState("要望なし", "－"),
    TileState("要望", "○", "progress"),
    TileState("審査中", "◇", "progress"),
    TileState("補正依頼中", "△", "action"),
    TileState("交付決定", "●", "success"),
    TileState("期限超過", "！", "error"),
    TileState("完了", "★", "done"),
)


def _budget() -> tuple[Bar, ...]:
    figures = {
        "予算": (2_400, 1_200, 12_000, 1_500),
        "内示": (1_800, 900, 10_480, 0),
        "決定": (1_800, 600, 7_340, 0),
        "支払": (600, 300, 2_460, 0),
        "確定": (300, 300, 980, 0),
    }
    names = ("①アドバイザー派遣", "②ワークショップ", "③補助金", "④モデル事業")
    return tuple(
        Bar(
            label,
            tuple(Segment(name, value * 1000) for name, value in zip(names, values, strict=True)),
            href="#",
        )
        for label, values in figures.items()
    )


def sample_charts() -> dict[str, Any]:
    """One of every kind, and one with nothing in it."""
    places = list(PLACES.values())
    uses = [
        CapUse(place.name, i * 61_000 % 800_000, i * 137_000 % 300_000, _CAP, "#")
        for i, place in enumerate(places)
    ]
    uses[4] = CapUse(places[4].name, 900_000, 200_000, _CAP, "#")
    uses[7] = CapUse(places[7].name, _CAP, 0, _CAP, "#")
    tiles = [
        Tile(place.row, place.column, place.name, _STATES[i * 5 % len(_STATES)], i % 4, "#")
        for i, place in enumerate(places)
    ]
    months = [Point(f"{m}月", v, "#") for m, v in zip(range(4, 13), (31, 12, 18, 9, 4, 7, 5, 2, 0), strict=True)]  # fmt: skip
    return {
        "budget_chart": stacked_bars(
            "budget", "予算 17,100千円のうち、決定は 9,740千円です",
            "内示は 13,180千円、支払は 3,360千円、確定は 1,580千円です。", _budget(),
        ),
        "single_chart": stacked_bars(
            "single", "③補助金は予算の61%が決定しました", "予算 12,000千円、決定 7,340千円です。",
            [Bar("予算", (Segment("③", 12_000_000),)), Bar("決定", (Segment("③", 7_340_000),))],
            hues=(2,),
        ),
        "cap_chart": cap_board(
            "caps", "上限に達した市町村は1つ、超えた市町村が1つあります",
            "上限は1つの市町村と年度で 1,000千円です。", uses,
        ),
        "tile_chart": tile_map(
            "tiles", "43市町村のうち、37から要望が出ています",
            "数字は案件の数です。タイルはおよその位置に置いています。", tiles, states=_STATES, unit="件",
        ),
        "column_chart": columns(
            "months", "申請は4月に集まりました", "4月31件、12月0件です。", months, unit="件",
        ),
        "month_table": columns("table", "月ごとの申請", "", months, unit="件"),
        "spark_chart": sparkline("spark", "受付件数の動き", [3, 5, 4, 9, 12, 8, 15]),
        "empty_chart": stacked_bars("none", "まだ決定はありません", "内示のあとで出ます。", []),
    }  # fmt: skip
