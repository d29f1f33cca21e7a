"""Money of the invented projects: plans that come to a wanted grant, and what was then spent.

Unit prices are those of the pattern; quantities follow the size of the project, and one line
takes up the odd yen, so that sums are as crooked as real ones and rounding shows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from comipla.config.demo.dice import Dice
from comipla.config.demo.tables import MARK, Cost, Project
from comipla.core.codes import Evidence, ExpenseNode, Implementer, RevenueKind
from comipla.core.procedures.subsidy.facts import ActualLine, ExpenseLine, RevenueLine
from comipla.core.subsidy import grant_amount
from comipla.programme.calendar import office_calendar

_BULKIEST = Decimal("1.6")  # a larger project has a larger commission, not a hundred lectures
_PATTERN_SHARE = 68  # percent of the cost that stands in the lines with known prices
_OF_THE_YEAR = ("月", "年", "日")  # a larger project has no more months
_FULLEST = 85  # percent; above it lines are left out

_PAYEES = {
    ExpenseNode.HONORARIUM: "講師{n}",
    ExpenseNode.TRAVEL: "講師{n}",
    ExpenseNode.CONSUMABLES: "つばき文具店",
    ExpenseNode.FUEL: "港通り給油所",
    ExpenseNode.FOOD: "里の商店",
    ExpenseNode.PRINTING: "さくら印刷",
    ExpenseNode.UTILITIES: "南の電気店",
    ExpenseNode.REPAIRS: "ひのき工芸",
    ExpenseNode.COMMUNICATION: "町の通信店",
    ExpenseNode.FEES: "検査センターみなみ",
    ExpenseNode.INSURANCE: "あんしん保険代理店",
    ExpenseNode.COMMISSION: "地域計画工房",
    ExpenseNode.RENT: "みなみレンタル",
    ExpenseNode.WORKS: "たくみ工務店",
    ExpenseNode.MATERIALS: "杉の木材店",
    ExpenseNode.EQUIPMENT: "くらしの備品店",
}
_PERSONS = (ExpenseNode.HONORARIUM, ExpenseNode.TRAVEL)
_CONTRACTED = (ExpenseNode.COMMISSION, ExpenseNode.WORKS)


@dataclass(frozen=True)
class Plan:
    """Expenses and revenues of a project as planned, in whole yen including tax."""

    expenses: tuple[ExpenseLine, ...]
    income: int
    income_line: RevenueLine | None
    local_share: int

    @property
    def total(self) -> int:
        """Σ of what will be spent."""
        return sum(line.gross for line in self.expenses)

    @property
    def eligible(self) -> int:
        """Σ of what the subsidy covers a share of."""
        return sum(line.eligible for line in self.expenses)

    def revenues(self, grant: int) -> tuple[RevenueLine, ...]:
        """The sources that meet the total when the prefecture gives `grant`."""
        income = (self.income_line,) if self.income_line else ()
        return meet(self.total, grant, income=income, local_share=self.local_share)


def planned(project: Project, dice: Dice, *, grant: int, implementer: Implementer) -> Plan:
    """A plan whose grant by the year's rule (half, cut to thousands) is exactly `grant` yen."""
    kind, words, count, price = project.income or (None, "", 0, 0)
    income = count * price
    outside = project.outside.quantity * project.outside.price if project.outside else 0
    wanted = 2 * grant + dice.roll("odd yen", 1, 1_999) + max(0, income - outside)
    indirect = implementer is Implementer.INDIRECT
    costs = _scaled(project, wanted)
    lines = [_line(cost, indirect) for cost in costs]
    rest = wanted - sum(line.gross for line in lines)
    lines.append(_line(_priced(project.rest, rest), indirect))
    if project.outside:
        lines.append(_line(project.outside, indirect))
    share = 0
    if indirect:
        share = (wanted - grant) * dice.roll("local share", 4, 12) // 100
    line = (
        RevenueLine(kind=kind, amount=income, detail=f"{words} {price:,}円×{count}")
        if kind
        else None
    )
    return Plan(tuple(lines), income, line, share)


def meet(
    total: int, grant: int, *, income: tuple[RevenueLine, ...] = (), local_share: int = 0
) -> tuple[RevenueLine, ...]:
    """Revenue lines that add up to `total`: grant, income, the residents' share, the town's rest."""
    rest = total - grant - sum(line.amount for line in income)
    local = min(local_share, rest)
    lines = [
        RevenueLine(kind=RevenueKind.PREFECTURE, amount=grant, detail="本補助金"),
        RevenueLine(
            kind=RevenueKind.MUNICIPALITY, amount=rest - local, detail="一般財源", certain=True
        ),
        *income,
    ]
    if local:
        lines.append(
            RevenueLine(kind=RevenueKind.LOCAL_SHARE, amount=local, detail="組織の自己資金")
        )
    return tuple(line for line in lines if line.amount)


