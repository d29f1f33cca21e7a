"""What is to be said about a voucher before it is written, approved or paid.

A finding either forbids the deed or warns: a warning is shown, confirmed by the person and kept
with the voucher, where the auditor reads it. The rules answer the audit findings and thefts that
community-platform 0.5, 0.6 and D5 collect.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from comipla.core.books.accounts import Account, Side
from comipla.core.books.rules import (
    ELIGIBILITY_RULES,
    BookRules,
    EligibilityRule,
    GrantTerms,
    Verdict,
)
from comipla.core.books.vouchers import EntryAct, Voucher
from comipla.core.money import Yen, format_yen
from comipla.core.wareki import format_wareki


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a voucher: `field` is the field it stands at, `key` names a warning."""

    key: str
    field: str
    sentence: str
    forbids: bool


class Refused(Exception):
    """Some finding forbids the deed; `findings` are all that forbid it."""

    def __init__(self, findings: Collection[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.sentence for finding in findings))


class Unconfirmed(Refused):
    """Nothing forbids the deed, but warnings have not been confirmed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a voucher is judged against.

    `twins` are numbers of other vouchers with the same payee, amount and day. `balance` is that of
    its bank or cash box before the voucher is paid.
    """

    starts_on: date
    ends_on: date
    year_open: bool
    today: date
    accounts: tuple[Account, ...]
    rules: BookRules
    twins: tuple[int, ...] = ()
    balance: Yen = 0
    is_cash: bool = False


def check_writing(voucher: Voucher, around: Surroundings) -> tuple[Finding, ...]:
    """What is to be said when a voucher is written or changed."""
    return (
        *_days(voucher, around),
        *_account(voucher, around),
        *_grant(voucher),
        *_eligibility(voucher),
        *_twins(voucher, around),
    )


def check_approval(
    voucher: Voucher, around: Surroundings, *, by: int, name: str
) -> tuple[Finding, ...]:
    """What is to be said when a person called `name` would approve a voucher."""
    return (
        *_second_person(voucher, by, name),
        *_receipt(voucher, around.rules),
        *_days(voucher, around),
        *_grant(voucher),
        *_twins(voucher, around),
    )


def check_payment(voucher: Voucher, around: Surroundings, *, on: date) -> tuple[Finding, ...]:
    """What is to be said when the money would move on a day."""
    return (*_payment_day(voucher, around, on), *_balance(voucher, around))


def settle_findings(findings: Collection[Finding], confirmed: Collection[str]) -> tuple[str, ...]:
    """The keys of warnings that were confirmed.

    Raises:
        Refused: a finding forbids the deed.
        Unconfirmed: a warning was not confirmed.
    """
    forbidding = [finding for finding in findings if finding.forbids]
    if forbidding:
        raise Refused(forbidding)
    warnings = {finding.key: finding for finding in findings}
    open_ones = [finding for key, finding in warnings.items() if key not in confirmed]
    if open_ones:
        raise Unconfirmed(open_ones)
    return tuple(warnings)


def check_holders(passbook: str, seal: str) -> tuple[Finding, ...]:
    """Warn where one person holds both the passbook and the seal (community-platform 0.6)."""
    if passbook and _plain(passbook) == _plain(seal):
        yield_ = (
            "通帳と印鑑を同じ人が持っています。1人で引き出せないように、別の人に預けてください。"
        )
        return (_warning("holders", "seal_holder", yield_),)
    return ()


def _forbidding(key: str, field: str, sentence: str) -> Finding:
    return Finding(key, field, sentence, forbids=True)


def _warning(key: str, field: str, sentence: str) -> Finding:
    return Finding(key, field, sentence, forbids=False)


def _days(voucher: Voucher, around: Surroundings) -> Iterator[Finding]:
    if not around.year_open:
        yield _forbidding(
            "year",
            "on",
            "この年度は締めてあるので、伝票を書けません。開いている年度に書くか、"
            "監事と会長が年度を開け直してください。",
        )
    if not around.starts_on <= voucher.on <= around.ends_on:
        yield _forbidding(
            "day",
            "on",
            f"伝票の日付 {format_wareki(voucher.on)}は、この年度"
            f"（{format_wareki(around.starts_on)}から{format_wareki(around.ends_on)}まで）の外です。"
            "日付を直すか、その年度の帳簿に書いてください。",
        )
    if voucher.on > around.today:
        yield _forbidding(
            "future", "on", "伝票の日付が先の日になっています。今日までの日付にしてください。"
        )
    if voucher.receipt_on is not None and voucher.receipt_on > around.today:
        yield _forbidding(
            "receipt_future",
            "receipt_on",
            "領収書の日付が先の日になっています。領収書を見て日付を直してください。",
        )


def _account(voucher: Voucher, around: Surroundings) -> Iterator[Finding]:
    if voucher.transfer is not None and not voucher.account:
        return
    known = {account.code: account for account in around.accounts}
    account = known.get(voucher.account)
    if account is None:
        yield _forbidding("account", "account", "科目を一覧から選んでください。")
    elif account.side is not voucher.side:
        yield _forbidding(
            "side",
            "account",
            f"科目「{account.label}」は{account.side.label}の科目です。"
            f"{voucher.side.label}の科目を選んでください。",
        )
    elif any(other.parent == account.code for other in known.values()):
        yield _forbidding(
            "leaf",
            "account",
            f"科目「{account.label}」には内訳があります。その中の科目を選んでください。",
        )


