"""The clauses of menu ③ (持続可能な地域コミュニティ構築促進補助) up to the grant decision.

Sources: the programme's outline (SEED), programme.md C and G. The prefecture's own article
numbers are not published; the references name the provision by its subject.
"""

from collections.abc import Iterator
from typing import Any

from comipla.core.clauses import Answer, clause
from comipla.core.codes import BudgetStatus, CheckResult, Decision, PlatformStage, SubsidyCategory
from comipla.core.docket import Question, Room
from comipla.core.money import format_yen
from comipla.core.procedures.subsidy import correcting
from comipla.core.procedures.subsidy.reckoning import working_year
from comipla.core.subsidy import grant_amount
from comipla.core.wareki import format_wareki


def computed_grant(c: Question, costs: Any) -> int:
    """The grant that the costs come to under the year's rate and unit (rule 1), in yen."""
    parameters = c.surroundings.parameters
    return grant_amount(
        costs.eligible_cost,
        costs.total_cost,
        costs.other_revenue,
        rate=parameters.rate("subsidy_rate"),
        unit=parameters.yen("rounding_unit"),
    )


@clause("補助区分", reference="SEED メニュー③ 内容; programme C.3")
def category_of_the_year(c: Question) -> Answer:
    """補助区分は、その年度の制度で定めたものに限る。"""
    allowed = c.surroundings.parameters.listing("categories")
    if c.facts.category.value not in allowed:
        marks = "、".join(SubsidyCategory.of(key).mark for key in allowed)
        yield (
            "category",
            f"{c.surroundings.year.label}に補助区分 {c.facts.category.mark} はありません。"
            f"{marks} から選んでください。",
        )


@clause("対象地域の段階", reference="SEED メニュー③ 内容①②; programme C.3")
def stage_fits_category(c: Question) -> Answer:
    """①-1は設立準備中または設立初期、①-2は設立済み、②-1は検討中の地域を対象とする。"""
    stage, category = c.facts.stage, c.facts.category
    platform = c.surroundings.platforms.get(c.facts.platform or 0)
    if c.facts.platform is not None and platform is None:
        yield ("platform", "選んだコミプラはこの市町村の登録にありません。一覧から選んでください。")
        return
    if platform is not None:
        stage = PlatformStage.of(platform.stage)
    elif category is not SubsidyCategory.EXPLORING:
        yield ("platform", f"補助区分 {category.mark} では、対象のコミプラを選んでください。")
    stages = c.surroundings.parameters.table("stages_of_categories").get(category.value, ())
    if stage.value not in stages:
        wanted = "・".join(PlatformStage.of(key).label for key in stages)
        yield (
            "category",
            f"対象地域の段階は「{stage.label}」です。補助区分 {category.mark} は「{wanted}」の"
            "地域のためのものです。区分か対象地域を確かめてください。",
        )


@clause("設立からの年数", reference="SEED メニュー③ ①-1「形成初期」; programme C.3")
def founded_recently(c: Question) -> Answer:
    """①-1は、設立から定められた年数以内のコミプラを対象とする。"""
    platform = c.surroundings.platforms.get(c.facts.platform or 0)
    if c.facts.category is not SubsidyCategory.FOUNDING or platform is None:
        return
    if platform.founded_on is None:
        return
    years = c.surroundings.parameters.count("founding_years")
    if c.surroundings.year.year - platform.founded_on.year > years:
        yield (
            "category",
            f"{platform.name}の設立は{format_wareki(platform.founded_on)}です。①-1は設立から"
            f"{years}年以内が対象なので、①-2を検討してください。",
        )


@clause("多様な主体の協働", reference="SEED メニュー③ ②-1「多様な主体が協働する」; programme C.3")
def several_kinds_of_bodies(c: Question) -> Answer:
    """②-1は、二種類以上の団体が協働する取組を対象とする。"""
    if c.facts.category is not SubsidyCategory.EXPLORING:
        return
    kinds = {participant.kind for participant in c.facts.participants}
    least = c.surroundings.parameters.count("cooperating_kinds")
    if len(kinds) < least:
        yield (
            "participants",
            f"②-1では、自治会とNPOのように種類のちがう団体が{least}つ以上協働します。"
            "協働する団体を加えてください。",
        )


@clause("年度内の実施", reference="地方自治法第208条・第220条; programme C.10, G.8")
def within_the_year(c: Question) -> Answer:
    """事業は、補助する年度のうちに始まり、年度（繰越の承認を受けたときは翌年度）の終わりまでに完了する。"""
    year = c.surroundings.year
    last = working_year(c).end
    span = f"{format_wareki(year.start)}から{format_wareki(last)}まで"
    for name, word in (("start_on", "着手"), ("end_on", "完了")):
        day = getattr(c.facts, name)
        if not year.start <= day <= last:
            yield (
                name,
                f"{word}の予定日 {format_wareki(day)} は{year.label}の外です。{span}の日にしてください。",
            )
    if c.facts.end_on < c.facts.start_on:
        yield ("end_on", "完了の予定日が着手の予定日より前です。どちらかの日付を直してください。")


