"""Vouchers from a sheet: what is read, and how a slip is named."""

from datetime import date
from decimal import Decimal

import pytest

from comipla.core.books import DEFAULT_ACCOUNTS, Known, Side, read_entries
from comipla.core.grid import Grid

KNOWN = Known(DEFAULT_ACCOUNTS, ["普通預金", "現金"], ["まちづくり交付金"])
HEAD = ("日付", "科目", "収入（円）", "支出（円）", "相手", "内容", "通帳・現金", "交付金・補助金")
GOOD = ("R6.4.20", "消耗品費", None, "3,480円", "汐見商店", "軍手", "現金", "")


def read(*rows):
    return read_entries([Grid("出納", (("令和6年度",), HEAD, *rows))], KNOWN)


def test_rows_are_read_as_people_write_them():
    income = (date(2024, 4, 1), "会費", Decimal(120_000), None, "", "前期", "普通預金", "")
    sheet = read(GOOD, (None,) * 8, income)
    assert sheet.problems == ()
    first, second = sheet.rows
    assert (first.on, first.account, first.side, first.amount, first.bank) == (
        date(2024, 4, 20),
        "E2-2",
        Side.EXPENSE,
        3_480,
        "現金",
    )
    assert (second.account, second.side, second.amount) == ("I1", Side.INCOME, 120_000)


@pytest.mark.parametrize(
    ("column", "value", "cell", "words"),
    [
        (0, "きのう", "A3", "日付"),
        (1, "遊興費", "B3", "「遊興費」という支出の科目がありません"),
        (1, "会費", "B3", "「会費」という支出の科目がありません"),
        (2, "100", "C3", "どちらか一方"),
        (3, "", "C3", "どちらか一方"),
        (3, Decimal("1.5"), "D3", "1円単位"),
        (3, Decimal(-5), "D3", "取消しは画面で"),
        (3, True, "D3", "1円単位"),
        (1, "あ" * 201, "B3", "200文字以内"),
        (4, "あ" * 81, "E3", "80文字以内"),
        (6, "貯金箱", "G3", "「貯金箱」という通帳・現金がありません"),
        (6, "", "G3", "通帳・現金を入れてください"),
        (7, "別の交付金", "H3", "「別の交付金」という交付金・補助金がありません"),
    ],
)
def test_a_slip_is_named_by_its_cell(column, value, cell, words):
    row = [*GOOD]
    row[column] = value
    (problem,) = read(tuple(row), GOOD).problems
    assert (problem.path, words in problem.message) == (cell, True)


@pytest.mark.parametrize("rows", [(), (("品名", "数"),)])
def test_a_sheet_without_the_heading_is_refused_in_words(rows):
    sheet = read_entries([Grid("", rows)], KNOWN)
    assert sheet.rows == ()
    assert "見出しがある行が見つかりません" in sheet.problems[0].message
