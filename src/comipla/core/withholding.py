"""Income tax withheld from fees (源泉徴収): per payment, grossed up, per month and per year.

Rules 7 to 9 of the programme's calculation table, from the Income Tax Act (204, 205, 212, 213)
and the reconstruction tax (復興財源確保法 28, 31). The base is what is paid to the person in one
payment, travel included unless it went straight to the carrier or the hotel. Amounts are whole
yen, a fraction of the tax is dropped. Payees are known by the office's own key, never by their
individual number (マイナンバー), which no record here has a place for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final

from comipla.core.calculations import Calculation, CalculationStep
from comipla.core.calendar import OfficeCalendar
from comipla.core.choice import Choice
from comipla.core.deadlines import shift
from comipla.core.identifiers import is_individual_number
from comipla.core.money import Yen, check_yen, format_yen
from comipla.core.parameter_units import format_rate

STATEMENT_THRESHOLD: Final[Yen] = 50_000
"""A year's payments above this want a statement (支払調書, Income Tax Regulations 84)."""

REMITTANCE_DAY: Final = 10
"""Day of the month after the payment by which the tax is handed over (Income Tax Act 204)."""


class WithholdingError(ValueError):
    """The tax cannot be reckoned by this rule; the message says, in Japanese, what to do."""


class TaxClass(Choice):
    """How a payee is taxed (code list `tax_class` of the programme)."""

    INDIVIDUAL_204 = "individual_204"
    INDIVIDUAL_SALARY = "individual_salary"
    CORPORATION = "corporation"
    NON_RESIDENT = "non_resident"
    PUBLIC_BODY = "public_body"

    @property
    def label(self) -> str:
        """The class in words."""
        return _LABELS[self]


_LABELS: Final = {
    TaxClass.INDIVIDUAL_204: "報酬・料金（国内に住む個人）",
    TaxClass.INDIVIDUAL_SALARY: "給与",
    TaxClass.CORPORATION: "法人",
    TaxClass.NON_RESIDENT: "非居住者",
    TaxClass.PUBLIC_BODY: "国・地方公共団体",
}
UNTAXED: Final = frozenset({TaxClass.CORPORATION, TaxClass.PUBLIC_BODY})
"""Classes from whose payments nothing is withheld."""


@dataclass(frozen=True)
class WithholdingRates:
    """Rates with the reconstruction tax in them, and the first and last day of payment they hold.

    `rate` is taken up to the `threshold` of one payment, `upper_rate` from what lies above it.
    """

    since: date
    until: date | None
    rate: Fraction
    upper_rate: Fraction
    non_resident_rate: Fraction
    threshold: Yen = 1_000_000


RATES: Final = (
    WithholdingRates(
        since=date(2013, 1, 1),
        until=date(2037, 12, 31),
        rate=Fraction(1021, 10_000),
        upper_rate=Fraction(2042, 10_000),
        non_resident_rate=Fraction(2042, 10_000),
    ),
)
"""The law as it stands: the reconstruction tax of 2.1% is added from 2013 to 2037."""

CURRENT: Final = RATES[-1]


def rates_on(paid_on: date) -> WithholdingRates:
    """The rates for a day of payment; WithholdingError where none are known."""
    for rates in RATES:
        if rates.since <= paid_on and (rates.until is None or paid_on <= rates.until):
            return rates
    raise WithholdingError(
        f"{paid_on.isoformat()}の源泉徴収の税率が登録されていません。制度管理者に登録を頼んでください"
    )


def withhold(
    gross: Yen,
    payee: str = TaxClass.INDIVIDUAL_204,
    *,
    rates: WithholdingRates = CURRENT,
) -> Yen:
    """The tax withheld from one payment (rule 7): 111,370 yen → 11,370.

    `gross` is everything in the payment that is taxed, see `Payment.base`; `payee` is a TaxClass.
    Raises WithholdingError for wages, which follow the table for wages instead.
    """
    taxed = TaxClass(payee)
    check_yen("gross", gross)
    if taxed in UNTAXED:
        return 0
    if taxed is TaxClass.INDIVIDUAL_SALARY:
        raise WithholdingError(
            "給与として支払う人の税額は、給与所得の源泉徴収税額表で求めて入力してください"
        )
    if taxed is TaxClass.NON_RESIDENT:
        return gross * rates.non_resident_rate // 1
    lower = min(gross, rates.threshold) * rates.rate
    return (lower + max(0, gross - rates.threshold) * rates.upper_rate) // 1


