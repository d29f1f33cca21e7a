"""The forms of a plan: its text, one action, a step of its life."""

import uuid
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from comipla.core.digits import squeeze_ascii
from comipla.core.fiscal import FiscalYear
from comipla.core.plans.booklet import figure
from comipla.core.plans.codes import (
    ActionCode,
    Direction,
    FundSource,
    Horizon,
    IndicatorKind,
    PlanState,
    SectionKind,
)
from comipla.core.plans.text import Action, Indicator, Roles
from comipla.core.wareki import DateError
from comipla.plans.models import Issue, Plan
from comipla.plans.services.moving import EVIDENCED
from comipla.web.registry.edits.declaration import options_of
from comipla.web.registry.forms import Field, Form

_YEARS_AHEAD = 20

_HELP = {
    SectionKind.OUTLINE: "歴史、人口の見通し、施設や団体など。「将来の人口」の画面の一文が使えます。",
    SectionKind.RESULTS: "回答の数、多かった答え、話し合いで出た意見。",
    SectionKind.ISSUES: "課題の番号を書くと、後でたどれます。",
    SectionKind.POLICY: "取組の分野と、何を大事にするか。",
    SectionKind.ORGANISATION: "部会と役割、事務局。",
    SectionKind.REVIEW: "いつ、だれが、どう点検するか。",
    SectionKind.MINORITY: "まとまらなかったときは、両方の意見をそのまま書きます。",
}
_NEEDED = (SectionKind.OUTLINE, SectionKind.ISSUES, SectionKind.POLICY)


def text_fields(plan: Plan) -> tuple[Field, ...]:
    """What is written of a version besides its actions."""
    years = [
        (str(year), FiscalYear(year).label)
        for year in range(plan.first_year - 5, plan.first_year + _YEARS_AHEAD)
    ]
    return (
        Field("title", "text", "計画の名前", limit=100),
        Field("first_year", "choice", "始まりの年度", options=years),
        Field("last_year", "choice", "終わりの年度", "5年がふつうです。", options=years),
        Field("slogan", "text", "合言葉", "例 声をかけあう汐見", required=False, limit=60),
        Field("vision", "long", "将来像", "10年後にどうなっていたいか。", required=False),
        *(
            Field(kind.value, "long", kind.label, _HELP[kind], required=False)
            for kind in SectionKind
        ),
    )


def text_initial(plan: Plan) -> dict[str, str]:
    """What the version says now."""
    return {
        "title": plan.title,
        "first_year": str(plan.first_year),
        "last_year": str(plan.last_year),
        "slogan": plan.slogan,
        "vision": plan.vision,
        **plan.sections,
    }


def text_values(values: dict[str, Any]) -> dict[str, Any]:
    """The columns of a version from what was read."""
    return {
        "title": values["title"],
        "first_year": int(values["first_year"]),
        "last_year": int(values["last_year"]),
        "slogan": values["slogan"],
        "vision": values["vision"],
        "sections": {kind.value: values[kind.value] for kind in SectionKind if values[kind.value]},
    }


def action_fields(plan: Plan, issues: Iterable[Issue]) -> tuple[Field, ...]:
    """What is asked of an action: one column, money by year and by source."""
    years = [
        (str(year), FiscalYear(year).label) for year in range(plan.first_year, plan.last_year + 1)
    ]
    chosen = [(str(each.number), f"課題{each.number} {each.title}") for each in issues]
    return (
        Field("title", "text", "取組の名前", "例 ふれあいサロンを毎週ひらく", limit=80),
        Field("code", "choice", "分類", options=options_of(ActionCode)),
        Field("purpose", "long", "ねらい", required=False),
        Field("lead", "text", "受け持つ部会", "例 福祉部会", limit=60),
        Field("partners", "long", "一緒に取り組む団体", "1行に1つ。", required=False),
        Field("issues", "choices", "こたえる課題", required=False, options=chosen),
        Field("own", "number", "自助（住民それぞれ）", unit="%"),
        Field("mutual", "number", "共助（地域みんなで）", unit="%"),
        Field("public", "number", "公助（市町村など）", "3つを合わせて100%にします。", unit="%"),
        Field("horizon", "choice", "時期", options=options_of(Horizon)),
        Field("first_year", "choice", "始まりの年度", options=years),
        Field("last_year", "choice", "終わりの年度", options=years),
        Field(
            "spending",
            "rows",
            "年度ごとの費用",
            required=False,
            columns=(
                Field("year", "choice", "年度", options=years),
                Field("amount", "number", "費用（円）"),
            ),
        ),
        Field(
            "funds",
            "rows",
            "財源",
            "費用の合計と同じ額にします。",
            required=False,
            columns=(
                Field("source", "choice", "財源", options=options_of(FundSource)),
                Field("amount", "number", "金額（円）"),
            ),
        ),
        _indicator_rows(years),
        Field(
            "minority",
            "long",
            "まとまらなかった意見",
            "反対や心配の声も、そのまま残します。",
            required=False,
        ),
    )


