"""The audit kit: what the books can say of themselves, and what only a person can see (D5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comipla.core.books.checking import check_holders
from comipla.core.money import Yen, format_yen


class PointState(StrEnum):
    """What the books say of a point. Stored; never rename a value."""

    GOOD = "GOOD"
    OPEN = "OPEN"
    LOOK = "LOOK"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"GOOD": "合っています", "OPEN": "直すところがあります", "LOOK": "監事が見ます"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class AuditPoint:
    """A point of the audit; one that `blocks` must be good before the year is closed."""

    key: str
    label: str
    state: PointState
    detail: str
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class BankFacts:
    """A bank or cash box at the end of the year.

    `checked` is what passbook or count showed on the last day, None where nobody looked; `before`
    is the close of the year before, None in the first year.
    """

    name: str
    held: Yen
    checked: Yen | None
    with_original: bool
    opened: Yen
    before: Yen | None
    passbook_holder: str = ""
    seal_holder: str = ""
    is_cash: bool = False


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """A grant in the year: what came in under it and what was spent of it."""

    name: str
    received: Yen
    spent: Yen


@dataclass(frozen=True, slots=True)
class AuditFacts:
    """What the ledger knows. Numbers are those of vouchers."""

    banks: Sequence[BankFacts]
    grants: Sequence[GrantFacts]
    waiting: int
    without_receipt: Sequence[int]
    missing_numbers: Sequence[int]
    confirmed: Sequence[int]
    reversals: Sequence[int]
    over_budget: Sequence[str]
    unlisted_assets: Sequence[int]


def audit_points(facts: AuditFacts) -> tuple[AuditPoint, ...]:
    """Every point of the kit, in the order in which auditors go through it."""
    return (
        _opening(facts),
        _point(
            "waiting",
            "承認や記帳を待つ伝票がない",
            f"待っている伝票が{facts.waiting}件あります。記帳するか、取り下げてください。"
            if facts.waiting
            else "",
            blocks=True,
        ),
        _numbers("receipts", "支払の領収書がそろっている", facts.without_receipt, "領収書がない"),
        _numbers("numbers", "伝票の番号が抜けていない", facts.missing_numbers, "番号が抜けている"),
        *_balances(facts),
        _look(
            "original",
            "通帳の原本を見た（写しではなく）",
            "通帳と印鑑の実物を出してもらい、年度末の残高のページを確かめます。",
        ),
        _over(facts),
        *(_grant(grant) for grant in facts.grants),
        _numbers(
            "assets",
            "買った備品が備品台帳にある",
            facts.unlisted_assets,
            "備品台帳に載せていない",
        ),
        _look("dues", "会費が世帯数や会員数と合う", "会員名簿の数×単価と、会費の収入を比べます。"),
        _seen("confirmed", "注意を確かめて進めた伝票", facts.confirmed),
        _seen("reversals", "取消しの伝票", facts.reversals),
        *_holders(facts),
    )


def may_close(points: Sequence[AuditPoint]) -> bool:
    """Whether nothing stands in the way of closing the year."""
    return not any(point.blocks and point.state is PointState.OPEN for point in points)


def _point(key: str, label: str, problem: str, *, blocks: bool = False) -> AuditPoint:
    state = PointState.OPEN if problem else PointState.GOOD
    return AuditPoint(key, label, state, problem, blocks)


def _look(key: str, label: str, detail: str) -> AuditPoint:
    return AuditPoint(key, label, PointState.LOOK, detail)


def _listed(numbers: Sequence[int], most: int = 10) -> str:
    shown = "、".join(f"第{number}号" for number in numbers[:most])
    return shown if len(numbers) <= most else f"{shown} ほか{len(numbers) - most}件"


def _numbers(key: str, label: str, numbers: Sequence[int], what: str) -> AuditPoint:
    problem = f"{what}伝票が{len(numbers)}件あります：{_listed(numbers)}" if numbers else ""
    return _point(key, label, problem)


def _seen(key: str, label: str, numbers: Sequence[int]) -> AuditPoint:
    if not numbers:
        return AuditPoint(key, f"{label}がない", PointState.GOOD, "")
    return _look(key, f"{label}を読んだ", f"{len(numbers)}件あります：{_listed(numbers)}")


def _opening(facts: AuditFacts) -> AuditPoint:
    unequal = [
        f"{bank.name}（繰越 {format_yen(bank.opened)}、前年度の締め {format_yen(bank.before)}）"
        for bank in facts.banks
        if bank.before is not None and bank.before != bank.opened
    ]
    first = all(bank.before is None for bank in facts.banks)
    if first and facts.banks:
        return _look(
            "opening",
            "はじめの残高が前の帳簿と合う",
            "最初の年度です。前の帳簿の最後の残高と、前年度繰越金を比べます。",
        )
    problem = f"繰越がちがいます：{'、'.join(unequal)}" if unequal else ""
    return _point("opening", "はじめの残高が前年度の締めと合う", problem)


def _balances(facts: AuditFacts) -> Iterator[AuditPoint]:
    """Each bank's balance on the last day, against passbook or count."""
    for number, bank in enumerate(facts.banks, start=1):
        what = "現金を数えた額" if bank.is_cash else "通帳の残高"
        problem = ""
        if bank.checked is None:
            if bank.held == 0 and bank.is_cash:
                yield _point(f"bank{number}", f"{bank.name}：帳簿の残高は0円", "")
                continue
            problem = f"年度末の{what}を「残高の確認」に入れてください。"
        elif bank.checked != bank.held:
            problem = (
                f"帳簿は{format_yen(bank.held)}、{what}は{format_yen(bank.checked)}で、"
                f"{format_yen(abs(bank.checked - bank.held))}ちがいます。"
            )
        elif not bank.with_original and not bank.is_cash:
            yield _look(
                f"bank{number}",
                f"{bank.name}：年度末の残高が合う",
                "残高は合っています。通帳の写真が付いていないので、原本で確かめます。",
            )
            continue
        label = f"{bank.name}：年度末の残高が合う"
        yield _point(f"bank{number}", label, problem, blocks=True)


def _over(facts: AuditFacts) -> AuditPoint:
    if not facts.over_budget:
        return _point("budget", "予算をこえた科目がない", "")
    names = "、".join(facts.over_budget)
    return _look("budget", "予算をこえた科目の流用・補正の決定を見た", f"こえている科目：{names}")


def _grant(grant: GrantFacts) -> AuditPoint:
    left = grant.received - grant.spent
    words = f"入金 {format_yen(grant.received)}、支出 {format_yen(grant.spent)}"
    label = f"「{grant.name}」の残高"
    if left == 0:
        return AuditPoint(f"grant:{grant.name}", label, PointState.GOOD, f"{words}、残りなし")
    rest = f"残り {format_yen(left)}は返還か繰越の扱いを確かめます。"
    short = f"{format_yen(-left)}は自主財源で負担しています。"
    return _look(f"grant:{grant.name}", label, f"{words}。{rest if left > 0 else short}")


def _holders(facts: AuditFacts) -> Iterator[AuditPoint]:
    both = [
        bank.name for bank in facts.banks if check_holders(bank.passbook_holder, bank.seal_holder)
    ]
    problem = f"通帳と印鑑を同じ人が持っています：{'、'.join(both)}" if both else ""
    yield _point("holders", "通帳と印鑑を別の人が持っている", problem)