def _grant(voucher: Voucher) -> Iterator[Finding]:
    """Money of a grant is spent after its decision and before its end (東広島 audit, D5)."""
    grant = voucher.grant
    if grant is None or voucher.side is not Side.EXPENSE:
        return
    for field, label, day in (
        ("receipt_on", "領収書の日付", voucher.receipt_on),
        ("on", "伝票の日付", voucher.on),
    ):
        if day is not None and day < grant.decided_on:
            yield _forbidding(
                f"early_{field}",
                field,
                f"{label} {format_wareki(day)}が、「{grant.name}」の交付決定日 "
                f"{format_wareki(grant.decided_on)}より前です。この交付金では払えません。"
                "日付を確かめるか、交付金の印を外して自主財源で払ってください。",
            )
    if grant.ends_on is not None and voucher.on > grant.ends_on:
        yield _forbidding(
            "late",
            "on",
            f"「{grant.name}」を使えるのは{format_wareki(grant.ends_on)}までです。"
            "交付金の印を外して自主財源で払ってください。",
        )


def _eligibility(voucher: Voucher) -> Iterator[Finding]:
    """What grants usually do not cover (community-platform D3); a person decides."""
    grant = voucher.grant
    if grant is None or voucher.side is not Side.EXPENSE or voucher.reverses is not None:
        return
    for rule in ELIGIBILITY_RULES:
        if rule.key in grant.rules and _concerns(rule, voucher):
            sentence = _eligibility_sentence(rule, voucher, grant)
            if sentence:
                yield _warning(f"eligible_{rule.key}", "grant", sentence)


def _concerns(rule: EligibilityRule, voucher: Voucher) -> bool:
    text = f"{voucher.payee} {voucher.memo}"
    return voucher.account in rule.accounts or any(word in text for word in rule.words)


def _eligibility_sentence(rule: EligibilityRule, voucher: Voucher, grant: GrantTerms) -> str:
    what = f"{rule.label}は、「{grant.name}」の対象にならないことがあります。"
    if rule.verdict is Verdict.DENY:
        return f"{what}交付の条件を確かめるか、交付金の印を外してください。"
    if voucher.heads is None:
        return (
            f"{rule.label}は1人{format_yen(rule.per_head_cap)}までのことが多いので、"
            "人数を入れてください。"
        )
    if voucher.amount <= rule.per_head_cap * voucher.heads:
        return ""
    return (
        f"{rule.label}が1人{format_yen(rule.per_head_cap)}をこえています"
        f"（{format_yen(voucher.amount)}を{voucher.heads}人で）。"
        "こえる分は自主財源で払ってください。"
    )


def _twins(voucher: Voucher, around: Surroundings) -> Iterator[Finding]:
    if around.twins and voucher.reverses is None:
        numbers = "、".join(f"第{number}号" for number in around.twins)
        yield _warning(
            "twin",
            "payee",
            f"相手、金額、日付が同じ伝票が{numbers}にあります。二重になっていないか確かめてください。",
        )


def _second_person(voucher: Voucher, by: int, name: str) -> Iterator[Finding]:
    if voucher.entered_by == by:
        yield _forbidding(
            "two_persons",
            "approve",
            "自分が書いた伝票は承認できません。ほかの役員に承認してもらってください。",
        )
    if voucher.payee and _plain(voucher.payee) == _plain(name):
        yield _forbidding(
            "own_payee",
            "approve",
            "自分が受け取る支払は承認できません。ほかの役員に承認してもらってください。",
        )


def _receipt(voucher: Voucher, rules: BookRules) -> Iterator[Finding]:
    needs = (
        voucher.side is Side.EXPENSE
        and voucher.transfer is None
        and voucher.reverses is None
        and voucher.amount >= rules.receipt_above
    )
    if needs and voucher.receipts == 0:
        yield _forbidding(
            "receipt",
            "receipt",
            f"{format_yen(rules.receipt_above)}以上の支払には領収書か請求書の写真が要ります。"
            "写真を付けてから承認してください。",
        )


def _payment_day(voucher: Voucher, around: Surroundings, on: date) -> Iterator[Finding]:
    if not around.year_open:
        yield _forbidding("year", "on", "この年度は締めてあるので、記帳できません。")
    if on > around.today or not around.starts_on <= on <= around.ends_on:
        yield _forbidding(
            "paid_day",
            "on",
            f"お金が動いた日を、{format_wareki(around.starts_on)}から"
            f"{format_wareki(min(around.today, around.ends_on))}までの日付にしてください。",
        )
    if voucher.grant is not None and voucher.side is Side.EXPENSE and on < voucher.grant.decided_on:
        yield _forbidding(
            "paid_early",
            "on",
            f"支払った日が、「{voucher.grant.name}」の交付決定日 "
            f"{format_wareki(voucher.grant.decided_on)}より前です。交付決定日から後の日にしてください。",
        )


def _balance(voucher: Voucher, around: Surroundings) -> Iterator[Finding]:
    after = around.balance + voucher.signed
    if voucher.signed < 0 and after < 0:
        yield _forbidding(
            "overdrawn",
            "bank",
            f"残高は{format_yen(around.balance)}です。{format_yen(-after)}足りません。"
            "先に入金や振替を記帳するか、別の通帳から払ってください。",
        )
    if voucher.signed > 0 and around.is_cash and after > around.rules.cash_limit:
        yield _warning(
            "cash_limit",
            "bank",
            f"手もとの現金が{format_yen(after)}になり、限度額 "
            f"{format_yen(around.rules.cash_limit)}をこえます。通帳に入金してください。",
        )


def _plain(name: str) -> str:
    return "".join(name.split())


DEEDS: dict[EntryAct, str] = {
    EntryAct.EDIT: "直す",
    EntryAct.APPROVE: "承認する",
    EntryAct.SEND_BACK: "差し戻す",
    EntryAct.WITHDRAW: "取り下げる",
    EntryAct.PAY: "記帳する",
    EntryAct.REVERSE: "取消しの伝票を書く",
}
"""The deeds as buttons name them."""
