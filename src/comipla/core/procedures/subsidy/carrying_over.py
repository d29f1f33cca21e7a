"""Acts of menu ③ on work that is not done by 31 March: carry-over, report at the year's end."""

from comipla.core.access import Permission
from comipla.core.docket import RESUME, ActType
from comipla.core.procedures.subsidy import carrying_clauses as carrying
from comipla.core.procedures.subsidy import deadlines, facts
from comipla.core.procedures.subsidy import settlement_clauses as settlement
from comipla.core.procedures.subsidy.states import AT_WORK

CARRYING_OVER = (
    ActType(
        key="apply_carry_over",
        label="翌年度への繰越を申請する",
        done="繰越の申請",
        permission=Permission.SUBMIT,
        source=AT_WORK,
        target="carry_review",
        facts=facts.CarryOverFacts,
        form="subsidy_carry_over",
        issues="carry_over_application",
        clauses=(
            settlement.no_open_claim,
            carrying.carried_over_once,
            carrying.carry_before_accounts_close,
            carrying.carries_what_is_unspent,
        ),
        starts=(deadlines.CARRY_OVER,),
        notice="繰越承認申請書が提出されました",
        help="年度内に終わらないときに、理由と残りの額を示して翌年度への繰越を申請します。",
    ),
    ActType(
        key="approve_carry_over",
        label="繰越の承認を決裁する",
        done="繰越の承認",
        permission=Permission.DECIDE,
        source=frozenset({"carry_review"}),
        target=RESUME,
        facts=facts.CarryOverDecisionFacts,
        form="subsidy_carry_over_decision",
        drafted=True,
        issues="carry_over_approval",
        clauses=(
            carrying.carry_before_accounts_close,
            carrying.carries_what_is_unspent,
            carrying.carry_within_request,
        ),
        starts=(deadlines.PERFORMANCE_REPORT, deadlines.YEAR_END_REPORT),
        notice="繰越の承認の通知が届きました",
        help="完了の期限を翌年度に移します。実績報告や支払の期限も、翌年度のものになります。",
    ),
    ActType(
        key="refuse_carry_over",
        label="繰越を認めないことを決裁する",
        done="繰越の不承認",
        permission=Permission.DECIDE,
        source=frozenset({"carry_review"}),
        target=RESUME,
        facts=facts.RefusalFacts,
        form="subsidy_refusal",
        drafted=True,
        issues="carry_over_refusal",
        notice="繰越の不承認の通知が届きました",
        grave=True,
        help="理由を示して、年度内に終えるか、中止・廃止を申請してもらいます。",
    ),
    ActType(
        key="report_year_end",
        label="年度終了の状況を報告する",
        done="年度終了の報告",
        permission=Permission.SUBMIT,
        source=AT_WORK,
        target=None,
        facts=facts.YearEndReportFacts,
        form="subsidy_year_end_report",
        issues="year_end_report",
        clauses=(carrying.unfinished_at_year_end, carrying.year_end_adds_up),
        notice="年度終了報告書が提出されました",
        help="繰り越した事業について、年度の末日までの状況を4月30日までに知らせます。",
    ),
)
