"""Rules and results that public bodies published, each as a scheme; the files stay outside."""

import csv
import os
from fractions import Fraction
from pathlib import Path

import pytest

from comipla.core.scoring import Proposal, Sheet, parse_scheme, rank

SHARED = Path(
    os.environ.get("COMIPLA_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data")
)
GOLDEN = SHARED / "golden"
HUNDRED = """
title = "100点満点"
scale = { least = 0, most = 100 }
criteria = [{ key = "points" }]
"""
LETTERS = """
title = "展示会出展支援"
method = "sum"
no_lowest_grade = true
scale = { grades = { A = 5, B = 4, C = 3, D = 2, E = 0 } }
criteria = [{ key = "a" }, { key = "b" }]
ties = [{ by = "count", grade = "A" }, { by = "count", grade = "B" }, { by = "count", grade = "C" }, { by = "lot" }]
"""


def golden(name: str) -> list[dict[str, str]]:
    path = GOLDEN / f"{name}.csv"
    if not path.exists():
        pytest.skip("公表された採点の資料（共有データ）がこの環境にないため")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rule_of(start: str) -> str:
    return next(
        row["rule"] for row in golden("selection_rules_other") if row["body"].startswith(start)
    )


def test_obu_2023_scores_rank_and_pass_as_published():
    rows = golden("obu_kyodo_scores_r5")
    scheme = parse_scheme(HUNDRED + "pass_lines = [{ at_least = 50 }]")
    assert {int(row["pass_line"]) for row in rows} == {50}
    ranking = rank(
        scheme, [Sheet(row["team"], "審査会", {"points": row["score_of_100"]}) for row in rows]
    )
    assert [standing.total for standing in ranking.standings] == [88, 83, 77, 71, 71, 67, 63, 59]
    assert [standing.rank for standing in ranking.standings] == [1, 2, 3, 4, 4, 6, 7, 8]
    assert ranking.candidate == "おおぶ竹林循環プロジェクト BUNKAI"


