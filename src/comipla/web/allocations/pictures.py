"""The comparison with last year as a picture and in sentences."""

from comipla.core.allocation import Comparison
from comipla.core.allocation.numbers import say_yen
from comipla.core.money import format_yen
from comipla.web.charts import Chart
from comipla.web.charts.differences import Difference, differences

_SHOWN = 30


def comparison_finding(comparison: Comparison) -> str:
    """増える団体 2、減る団体 2（合計 △…円）."""
    gains, losses = len(comparison.winners), len(comparison.losers)
    change = comparison.difference
    whole = "合計は前年度と同じ" if not change else f"合計は前年度より{signed(change)}"
    return f"増える団体 {gains}、減る団体 {losses}（{whole}）"


def comparison_chart(comparison: Comparison) -> Chart:
    """The platforms that were there both years, the largest gain first."""
    both = [c for c in comparison.changes if c.before is not None and c.after is not None]
    rows = sorted(both, key=lambda c: (-c.difference, c.code))[:_SHOWN]
    most = max(both, key=lambda c: abs(c.difference), default=None)
    summary = "前年度からの増減。" + (
        f"いちばん大きく変わるのは{most.name or most.code}の{signed(most.difference)}です。"
        if most
        else "比べられる団体がありません。"
    )
    return differences(
        "changes",
        comparison_finding(comparison),
        summary,
        [Difference(c.name or c.code, c.before or 0, c.after or 0) for c in rows],
    )


def signed(amount: int) -> str:
    """＋1,234円, △1,234円, ±0円."""
    if amount == 0:
        return "±0円"
    return f"＋{format_yen(amount)}" if amount > 0 else say_yen(amount)


def ratio_words(change: object) -> str:
    """＋12.3%, △5.0%; empty where there was nothing to compare."""
    ratio = getattr(change, "ratio", None)
    if ratio is None:
        return ""
    tenths = round(abs(ratio) * 1000)
    sign = "＋" if ratio > 0 else "△" if ratio < 0 else "±"
    return f"{sign}{tenths // 10}.{tenths % 10}%"
