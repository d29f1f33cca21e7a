"""総括表: a real published table is reproduced, and whatever does not fit is named by its cell."""

import csv
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.fiscal import FiscalYear
from comipla.core.grid import CellValue, Grid, address
from comipla.core.project_table import (
    AmountKind,
    Need,
    ProjectTable,
    Terms,
    cappings,
    check_shares,
    check_totals,
    granted_in,
    needs_of,
    parse_project_table,
    share_of,
)

HALF = Terms(Fraction(1, 2))
SHARED = Path(
    os.environ.get("COMIPLA_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data")
)
GOLDEN = SHARED / "golden" / "nogi_wagamachi_plan_h28.csv"
HEADING = ("番号", "事業名", "区分", "令和6年度", "令和7年度", "計")

Rows = list[tuple[CellValue, ...]]


def rows() -> Rows:
    """Two projects and their sums, all in order."""
    return [
        HEADING,
        (1, "買い物支援", "総事業費", 800_000, 600_000, 1_400_000),
        (None, None, "うち市町村支出額", 615_000, 600_000, 1_215_000),
        (None, None, "うち県補助金", 307_500, 300_000, 607_500),
        (2, "空き家改修", "総事業費", 2_500_000, 0, 2_500_000),
        (2, "空き家改修", "うち市町村支出額", 1_000_000, 0, 1_000_000),
        (2, "空き家改修", "うち県補助金", 500_000, 0, 500_000),
        ("計", None, "総事業費", 3_300_000, 600_000, 3_900_000),
        (None, None, "うち県補助金", 807_500, 300_000, 1_107_500),
    ]


def table_of(cells: Rows) -> ProjectTable:
    reading = parse_project_table([Grid("総括表", tuple(cells))])
    assert reading.problems == ()
    assert reading.table is not None
    return reading.table


def changed(row: int, column: int, value: CellValue) -> Rows:
    cells = rows()
    cells[row] = (*cells[row][:column], value, *cells[row][column + 1 :])
    return cells


def problems_of(cells: Rows) -> list[str]:
    reading = parse_project_table([Grid("総括表", tuple(cells))])
    return [problem.sentence for problem in reading.problems]


@pytest.fixture
def golden() -> ProjectTable:
    if not GOLDEN.exists():
        pytest.skip("公表された総括表（共有データ）がこの環境にないため")
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        grid = Grid("", tuple(tuple(row) for row in csv.reader(file)))
    reading = parse_project_table([grid])
    assert reading.problems == ()
    assert reading.table is not None
    return reading.table


def test_published_table_is_read_whole(golden: ProjectTable) -> None:
    assert [year.label for year in golden.years] == [
        "平成28年度",
        "平成29年度",
        "平成30年度",
        "令和元年度",
        "令和2年度",
    ]
    assert [project.number for project in golden.projects] == ["1", "2", "3", "4", "5", "6"]
    assert golden.totals is not None
    assert golden.totals.lines[AmountKind.MUNICIPAL].total == 15_625_000


def test_published_totals_are_all_reproduced(golden: ProjectTable) -> None:
    assert check_totals(golden) == ()


def test_published_half_shares_are_all_reproduced_to_the_yen(golden: ProjectTable) -> None:
    terms = Terms(Fraction(1, 2), unit=1, project_cap=500_000)
    assert check_shares(golden, terms) == ()
    assert [share_of(project, 0, terms) for project in golden.projects] == [
        500_000,
        470_000,
        500_000,
        500_000,
        307_500,
        340_000,
    ]


def test_published_rows_that_the_cap_cuts_are_named(golden: ProjectTable) -> None:
    terms = Terms(Fraction(1, 2), unit=1, project_cap=500_000)
    assert [cut.sentence for cut in cappings(golden, terms)] == [
        "4「野木町春まつり」 平成28年度: 950,000円 は上限 500,000円 により 500,000円",
        "4「野木町春まつり」 平成29年度: 1,250,000円 は上限 500,000円 により 500,000円",
        "4「野木町春まつり」 平成30年度: 1,250,000円 は上限 500,000円 により 500,000円",
    ]


def test_units_of_a_thousand_yen_cut_the_published_shares(golden: ProjectTable) -> None:
    differing = check_shares(golden, Terms(Fraction(1, 2), unit=1000))
    assert [problem.path for problem in differing] == ["D16", "E16", "F16"]


