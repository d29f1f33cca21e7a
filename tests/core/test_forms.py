"""Forms as data: tolerant reading, messages that say what to do, nothing typed lost."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comipla.core.codes import ExpenseNode
from comipla.core.forms import (
    Field,
    Form,
    FormError,
    Kind,
    SectionState,
    Severity,
    count_characters,
    row_indices,
    show_entry,
)

FORM = Form.from_toml(
    """
code = "trial"
edition = "r6-1"
title = "試しの様式"

[[sections]]
key = "outline"
title = "概要"

[[sections.fields]]
key = "title"
label = "事業名"
kind = "text"
required = true
max_length = 10
example = "見守りの試行"

[[sections.fields]]
key = "story"
label = "内容"
kind = "long_text"

[[sections.fields]]
key = "started_on"
label = "着手日"
kind = "date"

[[sections.fields]]
key = "people"
label = "人数"
kind = "integer"
unit = "人"
minimum = 1
maximum = 500

[[sections.fields]]
key = "node"
label = "節"
kind = "choice"
choices = "expense_node"

[[sections.fields]]
key = "days"
label = "曜日"
kind = "choices"
choices = [["sat", "土"], ["sun", "日"], ["mon", "月"]]
max_items = 2

[[sections.fields]]
key = "other"
label = "他の補助"
kind = "yes_no"
required = true

[[sections.fields]]
key = "other_names"
label = "他の補助の名前"
kind = "text"
visible_when = { field = "other", in = ["yes"] }
required_when = { field = "other", in = ["yes"] }

[[sections.fields]]
key = "platform"
label = "コミプラ"
kind = "platform"

[[sections]]
key = "money"
title = "お金"

[[sections.fields]]
key = "lines"
label = "経費明細"
kind = "rows"
required = true
max_items = 3
totals = ["gross"]
checks = [
  { rule = "product", field = "gross", by = ["quantity", "price"] },
  { rule = "at_most", field = "eligible", by = ["gross"] },
  { rule = "explain", field = "reason", by = ["eligible", "gross"] },
]

[[sections.fields.columns]]
key = "item"
label = "内容"
kind = "text"
required = true
avoid = ["一式"]

[[sections.fields.columns]]
key = "quantity"
label = "数量"
kind = "decimal"
required = true

[[sections.fields.columns]]
key = "price"
label = "単価"
kind = "amount"
required = true

[[sections.fields.columns]]
key = "gross"
label = "金額"
kind = "amount"
required = true

[[sections.fields.columns]]
key = "eligible"
label = "対象額"
kind = "amount"
required = true

[[sections.fields.columns]]
key = "outside"
label = "対象外額"
kind = "computed"
rule = "difference"
of = ["gross", "eligible"]

[[sections.fields.columns]]
key = "reason"
label = "理由"
kind = "text"

[[sections.fields.columns]]
key = "indirect"
label = "間接"
kind = "yes_no"

[[sections.fields]]
key = "total"
label = "合計"
kind = "computed"
rule = "sum"
of = ["lines.gross"]

[[sections.fields]]
key = "half"
label = "半額"
kind = "computed"
rule = "half"

[[sections.fields]]
key = "funds"
label = "財源"
kind = "amount"

[[sections]]
key = "checks"
title = "確認"

[[sections.fields]]
key = "checks"
label = "確認"
kind = "rows"
fixed = true

[[sections.fields.columns]]
key = "item"
label = "項目"
kind = "choice"
choices = [["cap", "上限"], ["area", "地域"]]

[[sections.fields.columns]]
key = "result"
label = "結果"
kind = "choice"
choices = "check_result"
required = true

[[sections.fields.columns]]
key = "note"
label = "確かめたこと"
kind = "text"
required_when = { field = "result", in = ["ng"] }

[[sections.fields]]
key = "photos"
label = "写真"
kind = "files"
accept = ["jpg"]
min_items = 2
max_items = 3

