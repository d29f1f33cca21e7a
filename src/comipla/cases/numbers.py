"""The number of a case: 3-R6-017 in addresses and files, ③-R6-017 for people."""

_MARKS = {"1": "①", "2": "②", "3": "③", "4": "④"}


def shown_number(number: str) -> str:
    """The number as people write it, with the mark of its menu: ``3-R6-017`` → ``③-R6-017``."""
    menu, _, rest = number.partition("-")
    return f"{_MARKS[menu]}-{rest}"
