"""The invented money: two years of books of a few platforms, one of them with its own people.

Vouchers are stored in bulk as they would stand after all hands; the closed year of the platform
whose people can be entered then goes through the same doors as everywhere: checks, audit, papers.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from comipla.books.models import (
    AccountCode,
    Asset,
    BankBook,
    BooksYear,
    BudgetLine,
    Entry,
    Grant,
)
from comipla.books.selectors.balances import balances_of
from comipla.books.services import (
    Draft,
    Signature,
    advance_books,
    check_month,
    furnish,
    points_of,
    write_entry,
)
from comipla.books.services.opening import carry_forward
from comipla.communities.models import Platform
from comipla.config.demo.dice import Dice
from comipla.config.demo.furnishing import SHOWN, platform_address
from comipla.config.demo.registry import NAMESPACE
from comipla.config.demo.tables import MARK, platforms, read
from comipla.core.access import Actor
from comipla.core.books import (
    CARRIED_IN,
    ELIGIBILITY_RULES,
    EQUIPMENT,
    EntryState,
    PointState,
    Side,
    YearAct,
    YearState,
)
from comipla.core.registry import Stage
from comipla.people.models import Membership
from comipla.people.services import actor_for
from comipla.programme.clock import standing_on

FIRST = 2023
"""The year that is closed; the one after it is under way."""

OTHERS = 4
"""Platforms with books beside the one that is shown."""

RECEIPT_ABOVE = 1_000_000
"""The demo has no pictures, so its closed books settled on very large payments only."""

_WITH_BOOKS = (Stage.RECOGNISED, Stage.EARLY, Stage.SUSTAIN)


@dataclass(frozen=True)
class _People:
    """Who writes, approves and books; nobody where the platform's people are not played."""

    secretary: Actor | None = None
    officer: Actor | None = None
    treasurer: Actor | None = None
    auditor: Actor | None = None


def keep_books(today: date) -> None:
    """Write the books of the shown platform and of a few others, up to a day."""
    shown = next(row.name for row in platforms() if (row.municipality, row.area) == SHOWN)
    stored = list(
        Platform.objects.for_system("the demo's books")
        .filter(stage__in=[stage.value for stage in _WITH_BOOKS])
        .select_related("body", "municipality")
        .order_by("slug")
    )
    chosen = [row for row in stored if row.name == shown]
    chosen += [row for row in stored if row.name != shown][:OTHERS]
    for platform in chosen:
        _Keeper(platform, _people(platform) if platform.name == shown else _People()).keep(today)


def _people(platform: Platform) -> _People:
    rows = Membership.objects.filter(body=platform.body).select_related("person", "body")
    actors = {row.person.email: actor_for(row) for row in rows}
    return _People(
        *(actors[platform_address(key)] for key in ("jimukyoku", "kaichou", "kaikei", "kanji"))
    )


