"""How long the books and proofs of a subsidised project are kept (帳簿・証拠書類の保存)."""

from datetime import date

from comipla.core.fiscal import FiscalYear


def retention_until(completed_on: date, *, years: int = 5) -> date:
    """The last day of keeping: so many fiscal years from the one after the completion.

    Completed on 20 March 2025, five years run from 1 April 2025 to 31 March 2030. ValueError
    unless `years` is one or more.
    """
    if isinstance(years, bool) or not isinstance(years, int):
        raise TypeError(f"years must be a whole number, not {type(years).__name__}")
    if years < 1:
        raise ValueError("保存年数は1年以上の整数で入力してください。")
    return FiscalYear(FiscalYear.of(completed_on).year + years).end
