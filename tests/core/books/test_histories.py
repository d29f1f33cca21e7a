"""Laws over whole histories, drawn from the acts that are open: what the books can never do."""

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from comipla.core.access import Permission
from comipla.core.books import (
    BOOKED,
    DEFAULT_ACCOUNTS,
    EntryAct,
    EntryState,
    Refused,
    Side,
    Voucher,
    YearState,
    acts_open,
    balance,
    check_approval,
    check_payment,
    close,
    leaves,
    perform,
    reversal,
    settle,
    settle_findings,
    tallies,
    transfer_legs,
)
from tests.core.books.shared import AROUND, DAY, voucher

EVERYTHING = frozenset(Permission)
BANKS = {1: 1, 2: 1, 3: 2}  # bank → set of accounts
CODES = {side: [a.code for a in leaves(DEFAULT_ACCOUNTS) if a.side is side] for side in Side}


@dataclass
class Books:
    """A year of books in memory, driven by the same functions as the tables."""

    vouchers: dict[int, Voucher] = field(default_factory=dict)
    state: YearState = YearState.OPEN
    closed: dict[int, Voucher] = field(default_factory=dict)

    def add(self, made: Voucher) -> None:
        self.vouchers[made.number] = made

    @property
    def next(self) -> int:
        return len(self.vouchers) + 1

    def do(self, number: int, act: EntryAct, by: int) -> None:
        """Do an act, to both legs of a transfer, unless the rules object."""
        legs = [
            v
            for v in self.vouchers.values()
            if v.number == number or (v.transfer and v.transfer == self.vouchers[number].transfer)
        ]
        changed = []
        for leg in legs:
            around = replace(AROUND, balance=balance(self.vouchers.values(), leg.bank))
            findings = ()
            if act is EntryAct.APPROVE:
                findings = check_approval(leg, around, by=by, name="")
            elif act is EntryAct.PAY:
                findings = check_payment(leg, around, on=DAY)
            try:
                settle_findings(findings, {finding.key for finding in findings})
            except Refused:
                return
            changed.append(perform(leg, act, by=by, on=DAY))
        for leg in changed:
            self.add(leg)


@st.composite
def histories(draw) -> Books:
    books = Books()
    for _ in range(draw(st.integers(1, 12))):
        _step(draw, books)
    books.vouchers = {number: close(v) for number, v in books.vouchers.items()}
    books.state, books.closed = YearState.CLOSED, dict(books.vouchers)
    return books


def _step(draw, books: Books) -> None:
    amount, person = draw(st.integers(1, 10**6)), draw(st.integers(1, 3))
    kind = draw(st.sampled_from(["write", "write", "transfer", "act", "act", "act", "act"]))
    if kind == "write":
        side, bank = draw(st.sampled_from(Side)), draw(st.sampled_from(sorted(BANKS)))
        code = draw(st.sampled_from(CODES[side]))
        made = voucher(number=books.next, side=side, account=code, amount=amount)
        books.add(replace(made, bank=bank, book=BANKS[bank], entered_by=person))
    elif kind == "transfer":
        source, target = draw(st.permutations(sorted(BANKS)))[:2]
        for leg in transfer_legs(
            number=books.next,
            amount=amount,
            on=DAY,
            source=(BANKS[source], source),
            target=(BANKS[target], target),
            accounts=("E4", "I7"),
            by=person,
            memo="",
        ):
            books.add(leg)
    elif books.vouchers:
        _act(draw, books, person)


def _act(draw, books: Books, person: int) -> None:
    chosen = books.vouchers[draw(st.sampled_from(sorted(books.vouchers)))]
    opens = acts_open(
        chosen.state,
        permissions=EVERYTHING,
        year_open=books.state is YearState.OPEN,
        is_reversed=any(v.reverses == chosen.number for v in books.vouchers.values()),
        is_reversal=chosen.reverses is not None,
        is_transfer=chosen.transfer is not None,
    )
    if not opens:
        return
    act = draw(st.sampled_from(opens))
    if act is EntryAct.REVERSE:
        number = books.next
        books.add(reversal(chosen, number=number, by=person, on=DAY, reason="まちがい"))
    else:
        books.do(chosen.number, act, person)


@settings(max_examples=15)
@given(histories())
def test_balances_and_statements_are_the_sum_of_what_is_booked(books):
    booked = [v for v in books.vouchers.values() if v.state in BOOKED]
    held = {bank: balance(books.vouchers.values(), bank) for bank in BANKS}
    assert sum(held.values()) == sum(v.signed for v in booked)
    whole = settle(DEFAULT_ACCOUNTS, tallies(booked), {})
    assert whole.carry == sum(held.values())
    assert whole.total(Side.INCOME) == sum(
        v.amount for v in booked if v.side is Side.INCOME and v.transfer is None
    )
    for book in (1, 2):
        own = settle(DEFAULT_ACCOUNTS, tallies(booked), {}, book=book)
        assert own.carry == sum(held[bank] for bank in BANKS if BANKS[bank] == book)


@settings(max_examples=8)
@given(histories())
def test_transfers_net_zero_and_go_by_twos(books):
    legs = [v for v in books.vouchers.values() if v.transfer is not None]
    for number in {leg.transfer for leg in legs}:
        pair = [leg for leg in legs if leg.transfer == number]
        assert len(pair) == 2
        assert sum(leg.signed for leg in pair) == 0
        assert len({leg.state for leg in pair}) == 1


@settings(max_examples=8)
@given(histories(), st.sampled_from(EntryAct))
def test_no_act_is_open_on_a_voucher_of_a_closed_year_but_its_reversal(books, act):
    for closed in books.closed.values():
        opens = acts_open(
            closed.state,
            permissions=EVERYTHING,
            year_open=False,
            is_reversed=False,
            is_reversal=False,
            is_transfer=False,
        )
        wanted = (EntryAct.REVERSE,) if closed.state is EntryState.CLOSED else ()
        assert opens == wanted
        if closed.state is EntryState.CLOSED:
            try:
                assert perform(closed, act, by=2, on=DAY) is None
            except ValueError:
                assert books.closed[closed.number] == closed


@settings(max_examples=8)
@given(histories())
def test_nobody_approved_what_they_wrote_and_no_bank_was_overdrawn(books):
    assert not [v for v in books.vouchers.values() if v.approved_by == v.entered_by]
    assert all(v.approved_by is not None for v in books.vouchers.values() if v.state in BOOKED)
    reversed_income = any(
        v.reverses is not None and v.side is Side.INCOME for v in books.vouchers.values()
    )
    if not reversed_income:
        assert all(balance(books.vouchers.values(), bank) >= 0 for bank in BANKS)
