"""The tree of accounts (科目) that a platform's books begin with (community-platform D5).

A platform may add and rename accounts below the top level; the top level itself keeps its codes
and labels, so that the years of one platform, and platforms among themselves, can be compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Side(StrEnum):
    """Which side of the statement an amount stands on. Stored; never rename a value."""

    INCOME = "INCOME"
    EXPENSE = "EXPENSE"

    @property
    def label(self) -> str:
        """The side in the words of the statement."""
        return "収入" if self is Side.INCOME else "支出"

    @property
    def sign(self) -> int:
        """What an amount of this side does to a balance."""
        return 1 if self is Side.INCOME else -1


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `parent` is the code of the account above, empty at the top level."""

    code: str
    side: Side
    label: str
    parent: str = ""


CARRIED_IN: Final = "I8"
"""前年度繰越金: what the banks and cash boxes held when the year began."""

MOVED_IN: Final = "I7"
"""繰入金: what came from another set of accounts (会計) of the same platform."""

MOVED_OUT: Final = "E3-3"
"""他会計への繰出金: the other leg of `MOVED_IN`."""

RESERVED: Final = "E4"
"""積立金."""

FOOD: Final = "E2-7"
"""食糧費, which the rules of grants limit per head."""

EQUIPMENT: Final = "E2-8"
"""備品費: what is bought stands in the list of property."""

_TREE: Final[Mapping[tuple[str, Side, str], tuple[str, ...]]] = {
    ("I1", Side.INCOME, "会費"): (),
    ("I2", Side.INCOME, "交付金・補助金"): (),
    ("I3", Side.INCOME, "委託料・指定管理料"): (),
    ("I4", Side.INCOME, "事業収入"): ("参加費", "利用料", "販売"),
    ("I5", Side.INCOME, "寄附金・協賛金"): (),
    ("I6", Side.INCOME, "雑収入（利息など）"): (),
    (MOVED_IN, Side.INCOME, "繰入金"): (),
    (CARRIED_IN, Side.INCOME, "前年度繰越金"): (),
    ("E1", Side.EXPENSE, "事務局費"): ("人件費", "需用費", "役務費", "旅費", "会議費", "賃借料"),
    ("E2", Side.EXPENSE, "部会・事業費"): (
        "報償費",
        "消耗品費",
        "印刷製本費",
        "保険料",
        "委託料",
        "使用料",
        "食糧費",
        "備品費",
    ),
    ("E3", Side.EXPENSE, "負担金・助成金"): ("負担金", "助成金", "他会計への繰出金"),
    (RESERVED, Side.EXPENSE, "積立金"): (),
    ("E5", Side.EXPENSE, "返還金"): (),
    ("E6", Side.EXPENSE, "予備費"): (),
}


def _default() -> Iterable[Account]:
    for (code, side, label), below in _TREE.items():
        yield Account(code, side, label)
        for number, name in enumerate(below, start=1):
            yield Account(f"{code}-{number}", side, name, code)


DEFAULT_ACCOUNTS: Final[tuple[Account, ...]] = tuple(_default())
"""The accounts a platform starts with, in the order of the statement."""


def leaves(accounts: Sequence[Account]) -> tuple[Account, ...]:
    """The accounts on which money is booked: those with none below them, in the same order."""
    above = {account.parent for account in accounts}
    return tuple(account for account in accounts if account.code not in above)


def check_tree(accounts: Sequence[Account]) -> None:
    """Refuse a tree in which an account would be lost.

    Raises:
        ValueError: a code comes twice, a parent is missing, stands on the other side or is no
            account of the top level.
    """
    known = {account.code: account for account in accounts}
    if len(known) != len(accounts):
        raise ValueError("同じ科目コードが2つあります。1つにしてください。")
    for account in accounts:
        if not account.parent:
            continue
        parent = known.get(account.parent)
        if parent is None or parent.parent or parent.side is not account.side:
            raise ValueError(
                f"科目「{account.label}」の上の科目「{account.parent}」がないか、"
                "収入と支出がちがいます。上の科目を選び直してください。"
            )
