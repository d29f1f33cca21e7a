"""Insurance (保険) of those who take part and of students who help.

Rule 23 of the programme's calculation table, and the rule of part E that the policy for
volunteers covers nobody who is paid. Premiums are whole yen and dated; those here are of the
fiscal year 2024 (令和6年度).
"""

from datetime import date
from typing import Final

from comipla.core.choice import Choice
from comipla.core.fiscal import FiscalYear
from comipla.core.money import Yen, check_yen, format_yen
from comipla.core.wareki import format_wareki

EVENT_PREMIUM: Final[Yen] = 28
"""Yen for a person and a day (行事用保険 A1)."""

EVENT_MINIMUM: Final[Yen] = 560
"""The least premium of an event, that of twenty persons."""


class PaymentMode(Choice):
    """How a student is paid for one assignment."""

    UNPAID = "M1"
    FEE = "M2"
    EMPLOYED = "M3"

    @property
    def label(self) -> str:
        """The mode in words."""
        return _MODES[self]


class Policy(Choice):
    """A kind of insurance."""

    VOLUNTEER = "volunteer"
    EVENT = "event"
    ACCIDENT_LIABILITY = "accident_liability"
    WORKERS = "workers"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _POLICIES[self]


_MODES: Final = {
    PaymentMode.UNPAID: "無償（実費のみ）",
    PaymentMode.FEE: "謝金",
    PaymentMode.EMPLOYED: "雇用",
}
_POLICIES: Final = {
    Policy.VOLUNTEER: "ボランティア活動保険",
    Policy.EVENT: "行事用保険",
    Policy.ACCIDENT_LIABILITY: "傷害保険と賠償責任保険",
    Policy.WORKERS: "労災保険",
}
COVERS: Final = {
    PaymentMode.UNPAID: (Policy.VOLUNTEER, Policy.EVENT, Policy.ACCIDENT_LIABILITY),
    PaymentMode.FEE: (Policy.ACCIDENT_LIABILITY,),
    PaymentMode.EMPLOYED: (Policy.WORKERS,),
}
"""The policies that cover a mode of payment."""


def event_premium(
    people: int, days: int = 1, *, per_day: Yen = EVENT_PREMIUM, minimum: Yen = EVENT_MINIMUM
) -> Yen:
    """The premium of an event (行事用保険 A1, rule 23): 15 people → 560 yen, 25 → 700.

    A premium for each person and day, and no less than the minimum; 0 where nobody comes.
    """
    for count in (people, days):
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise ValueError(f"人数と日数は0以上の整数で入力してください: {count}")
    if people == 0 or days == 0:
        return 0
    return max(check_yen("minimum", minimum), check_yen("per_day", per_day) * people * days)


def explain_premium(
    people: int, days: int = 1, *, per_day: Yen = EVENT_PREMIUM, minimum: Yen = EVENT_MINIMUM
) -> str:
    """The premium in one line of words."""
    premium = event_premium(people, days, per_day=per_day, minimum=minimum)
    least = f"（最低{format_yen(minimum)}）" if premium > per_day * people * days else ""
    return f"{format_yen(per_day)} × {people}人 × {days}日{least} ＝ {format_yen(premium)}"


def cover_objection(
    mode: str, policy: str | None, day: date, *, valid_until: date | None = None
) -> str | None:
    """What stands against starting an assignment with this insurance; None where nothing does.

    `mode` is a PaymentMode, `policy` a Policy or None without insurance. A volunteer's policy
    ends with the fiscal year; `valid_until` is the last day of cover where it is known.
    """
    paid = PaymentMode(mode)
    fitting = "か".join(p.label for p in COVERS[paid])
    if policy is None:
        return f"保険がありません。{fitting}に加入してから活動を始めてください"
    cover = Policy(policy)
    if cover not in COVERS[paid]:
        return f"{cover.label}は、支払い方が「{paid.label}」の人を補償しません。{fitting}に替えてください"
    if valid_until is not None and day > valid_until:
        return f"{cover.label}は{format_wareki(valid_until)}で切れています。更新してください"
    return None


def volunteer_cover_ends(joined_on: date) -> date:
    """The last day of a volunteer's policy: the end of the fiscal year it was joined in."""
    return FiscalYear.of(joined_on).end