def test_rows_left_blank_go_on_with_the_project_above() -> None:
    table = table_of(rows())
    assert [(project.name, sorted(project.lines)) for project in table.projects] == [
        ("1「買い物支援」", sorted(AmountKind)),
        ("2「空き家改修」", sorted(AmountKind)),
    ]
    assert check_totals(table) == ()
    assert check_shares(table, HALF) == ()


def test_row_total_that_differs_is_named_by_its_cell() -> None:
    table = table_of(changed(2, 5, 1_225_000))
    assert [problem.sentence for problem in check_totals(table)] == [
        "シート『総括表』のF3：1「買い物支援」のうち市町村支出額の計は計算では 1,215,000円 ですが、"
        "1,225,000円 とあり 10,000円 ちがいます。内訳かこのセルを直してください。"
    ]


def test_column_total_that_differs_is_named_by_its_cell() -> None:
    cells = changed(7, 3, 3_200_000)
    cells[7] = (*cells[7][:5], 3_800_000)
    assert [problem.sentence for problem in check_totals(table_of(cells))] == [
        "シート『総括表』のD8：令和6年度の総事業費の合計は計算では 3,300,000円 ですが、"
        "3,200,000円 とあり 100,000円 ちがいます。内訳かこのセルを直してください。"
    ]


def test_half_share_that_differs_is_named_by_its_cell() -> None:
    table = table_of(changed(3, 3, 308_000))
    assert [problem.sentence for problem in check_shares(table, HALF)] == [
        "シート『総括表』のD4：1「買い物支援」 令和6年度の県の額は計算では 307,500円 ですが、"
        "308,000円 とあり 500円 ちがいます。内訳かこのセルを直してください。"
    ]


def test_spending_above_the_total_cost_is_named_by_its_cell() -> None:
    table = table_of(changed(1, 3, 600_000))
    assert [problem.sentence for problem in check_shares(table, HALF)] == [
        "シート『総括表』のD3：総事業費 600,000円 を 15,000円 こえています。"
        "どちらかの額を直してください。"
    ]


def test_cap_of_the_year_is_served_in_the_order_of_the_table() -> None:
    table = table_of(rows())
    terms = Terms(Fraction(1, 2), unit=1000, year_cap=700_000)
    assert granted_in(table, 0, terms) == [307_000, 393_000]
    assert [cut.sentence for cut in cappings(table, terms)] == [
        "2「空き家改修」 令和6年度: 500,000円 は市町村あたりの上限 700,000円 により 393,000円"
    ]


def test_needs_of_a_year_are_those_of_projects_that_spend_in_it() -> None:
    table = table_of(rows())
    assert needs_of(table, FiscalYear(2025), HALF) == (
        Need(1, "買い物支援", 600_000, 600_000, 300_000),
    )
    assert needs_of(table, FiscalYear(2030), HALF) == ()


def test_blank_shares_and_totals_are_left_to_the_calculation() -> None:
    cells = [
        HEADING,
        (1, "買い物支援", "総事業費", 615_000, None, None),
        (None, None, "うち市町村支出額", "６１５，０００円", "－", None),
        (None, None, "うち県補助金", None, None, None),
    ]
    table = table_of(cells)
    assert (check_totals(table), check_shares(table, HALF)) == ((), ())
    assert needs_of(table, FiscalYear(2024), HALF)[0].requested == 307_500


def test_unused_groups_of_the_template_are_no_projects() -> None:
    unused = [(number, "", kind, None, None, None) for number in (3, 4) for kind in AmountKind]
    assert len(table_of([*rows()[:7], *unused]).projects) == 2


def test_remarks_under_the_table_are_no_rows() -> None:
    assert len(table_of([*rows(), (None,), ("※ 金額は税込み",)]).projects) == 2


