"""Schemes from TOML, metrics and last year's amounts from CSV: read as written, or refused by place."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest

from comipla.core.allocation import (
    AllocationError,
    Band,
    Leftover,
    Metric,
    Metrics,
    allocate,
    decode,
    parse_metrics,
    parse_previous,
    parse_scheme,
    scheme_from,
)
from comipla.core.allocation.component import Kind
from comipla.core.allocation.loading import KINDS
from comipla.core.fiscal import FiscalYear

HEAD = 'municipality = "見本市（架空）"\nfiscal_year = "R7"\n'
EVERYTHING = HEAD + dedent("""
    version = 3
    legal_basis = "交付要綱 別表（架空）"
    total_budget = 40_000_000
    rounding = "half_up"
    unit = 100

    [metrics.people]
    label = "人口"
    unit = "人"
    base_date = 2025-04-01
    source = "住民基本台帳"
    include_foreigners = true
    exclusions = "施設入所者を除く"

    [pools.main]
    label = "配分総額"
    amount = 10_000_000
    unit = 1000
    together = true

    [[components]]
    kind = "POOL_EQUAL"
    key = "equal"
    label = "均等割"
    share = 0.3

    [[components]]
    kind = "POOL_SHARE"
    share = "70%"
    metric = "people"

    [[components]]
    kind = "FIXED"
    amount = 30_000

    [[components]]
    kind = "UNIT"
    rate = 0.5
    metric = "people"
    when = "newsletter"

    [[components]]
    kind = "BRACKET"
    metric = "households"
    mode = "marginal"
    table = [{ upto = 100, rate = 10 }, { rate = 5 }]

    [[components]]
    kind = "COEF"
    rate = 100
    metric = "people"
    ratio = "aged"
    ratio_of = "people"
    table = [{ below = 0.3, amount = 0.5 }, { amount = 1 }]

    [[components]]
    kind = "THRESHOLD_UNIT"
    rate = 600
    metric = "km"
    threshold = 2
    quantum = 0.1
    from_threshold = true

    [[components]]
    kind = "CAPPED_ACTUAL"
    metrics = ["event1", "event2"]
    rate = "2/3"
    cap = 300_000
    most = 1

    [[components]]
    kind = "PROPOSAL"
    metrics = ["proposal"]
    cap = 500_000

    [[components]]
    kind = "NAMED"
    amount = 300_000
    named = [{ platform = "01", amount = 500_000, reason = "専任2人" }]

    [[components]]
    kind = "ONE_OFF"
    amount = 200_000
    metric = "incorporated"

    [[components]]
    kind = "ADJUST"
    method = "BAND"
    band = "1/3"
    leftover = "redistribute"
    years = ["R7", "R8", "R9"]

    [[components]]
    kind = "ADJUST"
    method = "FLOOR"
    amount = 100_000
    leftover = "leave"

    [[components]]
    kind = "ADJUST"
    method = "CEILING"
    metric = "limit"
    leftover = "leave"

    [[components]]
    kind = "ADJUST"
    method = "TRANSITION"
    weights = { R7 = "1/2" }
    leftover = "scale"

    [[components]]
    kind = "ADJUST"
    method = "MONTHS"
    metric = "months"
    leftover = "leave"

    [[components]]
    kind = "ADJUST"
    method = "BUDGET"
    """)
METRICS = (
    "コード,名称,人口（人）,newsletter,households,aged,km,event1,event2,proposal,incorporated,"
    "limit,months\r\n"
    '01,北（架空）,"４，２００",1,150,1200,7.43,0,450000,100000,1,9000000,12\r\n'
    "02,東（架空）,2600,0,90,1300,1.5,90000,0,0,0,9000000,6\r\n"
)


def refused(sentence, read, *arguments):
    with pytest.raises(AllocationError) as caught:
        read(*arguments)
    assert sentence in str(caught.value)


def test_every_kind_can_be_written_in_a_scheme():
    scheme = parse_scheme(EVERYTHING)
    assert {part.kind for part in scheme.components} == set(Kind) == {*KINDS, Kind.ADJUST}
    assert scheme.metrics[0] == Metric(
        "people", "人口", "人", date(2025, 4, 1), "住民基本台帳", True, "施設入所者を除く"
    )
    assert scheme.components[0].share == Fraction(3, 10)
    band = scheme.components[11]
    assert isinstance(band, Band)
    assert (band.band, band.leftover) == (Fraction(1, 3), Leftover.REDISTRIBUTE)
    assert band.years == tuple(FiscalYear.from_code(code) for code in ("R7", "R8", "R9"))
    assert (scheme.version, scheme.unit) == ("3", 100)


def test_numbers_may_be_texts_wherever_a_scheme_was_stored():
    data = {
        "municipality": "見本市（架空）",
        "fiscal_year": "R7",
        "unit": "100",
        "pools": {"main": {"amount": "1,000,000", "unit": "1000"}},
        "components": [
            {"kind": "POOL_EQUAL", "share": "100%"},
            {
                "kind": "NAMED",
                "amount": "3,000",
                "named": [{"platform": "01", "amount": "５，０００", "reason": "離島"}],
            },
        ],
    }
    result = allocate(scheme_from(data), Metrics.of({"01": {}, "02": {}}))
    assert result.totals == {"01": 505_000, "02": 503_000}


def test_scheme_and_metrics_from_files_are_reckoned_to_the_yen():
    scheme = parse_scheme(EVERYTHING)
    result = allocate(scheme, parse_metrics(METRICS, scheme), {"01": 9_000_000, "02": 5_000_000})
    assert all(p.total == sum(line.amount for line in p.lines) for p in result.platforms)
    assert result.of("01").name == "北（架空）"
    assert result.of("01").lines[1].quantity == 4_200


def test_scheme_of_the_manual_can_be_read():
    page = Path(__file__).parents[3] / "docs/explanation/how-block-grants-are-reckoned.md"
    (block,) = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    scheme = parse_scheme(block)
    rows = "コード,名称,人口\nA,,4200\nB,,2600\nC,,1500\nD,,700\n"
    before = {"A": 2_600_000, "B": 2_600_000, "C": 2_600_000, "D": 2_200_000}
    assert allocate(scheme, parse_metrics(rows, scheme), before).residual == 377_668


def swapped(old: str, new: str) -> str:
    assert old in EVERYTHING
    return EVERYTHING.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            swapped('kind = "FIXED"', 'kind = "FIX"'),
            "3番目の項目の種類（kind）「FIX」は知りません。FIXED、",
        ),
        (
            swapped('method = "FLOOR"', 'method = "MIN"'),
            "13番目の項目の調整の方法（method）「MIN」は",
        ),
        (swapped("share = 0.3", "share = 0.2"), "の合計が 90% です"),
        (swapped("share = 0.3", "shere = 0.3"), "1番目の項目「均等割」に知らない語「shere」"),
        (swapped("amount = 30_000\n", ""), "3番目の項目に amount を書いてください"),
        (swapped("amount = 30_000", "amount = -1"), "3番目の項目: 基礎額の amount がマイナス"),
        (swapped("amount = 30_000", "amount = true"), "3番目の項目: 基礎額の amount は数に"),
        (swapped("upto = 100, rate", "up = 100, rate"), "5番目の項目の表の1段目に知らない語「up」"),
        (swapped('mode = "marginal"', 'mode = "x"'), "5番目の項目の表の読み方「x」"),
        (swapped('metric = "people"', "metric = 5"), "metric は文字で"),
        (
            swapped("together = true", "together = 1"),
            "配分総額「main」の together は true か false",
        ),
        (swapped("base_date = 2025-04-01", 'base_date = "4/1"'), "base_date は 2025-04-01"),
        (swapped('years = ["R7", "R8", "R9"]', "years = 3"), "years は [ ] の並び"),
        (swapped('weights = { R7 = "1/2" }', "weights = 1"), "weights は"),
        (swapped('reason = "専任2人"', 'reason = ""'), "理由（reason）"),
        (swapped("[pools.main]", "[pools]"), "の形で書いてください"),
        ("components = 5\n" + HEAD, "表の並び（[[components]]）"),
        (HEAD, "項目（components）が1つもありません"),
        (HEAD + "unit = nan", "数にしてください"),
        ("= 5", "TOML として読めません"),
        ("", "municipality を書いてください"),
        (swapped("amount = 30_000", "amount = 1e999999"), "数にしてください"),
    ],
)
def test_scheme_that_cannot_be_read_is_refused_by_place(text, sentence):
    refused(sentence, parse_scheme, text)


SIMPLE = parse_scheme(
    HEAD
    + dedent("""
    [metrics.people]
    label = "人口"
    [[components]]
    kind = "UNIT"
    rate = 100
    metric = "people"
    """)
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_metrics_are_read_in_every_encoding_and_line_end(encoding, end):
    rows = ["団体,人口（人）,備考", '００１,"１，２３４",x', "", " 2 ,7.5,", ""]
    metrics = parse_metrics(decode(end.join(rows).encode(encoding)), SIMPLE)
    assert metrics.codes == ("001", "2")
    assert [dict(p.values) for p in metrics.platforms] == [
        {"people": 1_234},
        {"people": Fraction(15, 2)},
    ]


def test_code_of_a_metric_serves_as_heading_as_well():
    assert parse_metrics("code,PEOPLE\n1,5\n", SIMPLE).platforms[0].values == {"people": 5}


def test_metric_wanted_beside_the_scheme_is_read_too():
    metrics = parse_metrics("code,people,households\n1,5,2\n", SIMPLE, also=["households"])
    assert metrics.platforms[0].values == {"people": 5, "households": 2}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,人口\n1,abc\n", "2行目「人口」の列（B2 のセル）: 「abc」は数として読めません"),
        ("code,人口\n1,5\n2,-4\n", "3行目「人口」の列（B3 のセル）: 「-4」はマイナスの数です"),
        ("code,人口\n1,▲4\n", "マイナスの数です"),
        ('code,人口\n1,"1,23"\n', "数として読めません"),
        ("code,人口\n1,5\n1,6\n", "3行目: 団体コード 1 は2行目にもあります"),
        ("code,人口\n,5\n", "2行目: 団体コード（1列目）が空です"),
        ("code,人口\n1,5\n合計,5\n", "3行目: 「合計」は合計の行のようです"),
        ("code,人口\n1,1,234\n", "2行目: 欄が見出しより1つ多くあります"),
        ("code,人口\n1\n", "2行目: 欄が1つ足りません"),
        ("code,人口,人口\n1,2,3\n", "見出し「人口」が2列以上"),
        ("code,世帯\n1,2\n", "指標の列がありません: 人口（people）"),
        ('code,人口\n1,"5\n', "CSV として読めません"),
        ("", "表が空です"),
    ],
)
def test_metrics_that_cannot_be_read_are_refused_by_row_and_column(text, sentence):
    refused(sentence, parse_metrics, text, SIMPLE)


def test_every_cell_that_cannot_be_read_is_named_up_to_twenty():
    rows = "".join(f"{n},x\n" for n in range(30))
    with pytest.raises(AllocationError) as caught:
        parse_metrics(f"code,人口\n{rows}", SIMPLE)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (21, "ほか10か所")


def test_rows_with_broken_characters_are_named():
    raw = "code,人口\n1,5\n".encode("cp932") + b"2\x90,\xff\n"
    refused("3行目の文字が読めません", decode, raw)


def test_last_years_amounts_are_read_as_people_write_them():
    text = 'code,名称,交付額\n1,北,"2,600,000"\n2,東,２６０万円\n'
    assert parse_previous(text) == {"1": 2_600_000, "2": 2_600_000}
    assert parse_previous("code,R6\n1,5円\n") == {"1": 5}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,a,b\n1,2,3\n", "前年度の額の列が分かりません"),
        ("code,交付額\n1,x\n", "2行目「交付額」の列（B2 のセル）"),
        ("code,交付額\n1,-5\n", "0円以上"),
        ("code,交付額\n1,5\n1,5\n", "2行目にもあります"),
    ],
)
def test_last_years_amounts_that_cannot_be_read_are_refused_by_place(text, sentence):
    refused(sentence, parse_previous, text)
