"""Schemes from TOML and sheets from CSV: what is read, and what every defect is answered with."""

from fractions import Fraction
from pathlib import Path

import pytest

from comipla.core.scoring import (
    Criterion,
    Method,
    PassLine,
    Proposal,
    Quorum,
    Rounding,
    RoundMode,
    Scale,
    Scheme,
    SchemeError,
    Sheet,
    SheetError,
    Tie,
    TieStep,
    parse_scheme,
    rank,
    read_scheme,
    read_sheets,
)

WHOLE = """
title = "審査"
reference = "審査要領"
basis = "県に確認（既定値）"
method = "trimmed_mean"
trim = 2
scale_to = 100
no_lowest_grade = true
quorum = { share = "50%", least = 3 }
rounding = { digits = 1, mode = "down" }
factors = { "継続" = "5/7" }
scale = { least = 1, most = 5, step = 0.5 }
criteria = [
  { key = "plan", label = "企画", coefficient = 1.5 },
  { key = "cost", scale = { grades = { A = 5, B = "5/2" } }, groups = ["新規"] },
]
pass_lines = [{ at_least = "60%" }, { each = true, criteria = ["plan"], at_least = 2 }]
ties = [{ by = "count", grade = 5 }, { by = "criterion", criterion = "plan" }, { by = "lot", seed = "1" }]
"""
SHEETS = """提案,委員,企画,経費,利害関係,見積額,決選投票,委員長の順位,区分
甲,山田,３,B,,１５０万円,○,1,新規
甲,鈴木,,,○,,,,
乙,山田,4,a,×,"1,480,000",,2,
"""


def scheme_of(**given) -> Scheme:
    grades = Scale(grades={"a": Fraction(5), "B": Fraction(3)})
    criteria = (Criterion("plan", "企画"), Criterion("cost", "経費", scale=grades))
    return Scheme("審査", criteria, **given)


def test_whole_scheme_is_read_exactly():
    letters = Scale(grades={"A": Fraction(5), "B": Fraction(5, 2)})
    assert parse_scheme(WHOLE) == Scheme(
        title="審査",
        criteria=(
            Criterion("plan", "企画", Fraction(3, 2)),
            Criterion("cost", "", Fraction(1), letters, frozenset({"新規"})),
        ),
        method=Method.TRIMMED_MEAN,
        scale=Scale(Fraction(1), Fraction(5), Fraction(1, 2)),
        trim=2,
        scale_to=Fraction(100),
        rounding=Rounding(1, RoundMode.DOWN),
        pass_lines=(
            PassLine(Fraction(3, 5), of_full=True),
            PassLine(Fraction(2), criteria=("plan",), each=True),
        ),
        no_lowest_grade=True,
        ties=(
            Tie(TieStep.COUNT, grade="5"),
            Tie(TieStep.CRITERION, "plan"),
            Tie(TieStep.LOT, seed="1"),
        ),
        quorum=Quorum(Fraction(1, 2), 3),
        factors={"継続": Fraction(5, 7)},
    )