def test_amounts_in_thousands_are_scaled_where_the_sheet_says_so() -> None:
    cells: Rows = [
        (None, None, None, None, None, "（単位：千円）"),
        HEADING,
        (1, "買い物支援", "総事業費", 615, "1,000", 1615),
        (None, None, "うち市町村支出額", Decimal("307.5"), "500千円", "807,500円"),
    ]
    project = table_of(cells).projects[0]
    assert [figure.yen for figure in project.lines[AmountKind.TOTAL_COST].by_year] == [
        615_000,
        1_000_000,
    ]
    assert [figure.yen for figure in project.lines[AmountKind.MUNICIPAL].by_year] == [
        307_500,
        500_000,
    ]
    assert check_totals(table_of([*cells[:3]])) == ()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("約80万", "金額を半角または全角の数字で入力してください（例 500000）。"),
        (Decimal("800000.5"), "1円より小さい端数があります。1円単位の額にしてください。"),
        (-1, "金額は0円以上、1兆円より小さい数で入力してください。"),
        (10**12, "金額は0円以上、1兆円より小さい数で入力してください。"),
        (True, "セルの書式を「数値」にして、金額を入力してください（例 500000）。"),
    ],
)
def test_cell_that_is_no_amount_is_named_by_sheet_and_cell(value: CellValue, message: str) -> None:
    assert problems_of(changed(1, 3, value)) == [f"シート『総括表』のD2：{message}"]


def test_unknown_kind_is_named_by_its_cell() -> None:
    assert problems_of(changed(3, 2, "県の分")) == [
        "シート『総括表』のC4：区分に「総事業費」「市町村支出額」「県補助金」のどれかを書いてください。"
    ]


def test_kind_that_comes_twice_in_a_project_is_named_by_its_cell() -> None:
    assert problems_of(changed(3, 2, "総事業費")) == [
        "シート『総括表』のC4：同じ事業に「総事業費」が2行あります。"
        "1行にするか、事業名を分けてください。"
    ]


def test_project_without_a_title_is_named_by_its_cell() -> None:
    cells = rows()
    cells[1] = (1, "", *cells[1][2:])
    assert problems_of(cells) == [
        "シート『総括表』のB2：事業名がありません。この行に事業名を入力してください。"
    ]


@pytest.mark.parametrize(
    "heading",
    [
        ("番号", "事業名", "令和6年度", "計"),
        ("番号", "事業名", "区分", "計"),
        ("番号", "事業名", "区分", "令和6年度", "令和8年度"),
        ("番号", "事業名", "区分", "6", "7"),
    ],
)
def test_sheet_without_the_heading_says_what_is_looked_for(heading: tuple[str, ...]) -> None:
    reading = parse_project_table([Grid("Sheet1", (heading,))])
    assert reading.table is None
    assert [problem.sentence for problem in reading.problems] == [
        "総括表：「事業名」「区分」と年度（令和6年度など）の見出しがある行が見つかりません。"
        "ひな形をダウンロードして、見出しを変えずに書き写してください。"
    ]


def test_table_is_found_on_a_later_sheet_below_a_title() -> None:
    grids = [Grid("表紙", (("要望調書",),)), Grid("表", (("総括表",), (), *rows()))]
    reading = parse_project_table(grids)
    assert reading.table is not None
    assert (
        reading.table.projects[0].lines[AmountKind.TOTAL_COST].by_year[0].place
        == "シート『表』のD4"
    )


amounts = st.integers(0, 10**8)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8), st.integers(0, 10**7))
def test_no_year_is_granted_more_than_its_cap(spent: list[tuple[int, int]], cap: int) -> None:
    cells: Rows = [HEADING]
    for number, (first, second) in enumerate(spent, start=1):
        cells.append((number, f"事業{number}", "総事業費", first, second, first + second))
        cells.append((None, None, "うち市町村支出額", first, second, first + second))
    table = table_of(cells)
    assert check_totals(table) == ()
    terms = Terms(Fraction(1, 2), unit=1000, year_cap=cap)
    for position in (0, 1):
        granted = granted_in(table, position, terms)
        assert sum(granted) <= cap
        assert all(
            given_yen <= share_of(project, position, terms)
            for project, given_yen in zip(table.projects, granted, strict=True)
        )


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(4, 2, "C5"), (0, 25, "Z1"), (0, 26, "AA1"), (9, 701, "ZZ10"), (0, 702, "AAA1")],
)
def test_cells_are_named_as_spreadsheets_name_them(row: int, column: int, name: str) -> None:
    assert address(row, column) == name


def test_cell_beyond_the_edge_of_a_sheet_is_empty() -> None:
    grid = Grid("", (("a",),))
    assert (grid.at(0, 5), grid.at(5, 0), grid.text(5, 5), grid.place(0, 0)) == (
        None,
        None,
        "",
        "A1のセル",
    )