def _indicator_rows(years: list[tuple[str, str]]) -> Field:
    return Field(
        "indicators",
        "rows",
        "指標（うまくいったか分かる数字）",
        "例 サロンの参加者、人、120、200。1つで十分です。",
        required=False,
        columns=(
            Field("name", "text", "数えるもの", limit=40),
            Field("unit", "text", "単位", limit=10),
            Field("kind", "choice", "種類", options=options_of(IndicatorKind)),
            Field("direction", "choice", "向き", options=options_of(Direction)),
            Field("baseline", "text", "今の値", required=False, limit=20),
            Field("target", "text", "目標", required=False, limit=20),
            Field("year", "choice", "目標の年度", required=False, options=years),
            Field("source", "text", "何で調べるか", required=False, limit=60),
        ),
    )


def action_initial(action: Action | None, plan: Plan) -> dict[str, Any]:
    """What an action says now; usual values for a new one."""
    if action is None:
        first = str(plan.first_year)
        return {
            "own": "20",
            "mutual": "60",
            "public": "20",
            "horizon": Horizon.SHORT.value,
            "first_year": first,
            "last_year": str(min(plan.first_year + 1, plan.last_year)),
            "spending": [{"year": first, "amount": ""}],
            "funds": [{}],
            "indicators": [{"kind": IndicatorKind.OUTPUT.value, "direction": Direction.UP.value}],
        }
    return {
        "title": action.title,
        "code": action.code.value,
        "purpose": action.purpose,
        "lead": action.lead,
        "partners": "\n".join(action.partners),
        "issues": [str(number) for number in action.issues],
        "own": str(action.roles.own),
        "mutual": str(action.roles.mutual),
        "public": str(action.roles.public),
        "horizon": action.horizon.value,
        "first_year": str(action.first_year),
        "last_year": str(action.last_year),
        "spending": [{"year": str(year), "amount": f"{yen:,}"} for year, yen in action.spending],
        "funds": [{"source": source.value, "amount": f"{yen:,}"} for source, yen in action.funds],
        "indicators": [_indicator_raw(indicator) for indicator in action.indicators],
        "minority": action.minority,
    }


def _indicator_raw(indicator: Indicator) -> dict[str, str]:
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "kind": indicator.kind.value,
        "direction": indicator.direction.value,
        "baseline": "" if indicator.baseline is None else figure(indicator.baseline),
        "target": "" if indicator.target is None else figure(indicator.target),
        "year": str(indicator.year or ""),
        "source": indicator.source,
    }


def action_of_form(form: Form, known: Action | None) -> Action:
    """The action that a form describes; what cannot be read stands among the form's problems.

    Indicators keep their key by their name, so that values of earlier years stay theirs.
    """
    values = form.values
    keys = {indicator.name: indicator.key for indicator in known.indicators} if known else {}
    return Action(
        line=known.line if known else str(uuid.uuid5(uuid.NAMESPACE_OID, form.key)),
        number=known.number if known else 0,
        code=ActionCode.of(values["code"]),
        title=values["title"],
        purpose=values["purpose"],
        lead=values["lead"],
        partners=tuple(p.strip() for p in values["partners"].splitlines() if p.strip()),
        issues=tuple(sorted({int(n) for n in values["issues"] if n.isdigit()})),
        roles=Roles(values["own"], values["mutual"], values["public"]),
        horizon=Horizon.of(values["horizon"]),
        first_year=int(values["first_year"]),
        last_year=int(values["last_year"]),
        spending=tuple(sorted((int(row["year"]), row["amount"]) for row in values["spending"])),
        funds=tuple((FundSource.of(row["source"]), row["amount"]) for row in values["funds"]),
        indicators=tuple(
            _indicator(form, number, row, keys) for number, row in enumerate(values["indicators"])
        ),
        minority=values["minority"],
    )


def _indicator(form: Form, number: int, row: dict[str, Any], keys: dict[str, str]) -> Indicator:
    return Indicator(
        key=keys.get(row["name"])
        or uuid.uuid5(uuid.NAMESPACE_OID, f"{form.key}/{number}").hex[:12],
        name=row["name"],
        unit=row["unit"],
        kind=IndicatorKind.of(row["kind"]),
        direction=Direction.of(row["direction"]),
        baseline=decimal_of(form, f"indicators-{number}-baseline", row["baseline"]),
        target=decimal_of(form, f"indicators-{number}-target", row["target"]),
        year=int(row["year"]) if row["year"] else None,
        source=row["source"],
    )


def decimal_of(form: Form, place: str, text: str) -> Decimal | None:
    """A figure with at most two decimals as people type it; None for nothing."""
    if not text:
        return None
    try:
        value = Decimal(squeeze_ascii(text).replace(",", ""))
        if not value.is_finite() or abs(value) >= 10**9:
            raise InvalidOperation
        return value.quantize(Decimal("0.01")).normalize()
    except InvalidOperation:
        form.problems.append(
            (place, f"「{text}」を数字として読めません。「120」のように入れてください。")
        )
        return None


def move_fields(target: PlanState) -> tuple[Field, ...]:
    """What is asked when a version moves on: its day, and what proves it."""
    needed = EVIDENCED.get(target, "")
    return (
        Field("on", "date", "その日"),
        Field(
            "evidence",
            "long",
            "根拠" if needed else "メモ",
            needed or "後で見る人のために書けます。",
            required=bool(needed),
        ),
    )


def fiscal_year_of(code: str) -> FiscalYear | None:
    """The fiscal year of an address; None for what is none."""
    try:
        return FiscalYear.from_code(code)
    except DateError:
        return None
