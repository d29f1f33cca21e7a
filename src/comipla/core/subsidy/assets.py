"""Property bought with a subsidy: what enters the register, and how long it is bound (rule 25)."""

from datetime import date

from comipla.core.deadlines import within_months
from comipla.core.money import Yen, check_yen


def must_register(unit_price: Yen, *, threshold: Yen = 500_000) -> bool:
    """Tell whether a thing enters the register of property: its unit price reaches the threshold."""
    return check_yen("unit_price", unit_price) >= check_yen("threshold", threshold)


def asset_limit(acquired_on: date, years: int) -> date:
    """The last day on which disposal needs approval (処分制限期間の末日).

    The day of acquisition counts, so that the period ends on the day before its anniversary: four
    years from 1 July 2024 end on 30 June 2028. ValueError unless `years` is one or more.
    """
    if isinstance(years, bool) or not isinstance(years, int):
        raise TypeError(f"years must be a whole number, not {type(years).__name__}")
    if years < 1:
        raise ValueError("耐用年数は1年以上の整数で入力してください。")
    return within_months(acquired_on, 12 * years, count_first_day=True)
