"""Words of problems and plans: issue and action codes, states, answers, who pays.

Stored codes never change; labels may be improved. The issue codes are list C1 of the survey of
community platforms, the action codes list C2 with the shares that the ministry's surveys of
region management organisations (R4 and R1) give them, the plan's states list B4.
"""

from dataclasses import dataclass
from fractions import Fraction

from comipla.core.codes import CodeList


class IssueGroup(CodeList):
    """The groups of issues (C1)."""

    A = "A", "暮らし"
    B = "B", "福祉・健康"
    C = "C", "子ども・若者"
    D = "D", "防災・安全"
    E = "E", "住まい・土地"
    F = "F", "環境・基盤"
    G = "G", "産業・稼ぎ"
    H = "H", "文化・交流"
    I = "I", "組織・人"  # noqa: E741 - the group's letter
    J = "J", "お金・事務"
    K = "K", "連携"
    Z = "Z", "その他"


class IssueCode(CodeList):
    """What an issue is about; Z9 is free text that somebody has yet to sort."""

    A1 = "A1", "買い物困難"
    A2 = "A2", "移動・通院の足"
    A3 = "A3", "ごみ出し・軽作業"
    A4 = "A4", "草刈り・庭木"
    A5 = "A5", "除灰・除雪"
    A6 = "A6", "配食・食"
    A7 = "A7", "通信・デジタルが苦手"
    B1 = "B1", "独居高齢者の見守り"
    B2 = "B2", "孤立・居場所"
    B3 = "B3", "介護予防・健康"
    B4 = "B4", "認知症"
    B5 = "B5", "障害"
    B6 = "B6", "生活困窮"
    C1 = "C1", "子育て・預かり"
    C2 = "C2", "学習・放課後"
    C3 = "C3", "登下校の安全"
    C4 = "C4", "学校の存続・統廃合"
    C5 = "C5", "若者の流出・居場所"
    D1 = "D1", "避難・自主防災"
    D2 = "D2", "避難に支援がいる人"
    D3 = "D3", "防犯・防犯灯"
    D4 = "D4", "交通安全"
    D5 = "D5", "鳥獣害"
    E1 = "E1", "空き家"
    E2 = "E2", "空き店舗・廃校"
    E3 = "E3", "移住受入れ"
    E4 = "E4", "耕作放棄"
    E5 = "E5", "共有地・墓地の管理"
    F1 = "F1", "道路・水路・河川"
    F2 = "F2", "美化・不法投棄"
    F3 = "F3", "集会施設の老朽"
    F4 = "F4", "景観"
    G1 = "G1", "特産品"
    G2 = "G2", "観光・交流人口"
    G3 = "G3", "仕事・起業"
    G4 = "G4", "自主財源"
    H1 = "H1", "祭り・行事の継続"
    H2 = "H2", "伝統芸能の継承"
    H3 = "H3", "世代間の交流"
    H4 = "H4", "多文化共生"
    I1 = "I1", "担い手不足"
    I2 = "I2", "次のリーダー"
    I3 = "I3", "事務局不足"
    I4 = "I4", "役員の負担・充て職"
    I5 = "I5", "加入率の低下"
    I6 = "I6", "女性・若者の参画"
    I7 = "I7", "会議の形骸化"
    J1 = "J1", "活動資金"
    J2 = "J2", "会計・監査"
    J3 = "J3", "補助金の書類"
    J4 = "J4", "広報・情報伝達"
    K1 = "K1", "自治会との分担"
    K2 = "K2", "NPO・企業との連携"
    K3 = "K3", "行政との連携"
    K4 = "K4", "大学・学生"
    Z9 = "Z9", "その他"

    @property
    def group(self) -> IssueGroup:
        """The group it belongs to: the letter of its code."""
        return IssueGroup.of(self.value[0])


class ActionCode(CodeList):
    """What a community does (C2), in the words of the ministry's survey where it asks for it."""

    X01 = "X01", "祭り・運動会・音楽会"
    X02 = "X02", "交流事業"
    X03 = "X03", "健康づくり・介護予防"
    X04 = "X04", "防災訓練・研修"
    X05 = "X05", "高齢者交流サービス・サロン"
    X06 = "X06", "声かけ・見守り"
    X07 = "X07", "体験交流"
    X08 = "X08", "公的施設の維持管理・指定管理"
    X09 = "X09", "買い物支援"
    X10 = "X10", "移動支援"
    X11 = "X11", "配食"
    X12 = "X12", "家事・ごみ出し・草刈りの有償ボランティア"
    X13 = "X13", "子育て・学童"
    X14 = "X14", "空き家活用・移住"
    X15 = "X15", "特産品・直売"
    X16 = "X16", "カフェ・食堂"
    X17 = "X17", "情報発信"
    X18 = "X18", "環境美化"
    X19 = "X19", "防犯・登下校"
    X20 = "X20", "伝統の伝承"
    X21 = "X21", "農地・水路"
    X22 = "X22", "デジタル化（連絡・会計・会議）"
    X23 = "X23", "調査・計画づくり"
    X24 = "X24", "人材育成"
    X25 = "X25", "企業・NPOとの協働"
    X26 = "X26", "災害時の対応"
    X90 = "X90", "事務局の運営"

    @property
    def survey_share(self) -> "SurveyShare | None":
        """How many organisations do it, where the ministry's survey tells."""
        return SURVEY_SHARES.get(self)


@dataclass(frozen=True, slots=True)
class SurveyShare:
    """A share of organisations in a survey; the questionnaires of R1 and R4 differ: never compare."""

    survey: str
    share: Fraction


