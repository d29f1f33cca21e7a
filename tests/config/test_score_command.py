"""`comipla score`: the ranking in words and as JSON; defects name file, row and column."""

import json
from importlib.resources import files

import pytest
from click.testing import CliRunner

from comipla.config.cli import cli
from tests.config.support import comipla

SCHEME = str(files("comipla.programme").joinpath("schemes/model-r6.toml"))
HEAD = (
    "提案,委員,課題理解,企画・モデル性,実現性・体制,協働・住民参加,継続・波及,経費,利害関係,見積額"
)
SHEETS = f"""{HEAD}
P1,A,3,4,4,4,3,4,,1480000
P1,B,4,4,4,3,4,4,,
P1,C,3,3,3,3,3,3,,
P1,D,4,4,4,4,4,3,,
P1,E,,,,,,,○,
P2,A,3,4,4,4,4,4,,1400000
P2,B,4,4,4,4,3,4,,
P2,C,3,3,3,4,3,4,,
P2,D,4,3,4,4,3,4,,
P2,E,3,3,3,3,3,3,,
"""


@pytest.fixture
def sheets(tmp_path):
    def written(text=SHEETS, encoding="utf-8"):
        path = tmp_path / "sheets.csv"
        path.write_text(text, encoding=encoding)
        return str(path)

    return written


def _score(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["score", SCHEME, *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_ranking_is_printed_with_every_figure(sheets):
    shown = _score(sheets())
    assert shown.index("1位  P1  72.5点") < shown.index("2位  P2  70点")
    assert "委員の平均: （74 ＋ 77 ＋ 60 ＋ 79）÷ 4 ＝ 72.5点" in shown
    assert "数えない採点: E（利害関係。0点ではなく、ないものとします）" in shown


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_tables_are_read_as_spreadsheets_save_them(sheets, encoding):
    assert _score(sheets(encoding=encoding)) == _score(sheets())


def test_json_holds_figures_exactly_and_in_words(sheets):
    told = json.loads(_score(sheets(), "--json", "--seed", "7"))
    assert (told["candidate"], told["runner_up"], told["seed"]) == ("P1", "P2", "7")
    first = told["standings"][0]
    assert (first["proposal"], first["rank"], first["total"], first["shown"]) == (
        "P1",
        1,
        "145/2",
        "72.5",
    )
    assert first["judges"] == {"A": "74", "B": "77", "C": "60", "D": "79"}
    assert first["conflicted"] == ["E"]
    assert first["subtotals"]["plan"] == "45/2"
    assert first["explanation"][-1] == "順位: 順位が決まりました ＝ 1位"
    assert told["ties"] == told["notes"] == []


def test_tie_is_told_with_its_steps(sheets):
    rows = SHEETS.replace("P2,E,3,3,3,3,3,3,,", "P2,E,,,,,,,○,")
    told = json.loads(_score(sheets(rows), "--json"))
    assert told["ties"] == [
        {
            "proposals": ["P1", "P2"],
            "steps": [
                "「企画・モデル性」の小計（委員の平均）: P1 22.5点、P2 21点。順番が決まります。"
            ],
            "still_equal": [],
        }
    ]


def test_all_conflicted_is_told_without_a_figure(sheets):
    shown = _score(sheets(f"{HEAD}\nP1,A,,,,,,,○,\n"))
    assert "順位なし  P1\n" in shown
    assert "みたしていない条件: 利害関係のない委員がいないため" in shown


def test_defects_name_file_row_and_column_without_a_trace(sheets):
    done = comipla("score", SCHEME, sheets(SHEETS.replace("P1,C,3,3", "P1,C,6,")))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "sheets.csv: 4行目「課題理解」: 「6」は点数の幅の外です。" in done.stderr
    assert "sheets.csv: 4行目「企画・モデル性」: 点がありません。" in done.stderr


def test_file_that_is_no_text_is_answered_in_a_sentence(tmp_path):
    path = tmp_path / "sheets.csv"
    path.write_bytes(b"\x81\x39\x81")
    done = comipla("score", SCHEME, str(path))
    assert done.returncode == 1
    assert "sheets.csv: 文字が読めません" in done.stderr


def test_scheme_with_a_defect_is_answered_in_a_sentence(tmp_path, sheets):
    scheme = tmp_path / "scheme.toml"
    scheme.write_text('title = "x"', encoding="utf-8")
    done = comipla("score", str(scheme), sheets())
    assert done.returncode == 1
    assert "scheme.toml: 審査の項目がありません" in done.stderr
