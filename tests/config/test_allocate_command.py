"""``comipla allocate``: from a scheme and metrics to the yen of every platform."""

import json

import pytest
from click.testing import CliRunner

from comipla.config.commands.allocate_command import command
from comipla.config.text_table import text_table, width
from comipla.config.words import OperatorError
from tests.config.support import comipla

SCHEME = """
municipality = "見本市（架空）"
fiscal_year = "R7"
[metrics.people]
label = "人口"
unit = "人"
base_date = 2025-04-01
source = "住民基本台帳"
[pools.main]
amount = 10_000_000
unit = 1000
[[components]]
kind = "POOL_EQUAL"
share = 0.3
[[components]]
kind = "POOL_SHARE"
label = "人口割"
share = "70%"
metric = "people"
"""
BAND = """
[[components]]
kind = "ADJUST"
method = "BAND"
band = "1/3"
leftover = "leave"
"""
METRICS = 'コード,名称,人口（人）\r\nA,北,"４，２００"\r\nB,東,2600\r\nC,南,1500\r\nD,西,700\r\n'
PREVIOUS = "コード,交付額\nA,2600000\nB,2600000\nC,2600000\nD,220万円\n"


@pytest.fixture
def files(tmp_path):
    """Paths of a scheme, of one with a band, of metrics in CP932 and of last year's amounts."""
    texts = {
        "scheme.toml": SCHEME.encode(),
        "band.toml": (SCHEME + BAND).encode(),
        "metrics.csv": METRICS.encode("cp932"),
        "previous.csv": PREVIOUS.encode("utf-8-sig"),
    }
    for name, raw in texts.items():
        (tmp_path / name).write_bytes(raw)
    return {name.partition(".")[0]: str(tmp_path / name) for name in texts}


def printed(*arguments):
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_totals_and_lines_come_out_as_json(files):
    done = comipla("allocate", files["scheme"], files["metrics"], "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert (data["fiscal_year"], data["total"], data["residual"]) == ("R7", 10_000_000, 0)
    totals = {platform["code"]: platform["total"] for platform in data["platforms"]}
    assert totals == {"A": 4_017_000, "B": 2_772_000, "C": 1_917_000, "D": 1_294_000}
    assert data["platforms"][0]["lines"][1] == {
        "component": "c2",
        "kind": "POOL_SHARE",
        "label": "人口割",
        "metric": "people",
        "quantity": 4_200,
        "rate": 7_000_000,
        "beside": 9_000,
        "product": "9800000/3",
        "rounding": "1,000円単位の最大剰余法",
        "amount": 3_267_000,
        "words": "人口割: 7,000,000円（70%分）× 4,200人 ÷ 9,000人 ＝ 3,267,000円（1,000円単位の最大剰余法）",
    }
    assert "previous" not in data["platforms"][0]


def test_last_year_and_heads_are_compared_in_json(files):
    arguments = (files["band"], files["metrics"], "--previous", files["previous"])
    data = json.loads(printed(*arguments, "--per", "people", "--json"))
    assert data["residual"] == 377_668
    assert data["residuals"] == [{"component": "c3", "label": "激変緩和", "amount": 377_668}]
    last = data["platforms"][3]
    assert (last["previous"], last["difference"], last["outcome"]) == (
        2_200_000,
        -733_334,
        "loss",
    )
    assert (last["ratio"], last["per_head"]) == ("-366667/1100000", "733333/350")


def test_table_is_readable_and_says_what_to_look_at(files):
    arguments = (files["band"], files["metrics"], "--previous", files["previous"])
    lines = printed(*arguments, "--per", "people").splitlines()
    assert lines[0] == "見本市（架空） 令和7年度 第1版 包括的交付金の算定"
    assert lines[2].split() == ["コード", "名称", "算定額", "前年度", "増減", "増減率", "1人当たり"]
    assert lines[6].split() == [
        *("D", "西", "1,466,666円", "2,200,000円", "△733,334円", "△33.3%", "2,095.23…円")
    ]
    assert lines[7].split() == ["合計", "9,622,332円", "10,000,000円", "△377,668円", "△3.7%"]
    assert "注意: 激変緩和の後に 377,668円 が残ります。使い道を決めてください。" in lines
    assert "人口: 住民基本台帳、2025-04-01現在" in lines


def test_every_line_can_be_shown(files):
    shown = printed(files["scheme"], files["metrics"], "--lines")
    assert "A 北 4,017,000円\n  均等割（c1）: 3,000,000円（30%分）÷ 4団体 ＝ 750,000円\n" in shown
    assert "前年度" not in shown


def test_what_cannot_be_reckoned_is_said_with_the_file_and_without_a_trace(files):
    done = comipla("allocate", files["band"], files["metrics"])
    assert (done.returncode, done.stdout) == (1, "")
    assert "band.toml、metrics.csv: 激変緩和には前年度の額が要ります。" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "scheme",
            SCHEME.replace("70%", "60%"),
            "scheme.toml: 配分総額「main」の割合（share）の合計が 90%",
        ),
        ("metrics", "コード,人口\nA,x\n", "metrics.csv: 2行目「人口」の列（B2 のセル）: 「x」は"),
        (
            "metrics",
            "コード,人口\nA,\n",
            "scheme.toml、metrics.csv: 指標「人口」の値がない団体があります: A。",
        ),
        ("previous", "コード,交付額\nA,x\n", "previous.csv: 2行目「交付額」の列（B2 のセル）"),
    ],
)
def test_file_that_cannot_be_read_is_named_with_the_place(files, tmp_path, name, text, sentence):
    path = next(path for path in tmp_path.iterdir() if path.name.startswith(f"{name}."))
    path.write_text(text, encoding="utf-8")
    arguments = (files["scheme"], files["metrics"], "--previous", files["previous"])
    with pytest.raises(OperatorError) as caught:
        printed(*arguments)
    assert sentence in caught.value.japanese
    assert "named in Japanese" in caught.value.english


def test_columns_stay_straight_with_wide_characters():
    lines = text_table([["名", "額"], ["ながい名", "5"], ["a", "1,000"]])
    assert lines == ["名           額", "ながい名      5", "a         1,000"]
    assert {width(line) for line in lines} == {15}
