"""Check digits of the public identifiers: 団体コード (municipality code) and 法人番号.

Both numbers carry one digit that is computed from the others, so that a slip of the pen shows.
Sources: 全国地方公共団体コード仕様 (weights 6,5,4,3,2, modulus 11) and the ministerial ordinance on
corporate numbers (weights 1,2,1,2…, modulus 9). The individual number, which must not be stored,
is recognised by its own (番号法施行令・総務省令第85号).
"""

_MUNICIPALITY_WEIGHTS = (6, 5, 4, 3, 2)
_CORPORATE_BODY_LENGTH = 12
_INDIVIDUAL_WEIGHTS = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)


def municipality_check_digit(body: str) -> str:
    """Return the sixth digit of the municipality code whose first five digits are `body`.

    >>> municipality_check_digit("46201")
    '2'

    Raises ValueError unless `body` is exactly five ASCII digits.
    """
    digits = _digits(body, len(_MUNICIPALITY_WEIGHTS))
    total = sum(digit * weight for digit, weight in zip(digits, _MUNICIPALITY_WEIGHTS, strict=True))
    return str((11 - total % 11) % 10)


def municipality_code(body: str) -> str:
    """Return the six-digit code for the five-digit one, e.g. ``"46201"`` → ``"462012"``."""
    return body + municipality_check_digit(body)


def is_municipality_code(code: str) -> bool:
    """Tell whether `code` is six ASCII digits, the last of which fits the first five."""
    return _fits(code, 6) and code[-1] == municipality_check_digit(code[:-1])


def corporate_check_digit(body: str) -> str:
    """Return the first digit of the corporate number whose last twelve digits are `body`.

    >>> corporate_check_digit("000020460001")
    '8'

    Raises ValueError unless `body` is exactly twelve ASCII digits.
    """
    digits = _digits(body, _CORPORATE_BODY_LENGTH)
    total = sum(digit * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return str(9 - total % 9)


def corporate_number(body: str) -> str:
    """Return the thirteen-digit corporate number for its twelve-digit base number."""
    return corporate_check_digit(body) + body


def is_corporate_number(number: str) -> bool:
    """Tell whether `number` is thirteen ASCII digits, the first of which fits the others."""
    return _fits(number, 13) and number[0] == corporate_check_digit(number[1:])


def is_individual_number(text: str) -> bool:
    """Tell whether `text` reads as an individual number (マイナンバー), which nobody may store.

    Twelve ASCII digits, blanks and hyphens aside, the last of which fits the others (weights
    2 to 7 and 2 to 6 from the right, modulus 11). One of eleven other numbers of twelve digits
    does too: ask the person, do not accuse.
    """
    number = "".join(text.split()).replace("-", "")
    if not _fits(number, 12):
        return False
    digits = [int(digit) for digit in reversed(number[:-1])]
    rest = sum(d * w for d, w in zip(digits, _INDIVIDUAL_WEIGHTS, strict=True)) % 11
    return number[-1] == str(0 if rest <= 1 else 11 - rest)


def _fits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _digits(text: str, length: int) -> list[int]:
    if not _fits(text, length):
        raise ValueError(f"expected {length} ASCII digits, got {text!r}")
    return [int(character) for character in text]