def spent(
    plan: Plan, dice: Dice, *, percent: int, since: date, until: date
) -> tuple[ActualLine, ...]:
    """What was spent of a plan: about `percent` of each line, ordered and paid between two days."""
    lines = []
    for number, line in enumerate(plan.expenses, start=1):
        gross = _spent(line, dice, number, percent)
        if not gross:
            continue
        ordered, paid = _days(dice, number, since, until)
        person = line.node in _PERSONS
        payee = _PAYEES[line.node].format(n=number)
        lines.append(
            ActualLine(
                node=line.node,
                detail=line.detail,
                item=line.item,
                gross=gross,
                eligible=gross if line.eligible else 0,
                reason=line.reason,
                ordered_on=ordered,
                paid_on=paid,
                payee=payee if person else f"{payee}{MARK}",
                evidence=_evidence(line.node),
                indirect=line.indirect,
            )
        )
    return tuple(lines)


def earned(plan: Plan, dice: Dice, *, percent: int) -> tuple[RevenueLine, ...]:
    """The income that came in, where the plan has some."""
    line = plan.income_line
    if line is None:
        return ()
    amount = plan.income * percent * dice.roll("income", 88, 106) // 10_000 // 10 * 10
    return (
        RevenueLine(kind=line.kind, amount=amount, detail=line.detail.split(" ")[0], certain=True),
    )


def grant_of(lines: tuple[ExpenseLine, ...] | tuple[ActualLine, ...], income: int) -> int:
    """The grant that expenses and income come to: half, cut to thousands of yen."""
    return grant_amount(
        sum(line.eligible for line in lines), sum(line.gross for line in lines), income
    )


def _scaled(project: Project, wanted: int) -> list[Cost]:
    """The priced lines in quantities that leave a good part of the cost to the rest."""
    known = sum(cost.quantity * cost.price for cost in project.costs)
    factor = min(Decimal(wanted * _PATTERN_SHARE) / (known * 100), _BULKIEST)
    costs = []
    left = wanted * _FULLEST // 100
    for cost in project.costs:
        scaled = _times(cost, factor)
        if scaled.quantity * scaled.price <= left:
            costs.append(scaled)
            left -= scaled.quantity * scaled.price
    return costs


def _times(cost: Cost, factor: Decimal) -> Cost:
    quantity = max(1, round(cost.quantity * factor))
    if cost.unit in _OF_THE_YEAR:
        quantity = min(quantity, cost.quantity)
    if quantity > 100:
        quantity -= quantity % 10
    return _with(cost, quantity, cost.price)


def _priced(rest: Cost, price: int) -> Cost:
    return _with(rest, 1, price)


def _with(cost: Cost, quantity: int, price: int) -> Cost:
    return Cost(
        cost.node, cost.detail, cost.item, quantity, cost.unit, price, cost.tax, cost.reason
    )


def _line(cost: Cost, indirect: bool) -> ExpenseLine:
    gross = cost.quantity * cost.price
    return ExpenseLine(
        node=cost.node,
        detail=cost.detail,
        item=cost.item,
        quantity=Decimal(cost.quantity),
        unit=cost.unit,
        unit_price=cost.price,
        tax=cost.tax,
        gross=gross,
        eligible=0 if cost.reason else gross,
        reason=cost.reason,
        indirect=indirect,
    )


def _spent(line: ExpenseLine, dice: Dice, number: int, percent: int) -> int:
    """Whole units of what is counted; odd yen of what is ordered as one piece."""
    swing = percent + dice.roll(f"swing {number}", -4, 3)
    if line.quantity == 1:
        return line.gross * swing // 100 - dice.roll(f"odd {number}", 0, 97)
    units = (int(line.quantity) * swing + 50) // 100
    return units * line.unit_price


def _days(dice: Dice, number: int, since: date, until: date) -> tuple[date, date]:
    """The open days on which a line was ordered and paid, both within the work."""
    office = office_calendar()
    length = (until - since).days
    ordered = since + timedelta(days=length * dice.roll(f"ordered {number}", 5, 55) // 100)
    paid = ordered + timedelta(
        days=(until - ordered).days * dice.roll(f"paid {number}", 40, 100) // 100
    )
    return office.previous_open(ordered), office.previous_open(paid)


def _evidence(node: ExpenseNode) -> tuple[Evidence, ...]:
    if node in _PERSONS:
        return (Evidence.RECEIPT,)
    if node in _CONTRACTED:
        return (Evidence.CONTRACT, Evidence.DELIVERY, Evidence.INVOICE, Evidence.TRANSFER)
    return (Evidence.INVOICE, Evidence.RECEIPT)