def test_fingerprint_changes_with_what_decides_and_not_with_how_it_is_written():
    scheme = parse_scheme(WHOLE)
    assert parse_scheme(WHOLE.replace("1.5", '"3/2"')).fingerprint == scheme.fingerprint
    assert parse_scheme(WHOLE.replace("1.5", "1.6")).fingerprint != scheme.fingerprint
    assert len(scheme.fingerprint) == 64


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "TOML として読めません"),
        ("criteria = []", "title に文字を"),
        ('title = "x"', "審査の項目がありません"),
        ('title = "x"\nweights = 1', "「weights」という項目はありません"),
        ('title = "x"\ncriteria = [{ label = "a" }]', "criteria の1番目key に文字を"),
        ('title = "x"\ncriteria = [{ key = "a", weight = 2 }]', "criteria の1番目: 「weight」"),
        ('title = "x"\ncriteria = [{ key = "a" }, { key = "a" }]', "「a」が2つあります"),
        ('title = "x"\ncriteria = [{ key = "a", coefficient = 0 }]', "係数は、0より大きく"),
        ('title = "x"\ncriteria = [{ key = "a", coefficient = "two" }]', "数で書いてください"),
        ('title = "x"\ncriteria = [{ key = "a", coefficient = nan }]', "数で書いてください"),
        ('title = "x"\ncriteria = [{ key = "a", coefficient = true }]', "数で書いてください"),
        ('title = "x"\ncriteria = "a"', "[[criteria]] を重ねて"),
        (
            'title = "x"\nmethod = "median"\ncriteria = [{ key = "a" }]',
            "mean、trimmed_mean、sum、mean_rank",
        ),
        (
            'title = "x"\nscale = { least = 5, most = 5 }\ncriteria = [{ key = "a" }]',
            "最低点が最高点より",
        ),
        ('title = "x"\nscale = { most = 5, grades = { A = 1 } }', "least、most、step を書きません"),
        ('title = "x"\nscale = { grades = { A = 1 } }', "ちがう名前で2つ以上"),
        ('title = "x"\nscale = 5', "の形で書いてください"),
        ('title = "x"\ntrim = "1"\ncriteria = [{ key = "a" }]', "trim は整数で"),
        ('title = "x"\nmethod = "trimmed_mean"\ntrim = 0\ncriteria = [{ key = "a" }]', "1以上で"),
        ('title = "x"\nno_lowest_grade = 1\ncriteria = [{ key = "a" }]', "true か false"),
        ('title = "x"\nrounding = { digits = 9 }\ncriteria = [{ key = "a" }]', "桁は0から6まで"),
        ('title = "x"\nscale_to = 0\ncriteria = [{ key = "a" }]', "満点を0より大きい数で"),
        (
            'title = "x"\nscale_to = 9\nmethod = "mean_rank"\ncriteria = [{ key = "a" }]',
            "平均順位で",
        ),
        ('title = "x"\nquorum = { least = 0 }\ncriteria = [{ key = "a" }]', "定足数は"),
        ('title = "x"\nfactors = { b = 0 }\ncriteria = [{ key = "a" }]', "率は0より大きく"),
        (
            'title = "x"\ncriteria = [{ key = "a" }]\npass_lines = [{ at_least = "120%" }]',
            "100%まで",
        ),
        (
            'title = "x"\ncriteria = [{ key = "a" }]\npass_lines = [{ at_least = 1, criteria = ["b"] }]',
            "項目にない「b」",
        ),
        (
            'title = "x"\ncriteria = [{ key = "a" }]\npass_lines = [{ at_least = 1, criteria = "b" }]',
            "の形で",
        ),
        ('title = "x"\ncriteria = [{ key = "a" }]\nties = [{ by = "criterion" }]', "同点の決め方1"),
        (
            'title = "x"\ncriteria = [{ key = "a" }]\nties = [{ by = "count", grade = "A" }]',
            "どの項目の評語にも",
        ),
        (
            'title = "x"\ncriteria = [{ key = "a" }]\nties = [{ by = "age" }]',
            "count、criterion、estimate",
        ),
        ('title = "x"\ncriteria = [{ key = "a" }]\nties = [{ grade = "A" }]', "by に、"),
        (
            'title = "x"\ncriteria = [{ key = "a", scale = { least = -5, most = 0 } }]',
            "最高点は0より",
        ),
    ],
)
def test_defect_of_a_scheme_is_answered_in_a_sentence(text, says):
    with pytest.raises(SchemeError) as caught:
        parse_scheme(text)
    assert any(says in problem for problem in caught.value.problems), caught.value.problems


def test_rank_takes_a_scheme_as_its_table():
    table = {"title": "x", "criteria": [{"key": "a", "coefficient": Fraction(2)}]}
    assert read_scheme(table).criteria[0].coefficient == 2
    assert rank(table, [Sheet("P", "J", {"a": 5})])["P"].total == 10


