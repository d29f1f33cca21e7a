"""Reading a 総合振込 file back, strictly: what a bank would not take is refused here too."""

from collections.abc import Iterator, Mapping
from typing import Final

from comipla.core.zengin.characters import WIDE_NAME_SIGNS, UnwritableError, check_text
from comipla.core.zengin.records import ENCODING, LAYOUTS, RECORD_LENGTH, dissect
from comipla.core.zengin.transfers import Client, Transfer, TransferFile, TransferFileError

_ONE_BYTE: Final = frozenset((*range(0x20, 0x7F), *range(0xA1, 0xE0)))
_TEXTS: Final = frozenset({"client_name", "bank_name", "branch_name", "name"})


def read_transfers(data: bytes) -> TransferFile:
    """Read a file and check it whole: length, letters, order, constants, numbers, totals.

    Raises TransferFileError, naming the record.
    """
    records = [_record(number, raw) for number, raw in enumerate(_split(data), start=1)]
    kinds = [values["record"] for values in records]
    if len(records) < 3 or kinds != ["1", *"2" * (len(kinds) - 3), "8", "9"]:
        raise TransferFileError(
            "レコードの並びが、ヘッダ（1）、データ（2）、トレーラ（8）、エンド（9）の順ではありません"
        )
    header, *details, trailer, _ = records
    transfers = tuple(map(_transfer, details))
    found = TransferFile(_client(header), _day(header["pay_on"]), transfers)
    if (int(trailer["count"]), int(trailer["total"])) != (len(transfers), found.total):
        raise TransferFileError(
            f"トレーラの合計（{int(trailer['count'])}件、{int(trailer['total']):,}円）が、"
            f"データの合計（{len(transfers)}件、{found.total:,}円）と合いません"
        )
    return found


def _split(data: bytes) -> Iterator[bytes]:
    """The records, which end with CR and LF or with nothing."""
    if b"\r" in data or b"\n" in data:
        lines = data.split(b"\r\n")
        if lines.pop() or any(b"\r" in line or b"\n" in line for line in lines):
            raise TransferFileError(
                "改行はCRLFをすべてのレコードの後に置くか、置かないかにしてください"
            )
        yield from lines
        return
    for start in range(0, len(data), RECORD_LENGTH):
        yield data[start : start + RECORD_LENGTH]


def _record(number: int, raw: bytes) -> Mapping[str, str]:
    if len(raw) != RECORD_LENGTH:
        raise TransferFileError(
            f"{number}番目のレコードが{len(raw)}バイトです。{RECORD_LENGTH}バイトでなければなりません"
        )
    for place, byte in enumerate(raw, start=1):
        if byte not in _ONE_BYTE:
            raise TransferFileError(
                f"{number}番目のレコードの{place}バイト目が半角の文字ではありません（0x{byte:02X}）"
            )
    text = raw.decode(ENCODING)
    layout = LAYOUTS.get(text[0])
    if layout is None:
        raise TransferFileError(f"{number}番目のレコードのデータ区分が「{text[0]}」です")
    values = {}
    for field, written in dissect(layout, text):
        where = f"{number}番目のレコードの{field.label}"
        if field.number and not written.isdigit():
            raise TransferFileError(f"{where}が数字ではありません: 「{written}」")
        if field.constant is not None and written.rstrip(" ") != field.constant:
            raise TransferFileError(f"{where}が「{field.constant}」ではありません: 「{written}」")
        values[field.key] = written if field.number else _text(field.key, written, where)
    return values


def _text(key: str, written: str, where: str) -> str:
    text = written.rstrip(" ")
    if key in _TEXTS and text:
        try:
            check_text(text, signs=WIDE_NAME_SIGNS)
        except UnwritableError as error:
            raise TransferFileError(f"{where}: {error}") from None
    return text


def _day(written: str) -> tuple[int, int]:
    month, day = int(written[:2]), int(written[2:])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise TransferFileError(f"振込指定日が日付ではありません: 「{written}」")
    return month, day


def _client(values: Mapping[str, str]) -> Client:
    return Client(
        code=values["client"],
        name=values["client_name"],
        bank=values["bank"],
        branch=values["branch"],
        account=values["account"],
        account_kind=values["account_kind"],
        bank_name=values["bank_name"],
        branch_name=values["branch_name"],
    )


def _transfer(values: Mapping[str, str]) -> Transfer:
    customer, edi = values["customer"], values["edi"] == "Y"
    first, second = customer[:10].lstrip("0"), customer[10:].lstrip("0")
    return Transfer(
        bank=values["bank"],
        branch=values["branch"],
        account=values["account"],
        name=values["name"],
        amount=int(values["amount"]),
        account_kind=values["account_kind"],
        new=values["new"],
        way=values["way"],
        customers=("", "") if edi else (first, second),
        edi=customer if edi else "",
        bank_name=values["bank_name"],
        branch_name=values["branch_name"],
    )
