"""Words for values."""

from datetime import UTC, date, datetime

import pytest

from comipla.programme.clock import standing_on
from comipla.web import filters

DUE = date(2024, 7, 12)


def test_money_and_figures_have_their_units_and_commas():
    assert filters.yen(480_000) == "480,000円"
    assert filters.thousand_yen(480_500) == "480"
    assert filters.figure(1_234) == "1,234"


@pytest.mark.parametrize("name", sorted(set(filters.FILTERS) - {"due_class", "paragraphs"}))
def test_what_is_not_there_yet_is_a_dash(name):
    assert filters.FILTERS[name](None) == "—"


def test_days_are_written_with_their_weekday_or_shortly():
    assert filters.wareki(DUE) == "令和6年7月12日（金）"
    assert filters.wareki_short(DUE) == "R6.7.12"


def test_a_moment_is_told_in_japanese_time():
    late = datetime(2024, 7, 11, 15, 5, tzinfo=UTC)
    assert filters.wareki_time(late) == "令和6年7月12日（金） 0時05分"
    assert filters.wareki(late) == "令和6年7月12日（金）"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        filters.wareki(datetime(2024, 7, 11))  # noqa: DTZ001 - the slip under test


@pytest.mark.parametrize(
    ("today", "words", "css"),
    [
        (date(2024, 7, 7), "あと5日", ""),
        (date(2024, 7, 9), "あと3日", " due--soon"),
        (date(2024, 7, 12), "今日まで", " due--soon"),
        (date(2024, 7, 15), "3日超過", " due--late"),
    ],
)
def test_days_left_are_counted_and_coloured(today, words, css):
    assert filters.days_left(DUE, today) == words
    assert filters.due_class(DUE, today) == css


def test_days_are_counted_from_the_day_the_office_stands_on():
    with standing_on(date(2024, 7, 10)):
        assert filters.days_left(DUE) == "あと2日"


def test_typed_text_becomes_paragraphs_and_no_markup():
    assert filters.paragraphs("一行目\n二行目\n\n<b>太字</b>") == (
        "<p>一行目<br>二行目</p>\n\n<p>&lt;b&gt;太字&lt;/b&gt;</p>"
    )
    assert filters.paragraphs(None) == "<p></p>"