class _Keeper:
    """Draws the books of one platform from its own dice."""

    def __init__(self, platform: Platform, people: _People) -> None:
        self.platform, self.people = platform, people
        self.dice = Dice(f"ledger/{platform.slug}")
        self.table = read("ledgers")
        self.book, (self.bank, self.cash), accounts = furnish(platform)
        self.accounts: Mapping[str, AccountCode] = {row.code: row for row in accounts}

    def keep(self, today: date) -> None:
        """Two years: the first closed, the second as far as the day."""
        self._hold()
        closed = self._year(FIRST)
        self._book(closed, self._grant(closed), today)
        if self.people.auditor is None:
            _set_aside(closed)
        else:
            self._finish(closed)
        current = self._year(FIRST + 1)
        self._carry(closed, current)
        grant = self._grant(current)
        self._book(current, grant, today)
        if self.people.secretary is not None:
            self._waiting(current, grant, today)

    def _hold(self) -> None:
        names = read("people")["names"]
        holders = [self.dice.pick(seat, names["family"])[0] for seat in ("passbook", "seal")]
        self.bank.passbook_holder = f"{holders[0]}（会計）{MARK}"
        self.bank.seal_holder = f"{holders[1]}（会長）{MARK}"
        self.cash.passbook_holder = self.bank.passbook_holder
        BankBook.objects.bulk_update([self.bank, self.cash], ["passbook_holder", "seal_holder"])

    def _year(self, year: int) -> BooksYear:
        begun = BooksYear.objects.create(
            platform=self.platform,
            year=year,
            starts_on=date(year, 4, 1),
            ends_on=date(year + 1, 3, 31),
            receipt_above=RECEIPT_ABOVE,
        )
        BudgetLine.objects.bulk_create(
            BudgetLine(
                year=begun,
                book=self.book,
                account=self.accounts[code],
                original=amount,
                remark=remark,
            )
            for code, amount, remark in self.table["budget"]
        )
        return begun

    def _grant(self, year: BooksYear) -> Grant:
        return Grant.objects.create(
            platform=self.platform,
            name=f"{year.fiscal.label}まちづくり交付金{MARK}",
            giver=self.platform.municipality.name,
            amount=300_000,
            decided_on=date(year.year, 4, 15),
            ends_on=year.ends_on,
            rules=[rule.key for rule in ELIGIBILITY_RULES],
        )

    def _book(self, year: BooksYear, grant: Grant, today: date) -> None:
        """The year's vouchers up to a day, in order, in one statement."""
        rows = list(self._entries(year, grant, today))
        if year.year == FIRST:
            rows.insert(
                0, self._entry(year, CARRIED_IN, 180_000, year.starts_on, memo="前年度から")
            )
        for number, row in enumerate(rows, start=year.next_number):
            row.number = number
            row.key = uuid.uuid5(NAMESPACE, f"{self.platform.slug}/{year.year}/{number}")
        Entry.objects.bulk_create(rows)
        year.next_number += len(rows)
        year.save(update_fields=["next_number"])
        self._assets(rows)

    def _entries(self, year: BooksYear, grant: Grant, today: date) -> Iterator[Entry]:
        for month, day, code, payee, memo, low, high, tagged in self.table["entries"]:
            on = date(year.year + (month < 4), month, day)
            if on > today:
                continue
            amount = self.dice.roll(f"{year.year}/{month}/{day}/{code}", low, high)
            yield self._entry(
                year,
                code,
                amount // 10 * 10 if amount > 1_000 else amount,
                on,
                payee=f"{payee}{MARK}" if payee else "",
                memo=memo,
                grant=grant if tagged else None,
            )

    def _entry(self, year: BooksYear, code: str, amount: int, on: date, **more: Any) -> Entry:
        """A booked voucher; its hands are those of the platform's people where it has some."""
        moment = datetime.combine(on, time(10), timezone.get_default_timezone())
        writer, officer, treasurer = (
            actor.person_id if actor else None
            for actor in (self.people.secretary, self.people.officer, self.people.treasurer)
        )
        account = self.accounts[code]
        return Entry(
            year=year,
            side=Side(account.side).value,
            book=self.book,
            bank=self.bank,
            account=account,
            amount=amount,
            on=on,
            paid_on=on,
            state=EntryState.PAID.value,
            entered_by_id=writer,
            approved_by_id=officer,
            paid_by_id=treasurer,
            entered_at=moment,
            approved_at=moment,
            paid_at=moment,
            **more,
        )

    def _assets(self, rows: list[Entry]) -> None:
        Asset.objects.bulk_create(
            Asset(
                platform=self.platform,
                name=row.memo,
                price=row.amount,
                acquired_on=row.on,
                place=f"拠点{MARK}",
                grant=row.grant,
                entry=row,
                key=uuid.uuid5(row.key, "asset"),
            )
            for row in rows
            if row.account is self.accounts[EQUIPMENT]
        )

    def _finish(self, year: BooksYear) -> None:
        """Through the doors: balances checked, closed, audited, approved, published."""
        people = self.people
        treasurer, officer, auditor = people.treasurer, people.officer, people.auditor
        assert treasurer
        assert officer
        assert auditor
        held = balances_of(year)
        with standing_on(date(FIRST + 1, 4, 5)):
            for bank in (self.bank, self.cash):
                check_month(
                    year=year,
                    bank=bank,
                    on=year.ends_on,
                    balance=held.get(bank.pk, 0),
                    by=treasurer,
                    key=self._key(year, f"check/{bank.pk}"),
                )
            self._advance(year, YearAct.CLOSE, treasurer)
        with standing_on(date(FIRST + 1, 4, 20)):
            seen = [p.key for p in points_of(year) if p.state is not PointState.GOOD]
            opinion = "帳簿と通帳を確かめた結果、会計は正しく処理されていました。"
            signature = Signature(auditor.name, opinion, seen)
            self._advance(year, YearAct.AUDIT, auditor, signature=signature)
        with standing_on(date(FIRST + 1, 5, 19)):
            self._advance(year, YearAct.APPROVE, officer, note="通常総会 第2号議案")
            self._advance(year, YearAct.PUBLISH, treasurer)

    def _advance(self, year: BooksYear, act: YearAct, by: Actor, **more: Any) -> None:
        advance_books(year=year, act=act, by=by, key=self._key(year, act.value), **more)
        year.refresh_from_db(from_queryset=BooksYear.objects.for_system("the demo's books"))

    def _carry(self, closed: BooksYear, current: BooksYear) -> None:
        by = self.people.treasurer or Actor(None, "", "", "", (), "")
        carry_forward(closed, current, by=by)
        current.refresh_from_db(from_queryset=BooksYear.objects.for_system("the demo's books"))

    def _waiting(self, year: BooksYear, grant: Grant, today: date) -> None:
        """Two vouchers that the president finds on the list."""
        assert self.people.secretary
        for number, (code, payee, memo, amount) in enumerate(
            (
                ("E2-2", "ホームセンター", "どんど焼きの片付け用具", 4_860),
                ("E2-3", "中央印刷所", "2月号広報紙の印刷", 18_700),
            )
        ):
            write_entry(
                year=year,
                draft=Draft(
                    side=Side.EXPENSE,
                    bank=self.bank,
                    account=self.accounts[code],
                    amount=amount,
                    on=today,
                    payee=f"{payee}{MARK}",
                    memo=memo,
                    grant=grant if code == "E2-3" else None,
                ),
                by=self.people.secretary,
                key=self._key(year, f"waiting/{number}"),
            )

    def _key(self, year: BooksYear, what: str) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"{self.platform.slug}/books/{year.year}/{what}")


def _set_aside(year: BooksYear) -> None:
    """A year that is over where nobody's hands are played: closed in two statements."""
    Entry.objects.for_system("the demo's books").filter(year=year).update(
        state=EntryState.CLOSED.value
    )
    year.state = YearState.CLOSED.value
    year.save(update_fields=["state"])