def test_sheets_are_read_with_what_is_known_of_the_proposals():
    assert read_sheets("\ufeff" + SHEETS, scheme_of()) == (
        (
            Sheet("甲", "山田", {"plan": "３", "cost": "B"}, vote=True),
            Sheet("甲", "鈴木", {}, conflicted=True),
            Sheet("乙", "山田", {"plan": "4", "cost": "a"}),
        ),
        (Proposal("甲", 1_500_000, "新規", 1), Proposal("乙", 1_480_000, "", 2)),
    )
    sheets, proposals = read_sheets(SHEETS, scheme_of())
    assert rank(scheme_of(), sheets, proposals=proposals).candidate == "乙"


def test_criterion_of_a_group_may_stay_empty_for_the_others():
    criteria = (Criterion("a"), Criterion("b", groups=frozenset({"継続"})))
    scheme = Scheme("審査", criteria)
    sheets, _ = read_sheets("proposal,judge,a,b,group\nP,J,1,,\nQ,J,1,2,継続\n", scheme)
    assert [dict(sheet.grades) for sheet in sheets] == [{"a": "1"}, {"a": "1", "b": "2"}]
    with pytest.raises(SheetError, match="2行目「b」: この提案では採点しない"):
        read_sheets("proposal,judge,a,b\nP,J,1,2\n", scheme)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["表が空です。1行目に見出し、2行目から採点を書いてください。"]),
        (
            "提案" * 100_000,
            ["CSV として読めません。表計算ソフトで開き、CSV で保存し直してください。"],
        ),
        ("提案,委員,企画,経費\n", ["採点の行がありません。2行目から採点を書いてください。"]),
        (
            "提案,委員,企画,備考,委員名\n",
            [
                "見出し「備考」が分かりません。項目の名前か、提案、委員、利害関係、決選投票、見積額、区分、委員長の順位のどれかにしてください。",
                "「委員」の列が2つあります。1つにしてください。",
                "「経費」の列がありません。見出しを書いてください。",
            ],
        ),
        (
            "提案,委員,企画,経費\n甲,A,6,B\n\n甲,B,,C\n,C,1,B,9\n",
            [
                "2行目「企画」: 「6」は点数の幅の外です。0点から5点までで入力してください。",
                "4行目「企画」: 点がありません。点を入れるか、利害関係の列に○を付けてください。",
                "4行目「経費」: 「C」は評語にありません。a（5点）、B（3点）から選んでください。",
                "5行目: 見出しのない列に値があります。消すか、見出しを書いてください。",
                "5行目「提案」: 空です。名前を書いてください。",
            ],
        ),
        (
            "提案,委員,企画,経費,利害関係,見積額,委員長\n甲,A,1,B,?,百万,0\n甲,B,1,B,,5,\n甲,C,1,B,,6,\n",
            [
                "2行目「利害関係」: 「?」は読めません。あてはまるときだけ○を付けてください。",
                "2行目「見積額」: 金額を半角または全角の数字で入力してください（例 500000）。",
                "2行目「委員長の順位」: 1からの整数で入力してください。",
                "4行目「見積額」: 同じ提案の前の行（5）とちがいます。合わせてください。",
            ],
        ),
    ],
    ids=["empty", "endless", "heading", "headings", "grades", "facts"],
)
def test_every_defect_of_a_table_is_named_with_row_and_column(text, problems):
    with pytest.raises(SheetError) as caught:
        read_sheets(text, scheme_of())
    assert list(caught.value.problems) == problems


def test_scheme_on_the_explanation_page_is_one():
    page = Path(__file__).parents[3] / "docs/explanation/how-proposals-are-scored.md"
    text = page.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert [tie.by for tie in parse_scheme(text).ties] == [TieStep.CRITERION, TieStep.ESTIMATE]
