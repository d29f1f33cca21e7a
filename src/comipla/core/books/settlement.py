"""The statement of a year (収支決算書): every account with budget, actual, difference and remark.

It is reckoned from sums, so that a hundred thousand vouchers cost what a hundred do: the ledger
is added up by account where it lies, and the lines, totals and carry-forward are built here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comipla.core.books.accounts import CARRIED_IN, Account, Side
from comipla.core.books.vouchers import Voucher
from comipla.core.money import Yen, format_yen


@dataclass(frozen=True, slots=True)
class Tally:
    """Booked vouchers of one account, book and grant added up."""

    side: Side
    account: str
    amount: Yen
    count: int
    book: int
    grant: int | None = None
    is_transfer: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """What was planned for an account; `revised` is None until the plan was changed (補正)."""

    original: Yen = 0
    revised: Yen | None = None

    @property
    def current(self) -> Yen:
        """The plan that counts."""
        return self.original if self.revised is None else self.revised


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the statement; `count` is the number of vouchers behind the amount."""

    account: Account
    budget: Yen
    actual: Yen
    count: int
    remark: str = ""

    @property
    def difference(self) -> Yen:
        """増減: the actual amount less the planned one."""
        return self.actual - self.budget

    @property
    def is_top(self) -> bool:
        """Whether it stands at the top level, whose lines make the total."""
        return not self.account.parent

    @property
    def over(self) -> bool:
        """Whether more was spent than planned."""
        return self.account.side is Side.EXPENSE and self.actual > self.budget


@dataclass(frozen=True, slots=True)
class Statement:
    """収支決算書: both sides with their lines, and what is carried into the next year."""

    income: tuple[Line, ...]
    expense: tuple[Line, ...]

    def lines(self, side: Side) -> tuple[Line, ...]:
        """The lines of one side."""
        return self.income if side is Side.INCOME else self.expense

    def total(self, side: Side) -> Yen:
        """What was received, or spent."""
        return sum(line.actual for line in self.lines(side) if line.is_top)

    def planned(self, side: Side) -> Yen:
        """What was planned to be received, or spent."""
        return sum(line.budget for line in self.lines(side) if line.is_top)

    @property
    def carry(self) -> Yen:
        """次年度繰越金: income less expense, which the banks and cash boxes must hold."""
        return self.total(Side.INCOME) - self.total(Side.EXPENSE)

    @property
    def sentence(self) -> str:
        """The statement in one sentence."""
        return (
            f"収入 {format_yen(self.total(Side.INCOME))} − 支出 {format_yen(self.total(Side.EXPENSE))}"
            f" ＝ 次年度への繰越 {format_yen(self.carry)}"
        )


def tallies(vouchers: Iterable[Voucher]) -> tuple[Tally, ...]:
    """Add vouchers up by side, account and book; only booked ones count."""
    amounts: Counter[tuple[Side, str, int, bool]] = Counter()
    counts: Counter[tuple[Side, str, int, bool]] = Counter()
    for voucher in vouchers:
        if voucher.booked:
            key = (voucher.side, voucher.account, voucher.book, voucher.transfer is not None)
            amounts[key] += voucher.amount
            counts[key] += 1
    return tuple(
        Tally(side, account, amounts[side, account, book, moved], count, book, is_transfer=moved)
        for (side, account, book, moved), count in counts.items()
    )


def settle(
    accounts: Sequence[Account],
    sums: Iterable[Tally],
    budgets: Mapping[str, Budget],
    *,
    book: int | None = None,
    grant: int | None = None,
    remarks: Mapping[str, str] | None = None,
) -> Statement:
    """Reckon the statement of everything, of one book (会計), or of one grant.

    Over several books, what was moved from one into the other is left out of both sides (純計):
    it is neither earned nor spent. In the statement of one book it stands as 繰入金 and 繰出金.
    """
    wanted = [
        tally
        for tally in sums
        if (book is None or tally.book == book)
        and (grant is None or tally.grant == grant)
        and tally.account
        and (book is not None or not tally.is_transfer)
    ]
    amounts: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for tally in wanted:
        amounts[tally.account] += tally.amount
        counts[tally.account] += tally.count
    lines = tuple(_lines(accounts, amounts, counts, budgets, remarks or {}))
    return Statement(
        tuple(line for line in lines if line.account.side is Side.INCOME),
        tuple(line for line in lines if line.account.side is Side.EXPENSE),
    )


def _lines(
    accounts: Sequence[Account],
    amounts: Mapping[str, int],
    counts: Mapping[str, int],
    budgets: Mapping[str, Budget],
    remarks: Mapping[str, str],
) -> Iterator[Line]:
    """A line an account; one with accounts below it holds their sums and what it holds itself."""
    below: dict[str, list[str]] = {}
    for account in accounts:
        below.setdefault(account.parent or account.code, []).append(account.code)
    for account in accounts:
        codes = [account.code] if account.parent else below[account.code]
        budget = sum(budgets.get(code, Budget()).current for code in codes)
        actual = sum(amounts.get(code, 0) for code in codes)
        remark = remarks.get(account.code, "")
        yield Line(account, budget, actual, sum(counts.get(code, 0) for code in codes), remark)


def carried_in(statement: Statement) -> Yen:
    """前年度繰越金 as the statement shows it."""
    return sum(line.actual for line in statement.income if line.account.code == CARRIED_IN)
