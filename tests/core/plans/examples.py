"""A small plan that is in order; all of it is fictional (架空)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from comipla.core.plans.codes import (
    ActionCode,
    Direction,
    FundSource,
    Horizon,
    IndicatorKind,
    SectionKind,
)
from comipla.core.plans.text import Action, Indicator, PlanText, Roles, Section

SALON = Indicator(
    key="salon",
    name="サロンの参加者",
    unit="人",
    kind=IndicatorKind.OUTPUT,
    direction=Direction.UP,
    baseline=Decimal(120),
    target=Decimal(200),
    year=2026,
    source="受付の名簿",
)


def action(number: int = 1, **changes: Any) -> Action:
    """An action in order."""
    return replace(
        Action(
            line=f"line-{number}",
            number=number,
            code=ActionCode.X05,
            title="ふれあいサロンを毎週ひらく",
            purpose="一人で過ごす人を減らす。",
            lead="福祉部会",
            partners=("社会福祉協議会", "女性部"),
            issues=(1, 4),
            roles=Roles(20, 60, 20),
            horizon=Horizon.SHORT,
            first_year=2024,
            last_year=2025,
            spending=((2024, 120_000), (2025, 80_000)),
            funds=((FundSource.OWN, 50_000), (FundSource.BLOCK_GRANT, 150_000)),
            indicators=(SALON,),
        ),
        **changes,
    )


def plan(*actions: Action, **changes: Any) -> PlanText:
    """A plan in order, with one action unless others are given."""
    return replace(
        PlanText(
            title="汐見校区 地域づくり計画",
            first_year=2024,
            last_year=2028,
            slogan="声をかけあう汐見",
            vision="だれも一人にしない校区にする。",
            sections=(
                Section(SectionKind.OUTLINE, "海に面した校区です。"),
                Section(SectionKind.ISSUES, "買い物に困る人が増えています。"),
                Section(SectionKind.POLICY, "できることから始めます。"),
            ),
            actions=actions or (action(),),
        ),
        **changes,
    )