SURVEY_SHARES = {
    code: SurveyShare(survey, Fraction(permille, 1000))
    for code, survey, permille in (
        (ActionCode.X01, "R4", 684),
        (ActionCode.X02, "R4", 668),
        (ActionCode.X03, "R4", 602),
        (ActionCode.X04, "R4", 591),
        (ActionCode.X05, "R1", 509),
        (ActionCode.X06, "R1", 412),
        (ActionCode.X07, "R1", 344),
        (ActionCode.X08, "R1", 267),
    )
}
"""総務省 地域運営組織の形成及び持続的な運営に関する調査研究 (R4; X05-X08 from R1)."""


class PlanState(CodeList):
    """How far a version of a plan has come (B4)."""

    DRAFT = "DRAFT", "素案づくり"
    SURVEY = "SURVEY", "アンケート"
    WORKSHOP = "WORKSHOP", "話し合い"
    DRAFT_PUBLISHED = "DRAFT_PUBLISHED", "意見募集"
    ADOPTED = "ADOPTED", "議決"
    SUBMITTED = "SUBMITTED", "市町村に提出"
    RESPONDED = "RESPONDED", "市町村が回答"
    ACTIVE = "ACTIVE", "実行中"
    REVIEWED = "REVIEWED", "点検済み"
    SUPERSEDED = "SUPERSEDED", "次の版に交代"

    @property
    def adopted(self) -> bool:
        """Whether the text has been adopted and stands for ever."""
        return self not in _IN_THE_MAKING

    @property
    def public(self) -> bool:
        """Whether everybody may read it."""
        return self.adopted or self is PlanState.DRAFT_PUBLISHED


_IN_THE_MAKING = frozenset(
    {PlanState.DRAFT, PlanState.SURVEY, PlanState.WORKSHOP, PlanState.DRAFT_PUBLISHED}
)


class SectionKind(CodeList):
    """The written parts of a plan (B2) in their order."""

    OUTLINE = "OUTLINE", "地域のすがた"
    RESULTS = "RESULTS", "アンケートと話し合いで分かったこと"
    ISSUES = "ISSUES", "地域の課題"
    POLICY = "POLICY", "基本方針"
    ORGANISATION = "ORGANISATION", "進める体制"
    REVIEW = "REVIEW", "点検と見直しのしかた"
    MINORITY = "MINORITY", "まとまらなかった意見（両方の意見）"


class Horizon(CodeList):
    """How soon an action comes; the years count from the first year of the plan."""

    SHORT = "SHORT", "短期（2年まで）"
    MIDDLE = "MIDDLE", "中期（5年まで）"
    LONG = "LONG", "長期"

    @property
    def years(self) -> int | None:
        """The last year of the plan in which such an action is due; None for no limit."""
        return {Horizon.SHORT: 2, Horizon.MIDDLE: 5}.get(self)

    @property
    def short(self) -> str:
        """The word without its years, for tables."""
        return self.label.partition("（")[0]


class FundSource(CodeList):
    """Where the money of an action comes from."""

    OWN = "OWN", "自主財源（会費・事業収入）"
    BLOCK_GRANT = "BLOCK_GRANT", "市町村の包括的な交付金"
    MUNICIPALITY = "MUNICIPALITY", "市町村の補助・負担"
    PREFECTURE = "PREFECTURE", "県の補助"
    STATE = "STATE", "国の補助"
    FOUNDATION = "FOUNDATION", "民間の助成"
    DONATION = "DONATION", "寄附"
    OTHER = "OTHER", "その他"


class IndicatorKind(CodeList):
    """What an indicator measures (B3)."""

    OUTPUT = "OUTPUT", "活動の量"
    OUTCOME = "OUTCOME", "暮らしの変化"
    ORGANISATION = "ORGANISATION", "組織の力"
    MONEY = "MONEY", "お金"


class Direction(CodeList):
    """Which way is better."""

    UP = "UP", "増えるほどよい"
    DOWN = "DOWN", "減るほどよい"


class Answer(CodeList):
    """What the municipality says to an action (B2)."""

    FEASIBLE = "FEASIBLE", "実施"
    CONSIDER = "CONSIDER", "検討"
    HARD = "HARD", "困難"


class IssueSource(CodeList):
    """How an issue was found."""

    RESIDENT = "RESIDENT", "住民から"
    TOWN_WALK = "TOWN_WALK", "まち歩き"
    WORKSHOP = "WORKSHOP", "話し合い"
    SURVEY = "SURVEY", "アンケート"
    OFFICE = "OFFICE", "事務局・役員"


class IssueStatus(CodeList):
    """How far an issue has come (J1)."""

    OPEN = "OPEN", "受付"
    CODED = "CODED", "分類済み"
    IN_PLAN = "IN_PLAN", "計画にのせた"
    ANSWERED = "ANSWERED", "回答した"
    SOLVED = "SOLVED", "解決"
    CLOSED = "CLOSED", "対応を終えた"

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done."""
        return self in (IssueStatus.SOLVED, IssueStatus.CLOSED)


class Severity(CodeList):
    """How heavily an issue weighs."""

    HIGH = "HIGH", "大きい（命や暮らしにかかわる）"
    MIDDLE = "MIDDLE", "中くらい（困る人が多い）"
    LOW = "LOW", "小さい（気になる）"

    @property
    def short(self) -> str:
        """The word without its explanation, for tables."""
        return self.label.partition("（")[0]


class Urgency(CodeList):
    """How soon something must be done."""

    NOW = "NOW", "すぐ"
    YEAR = "YEAR", "1年のうち"
    LATER = "LATER", "急がない"
