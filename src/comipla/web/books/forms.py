"""The forms of the books: read tolerantly, keeping what was typed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from comipla.books.models import AccountCode, BankBook, Entry, Grant
from comipla.books.services import Draft
from comipla.core.books import Side
from comipla.core.wareki import format_wareki_short
from comipla.web.year_forms import YearForm

Options = list[tuple[str, str]]
Problems = list[tuple[str | None, str]]


class EntryForm(YearForm):
    """What a person writes on a voucher of one side, and the choices it offers."""

    def __init__(
        self,
        typed: Mapping[str, Any] | None,
        *,
        side: Side,
        accounts: Sequence[AccountCode],
        banks: Sequence[BankBook],
        grants: Sequence[Grant],
        initial: Mapping[str, str] | None = None,
    ) -> None:
        self.side = side
        self.banks, self.grants = list(banks), list(grants)
        above = {account.parent: account for account in accounts}
        tops = {account.code: account for account in accounts}
        self.accounts = [a for a in accounts if a.side == side.value and a.code not in above]
        self.account_options: Options = [
            (a.code, f"{tops[a.parent].label}：{a.label}" if a.parent else a.label)
            for a in self.accounts
        ]
        self.bank_options: Options = [(str(b.pk), f"{b.book.name}：{b.name}") for b in self.banks]
        self.grant_options: Options = [(str(g.pk), g.name) for g in self.grants]
        self.fields = _fields(side)
        super().__init__(typed, initial)
        if self.typed:
            self._choose("account", {a.code: a for a in self.accounts}, "科目")
            self._choose("bank", {str(b.pk): b for b in self.banks}, "通帳・現金")
            self._choose("grant", {str(g.pk): g for g in self.grants}, "")
            self._count("heads")
            self._shorten()

    @property
    def draft(self) -> Draft:
        """The voucher that was written; call only without problems."""
        value = self.values
        return Draft(
            side=self.side,
            bank=value["bank"],
            account=value["account"],
            amount=value["amount"],
            on=value["on"],
            payee=self.text("payee"),
            memo=self.text("memo"),
            heads=value.get("heads"),
            grant=value.get("grant"),
            group=self.text("group"),
            receipt_on=value.get("receipt_on"),
        )

    @property
    def help(self) -> dict[str, str]:
        """A sentence for each field that has one."""
        return {name: help for name, _kind, _label, help, _need in self.fields}

    @property
    def label(self) -> dict[str, str]:
        """The label of each field."""
        return {name: label for name, _kind, label, _help, _need in self.fields}

    def _choose(self, name: str, options: Mapping[str, Any], label: str) -> None:
        """Read a choice; one that was not offered is asked for again."""
        raw = self.raw[name]
        self.values.pop(name, None)
        if raw in options:
            self.values[name] = options[raw]
        elif raw or label:
            self.problems = [p for p in self.problems if p[0] != name]
            self.problems.append((name, f"{label or '交付金・補助金'}を一覧から選んでください。"))

    def _count(self, name: str) -> None:
        raw = self.raw[name]
        self.values.pop(name, None)
        if not raw:
            return
        if raw.isdecimal() and 0 < int(raw) < 100_000:
            self.values[name] = int(raw)
        else:
            self.problems.append((name, "人数を1以上の数字で入れてください。"))

    def _shorten(self) -> None:
        for name, most in (("payee", 80), ("memo", 200), ("group", 60)):
            if len(self.raw[name]) > most:
                label = self.label[name]
                self.problems.append((name, f"{label}を{most}文字以内にしてください。"))


def _fields(side: Side) -> tuple[tuple[str, str, str, str, bool], ...]:
    spent = side is Side.EXPENSE
    return (
        ("amount", "yen", "金額", "", True),
        ("on", "date", "日付", "", True),
        ("account", "text", "科目", "", True),
        ("payee", "text", "支払先" if spent else "受け取った相手", "", spent),
        ("memo", "text", "内容", "何の費用か、あとの人が読んで分かるように書きます。", True),
        ("bank", "text", "通帳・現金", "", True),
        (
            "grant",
            "text",
            "交付金・補助金",
            "このお金で払ったものだけに付けます。市町村が見ます。",
            False,
        ),
        ("group", "text", "部会・行事", "", False),
        ("receipt_on", "date", "領収書の日付", "", False),
        ("heads", "text", "人数", "弁当や飲み物のときに入れます。", False),
    )


def initial_of(entry: Entry) -> dict[str, str]:
    """What the form shows of a voucher that was written before."""
    return {
        "amount": str(abs(entry.amount)),
        "on": format_wareki_short(entry.on),
        "account": entry.account.code if entry.account else "",
        "payee": entry.payee,
        "memo": entry.memo,
        "bank": str(entry.bank_id),
        "grant": str(entry.grant_id or ""),
        "group": entry.group,
        "receipt_on": format_wareki_short(entry.receipt_on) if entry.receipt_on else "",
        "heads": str(entry.heads or ""),
    }


def blank(today: date, banks: Sequence[BankBook]) -> dict[str, str]:
    """What an empty form begins with: today, and the bank where there is only one."""
    return {
        "on": format_wareki_short(today),
        "bank": str(banks[0].pk) if len(banks) == 1 else "",
    }