@clause("補助金の額の算出", reference="SEED メニュー③ 経費負担 1/2; programme G.4-1")
def requested_within_share(c: Question) -> Answer:
    """補助金の額は、補助対象経費と、総事業費から他の収入を引いた額の、少ない方の2分の1以内とする。"""
    most = computed_grant(c, c.facts)
    if c.facts.requested > most:
        yield (
            "requested",
            f"求める額 {format_yen(c.facts.requested)}が、計算で出る上限 {format_yen(most)}"
            f"（対象経費 {format_yen(c.facts.eligible_cost)}の2分の1、千円未満切捨て）を"
            f"{format_yen(c.facts.requested - most)}こえています。{format_yen(most)}以下にしてください。",
        )
    unit = c.surroundings.parameters.yen("rounding_unit")
    if c.facts.requested % unit:
        yield ("requested", f"補助金の額は{format_yen(unit)}単位で入れてください。")
    if c.facts.requested <= 0:
        yield ("requested", "補助金の額は1,000円以上になるように、対象経費を確かめてください。")


@clause("収入と支出の一致", reference="programme G.8 C-04")
def revenue_meets_cost(c: Question) -> Answer:
    """収支予算の収入の合計と支出の合計は等しくなければならず、県補助は求める額と等しい。"""
    revenue = sum(line.amount for line in c.facts.revenue_lines)
    cost = c.facts.total_cost
    if revenue != cost:
        more, less = ("収入", "支出") if revenue > cost else ("支出", "収入")
        yield (
            "revenue_lines",
            f"収入の合計 {format_yen(revenue)}と支出の合計 {format_yen(cost)}が合いません。"
            f"{more}が{less}より{format_yen(abs(revenue - cost))}多くなっています。",
        )
    granted = sum(line.amount for line in c.facts.revenue_lines if line.kind == "prefecture")
    if granted != c.facts.requested:
        yield (
            "revenue_lines",
            f"収入の県補助 {format_yen(granted)}を、申請する額 {format_yen(c.facts.requested)}に"
            "そろえてください。",
        )


@clause("他の補助との重複", reference="programme C.4 共通, G.8")
def no_other_subsidy(c: Question) -> Answer:
    """国や県などの他の補助を受ける経費は、補助の対象とならない。"""
    if c.facts.other_subsidy and not c.facts.other_subsidy_names.strip():
        yield ("other_subsidy_names", "受ける予定の他の補助の名前と対象の経費を書いてください。")


@clause("市町村の予算措置", reference="programme C.2 #5")
def municipal_budget_ready(c: Question) -> Answer:
    """交付の申請をする市町村は、自らの負担分を予算に計上し、または計上する見込みを立てる。"""
    if c.facts.budget_status is BudgetStatus.UNDECIDED:
        yield (
            "budget_status",
            "市町村の予算の見込みが立ってから申請してください。計上する時期（当初・補正）を選びます。",
        )


def _over(amount: int, room: Room | None, name: str) -> Iterator[str]:
    """Explain in figures that an amount does not fit into an envelope."""
    if room is None:
        yield f"{name}がまだ設定されていません。県の制度管理者に年度の画面での設定を頼んでください。"
    elif amount > room.free:
        used = room.soft + room.hard
        over = (
            f"{format_yen(amount)}と、ほかの案件の内示・決定 {format_yen(used)}を合わせると"
            f"{format_yen(amount + used)}になり、{name} {format_yen(room.limit)}を"
            f"{format_yen(amount + used - room.limit)}こえます。"
        )
        if room.free > 0:
            left = format_yen(room.free)
            mend = f"残りは{left}です。{left}以下にするか、他の案件の優先順位を見直してください。"
        else:
            mend = "残りはありません。他の案件の優先順位を見直してください。"
        yield over + mend


def _asked(c: Question) -> int:
    """The yen an act asks for: of the request or of the decision."""
    name = "amount" if hasattr(c.facts, "amount") else "requested"
    asked: int = getattr(c.facts, name)
    return asked


@clause(
    "市町村あたりの上限", reference="SEED メニュー③ 経費負担「1市町村あたり上限100万円」; G.4-3"
)
def within_cap(c: Question) -> Answer:
    """一つの市町村に一つの年度に交付する補助金の合計は、上限額をこえることができない。"""
    field = "amount" if hasattr(c.facts, "amount") else "requested"
    for message in _over(_asked(c), c.surroundings.rooms.get("CAP"), "市町村あたりの上限"):
        yield (field, message)


