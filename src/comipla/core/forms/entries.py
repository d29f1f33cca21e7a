"""Single entries: from what a person typed to a value, back to text, and to print.

Reading is tolerant of spelling (full-width, 円, 令和六年…) and strict about meaning.  Messages
say what to do; they are shown beside the field, so they do not repeat its label.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from comipla.core.digits import squeeze_ascii
from comipla.core.facts import spell_decimal
from comipla.core.forms.declaration import Field, Kind
from comipla.core.money import MoneyError, format_yen, parse_yen
from comipla.core.wareki import DateError, format_wareki, parse_date

_UNCOUNTED = {"Mn", "Me", "Cf"}  # combining marks, variation selectors, joiners
_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST_DIGITS = 9
_YES = frozenset({"yes", "はい", "有", "あり", "on", "true", "1", "○"})
_NO = frozenset({"no", "いいえ", "無", "なし", "off", "false", "0", "×"})


class EntryError(ValueError):
    """An entry cannot be read; the message tells the person, in Japanese, what to do."""


def clean(text: str) -> str:
    """Drop outer blanks and characters that cannot be seen or stored; one kind of line break."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        char for char in lines if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()


def count_characters(text: str) -> int:
    """Count characters as a reader does: a kanji with its variation selector is one."""
    return sum(unicodedata.category(char) not in _UNCOUNTED for char in text)


def sentence(message: str) -> str:
    """A message with its full stop."""
    return message if message.endswith("。") else f"{message}。"


def ask(field: Field) -> str:
    """What to say when a required field is blank."""
    short = field.kind is not Kind.LONG_TEXT and field.example
    example = f"（例 {field.example}）" if short else ""
    if field.kind in (Kind.CHOICE, Kind.YES_NO, Kind.PLATFORM):
        return "一つ選んでください。"
    fewest = max(field.fewest, 1)
    if field.kind is Kind.CHOICES:
        return f"{fewest}つ以上選んでください。"
    if field.kind is Kind.FILES:
        return f"ファイルを{fewest}つ以上添付してください。"
    return f"入力してください{example}。"


def read_entry(field: Field, entered: Sequence[str]) -> Any:
    """The value of one field from its non-blank raw strings. Raises EntryError."""
    if field.kind in _MANY_READERS:
        return _MANY_READERS[field.kind](field, entered)
    return _READERS[field.kind](field, entered[0])


def write_entry(field: Field, value: Any) -> str | list[str]:
    """The raw strings that `read_entry` reads as `value`."""
    if field.kind in _MANY_READERS:
        return list(value)
    if value is None:
        return ""
    if field.kind is Kind.DATE:
        return format_wareki(value)
    if field.kind is Kind.YES_NO:
        return "yes" if value else "no"
    if field.kind in (Kind.AMOUNT, Kind.INTEGER):
        return f"{value:,}"
    return spell_decimal(value) if isinstance(value, Decimal) else str(value)


def show_entry(field: Field, value: Any) -> str:
    """The value as people read it on the page of answers and in papers; blank ones are empty."""
    if value is None or value in ("", ()):
        return ""
    if field.kind is Kind.AMOUNT or (field.kind is Kind.COMPUTED and isinstance(value, int)):
        return format_yen(value)
    if field.kind is Kind.CHOICE:
        return field.label_of(value)
    if field.kind is Kind.CHOICES:
        return "、".join(field.label_of(code) for code in value)
    if field.kind is Kind.FILES:
        return f"{len(value)}件"
    if field.kind is Kind.YES_NO:
        return "はい" if value else "いいえ"
    return f"{write_entry(field, value)}{field.unit}"


def _read_text(field: Field, text: str) -> str:
    if field.kind is Kind.TEXT:
        text = " ".join(text.split("\n"))
    length, limit = count_characters(text), field.length_limit
    if limit is not None and length > limit:
        raise EntryError(
            f"{limit}文字までです。いまは{length}文字なので{length - limit}文字減らしてください。"
        )
    return text


def _read_amount(field: Field, text: str) -> int:
    try:
        amount = parse_yen(text)
    except MoneyError as error:
        raise EntryError(sentence(str(error))) from error
    _check_bounds(field, amount)
    return amount


