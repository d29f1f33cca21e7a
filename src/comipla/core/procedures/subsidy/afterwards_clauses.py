"""The clauses of menu ③ after the settlement: input tax, register of property, disposal."""

from datetime import date
from fractions import Fraction
from typing import Any

from comipla.core.clauses import Answer, clause
from comipla.core.docket import Question, Standing
from comipla.core.money import format_yen
from comipla.core.parameters import ParametersAt
from comipla.core.procedures.subsidy.facts import AssetEntry, TaxReportFacts
from comipla.core.subsidy import asset_limit, consumption_tax_return, grant_amount, must_register
from comipla.core.wareki import format_wareki


def tax_to_return(standing: Standing, facts: TaxReportFacts, parameters: ParametersAt) -> int:
    """The yen that a report of input tax comes to (rule 20)."""
    ratio = Fraction(facts.taxable_ratio or 100) / 100
    return consumption_tax_return(
        {
            parameters.rate("consumption_tax_rate"): facts.standard_cost,
            parameters.rate("reduced_consumption_tax_rate"): facts.reduced_cost,
        },
        status=facts.vat_status.value,
        rate=granted_share(standing, parameters),
        taxable_ratio=min(ratio, Fraction(1)),
    )


def granted_share(standing: Standing, parameters: ParametersAt) -> Fraction:
    """The subsidy's share of the eligible cost: the rate, or less where decision or cap lowered it."""
    rate = parameters.rate("subsidy_rate")
    act = standing.last("determine")
    if act is None or not act.facts.eligible_cost:
        return rate
    costs = act.facts
    full = grant_amount(
        costs.eligible_cost,
        costs.total_cost,
        costs.other_revenue,
        rate=rate,
        unit=parameters.yen("rounding_unit"),
    )
    determined = standing.balance("determined")
    return rate if determined == full else Fraction(determined, costs.eligible_cost)


@clause("仕入控除税額の報告", reference="programme C.6, G.4-20, J-17", about_facts=False)
def tax_reported_once(c: Question) -> Answer:
    """仕入控除税額の報告は、補助金を受け取った事業について、額が確定したときに一度行う。"""
    if not c.standing.balance("determined"):
        yield "確定した補助金がないので、仕入控除税額の報告は要りません。"
    if c.standing.last("report_tax"):
        yield "仕入控除税額はすでに報告されています。直すことがあるときは、県の担当に電話してください。"


@clause("仕入控除税額", reference="消費税法第30条・第60条; programme C.6, G.4-20, J-17")
def tax_as_computed(c: Question) -> Answer:
    """返す額は、控除した消費税額に補助の割合を掛けた額とし、0円でも報告する。"""
    act = c.standing.last("determine")
    costs = c.facts.standard_cost + c.facts.reduced_cost
    if act and costs > act.facts.eligible_cost:
        yield (
            "standard_cost",
            f"課税の経費の合計 {format_yen(costs)}が、確定のときの対象経費 "
            f"{format_yen(act.facts.eligible_cost)}をこえています。対象経費だけを入れてください。",
        )
    ratio = c.facts.taxable_ratio
    if ratio is not None and not 0 <= ratio <= 100:
        yield ("taxable_ratio", "課税売上割合は0から100までの数（％）で入れてください。")
        return
    computed = tax_to_return(c.standing, c.facts, c.surroundings.parameters)
    if c.facts.amount != computed:
        yield ("amount", f"返還額を、計算した {format_yen(computed)}にしてください。")


def registrable(standing: Standing, parameters: ParametersAt) -> tuple[Any, ...]:
    """The property of the report that has to stand in the register (rule 25)."""
    report = standing.last("report", "correct_report")
    threshold = parameters.yen("asset_threshold")
    assets = report.facts.assets if report else ()
    return tuple(a for a in assets if must_register(a.unit_price, threshold=threshold))