def test_minamiaso_nine_judges_add_up_to_the_published_total():
    *rows, total = golden("minamiaso_shiteikanri_9judges_totals")
    scheme = parse_scheme(
        'title = "指定管理者"\nmethod = "sum"\n'
        + "".join(
            f'[[criteria]]\nkey = "{row["no"]}"\nlabel = "{row["criterion"]}"\n'
            f"scale = {{ most = {int(row['max_for_9_judges']) // 9} }}\n"
            for row in rows
        )
    )
    sheets = [
        Sheet("候補", str(n), {row["no"]: (int(row["score"]) + n) // 9 for row in rows})
        for n in range(9)  # any nine parts of the published sums: floors of s/9 … (s+8)/9 add to s
    ]
    standing = rank(scheme, sheets)["候補"]
    assert (standing.total, standing.tally.full) == (int(total["score"]), 900) == (709, 900)
    assert [part for _, part in standing.tally.subtotals] == [int(row["score"]) for row in rows]


def test_ehime_2015_letters_no_e_then_count_of_a_b_c_then_lot():
    assert "同点はA数→B数→C数→審査員の代理くじ" in rule_of("愛媛県")
    rows = {"甲": "AAED", "乙": "ACCB", "丙": "BBBC", "丁": "BBBC"}
    ranking = rank(
        parse_scheme(LETTERS),
        [
            Sheet(key, judge, {"a": row[at], "b": row[at + 1]})
            for key, row in rows.items()
            for judge, at in (("J1", 0), ("J2", 2))
        ],
        seed="代理くじ",
    )
    assert {s.proposal: s.total for s in ranking.standings} == dict.fromkeys("甲乙丙丁", 15) | {
        "甲": 12
    }
    assert ranking.candidate == "乙"
    assert ranking["甲"].reasons == ("最低の評価があります: J2（a）。",)
    assert {ranking["丙"].rank, ranking["丁"].rank} == {2, 3}
    assert ranking.ties[0].outcomes[-1].sentence.startswith("くじ（種「代理くじ」）: ")


def test_wako_mean_of_five_of_at_least_70():
    assert "平均70点以上かつ最高得点=優先交渉, 次点=次点交渉" in rule_of("和光市")
    scheme = parse_scheme(HUNDRED + "pass_lines = [{ at_least = 70 }]")
    given = {"甲": (70, 70, 70, 70, 70), "乙": (90, 80, 60, 70, 75), "丙": (70, 70, 70, 70, 69)}
    ranking = rank(
        scheme,
        [Sheet(k, f"J{n}", {"points": p}) for k, row in given.items() for n, p in enumerate(row)],
    )
    assert (ranking.candidate, ranking.runner_up, ranking["丙"].rank) == ("乙", "甲", None)


@pytest.mark.parametrize(
    ("plan", "fee", "passes"), [(36, 24, True), (35, 40, False), (36, 23, False), (48, 12, True)]
)
def test_habikino_six_tenths_of_the_total_and_of_all_but_the_fee(plan, fee, passes):
    assert "指定管理料を除く合計が6割以上" in rule_of("羽曳野市")
    scheme = parse_scheme(
        """
        title = "非公募"
        criteria = [
          { key = "plan", scale = { most = 60 } }, { key = "fee", scale = { most = 40 } },
        ]
        pass_lines = [{ at_least = "60%" }, { criteria = ["plan"], at_least = "60%" }]
        """
    )
    assert rank(scheme, [Sheet("甲", "J", {"plan": plan, "fee": fee})])["甲"].passed is passes


@pytest.mark.parametrize(("points", "passes"), [(60, True), (59, False)])
def test_kitahiroshima_three_fifths_also_for_one_body_alone(points, passes):
    assert "1団体なら3/5以上" in rule_of("北広島町")
    scheme = parse_scheme(HUNDRED + 'pass_lines = [{ at_least = "3/5" }]')
    assert rank(scheme, [Sheet("甲", "J", {"points": points})])["甲"].passed is passes


def test_gojo_total_of_four_is_converted_to_100_and_cut_to_one_decimal():
    assert "委員4名合計を100点換算し小数第2位切捨て; 公表値80.0点" in rule_of("五條市")
    scheme = parse_scheme(
        """
        title = "五條市 R3"
        method = "sum"
        scale_to = 100
        rounding = { digits = 1, mode = "down" }
        scale = { most = 115 }
        criteria = [{ key = "points" }]
        """
    )
    sheets = [Sheet("甲", f"J{n}", {"points": p}) for n, p in enumerate((92, 92, 92, 92))]
    assert rank(scheme, sheets)["甲"].total == 80
    sheets[0] = Sheet("甲", "J0", {"points": 93})  # 369 of 460 is 80.217…
    assert rank(scheme, sheets)["甲"].total == Fraction(802, 10)
    assert str(rank(scheme, sheets).explain("甲")[-3]) == (
        "端数処理: 約80.2174点の小数第2位以下を切り捨てます ＝ 80.2点"
    )


def test_shizuoka_published_score_passes_its_line():
    assert "公表値80.8点/100点, 最低基準点70点" in rule_of("静岡市")
    scheme = parse_scheme(
        'title = "静岡市"\nscale = { most = 100, step = "0.1" }\ncriteria = [{ key = "p" }]\n'
        "pass_lines = [{ at_least = 70 }]"
    )
    assert rank(scheme, [Sheet("甲", "合議", {"p": "80.8"})]).candidate == "甲"


def test_komae_standing_bodies_are_judged_by_seven_criteria_times_five_sevenths():
    rule = rule_of("狛江市")
    assert "継続団体は7項目合計に5/7を乗じる" in rule
    assert "3点×5項目×7人=105点" in rule
    keys = "abcdefg"
    scheme = parse_scheme(
        'title = "狛江市 1次"\nmethod = "sum"\nscale = { least = 1, most = 5 }\n'
        'factors = { "継続" = "5/7" }\npass_lines = [{ at_least = 105 }]\n'
        + "".join(f'[[criteria]]\nkey = "{key}"\n' for key in keys[:5])
        + "".join(f'[[criteria]]\nkey = "{key}"\ngroups = ["継続"]\n' for key in keys[5:])
    )
    new = [Sheet("新規", str(n), dict.fromkeys(keys[:5], 3)) for n in range(7)]
    old = [Sheet("継続団体", str(n), dict.fromkeys(keys, 3)) for n in range(7)]
    ranking = rank(scheme, new + old, proposals=[Proposal("継続団体", group="継続")])
    assert [standing.total for standing in ranking.standings] == [105, 105]
    assert {standing.tally.full for standing in ranking.standings} == {175}
    assert [standing.rank for standing in ranking.standings] == [1, 1]


def test_komae_second_round_counts_stickers_of_five_points():
    assert "2次は委員1人7枚のシール(1枚5点)" in rule_of("狛江市")
    scheme = parse_scheme(
        'title = "狛江市 2次"\nmethod = "sum"\nscale = { most = 7 }\n'
        'criteria = [{ key = "シール", coefficient = 5 }]'
    )
    stickers = {"甲": (3, 2, 2), "乙": (4, 5, 5)}
    ranking = rank(
        scheme,
        [Sheet(k, str(n), {"シール": s}) for k, row in stickers.items() for n, s in enumerate(row)],
    )
    assert [(s.proposal, s.total) for s in ranking.standings] == [("乙", 70), ("甲", 35)]


@pytest.mark.parametrize(("points", "passes"), [(50, True), (49, False)])
def test_yamagata_council_gives_one_sheet_and_fifty_is_enough(points, passes):
    assert "50点未満は不採択" in rule_of("山形県")
    scheme = parse_scheme(HUNDRED + "pass_lines = [{ at_least = 50 }]")
    assert rank(scheme, [Sheet("甲", "合議", {"points": points})])["甲"].passed is passes


def test_kochi_letters_of_twenty_points():
    assert "A20/B15/C10/D5/E0" in rule_of("高知")
    scheme = parse_scheme(
        'title = "こうち山の日"\nscale = { grades = { A = 20, B = 15, C = 10, D = 5, E = 0 } }\n'
        + "".join(f'[[criteria]]\nkey = "{n}"\n' for n in range(5))
    )
    grades = ["AAAAA", "ABABA", "BBBBB", "CCABA"]
    sheets = [
        Sheet("甲", f"J{n}", dict(zip("01234", g, strict=True))) for n, g in enumerate(grades)
    ]
    assert rank(scheme, sheets)["甲"].total == Fraction(100 + 90 + 75 + 75, 4)
    assert rank(scheme, sheets)["甲"].tally.full == 100