@clause("要望額と上限", reference="SEED メニュー③ 経費負担; programme G.4-3")
def need_within_cap(c: Question) -> Answer:
    """一つの要望の額は、市町村あたりの上限額をこえることができない。"""
    cap = c.surroundings.parameters.yen("cap_per_municipality")
    if c.facts.requested > cap:
        yield (
            "requested",
            f"要望額 {format_yen(c.facts.requested)}は、市町村あたりの上限 {format_yen(cap)}を"
            f"{format_yen(c.facts.requested - cap)}こえています。{format_yen(cap)}以下にしてください。",
        )


@clause("予算の範囲", reference="地方自治法第232条の3; programme G.4-24")
def within_budget(c: Question) -> Answer:
    """内示と交付決定の合計は、予算の範囲をこえることができない。"""
    for message in _over(c.facts.amount, c.surroundings.rooms.get("BUDGET"), "予算枠"):
        yield ("amount", message)


@clause("要望の範囲", reference="programme C.2 #3")
def earmark_within_need(c: Question) -> Answer:
    """内示の額は、要望の額をこえることができず、定められた単位の額とする。"""
    requested = c.standing.balance("requested")
    if c.facts.amount > requested:
        yield ("amount", f"内示の額を、要望額 {format_yen(requested)}以下にしてください。")
    unit = c.surroundings.parameters.yen("rounding_unit")
    if c.facts.amount <= 0 or c.facts.amount % unit:
        yield (
            "amount",
            f"内示の額は{format_yen(unit)}単位で、{format_yen(unit)}以上にしてください。",
        )
    if c.facts.apply_by < c.surroundings.today:
        yield ("apply_by", "申請の期限は今日より後の日にしてください。")


@clause("内示の範囲", reference="programme C.2 #4-#6, G.3 SM-C Guards")
def within_earmark(c: Question) -> Answer:
    """交付の申請と決定の額は、内示の額をこえることができない。"""
    earmarked = c.standing.balance("earmarked")
    asked = _asked(c)
    if asked > earmarked:
        field = "amount" if hasattr(c.facts, "amount") else "requested"
        yield (
            field,
            f"{format_yen(asked)}は、内示の額 {format_yen(earmarked)}を"
            f"{format_yen(asked - earmarked)}こえています。{format_yen(earmarked)}以下にしてください。",
        )


@clause("補正の範囲", reference="programme C.2 #6; conventions D Forms")
def only_returned_fields_changed(c: Question) -> Answer:
    """補正では、県が指摘した項目と、それに合わせて直す項目だけを直すことができる。"""
    correction = correcting.correction_of(c.act_type.key, c.standing)
    if correction is None:
        return
    before = correction.before
    for name in type(before).__dataclass_fields__:
        if name not in correction.opened and getattr(before, name) != getattr(c.facts, name):
            yield (name, "この項目は補正の対象ではないので、提出した内容のままにしてください。")


@clause("補正の期限", reference="programme C.2 #6, G.6")
def reply_day_ahead(c: Question) -> Answer:
    """補正の期限は、依頼する日より後とする。"""
    if c.facts.reply_by <= c.surroundings.today:
        yield ("reply_by", "補正の期限は、明日より後の日にしてください。")
    if not c.facts.defects:
        yield ("defects", "直してほしい点を、1つ以上書いてください。")


@clause("審査の結果", reference="programme C.2 #6 C-05")
def review_is_consistent(c: Question) -> Answer:
    """審査では、すべての確認項目に答え、認める額は申請と内示と計算の範囲とする。"""
    if any(check.result is CheckResult.NG for check in c.facts.checks) and c.facts.outcome in (
        Decision.APPROVE,
    ):
        yield (
            "outcome",
            "「否」の項目があります。修正して認めるか、補正を依頼するか、認めない結果を選んでください。",
        )
    most = min(c.standing.balance("applied"), c.standing.balance("earmarked"))
    if c.facts.proposed > most:
        yield ("proposed", f"認める額を、申請と内示の範囲 {format_yen(most)}以下にしてください。")
    if c.facts.outcome in (Decision.HOLD, Decision.WITHDRAW):
        yield (
            "outcome",
            "保留のあいだは審査を終えないでください。取下げは市町村の取下げ届で行います。",
        )


@clause("審査に基づく決定", reference="適正化法第6条の型; programme C.2 #7")
def decision_follows_review(c: Question) -> Answer:
    """交付決定は、認めるとした審査に基づき、その額以内で行う。"""
    review = c.standing.last("review")
    if review is None or review.facts.outcome is Decision.REJECT:
        yield "審査の結果が「認めない」なので、交付決定はできません。不交付の決定を起案してください。"
    elif c.facts.amount > review.facts.proposed:
        proposed = format_yen(review.facts.proposed)
        yield ("amount", f"決定の額を、審査で認めた額 {proposed}以下にしてください。")
    if c.facts.amount <= 0:
        yield ("amount", "交付決定の額を入れてください。交付しないときは不交付の決定を起案します。")
    if c.facts.amount > c.standing.balance("applied"):
        yield ("amount", "決定の額は、申請の額をこえることができません。")
    if not c.facts.conditions:
        yield ("conditions", "交付の条件を選んでください。")