@clause("財産管理台帳", reference="適正化法施行令第13条の型; programme C.8, G.4-25, J-18")
def registers_all_assets(c: Question) -> Answer:
    """単価が定められた額以上の取得財産は、すべて台帳に載せ、耐用年数と所在を記す。"""
    parameters = c.surroundings.parameters
    named = {entry.name for entry in c.facts.assets}
    for asset in registrable(c.standing, parameters):
        if asset.name not in named:
            yield ("assets", f"実績報告書の「{asset.name}」を台帳に加えてください。")
    threshold = parameters.yen("asset_threshold")
    for number, entry in enumerate(c.facts.assets):
        if not must_register(entry.unit_price, threshold=threshold):
            yield (
                f"assets-{number}-unit_price",
                f"単価が{format_yen(threshold)}より少ない財産は、載せなくてかまいません。",
            )
        if entry.years < 1:
            yield (f"assets-{number}-years", "耐用年数は1年以上の整数で入れてください。")
        if entry.grant_part > entry.unit_price * entry.quantity:
            yield (
                f"assets-{number}-grant_part",
                "うち補助金の額を、取得した額以下にしてください。",
            )
    if len(named) != len(c.facts.assets):
        yield ("assets", "同じ名前の財産は、番号を付けて区別してください。")


@clause("台帳の提出", reference="programme C.8, G.3 SM-C", about_facts=False)
def assets_registered(c: Question) -> Answer:
    """台帳に載せる財産があるときは、財産管理台帳が提出されてから完了する。"""
    lacking = registrable(c.standing, c.surroundings.parameters)
    if lacking and c.standing.last("register_assets") is None and c.standing.balance("determined"):
        yield (
            f"「{lacking[0].name}」を載せた財産管理台帳がまだ提出されていません。"
            "市町村に提出を頼んでください。"
        )


def entry_of(standing: Standing, name: str) -> AssetEntry | None:
    """The entry of the register by its name, None for a name it does not hold."""
    register = standing.last("register_assets")
    entries = register.facts.assets if register else ()
    return next((entry for entry in entries if entry.name == name), None)


def bound_until(entry: AssetEntry) -> date:
    """The last day on which the disposal of a thing needs approval (rule 25)."""
    return asset_limit(entry.acquired_on, entry.years)


@clause("台帳にある財産", reference="適正化法第22条の型; programme C.8", about_facts=False)
def something_registered(c: Question) -> Answer:
    """処分の承認は、財産管理台帳に載せた財産について申請する。"""
    if c.standing.last("register_assets") is None:
        yield "財産管理台帳に載せた財産がないので、処分の承認の申請はありません。"


@clause("財産の処分", reference="適正化法第22条、同法施行令第14条の型; programme C.8, G.4-25")
def disposal_needs_approval(c: Question) -> Answer:
    """台帳の財産を、処分制限期間のうちに目的外に使い、譲り、貸し、廃棄するなどのときは承認を受ける。"""
    entry = entry_of(c.standing, c.facts.asset)
    if entry is None:
        yield ("asset", "財産管理台帳にある名前を、そのまま入れてください。")
        return
    limit = bound_until(entry)
    if c.facts.dispose_on > limit:
        yield (
            "dispose_on",
            f"処分制限期間は{format_wareki(limit)}までです。そのあとの処分に承認は要りません。",
        )
    if c.facts.asset in disposed(c.standing):
        yield ("asset", "この財産の処分は、すでに承認されています。")


def disposed(standing: Standing) -> set[str]:
    """Names of the things whose disposal was approved."""
    asked, names = "", set()
    for act in standing.acts:
        if act.kind == "apply_disposal":
            asked = act.facts.asset
        elif act.kind == "approve_disposal":
            names.add(asked)
    return names


def suggested_payback(standing: Standing) -> int:
    """The subsidy's part of what the disposal brings, at most the subsidy inside the price."""
    asked = standing.last("apply_disposal")
    entry = entry_of(standing, asked.facts.asset) if asked else None
    if asked is None or entry is None:
        return 0
    price = entry.unit_price * entry.quantity
    return min(asked.facts.income * entry.grant_part // price, entry.grant_part) if price else 0


@clause("処分の納付額", reference="適正化法施行令第14条の型; programme C.8")
def payback_within_grant(c: Question) -> Answer:
    """処分を承認するときに納付させる額は、その財産に充てた補助金の額以内とする。"""
    asked = c.standing.last("apply_disposal")
    entry = entry_of(c.standing, asked.facts.asset) if asked else None
    if entry and c.facts.payback > entry.grant_part:
        yield (
            "payback",
            f"納付の額を、補助金の額 {format_yen(entry.grant_part)}以下にしてください。",
        )
    kept = c.standing.balance("paid") - c.standing.balance("repaid")
    if c.facts.payback > kept:
        yield ("payback", f"納付の額を、市町村に残る補助金 {format_yen(kept)}以下にしてください。")
