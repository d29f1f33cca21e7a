"""The file is the one of conventions B4, byte for byte."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.calendar import OfficeCalendar
from comipla.core.zengin import (
    AccountKind,
    BankTableError,
    Refusal,
    Transfer,
    TransferFileError,
    TransfersRefused,
    bank_closure,
    read_banks,
    read_transfers,
    transfer_refusals,
    write_transfers,
)
from tests.core.zengin.samples import BANKS, CLIENT, PAY_ON, TRANSFERS

GOLDEN = Path(__file__).with_name("golden.dat").read_bytes()

transfers = st.builds(
    Transfer,
    bank=st.from_regex(r"[0-9]{4}", fullmatch=True),
    branch=st.from_regex(r"[0-9]{3}", fullmatch=True),
    account=st.from_regex(r"[0-9]{1,7}", fullmatch=True),
    name=st.text("アカヤワンガパッョーーAz09（）－ 　", min_size=1, max_size=15).filter(str.strip),
    amount=st.integers(1, 9_999_999_999),
    account_kind=st.sampled_from(list(AccountKind)),
    new=st.sampled_from("012"),
    way=st.sampled_from("78"),
    customers=st.tuples(st.sampled_from(("", "7", "1234567890")), st.sampled_from(("", "20"))),
)


def test_the_file_is_the_golden_one_byte_for_byte():
    assert write_transfers(CLIENT, TRANSFERS, PAY_ON, banks=BANKS) == GOLDEN


def test_without_line_ends_the_records_follow_each_other():
    plain = write_transfers(CLIENT, TRANSFERS, PAY_ON, banks=BANKS, line_ends=False)
    assert plain == GOLDEN.replace(b"\r\n", b"")
    assert len(plain) == 120 * 7
    assert read_transfers(plain) == read_transfers(GOLDEN)


def test_the_golden_file_reads_back():
    found = read_transfers(GOLDEN)
    assert (found.pay_on, found.total) == ((8, 30), 10_000_173_765)
    assert found.client.name == "ｶｺﾞｼﾏｹﾝｶｲｹｲｶﾝﾘｼﾔ"
    first, *_, last = found.transfers
    assert (first.name, first.amount, first.new, first.customers) == (
        "ｶｺﾞｼﾏ ﾊﾅｺ",
        30_825,
        "1",
        ("7", ""),
    )
    assert (last.edi, last.customers) == ("ﾚｲﾜ6ﾈﾝﾄﾞ ｼﾔｷﾝ", ("", ""))


@settings(max_examples=25, deadline=None)
@given(st.lists(transfers, min_size=1, max_size=4), st.booleans())
def test_what_is_written_reads_back_and_writes_the_same_again(rows, line_ends):
    written = write_transfers(CLIENT, rows, PAY_ON, line_ends=line_ends)
    found = read_transfers(written)
    assert [row.amount for row in found.transfers] == [row.amount for row in rows]
    assert {len(record) for record in written.split(b"\r\n") if record} <= {120, len(written)}
    again = write_transfers(found.client, found.transfers, PAY_ON, line_ends=line_ends)
    assert again == written


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": "𠮷田 ハナコ"}, "口座名義", "「𠮷」（U+20BB7）は漢字なので書けません"),
        ({"name": ""}, "口座名義", "口座名義がありません"),
        ({"name": "ｱﾞ"}, "口座名義", "濁点"),
        ({"bank": "0001"}, "銀行コード", "銀行の一覧にありません"),
        ({"bank": "185"}, "銀行コード", "4けたの半角数字"),
        ({"bank": "０１８５"}, "銀行コード", "4けたの半角数字"),
        ({"branch": "999"}, "支店コード", "ｶｺﾞｼﾏに支店コード999はありません"),
        ({"branch": ""}, "支店コード", "3けた"),
        ({"account": "12345678"}, "口座番号", "7けた以内"),
        ({"account": ""}, "口座番号", "7けた以内"),
        ({"account": "12345678", "bank": "9900", "branch": "789"}, "口座番号", "ゆうちょ銀行"),
        ({"account_kind": "3"}, "預金種目", "1、2、4、9"),
        ({"amount": 0}, "金額", "1円から"),
        ({"amount": -1}, "金額", "1円から"),
        ({"amount": 10**10}, "金額", "9,999,999,999円まで"),
        ({"amount": 1.5}, "金額", "整数"),
        ({"new": "3"}, "新規コード", "0、1、2"),
        ({"way": "9"}, "振込指定区分", "7、8"),
        ({"customers": ("12345678901", "")}, "顧客コード1", "10けた以内"),
        ({"customers": ("7", ""), "edi": "シャキン"}, "EDI情報", "どちらかだけ"),
        ({"edi": "ア" * 21}, "EDI情報", "20字"),
        ({"edi": "謝金"}, "EDI情報", "漢字"),
        ({"edi": 7}, "EDI情報", "カナの文字"),
        ({"name": None}, "口座名義", "カナの文字"),
        ({"branch": 41}, "支店コード", "先頭の0が消えます"),
        ({"account": 1234567}, "口座番号", "先頭の0が消えます"),
    ],
)
def test_a_row_that_cannot_be_written_is_refused_with_its_number_and_reason(changes, field, said):
    rows = (TRANSFERS[1], replace(TRANSFERS[0], **({"customers": ("", "")} | changes)))
    with pytest.raises(TransfersRefused) as refused:
        write_transfers(CLIENT, rows, PAY_ON, banks=BANKS)
    (refusal,) = refused.value.refusals
    assert (refusal.row, refusal.field) == (2, field)
    assert said in refusal.reason.replace("カゴシマ", "ｶｺﾞｼﾏ")
    assert str(refusal) == f"2行目 {field}: {refusal.reason}"
    assert transfer_refusals(rows, banks=BANKS) == (refusal,)


def test_every_row_is_refused_at_once_and_nothing_is_written():
    rows = [replace(TRANSFERS[0], name="𠮷田"), TRANSFERS[1], replace(TRANSFERS[2], amount=0)]
    with pytest.raises(TransfersRefused) as refused:
        write_transfers(CLIENT, rows, PAY_ON, banks=BANKS)
    assert [(refusal.row, refusal.field) for refusal in refused.value.refusals] == [
        (1, "口座名義"),
        (3, "金額"),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "123"}, "委託者コード"),
        ({"name": ""}, "委託者名"),
        ({"name": "ア" * 41}, "委託者名"),
        ({"name": "鹿児島県"}, "委託者名"),
        ({"account_kind": "4"}, "預金種目"),
    ],
)
def test_a_paying_account_that_does_not_fit_is_refused(changes, field):
    with pytest.raises(TransfersRefused) as refused:
        write_transfers(replace(CLIENT, **changes), TRANSFERS, PAY_ON, banks=BANKS)
    assert {(refusal.row, refusal.field) for refusal in refused.value.refusals} == {(0, field)}


def test_a_file_without_transfers_is_refused():
    with pytest.raises(TransfersRefused, match="1件もありません"):
        write_transfers(CLIENT, [], PAY_ON)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2024, 8, 31), "令和6年9月2日"),
        (date(2024, 12, 31), "令和7年1月6日"),
        (date(2024, 9, 16), "令和6年9月17日"),
    ],
)
def test_a_day_on_which_banks_are_closed_is_refused(day, said):
    calendar = OfficeCalendar(frozenset({date(2024, 9, 16)}), closed=bank_closure)
    with pytest.raises(TransfersRefused, match=f"振込指定日: .*{said}"):
        write_transfers(CLIENT, TRANSFERS, day, calendar=calendar)


def test_banks_are_open_between_christmas_and_the_last_day_of_the_year():
    assert write_transfers(CLIENT, TRANSFERS, date(2024, 12, 30), banks=BANKS)


def test_without_a_master_the_names_given_are_written_or_left_blank():
    named = replace(TRANSFERS[0], bank_name="カゴシマ", branch_name="ケンチョウ．")
    found = read_transfers(write_transfers(CLIENT, [named, TRANSFERS[1]], PAY_ON))
    assert [(row.bank_name, row.branch_name) for row in found.transfers] == [
        ("ｶｺﾞｼﾏ", "ｹﾝﾁﾖｳ"),
        ("", ""),
    ]
    with pytest.raises(TransfersRefused, match="1行目 銀行名"):
        write_transfers(CLIENT, [replace(named, bank_name="鹿児島")], PAY_ON)


RECORDS = GOLDEN.split(b"\r\n")[:-1]


def with_record(place: int, start: int, written: bytes) -> bytes:
    """The golden file with some bytes of one record written over."""
    records = list(RECORDS)
    record = records[place]
    records[place] = record[: start - 1] + written + record[start - 1 + len(written) :]
    return b"".join(record + b"\r\n" for record in records)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "レコードの並び"),
        (GOLDEN.replace(b"\r\n", b"\n"), "CRLF"),
        (GOLDEN.replace(b"\r\n", b"\r"), "CRLF"),
        (GOLDEN[:-2], "CRLF"),
        (GOLDEN.replace(b"\r\n", b"")[:-1], "7番目のレコードが119バイト"),
        (b"".join(record + b"\r\n" for record in RECORDS[1:]), "レコードの並び"),
        (b"".join(record + b"\r\n" for record in RECORDS[:-1]), "レコードの並び"),
        (with_record(0, 2, b"11"), "種別コードが「21」ではありません"),
        (with_record(0, 55, b"1301"), "日付ではありません"),
        (with_record(1, 1, b"3"), "データ区分が「3」"),
        (with_record(1, 2, b"01A5"), "被仕向銀行番号が数字ではありません"),
        (with_record(1, 51, b"\xa7"), "受取人名"),
        (with_record(1, 51, b"\x8b\x67"), "51バイト目が半角の文字ではありません"),
        (with_record(1, 114, b"X"), "ダミー"),
        (with_record(1, 90, b"9"), "合いません"),
        (with_record(5, 7, b"5"), "合いません"),
    ],
)
def test_a_file_a_bank_would_not_take_is_refused_on_reading(data, said):
    with pytest.raises(TransferFileError, match=said):
        read_transfers(data)


def test_the_master_is_read_from_a_table_and_gets_lost_zeros_back():
    text = "\ufeff銀行コード,銀行名カナ,支店コード,支店名カナ\n185,カゴシマ,41,ケンチョウ\n0185,カゴシマ,001,ホンテン\n"
    banks = read_banks(text)
    assert banks["0185"].branches == {"041": "ｹﾝﾁﾖｳ", "001": "ﾎﾝﾃﾝ"}
    assert transfer_refusals(TRANSFERS[:2], banks=banks) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1行目に銀行コード、銀行名カナ、支店コード、支店名カナの列がありません"),
        ("銀行コード,銀行名カナ,支店コード\n", "支店名カナの列"),
        ("銀行コード,銀行名カナ,支店コード,支店名カナ\n01850,カ,1,ホ\n", "2行目の銀行コード"),
        ("銀行コード,銀行名カナ,支店コード,支店名カナ\n0185,カ,x,ホ\n", "2行目の支店コード"),
        ("銀行コード,銀行名カナ,支店コード,支店名カナ\n0185,鹿,1,ホ\n", "2行目の銀行名カナ"),
        ("銀行コード,銀行名カナ,支店コード,支店名カナ\n0185\n", "2行目の支店コード"),
    ],
)
def test_a_table_of_banks_that_cannot_be_read_names_its_line(text, said):
    with pytest.raises(BankTableError, match=said):
        read_banks(text)


def test_kinds_of_account_and_refusals_of_the_file_read_in_words():
    assert [kind.label for kind in AccountKind] == ["普通預金", "当座預金", "貯蓄預金", "その他"]
    assert str(Refusal(0, "振込指定日", "…")) == "振込指定日: …"