[[checks]]
left = { label = "財源の合計", field = "funds" }
right = { label = "支出の合計", field = "lines", column = "gross" }
"""
)
PHOTO, SECOND = "a" * 64, "b" * 64
GOOD: dict[str, str | list[str]] = {
    "title": "見守りの試行",
    "other": "no",
    "lines-0-item": "会場使用料",
    "lines-0-quantity": "３回".removesuffix("回"),
    "lines-0-price": "１，５００円",
    "lines-0-eligible": "4,500",
    "funds": "4500",
    "checks-0-result": "ok",
    "checks-1-result": "na",
    "photos": [PHOTO, SECOND],
}


def problems(**change: str | list[str]) -> list[tuple[str, str, str]]:
    """Problems of the good form after a change; `__` stands for the hyphen of cell names."""
    raw = {**GOOD, **{name.replace("__", "-"): entry for name, entry in change.items()}}
    return [(item.path, item.label, item.message) for item in FORM.read(raw).problems]


def test_good_form_is_read_into_typed_values() -> None:
    reading = FORM.read(
        {
            **GOOD,
            "title": "  見守り  ",
            "story": "一行目\r\n二行目",
            "started_on": "令和六年七月一日",
            "people": "４０人",
            "node": "7",
            "days": ["mon", "sat"],
            "platform": "12",
        }
    )
    assert reading.problems == ()
    assert reading.values == {
        "title": "見守り",
        "story": "一行目\n二行目",
        "started_on": date(2024, 7, 1),
        "people": 40,
        "node": "7",
        "days": ("sat", "mon"),
        "other": False,
        "other_names": "",
        "platform": 12,
        "lines": (
            {
                "item": "会場使用料",
                "quantity": Decimal(3),
                "price": 1500,
                "gross": 4500,
                "eligible": 4500,
                "reason": "",
                "indirect": False,
            },
        ),
        "funds": 4500,
        "checks": (
            {"item": "cap", "result": "ok", "note": ""},
            {"item": "area", "result": "na", "note": ""},
        ),
        "photos": (PHOTO, SECOND),
    }


def test_blank_form_names_every_required_field_at_once() -> None:
    assert [problem.sentence for problem in FORM.read({}).problems] == [
        "事業名：入力してください（例 見守りの試行）。",
        "他の補助：一つ選んでください。",
        "経費明細：1行以上入力してください。",
        "確認「上限」 結果：一つ選んでください。",
        "確認「地域」 結果：一つ選んでください。",
        "写真：ファイルを2つ以上添付してください。",
    ]


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        (
            "title",
            "十一文字ちょうどの名前",
            "10文字までです。いまは11文字なので1文字減らしてください。",
        ),
        ("people", "多数", "数字で入力してください（例 12）。"),
        ("people", "1.5", "小数点のない整数で入力してください（例 12）。"),
        ("people", "0", "1人から500人までの数字で入力してください。"),
        ("people", "9999999999", "9けたまでの数字で入力してください。"),
        ("node", "99", "一覧にある中から選んでください。"),
        ("days", ["sat", "sun", "mon"], "2つまでです。1つ減らしてください。"),
        ("other", "たぶん", "「はい」か「いいえ」を選んでください。"),
        ("platform", "協議会", "一覧にある中から選んでください。"),
        ("photos", [PHOTO], "2つ以上添付してください。いまは1つです。"),
        ("photos", [PHOTO, PHOTO], "2つ以上添付してください。いまは1つです。"),
        ("photos", ["photo.jpg", PHOTO], "ファイルをもう一度添付してください。"),
        ("funds", "▲4500", "金額は0円以上で入力してください（マイナスは使えません。例 500000）。"),
        (
            "started_on",
            "7月のはじめ",
            "日付を年・月・日の順に入力してください（例 令和6年7月1日、R6.7.1、2024-07-01）。",
        ),
    ],
)
def test_unreadable_entry_says_what_to_do_and_is_kept(
    name: str, typed: str | list[str], message: str
) -> None:
    reading = FORM.read({**GOOD, name: typed})
    assert [(item.path, item.message) for item in reading.problems] == [(name, message)]
    assert reading.raw[name] == typed
    assert reading.values[name] == FORM.field(name).blank()


def test_row_problem_names_the_row_and_links_to_its_cell() -> None:
    assert problems(
        lines__2__item="講師謝金",
        lines__2__quantity="1",
        lines__2__price="3万",
        lines__2__gross="さんまん",
        lines__2__eligible="30000",
    ) == [
        (
            "lines-2-gross",
            "経費明細 3行目 金額",
            "金額を半角または全角の数字で入力してください（例 500000）。",
        )
    ]


def test_rows_in_which_nothing_was_entered_do_not_count() -> None:
    blank = {f"lines-{index}-{key}": " " for index in (1, 2, 3, 4) for key in ("item", "gross")}
    reading = FORM.read({**GOOD, **blank, "lines-4-indirect": "no"})
    assert reading.problems == ()
    assert len(reading.values["lines"]) == 1


def test_more_rows_than_the_form_has_are_counted_out() -> None:
    copies = {
        f"lines-{index}-{key}": GOOD[f"lines-0-{key}"]
        for index in range(1, 5)
        for key in ("item", "quantity", "price", "eligible")
    }
    reading = FORM.read({**GOOD, **copies, "funds": "22500"})
    assert [item.sentence for item in reading.problems] == [
        "経費明細：3行までです。2行減らしてください。"
    ]


def test_product_that_differs_is_explained_with_its_factors() -> None:
    assert problems(lines__0__gross="5000", funds="5000", lines__0__reason="お茶代") == [
        (
            "lines-0-gross",
            "経費明細 1行目 金額",
            "数量 3 × 単価 1,500円 ＝ 4,500円 ですが、5,000円 とあります。"
            "4,500円 にするか、数量か単価を直してください。",
        )
    ]


def test_product_drops_fractions_of_a_yen() -> None:
    reading = FORM.read(
        {**GOOD, "lines-0-quantity": "0.33", "lines-0-price": "1000", "lines-0-eligible": "330"}
    )
    assert reading.values["lines"][0]["gross"] == 330
    smaller = FORM.read({**GOOD, "lines-0-quantity": "0.33", "lines-0-price": "101"})
    assert smaller.values["lines"][0]["gross"] == 33


def test_eligible_above_gross_is_refused_with_the_difference() -> None:
    assert problems(lines__0__eligible="5000") == [
        (
            "lines-0-eligible",
            "経費明細 1行目 対象額",
            "金額 4,500円 を 500円 こえています。4,500円 以下にしてください。",
        )
    ]


def test_ineligible_part_needs_its_reason() -> None:
    assert problems(lines__0__eligible="4000") == [
        (
            "lines-0-reason",
            "経費明細 1行目 理由",
            "対象額が金額より小さいときは、その理由を書いてください。",
        )
    ]
    assert problems(lines__0__eligible="4000", lines__0__reason="お茶代") == []


def test_sums_that_differ_show_by_how_much_and_both_ways_to_mend() -> None:
    assert problems(funds="4,000") == [
        (
            "funds",
            "財源の合計",
            "財源の合計 4,000円 と 支出の合計 4,500円 が 500円 ちがいます。"
            "財源の合計を 500円 増やすか、支出の合計を 500円 減らすと合います。",
        )
    ]


def test_sums_are_compared_though_another_field_is_missing() -> None:
    raw = {name: entry for name, entry in GOOD.items() if name != "title"} | {"funds": "1"}
    assert [item.path for item in FORM.read(raw).problems] == ["title", "funds"]


def test_sums_are_not_compared_while_one_of_their_amounts_is_unreadable() -> None:
    assert [path for path, _, _ in problems(lines__0__price="安い")] == [
        "lines-0-price",
        "lines-0-gross",
    ]


def test_discouraged_word_is_a_warning_that_does_not_stop_the_form() -> None:
    reading = FORM.read({**GOOD, "lines-0-item": "消耗品一式"})
    assert [(item.path, item.severity) for item in reading.problems] == [
        ("lines-0-item", Severity.WARNING)
    ]
    assert reading.is_complete
    assert reading.values["lines"][0]["item"] == "消耗品一式"


def test_conditional_field_is_asked_only_when_its_condition_holds() -> None:
    assert problems(other="yes") == [("other_names", "他の補助の名前", "入力してください。")]
    reading = FORM.read({**GOOD, "other_names": "○○財団"})
    assert reading.values["other_names"] == ""
    assert reading.raw["other_names"] == "○○財団"


def test_note_is_needed_only_for_a_check_that_failed() -> None:
    assert problems(checks__1__result="ng") == [
        ("checks-1-note", "確認「地域」 確かめたこと", "入力してください。")
    ]


def test_incomplete_reading_has_no_facts() -> None:
    with pytest.raises(ValueError, match="the form still has 6 problems"):
        FORM.read({}).facts(object)


def test_computed_amounts_are_shown_by_name_and_wait_for_what_they_need() -> None:
    values = FORM.read(GOOD).values
    half = {"half": lambda known: known["total"] // 2}
    assert FORM.compute(values, half) == {"lines-0-outside": 0, "total": 4500, "half": 2250}
    unknown = FORM.read({**GOOD, "lines-0-price": ""}).values
    assert FORM.compute(unknown, {"half": lambda known: known["total"]}) == {
        "lines-0-outside": None,
        "total": None,
        "half": None,
    }


def test_progress_tells_how_far_each_section_is() -> None:
    assert FORM.progress(FORM.read({})) == {
        "outline": SectionState.EMPTY,
        "money": SectionState.EMPTY,
        "checks": SectionState.EMPTY,
    }
    reading = FORM.read({**GOOD, "lines-0-price": ""})
    assert FORM.progress(reading) == {
        "outline": SectionState.DONE,
        "money": SectionState.STARTED,
        "checks": SectionState.DONE,
    }


def test_section_without_required_fields_is_optional_until_something_is_entered() -> None:
    form = form_of(key="note", label="備考", kind="text")
    assert form.progress(form.read({})) == {"only": SectionState.OPTIONAL}


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Mn", "Me")),
    min_size=1,
    max_size=10,
)
good_values = st.fixed_dictionaries(
    {
        "title": texts,
        "started_on": st.none()
        | st.dates(min_value=date(1873, 1, 1), max_value=date(2099, 12, 31)),
        "people": st.none() | st.integers(1, 500),
        "node": st.none() | st.sampled_from([node.value for node in ExpenseNode]),
        "days": st.sampled_from([(), ("sat",), ("sat", "mon")]),
        "platform": st.none() | st.integers(1, 10**9),
        "photos": st.just((PHOTO, SECOND)),
        "lines": st.lists(
            st.fixed_dictionaries(
                {
                    "item": texts,
                    "quantity": st.decimals(0, 999_999, places=2),
                    "price": st.integers(0, 10**5),
                    "indirect": st.booleans(),
                }
            ),
            min_size=1,
            max_size=3,
        ),
    }
)


@given(good_values)
def test_values_written_and_read_again_are_the_same(values: dict[str, Any]) -> None:
    lines = tuple(
        {
            **line,
            "gross": (gross := int(line["quantity"] * line["price"])),
            "eligible": gross,
            "reason": "",
        }
        for line in values["lines"]
    )
    checks = tuple({"item": item, "result": "ok", "note": ""} for item in ("cap", "area"))
    whole = {
        **values,
        "lines": lines,
        "checks": checks,
        "story": "",
        "other": False,
        "other_names": "",
        "funds": sum(line["gross"] for line in lines),
    }
    reading = FORM.read(FORM.write(whole))
    assert reading.errors == ()
    assert reading.values == whole


@given(
    st.dictionaries(st.sampled_from([*GOOD, "lines-7-price", "people", "started_on"]), st.text())
)
def test_anything_may_be_typed_and_every_word_is_kept(raw: dict[str, str]) -> None:
    reading = FORM.read(raw)
    assert reading.raw == raw
    for problem in reading.problems:
        assert problem.message.endswith("。")
        assert not any(word in problem.message for word in ("不正", "無効", "失敗"))


def test_written_values_read_well() -> None:
    written = FORM.write({"funds": 1_234_567, "started_on": date(2024, 7, 1), "other": True})
    assert written == {"funds": "1,234,567", "started_on": "令和6年7月1日", "other": "yes"}


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("funds", 1_000_000, "1,000,000円"),
        ("funds", 0, "0円"),
        ("people", 40, "40人"),
        ("started_on", date(2024, 7, 12), "令和6年7月12日"),
        ("node", "7", "7 報償費"),
        ("days", ("sat", "mon"), "土、月"),
        ("other", False, "いいえ"),
        ("photos", (PHOTO, SECOND), "2件"),
        ("total", 4500, "4,500円"),
        ("title", "", ""),
        ("people", None, ""),
    ],
)
def test_values_are_shown_as_people_read_them(key: str, value: Any, shown: str) -> None:
    assert show_entry(FORM.field(key), value) == shown


@pytest.mark.parametrize(
    ("text", "count"),
    [("鹿児島", 3), ("葛\U000e0100城", 2), ("か\u3099", 1), ("a\nb", 3), ("𠮷", 1)],
)
def test_characters_are_counted_as_readers_do(text: str, count: int) -> None:
    assert count_characters(text) == count


def test_text_keeps_rare_kanji_byte_for_byte_and_drops_invisible_controls() -> None:
    reading = FORM.read({**GOOD, "title": "髙﨑濵𠮷神\x00\x1b", "story": "葛\U000e0100城"})
    assert reading.values["title"] == "髙﨑濵𠮷神"
    assert reading.values["story"] == "葛\U000e0100城"


def test_choice_may_be_given_by_its_word() -> None:
    assert FORM.read({**GOOD, "node": "7 報償費"}).values["node"] == "7"


def test_rows_keep_their_numbers_for_the_page() -> None:
    raw = {"lines-0-item": "", "lines-4-item": "旅費", "lines-x-item": "", "other": "yes"}
    assert row_indices(FORM.field("lines"), raw) == [0, 4]
    assert row_indices(FORM.field("checks"), raw) == [0, 1]


def form_of(**field: Any) -> Form:
    """A form of one section with one field, written as TOML would give it."""
    lines = "\n".join(f"{key} = {value!r}" for key, value in field.items())
    return Form.from_toml(
        'code = "c"\nedition = "r6-1"\ntitle = "t"\n[[sections]]\nkey = "only"\n'
        f'title = "s"\n[[sections.fields]]\n{lines}\n'
    )


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ({"key": "a", "label": "A", "kind": "text", "colour": "red"}, "unknown words"),
        ({"key": "a", "label": "A", "kind": "colour"}, "not a valid Kind"),
        ({"key": "a b", "label": "A", "kind": "text"}, "is no key"),
        ({"key": "a", "label": "", "kind": "text"}, "label missing"),
        ({"key": "a", "label": "A", "kind": "choice"}, "choices do not fit"),
        ({"key": "a", "label": "A", "kind": "choice", "choices": "colours"}, "no code list"),
        ({"key": "a", "label": "A", "kind": "rows"}, "columns"),
        ({"key": "a", "label": "A", "kind": "computed"}, "rule"),
        ({"key": "a", "label": "A", "kind": "files"}, "accept"),
        ({"key": "a", "label": "A", "kind": "text", "min_items": 1}, "min_items"),
        ({"key": "a", "label": "A", "kind": "integer", "avoid": ["x"]}, "avoid"),
    ],
)
def test_declaration_that_contradicts_itself_does_not_load(
    field: dict[str, Any], message: str
) -> None:
    with pytest.raises(FormError, match=message):
        form_of(**field)


def rows_of(*columns: Field, **words: Any) -> Field:
    return Field(key="rows", label="行", kind=Kind.ROWS, columns=columns, **words)


def test_rows_may_not_hold_rows_or_files() -> None:
    files = Field(key="files", label="写真", kind=Kind.FILES, accept=("jpg",))
    with pytest.raises(FormError, match="files in rows"):
        rows_of(files)


def test_columns_have_different_keys() -> None:
    column = Field(key="a", label="A", kind=Kind.TEXT)
    with pytest.raises(FormError, match="a column appears twice"):
        rows_of(column, column)


def test_totals_are_of_amounts() -> None:
    with pytest.raises(FormError, match="rows: a"):
        rows_of(Field(key="a", label="A", kind=Kind.TEXT), totals=("a",))


def test_product_stands_behind_its_factors() -> None:
    columns = "".join(
        f'[[sections.fields.columns]]\nkey = "{key}"\nlabel = "{key}"\nkind = "amount"\n'
        for key in ("gross", "price")
    )
    with pytest.raises(FormError, match="must stand behind its factors"):
        Form.from_toml(
            'code = "c"\nedition = "r6-1"\ntitle = "t"\n[[sections]]\nkey = "only"\ntitle = "s"\n'
            '[[sections.fields]]\nkey = "rows"\nlabel = "行"\nkind = "rows"\n'
            'checks = [{ rule = "product", field = "gross", by = ["price"] }]\n' + columns
        )


def test_condition_asks_a_field_that_stands_before() -> None:
    with pytest.raises(FormError, match="later does not stand before it"):
        Form.from_toml(
            'code = "c"\nedition = "r6-1"\ntitle = "t"\n[[sections]]\nkey = "only"\ntitle = "s"\n'
            '[[sections.fields]]\nkey = "a"\nlabel = "A"\nkind = "text"\n'
            'visible_when = { field = "later", in = ["yes"] }\n'
            '[[sections.fields]]\nkey = "later"\nlabel = "B"\nkind = "yes_no"\n'
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('edition = "r6-1"\ntitle = "t"', "code missing"),
        ('code = "c"\nedition = "r6-1"\ntitle = "t"\ncolour = "red"', "unknown words"),
        (
            'code = "c"\nedition = "r6-1"\ntitle = "t"\n[[sections]]\nkey = "s"\ntitle = "s"\n'
            + '[[sections.fields]]\nkey = "a"\nlabel = "A"\nkind = "text"\n' * 2,
            "a field appears twice",
        ),
        (
            'code = "c"\nedition = "r6-1"\ntitle = "t"\n[[sections]]\nkey = "s"\ntitle = "s"\n'
            '[[sections.fields]]\nkey = "a"\nlabel = "A"\nkind = "text"\n'
            '[[checks]]\nleft = { label = "A", field = "a" }\nright = { label = "B", field = "a" }',
            "A is no sum of amounts",
        ),
    ],
)
def test_form_that_contradicts_itself_does_not_load(text: str, message: str) -> None:
    with pytest.raises(FormError, match=message):
        Form.from_toml(text)


def test_unknown_field_is_named() -> None:
    with pytest.raises(FormError, match="trial has no field 'colour'"):
        FORM.field("colour")
