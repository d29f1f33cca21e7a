"""Facts of what comes back: revocation, reminder, relief, input tax, property."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from comipla.core.codes import VatStatus
from comipla.core.course_codes import DisposalKind, Hearing, ReliefKind, RevocationCause


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationFacts:
    """交付決定の取消し, of the whole; grounds and reason are part of the disposition."""

    cause: RevocationCause
    grounds: str
    reason: str
    hearing: Hearing
    hearing_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRevocationFacts:
    """交付決定の一部の取消し after the determination: `left` yen remain granted."""

    left: int
    cause: RevocationCause
    grounds: str
    reason: str
    hearing: Hearing
    hearing_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderFacts:
    """督促: what of an order has not come, and the new day; late charges run from the old one."""

    amount: int
    pay_by: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefFacts:
    """減免・履行延期の申請 about an order to return money."""

    kind: ReliefKind
    reason: str
    amount: int = 0
    due_on: date | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefDecisionFacts:
    """減免・履行延期の承認: yen forgiven, the new day, whether 加算金 and 延滞金 are forgiven."""

    kind: ReliefKind
    amount: int = 0
    due_on: date | None = None
    free_of_charges: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxReportFacts:
    """C-20 消費税仕入控除税額報告: eligible costs by tax rate, and what goes back, also 0.

    `taxable_ratio` is 課税売上割合 in percent, for those whose deduction is partial.
    """

    vat_status: VatStatus
    standard_cost: int
    reduced_cost: int
    amount: int
    taxable_ratio: Decimal | None = None
    note: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetEntry:
    """One row of the register of property; `grant_part` is the subsidy inside its price."""

    name: str
    acquired_on: date
    unit_price: int
    quantity: int
    grant_part: int
    years: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRegisterFacts:
    """C-21 財産管理台帳: everything bought whose unit price reaches the threshold."""

    assets: tuple[AssetEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalFacts:
    """C-22 財産処分承認申請 about one entry of the register, by its name."""

    asset: str
    kind: DisposalKind
    dispose_on: date
    income: int
    reason: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalDecisionFacts:
    """財産処分の承認: the yen to be paid back, 0 where nothing has to be."""

    payback: int
    note: str = ""
