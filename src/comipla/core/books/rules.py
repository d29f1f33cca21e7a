"""What a platform holds itself to, as values: limits of its own and the terms of each grant."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from comipla.core.money import Yen

PER_HEAD_CAP: Final[Yen] = 2_000
"""Food and drink per head that some municipalities allow (community-platform D3)."""


RECEIPT_ABOVE: Final[Yen] = 1_000
CASH_LIMIT: Final[Yen] = 50_000
"""What a platform's books begin with, until it settles its own limits."""


class Verdict(StrEnum):
    """What a rule says of an expense."""

    DENY = "DENY"
    LIMIT = "LIMIT"


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """An expense that grants usually do not cover (community-platform D3).

    `words` are looked for in what is written on the voucher, `accounts` are account codes. A
    LIMIT is kept when the amount divided by the heads is at most `per_head_cap`.
    """

    key: str
    label: str
    words: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    verdict: Verdict = Verdict.DENY
    per_head_cap: Yen = 0


ELIGIBILITY_RULES: Final[tuple[EligibilityRule, ...]] = (
    EligibilityRule("pay", "役職員の報酬", ("役員報酬", "役職員報酬", "会長報酬", "役員手当")),
    EligibilityRule("study_tour", "視察の旅費", ("視察",)),
    EligibilityRule(
        "food", "食糧費", ("弁当", "食事", "飲食"), ("E2-7",), Verdict.LIMIT, PER_HEAD_CAP
    ),
    EligibilityRule("alcohol", "酒代", ("酒", "ビール", "焼酎", "ワイン", "懇親会", "二次会")),
    EligibilityRule("prize", "景品", ("景品", "賞品", "商品券")),
    EligibilityRule(
        "courtesy", "慶弔費・交際費", ("慶弔", "香典", "祝儀", "祝金", "餞別", "交際費", "見舞")
    ),
    EligibilityRule("parent_body", "上部団体への負担金", ("上部団体", "連合会負担金", "連合会費")),
    EligibilityRule("religion", "宗教の活動", ("神社", "お布施", "初穂料", "玉串", "祈祷", "寺")),
    EligibilityRule("politics", "政治・選挙の活動", ("選挙", "後援会", "政党", "政治資金")),
)
"""What municipalities name as not covered, or covered within a limit."""


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """The terms of a grant that vouchers are tagged with.

    `rules` are the keys of `ELIGIBILITY_RULES` that it applies; `ends_on` is the last day on which
    it may be spent, None where the year is the limit.
    """

    name: str
    decided_on: date
    ends_on: date | None = None
    rules: frozenset[str] = field(
        default_factory=lambda: frozenset(rule.key for rule in ELIGIBILITY_RULES)
    )


@dataclass(frozen=True, slots=True)
class BookRules:
    """What a platform has settled for its own books in a year.

    From `receipt_above` yen on an expense needs its receipt; `cash_limit` is the most that a cash
    box may hold, 0 for a platform that keeps no cash.
    """

    receipt_above: Yen = RECEIPT_ABOVE
    cash_limit: Yen = CASH_LIMIT

    def __post_init__(self) -> None:
        if self.receipt_above < 0 or self.cash_limit < 0:
            raise ValueError("限度額は0円以上にしてください。")
