"""Charts: the drawing, the words and the table say the same."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.places.models import Municipality
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
from comipla.web.charts.svg import SERIES, SOFT
from comipla.web.charts.tiles import TONES, name_lines
from comipla.web.tilemap import PLACES
from comipla.web.views.catalogue_charts import sample_charts
from tests.web.contrast import contrast

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '"><script>&'
DECIDED = TileState("交付決定", "●", "success")
NONE = TileState("要望なし", "－")


def read(drawing):
    return ET.fromstring(drawing)


def words(drawing):
    return [element.text for element in read(drawing).iter(f"{SVG}text")]


def bars(*totals):
    return [Bar(f"段{i}", (Segment("③", total),)) for i, total in enumerate(totals)]


def every_sample():
    return [(name, side) for name in sample_charts() for side in ("wide", "narrow")]


@pytest.mark.parametrize(("name", "side"), every_sample())
def test_every_drawing_is_named_and_described(name, side):
    chart = sample_charts()[name]
    root = read(getattr(chart, side))
    names = {element.get("id"): element.text for element in root if element.get("id")}
    assert names[root.get("aria-labelledby")] == chart.title
    assert (names[root.get("aria-describedby")] or "") == chart.summary
    linked = root.find(f".//{SVG}a") is not None
    assert root.get("role") == ("group" if linked else "img")


@pytest.mark.parametrize(("name", "side"), every_sample())
def test_a_drawing_stands_alone_without_styles_or_scripts(name, side):
    drawing = getattr(sample_charts()[name], side)
    assert "style=" not in drawing
    assert "<script" not in drawing
    ids = re.findall(r' id="([^"]+)"', drawing)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= set(ids)


@pytest.mark.parametrize(("name", "side"), every_sample())
def test_nothing_is_drawn_outside_the_picture(name, side):
    root = read(getattr(sample_charts()[name], side))
    width, height = int(root.get("width")), int(root.get("height"))
    for rect in root.iter(f"{SVG}rect"):
        left, top = (float(rect.get(axis, "0")) for axis in ("x", "y"))
        assert left >= 0
        assert top >= 0
        assert left + float(rect.get("width")) <= width
        assert top + float(rect.get("height")) <= height


def test_wide_and_narrow_drawings_share_no_name():
    for chart in sample_charts().values():
        if chart.wide != chart.narrow:
            both = re.findall(r' id="([^"]+)"', chart.wide + chart.narrow)
            assert len(both) == len(set(both))


def test_what_people_type_never_becomes_markup():
    tile = Tile(0, 0, NASTY, TileState(NASTY, "●"), 1, NASTY)
    drawings = [
        stacked_bars("k", NASTY, NASTY, [Bar(NASTY, (Segment(NASTY, 5),), NASTY)]),
        cap_board("k", NASTY, NASTY, [CapUse(NASTY, 1, 1, 3, NASTY)]),
        columns("k", NASTY, NASTY, [Point(NASTY, 1, NASTY)], unit=NASTY),
        tile_map("k", NASTY, NASTY, [tile], states=[tile.state], unit=NASTY),
        sparkline("k", NASTY, [1, 2]),
    ]
    assert [d for chart in drawings for d in (chart.wide, chart.narrow) if "<script" in d] == []


# --- Bars


def lengths(chart, colour):
    """Widths of the bars in one plain colour, legend left out."""
    found = [r for r in read(chart.wide).iter(f"{SVG}rect") if r.get("fill") == colour]
    return [int(r.get("width")) for r in found]


def test_bars_are_as_long_as_their_figures_say():
    chart = stacked_bars("k", "題", "文", bars(12_000_000, 6_000_000, 0), hues=(2,))
    full, half = lengths(chart, SERIES[2].colour)
    assert abs(full - 2 * half) <= 4  # each ends two px early, to part it from the next
    assert chart.table.rows == (("段0", 12_000_000), ("段1", 6_000_000), ("段2", 0))
    assert "12,000千円" in words(chart.wide)


def test_several_series_carry_their_sum_in_the_table():
    parts = (Segment("①", 1_000), Segment("③", 2_000))
    chart = stacked_bars("k", "題", "文", [Bar("予算", parts)])
    assert chart.table.columns == ("", "①", "③", "計")
    assert chart.table.rows == (("予算", 1_000, 2_000, 3_000),)


def test_more_series_than_can_be_told_apart_are_refused():
    parts = tuple(Segment(str(i), 1) for i in range(7))
    with pytest.raises(ValueError, match="at most 6"):
        stacked_bars("k", "題", "文", [Bar("予算", parts)])


def test_a_bar_leads_to_its_list_under_a_name_that_says_the_figure():
    chart = stacked_bars("k", "題", "文", [Bar("決定", (Segment("③", 7_340_000),), "/cases/?s=d")])
    anchor = read(chart.wide).find(f".//{SVG}a")
    assert (anchor.get("href"), anchor.get("aria-label")) == ("/cases/?s=d", "決定 7,340,000円")


@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=6))
def test_bars_never_leave_their_track(totals):
    chart = stacked_bars("k", "題", "文", bars(*totals), hues=(2,))
    tracks = lengths(chart, "#f2f2f2")
    assert all(0 < bar <= tracks[0] for bar in lengths(chart, SERIES[2].colour))


# --- Caps


def test_room_left_is_said_in_words():
    uses = [
        CapUse("見本町", 500_000, 280_000, 1_000_000),
        CapUse("例示市", 1_000_000, 0, 1_000_000),
        CapUse("仮名村", 900_000, 200_000, 1_000_000),
    ]
    chart = cap_board("k", "題", "文", uses)
    for line in ("残り 220千円", "残り 0千円", "100千円超過"):
        assert line in words(chart.wide)
        assert line in words(chart.narrow)
    assert [row[3] for row in chart.table.rows] == [220_000, 0, -100_000]


@given(st.integers(0, 2_000_000), st.integers(0, 2_000_000), st.integers(0, 1_000_000))
def test_decided_and_earmarked_money_never_leave_the_frame(decided, earmarked, cap):
    chart = cap_board("k", "題", "文", [CapUse("町", decided, earmarked, cap)])
    for rect in read(chart.narrow).iter(f"{SVG}rect"):
        if rect.get("height") == "16" and rect.get("y") != "2":  # y 2 is the legend
            assert int(rect.get("x")) + int(rect.get("width")) <= 96 + 130


# --- Columns and lines


def test_columns_carry_label_and_figure():
    chart = columns("k", "題", "文", [Point("4月", 31), Point("5月", 0)], unit="件")
    assert words(chart.wide) == ["31", "4月", "0", "5月"]
    assert chart.table.rows == (("4月", 31), ("5月", 0))


def test_crowded_columns_name_every_second_one():
    points = [Point(f"第{i}週", i) for i in range(20)]
    labels = [w for w in words(columns("k", "題", "文", points, unit="件").narrow) if "週" in w]
    assert labels == [f"第{i}週" for i in range(0, 20, 2)]


@pytest.mark.parametrize("values", [[], [3], [5, 5, 5], [0, 10**9]])
def test_a_line_is_drawn_for_any_history(values):
    chart = sparkline("k", "動き", values)
    assert words(chart.wide)[-1] == (f"{values[-1]:,}" if values else "—")


# --- Tiles


def test_every_municipality_has_its_tile_under_its_own_name(db):
    from comipla.people.services import establish_prefecture

    establish_prefecture("46")
    known = dict(Municipality.objects.filter(code__startswith="46").values_list("code", "name"))
    assert {code: place.name for code, place in PLACES.items()} == known


def test_no_two_tiles_lie_on_one_another():
    places = list(PLACES.values())
    for i, one in enumerate(places):
        for other in places[i + 1 :]:
            apart = max(abs(one.row - other.row), abs(one.column - other.column))
            assert round(apart, 6) >= 1, (one.name, other.name)


def test_islands_stand_in_blocks_of_their_own():
    blocks = {place.block for place in PLACES.values()}
    assert blocks == {
        "本土", "三島", "十島", "種子島", "屋久島", "奄美", "喜界", "徳之島", "沖永良部", "与論",
    }  # fmt: skip


def test_neighbours_keep_their_directions():
    north, west = PLACES["462080"], PLACES["462063"]  # 出水, 阿久根
    kagoshima, tarumizu, yoron = PLACES["462012"], PLACES["462144"], PLACES["465356"]
    assert north.row < kagoshima.row < yoron.row
    assert west.column < kagoshima.column < tarumizu.column
    assert tarumizu.column - kagoshima.column == 2  # the bay lies between


def test_a_tile_says_name_state_and_number():
    tiles = [Tile(0, 0, "天城町", DECIDED, 3, "/x"), Tile(0, 1, "伊仙町", NONE, 0)]
    chart = tile_map("k", "題", "文", tiles, states=[NONE, DECIDED], unit="件")
    assert words(chart.wide)[:4] == ["－", "要望なし 1", "●", "交付決定 1"]
    assert "●3" in words(chart.wide)
    assert read(chart.wide).find(f".//{SVG}a").get("aria-label") == "天城町 交付決定 3件"
    assert chart.table.rows == (("天城町", "交付決定", 3), ("伊仙町", "要望なし", 0))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("鹿児島市", ("鹿児島",)),
        ("いちき串木野市", ("いちき", "串木野")),
        ("薩摩川内市", ("薩摩", "川内")),
        ("三島村", ("三島",)),
    ],
)
def test_names_fit_a_small_tile(name, lines):
    assert name_lines(name, 12, 37) == lines


# --- Palette


@pytest.mark.parametrize("fill", SERIES, ids=lambda fill: fill.colour)
def test_a_series_stands_out_from_the_paper(fill):
    assert contrast(fill.colour, "#ffffff") >= 4.5


def test_series_differ_without_their_colours():
    assert len({fill.strokes for fill in SERIES}) == len(SERIES)
    assert contrast(SOFT.colour, SOFT.ink) >= 4.5


@pytest.mark.parametrize("tone", sorted(TONES))
def test_words_on_a_tile_can_be_read(tone):
    fill, ink, edge = TONES[tone]
    assert contrast(fill, ink) >= 4.5
    assert contrast(edge, "#ffffff") >= 3