def gross_up(
    net: Yen,
    payee: str = TaxClass.INDIVIDUAL_204,
    *,
    rates: WithholdingRates = CURRENT,
) -> Yen:
    """The smallest payment that leaves the person exactly `net` (rule 8): 20,000 → 22,274.

    One yen more of payment leaves one yen more or as much as before, so that every net can be
    reached exactly; where two payments leave the same, it is the smaller: 9 → 9, not 10.
    """
    taxed = TaxClass(payee)
    check_yen("net", net)
    if net == 0 or taxed in UNTAXED or taxed is TaxClass.INDIVIDUAL_SALARY:
        withhold(net, taxed, rates=rates)  # refuses wages
        return net
    if taxed is TaxClass.NON_RESIDENT:
        return _least_above(net - 1, rates.non_resident_rate)
    least = _least_above(net - 1, rates.rate)
    if least <= rates.threshold:
        return least
    kept = rates.threshold * (1 - rates.rate)
    return rates.threshold + _least_above(net - 1 - kept, rates.upper_rate)


def _least_above(net: Fraction | int, rate: Fraction) -> Yen:
    """The least whole payment of which more than `net` remains before the tax is cut down."""
    return int(Fraction(net) / (1 - rate) // 1) + 1


@dataclass(frozen=True)
class Payment:
    """One payment to one payee.

    `travel` is what the person is paid for travel; tickets and hotels that the office paid itself
    do not belong here. `consumption_tax` is the part of `fee` that an invoice shows separately,
    which is left out of the base. `salary_tax` is the tax by the table for wages and goes only
    with TaxClass.INDIVIDUAL_SALARY.
    """

    payee: str
    paid_on: date
    fee: Yen
    travel: Yen = 0
    tax_class: TaxClass = TaxClass.INDIVIDUAL_204
    consumption_tax: Yen = 0
    salary_tax: Yen | None = None

    def __post_init__(self) -> None:
        TaxClass(self.tax_class)
        if not self.payee:
            raise WithholdingError("支払先を選んでください")
        if is_individual_number(self.payee):
            raise WithholdingError(
                "支払先の番号がマイナンバーと読めます。ここには登録できないので、支払先の番号にしてください"
            )
        if check_yen("consumption_tax", self.consumption_tax) > check_yen("fee", self.fee):
            raise WithholdingError("消費税の額が謝金の額をこえています。請求書を確かめてください")
        check_yen("travel", self.travel)
        if (self.salary_tax is not None) != (self.tax_class == TaxClass.INDIVIDUAL_SALARY):
            raise WithholdingError(
                "税額は、給与として支払うときだけ、税額表で求めて入力してください"
            )
        if check_yen("salary_tax", self.salary_tax or 0) > self.gross:
            raise WithholdingError("税額が支払う額をこえています。税額表を確かめてください")

    @property
    def gross(self) -> Yen:
        """What is paid before tax: fee and travel."""
        return self.fee + self.travel

    @property
    def base(self) -> Yen:
        """What the tax is taken from."""
        return self.gross - self.consumption_tax

    @property
    def withheld(self) -> Yen:
        """The tax, by the rates of the day of payment."""
        if self.salary_tax is not None:
            return self.salary_tax
        return withhold(self.base, self.tax_class, rates=rates_on(self.paid_on))

    @property
    def net(self) -> Yen:
        """What arrives on the account."""
        return self.gross - self.withheld


def explain_payment(payment: Payment) -> Calculation:
    """The payment in words, from fee to net; the last step is what arrives."""
    rates = rates_on(payment.paid_on)
    given = [
        CalculationStep("謝金", "", payment.fee),
        CalculationStep("本人に支払う旅費", "", payment.travel),
        CalculationStep("支払額", "謝金 ＋ 旅費", payment.gross),
    ]
    if payment.consumption_tax:
        working = f"{format_yen(payment.gross)} － 消費税{format_yen(payment.consumption_tax)}"
        given.append(CalculationStep("源泉徴収の対象額", working, payment.base))
    return Calculation(
        (
            *given,
            CalculationStep("源泉徴収税額", _working(payment, rates), payment.withheld),
            CalculationStep(
                "差引支払額",
                f"{format_yen(payment.gross)} － {format_yen(payment.withheld)}",
                payment.net,
            ),
        ),
        "税額は1円未満切捨て。1回の支払ごとに計算",
    )


def _working(payment: Payment, rates: WithholdingRates) -> str:
    taxed = TaxClass(payment.tax_class)
    if taxed in UNTAXED:
        return f"{taxed.label}への支払なので、源泉徴収はありません"
    if taxed is TaxClass.INDIVIDUAL_SALARY:
        return "給与所得の源泉徴収税額表による"
    if taxed is TaxClass.NON_RESIDENT:
        return f"{format_yen(payment.base)} × {format_rate(rates.non_resident_rate)}"
    if payment.base <= rates.threshold:
        return f"{format_yen(payment.base)} × {format_rate(rates.rate)}"
    return (
        f"{format_yen(payment.base - rates.threshold)} × {format_rate(rates.upper_rate)}"
        f" ＋ {format_yen(rates.threshold)} × {format_rate(rates.rate)}"
    )


@dataclass(frozen=True)
class Remittance:
    """What one tax slip (納付書) says: a class of payees and the payments of a month, or a day."""

    tax_class: TaxClass
    first: date
    last: date
    payees: int
    payments: int
    gross: Yen
    tax: Yen
    due: date


def remittance_due(paid_on: date, *, calendar: OfficeCalendar | None = None) -> date:
    """The day by which tax withheld on a day is handed over: the 10th of the month after.

    With a `calendar`, a closed day gives way to the next open one (国税通則法 10).
    """
    years, month = divmod(paid_on.month, 12)
    due = date(paid_on.year + years, month + 1, REMITTANCE_DAY)
    return due if calendar is None else shift(due, calendar).due


def monthly_summary(
    payments: Iterable[Payment], *, calendar: OfficeCalendar | None = None
) -> tuple[Remittance, ...]:
    """One remittance for each month and class of payees from whom tax is withheld, in order.

    Each class has a slip of its own; a month whose payments bear no tax still has its line.
    """
    return _summed(payments, lambda day: day.replace(day=1), calendar)


def daily_summary(
    payments: Iterable[Payment], *, calendar: OfficeCalendar | None = None
) -> tuple[Remittance, ...]:
    """As `monthly_summary`, for each day of payment: the lines beneath a month."""
    return _summed(payments, lambda day: day, calendar)


def _summed(
    payments: Iterable[Payment],
    period: Callable[[date], date],
    calendar: OfficeCalendar | None,
) -> tuple[Remittance, ...]:
    def slip(payment: Payment) -> tuple[date, TaxClass]:
        return period(payment.paid_on), TaxClass(payment.tax_class)

    taxed = sorted((p for p in payments if p.tax_class not in UNTAXED), key=slip)
    lines = []
    for (_, tax_class), group in groupby(taxed, slip):
        paid = sorted(group, key=lambda payment: payment.paid_on)
        lines.append(
            Remittance(
                tax_class=tax_class,
                first=paid[0].paid_on,
                last=paid[-1].paid_on,
                payees=len({payment.payee for payment in paid}),
                payments=len(paid),
                gross=sum(payment.gross for payment in paid),
                tax=sum(payment.withheld for payment in paid),
                due=remittance_due(paid[0].paid_on, calendar=calendar),
            )
        )
    return tuple(lines)


@dataclass(frozen=True)
class StatementCandidate:
    """A payee whose payments of a calendar year want a statement (支払調書 の候補)."""

    payee: str
    tax_class: TaxClass
    year: int
    payments: int
    gross: Yen
    withheld: Yen


def statement_candidates(
    payments: Iterable[Payment], year: int, *, threshold: Yen = STATEMENT_THRESHOLD
) -> tuple[StatementCandidate, ...]:
    """The payees whose payments in the calendar year come to more than the threshold (rule 9).

    Fee and travel count together. Corporations are among them, although nothing is withheld from
    them; wages have a slip of another kind, and public bodies none. Largest sum first.
    """
    left_out = {TaxClass.INDIVIDUAL_SALARY, TaxClass.PUBLIC_BODY}
    counted = sorted(
        (p for p in payments if p.paid_on.year == year and p.tax_class not in left_out),
        key=lambda payment: (payment.payee, payment.tax_class),
    )
    found = []
    for (payee, tax_class), group in groupby(counted, lambda p: (p.payee, p.tax_class)):
        paid = list(group)
        gross, tax = sum(p.gross for p in paid), sum(p.withheld for p in paid)
        if gross > check_yen("threshold", threshold):
            found.append(
                StatementCandidate(payee, TaxClass(tax_class), year, len(paid), gross, tax)
            )
    return tuple(sorted(found, key=lambda candidate: (-candidate.gross, candidate.payee)))