def _read_date(_field: Field, text: str) -> date:
    try:
        return parse_date(text)
    except DateError as error:
        raise EntryError(sentence(str(error))) from error


def _read_integer(field: Field, text: str) -> int:
    number = _read_number(field, text, places=0)
    _check_bounds(field, number)
    return int(number)


def _read_decimal(field: Field, text: str) -> Decimal:
    number = _read_number(field, text, places=field.places)
    _check_bounds(field, number)
    return number


def _read_number(field: Field, text: str, *, places: int) -> Decimal:
    """Digits of any width, commas by threes, a sign, the field's unit behind it."""
    digits = squeeze_ascii(text).removesuffix(squeeze_ascii(field.unit))
    found = _NUMBER.fullmatch(digits)
    if found is None:
        raise EntryError(f"数字で入力してください（例 {field.example or '12'}）。")
    sign, whole, decimals = found[1], found[2].replace(",", ""), found[3] or ""
    if len(decimals.rstrip("0")) > places:
        allowed = f"小数点以下{places}けたまで" if places else "小数点のない整数"
        raise EntryError(f"{allowed}で入力してください（例 {field.example or '12'}）。")
    if len(whole.lstrip("0")) > _MOST_DIGITS:
        raise EntryError(f"{_MOST_DIGITS}けたまでの数字で入力してください。")
    return Decimal(f"{sign}{whole}.{decimals or 0}")


def _check_bounds(field: Field, number: Decimal | int) -> None:
    low = 0 if field.minimum is None else field.minimum
    high = field.maximum
    if number >= low and (high is None or number <= high):
        return
    if field.kind is Kind.AMOUNT:
        least, most = format_yen(low), "" if high is None else format_yen(high)
    else:
        least, most = f"{low}{field.unit}", "" if high is None else f"{high}{field.unit}"
    span = f"{least}から{most}まで" if most else f"{least}以上"
    raise EntryError(f"{span}の数字で入力してください。")


def _read_choice(field: Field, text: str) -> str:
    for choice in field.choices:
        if text in (choice.code, choice.label):
            return choice.code
    raise EntryError("一覧にある中から選んでください。")


def _read_choices(field: Field, entered: Sequence[str]) -> tuple[str, ...]:
    chosen = {_read_choice(field, text) for text in entered}
    _check_count(field, len(chosen), "つ", "選んで")
    return tuple(choice.code for choice in field.choices if choice.code in chosen)


def _read_files(field: Field, entered: Sequence[str]) -> tuple[str, ...]:
    digests = tuple(dict.fromkeys(entered))
    if any(not _DIGEST.fullmatch(digest) for digest in digests):
        raise EntryError("ファイルをもう一度添付してください。")
    _check_count(field, len(digests), "つ", "添付して")
    return digests


def _check_count(field: Field, count: int, counter: str, verb: str) -> None:
    if count < field.fewest:
        raise EntryError(f"{field.fewest}{counter}以上{verb}ください。いまは{count}{counter}です。")
    if field.max_items is not None and count > field.max_items:
        over = count - field.max_items
        raise EntryError(f"{field.max_items}{counter}までです。{over}{counter}減らしてください。")


def _read_yes_no(_field: Field, text: str) -> bool:
    answer = text.lower()
    if answer in _YES or answer in _NO:
        return answer in _YES
    raise EntryError("「はい」か「いいえ」を選んでください。")


def _read_platform(_field: Field, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise EntryError("一覧にある中から選んでください。")
    return int(text)


_READERS: Mapping[Kind, Callable[[Field, str], Any]] = {
    Kind.TEXT: _read_text,
    Kind.LONG_TEXT: _read_text,
    Kind.AMOUNT: _read_amount,
    Kind.INTEGER: _read_integer,
    Kind.DECIMAL: _read_decimal,
    Kind.DATE: _read_date,
    Kind.CHOICE: _read_choice,
    Kind.YES_NO: _read_yes_no,
    Kind.PLATFORM: _read_platform,
}
_MANY_READERS: Mapping[Kind, Callable[[Field, Sequence[str]], tuple[str, ...]]] = {
    Kind.CHOICES: _read_choices,
    Kind.FILES: _read_files,
}
