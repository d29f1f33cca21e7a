"""Code lists of what may befall a granted subsidy beside its main road.

Delay, instruction, revocation, relief from a return, disposal of property, carry-over. As in
`comipla.core.codes`, a member's value is stored for ever and its `label` is what people read.
"""

from collections.abc import Mapping
from types import MappingProxyType

from comipla.core.codes import CodeList


class DelayKind(CodeList):
    """What a municipality reports of a project that does not go as planned."""

    LATE = "late", "予定の期間内に完了しない見込み"
    DIFFICULT = "difficult", "行うことが難しくなった"


class DelayInstruction(CodeList):
    """What the prefecture instructs in answer to a report of delay."""

    GO_ON = "go_on", "計画のまま続ける"
    CHANGE = "change", "変更承認を申請する"
    STOP = "stop", "中止・廃止の承認を申請する"
    CARRY_OVER = "carry_over", "翌年度への繰越を申請する"


class RevocationCause(CodeList):
    """Why a grant decision is revoked; the first two follow from a breach (適正化法17条の型)."""

    BREACH = "breach", "補助事業者の違反"
    INDIRECT_BREACH = "indirect_breach", "間接補助先の違反"
    CIRCUMSTANCES = "circumstances", "事情の変更"


class Hearing(CodeList):
    """How the municipality was heard before a revocation."""

    WRITTEN = "written", "書面で意見を聴いた"
    ORAL = "oral", "会って意見を聴いた"
    NONE_GIVEN = "none_given", "機会を設けたが、意見は出されなかった"


class ReliefKind(CodeList):
    """What is asked of an order to return money."""

    EXTEND = "extend", "納める期限を延ばす（履行延期）"
    REDUCE = "reduce", "返還額の全部または一部を免除する"
    CHARGES = "charges", "加算金・延滞金を免除する"


class DisposalKind(CodeList):
    """What is to be done with property that the subsidy has helped to buy."""

    OTHER_USE = "other_use", "目的外に使う"
    TRANSFER = "transfer", "譲り渡す"
    EXCHANGE = "exchange", "交換する"
    LEND = "lend", "貸し付ける"
    PLEDGE = "pledge", "担保に入れる"
    SCRAP = "scrap", "廃棄する"


class CarryKind(CodeList):
    """On which ground money is carried over into the next fiscal year."""

    PLANNED = "planned", "繰越明許費（地方自治法第213条）"
    ACCIDENT = "accident", "事故繰越し（地方自治法第220条第3項）"


class WaivableDeadline(CodeList):
    """Deadlines that the office can release a case from; the value is the deadline's own key.

    What law or another procedure settles is not among them: payments, and the return of money.
    """

    APPLY = "apply", "交付申請書の提出"
    EXAMINE = "examine", "審査と交付決定"
    CORRECT = "correct", "補正"
    EARLY_START = "early_start", "事前着手届の審査"
    CHANGE = "change", "変更・中止の審査"
    PROGRESS = "progress", "遂行状況報告書の提出"
    INSTRUCT = "instruct", "遅延の報告への指示"
    INSTRUCTED = "instructed", "指示された申請"
    REPORT = "report", "実績報告書の提出"
    CORRECT_REPORT = "correct_report", "実績報告書の補正"
    MEND = "mend", "是正の報告"
    INSPECT = "inspect", "検査と額の確定"
    RELIEF = "relief", "減免・履行延期の審査"
    TAX_REPORT = "tax_report", "仕入控除税額の報告"
    REGISTER_ASSETS = "register_assets", "財産管理台帳の提出"
    DISPOSAL = "disposal", "財産の処分の審査"
    CARRY_OVER = "carry_over", "繰越の審査"
    YEAR_END_REPORT = "year_end_report", "年度終了報告書の提出"


COURSE_CODE_LISTS: Mapping[str, type[CodeList]] = MappingProxyType(
    {
        "delay_kind": DelayKind,
        "delay_instruction": DelayInstruction,
        "revocation_cause": RevocationCause,
        "hearing": Hearing,
        "relief_kind": ReliefKind,
        "disposal_kind": DisposalKind,
        "carry_kind": CarryKind,
        "waivable_deadline": WaivableDeadline,
    }
)
"""Every list by the name under which forms refer to it."""
