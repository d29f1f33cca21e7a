"""Words of the registry: stages, events, kinds of members, forms, posts, subjects of notices.

Stored codes never change; labels may be improved. Sources: the lists A2 (member bodies), A3
(posts), A5 (stages) and A6 (legal forms) of the survey of community platforms.
"""

from comipla.core.codes import CodeList, PlatformStage


class Stage(CodeList):
    """Life stages of a platform."""

    STUDY = "STUDY", "検討"
    PREP = "PREP", "設立準備"
    FOUNDED = "FOUNDED", "設立"
    RECOGNISED = "RECOGNISED", "認定"
    EARLY = "EARLY", "形成初期"
    SUSTAIN = "SUSTAIN", "運営"
    DORMANT = "DORMANT", "休止"
    MERGED = "MERGED", "統合"
    DISSOLVED = "DISSOLVED", "解散"

    @property
    def founded(self) -> bool:
        """Whether a platform of this stage has been founded and still works."""
        return self in (Stage.FOUNDED, Stage.RECOGNISED, Stage.EARLY, Stage.SUSTAIN)

    @property
    def over(self) -> bool:
        """Whether the platform is no more."""
        return self in (Stage.MERGED, Stage.DISSOLVED)


PROGRAMME_STAGES = {
    Stage.STUDY: PlatformStage.EXPLORING,
    Stage.PREP: PlatformStage.PREPARING,
    Stage.FOUNDED: PlatformStage.FOUNDED,
    Stage.RECOGNISED: PlatformStage.FOUNDED,
    Stage.EARLY: PlatformStage.FOUNDED,
    Stage.SUSTAIN: PlatformStage.RUNNING,
    Stage.DORMANT: PlatformStage.DORMANT,
    Stage.MERGED: PlatformStage.DORMANT,
    Stage.DISSOLVED: PlatformStage.DORMANT,
}
"""Life stages of the registry in the words of the programme (programme G.1 Platform)."""


class EventKind(CodeList):
    """What can happen in the life of a platform; each is an act with evidence and a day."""

    ENTERED = "ENTERED", "台帳に登録"
    MOVED = "MOVED", "段階の変更"
    APPLIED = "APPLIED", "認定の申請"
    DECLINED = "DECLINED", "認定しない決定"
    GRANTED = "GRANTED", "認定"
    CHANGED = "CHANGED", "認定内容の変更"
    REVOKED = "REVOKED", "認定の取消し"
    CORRECTED = "CORRECTED", "段階の訂正"


class Recognition(CodeList):
    """How a platform stands to its municipality's recognition (認定・登録)."""

    NONE = "NONE", "認定なし"
    APPLIED = "APPLIED", "申請中"
    GRANTED = "GRANTED", "認定"
    REVOKED = "REVOKED", "認定取消し"


class MemberKind(CodeList):
    """Kinds of member bodies (構成団体)."""

    JICHIKAI = "JICHIKAI", "自治会・町内会"
    JICHIKAI_UNION = "JICHIKAI_UNION", "自治会連合会"
    FUKUSHI = "FUKUSHI", "地区社会福祉協議会"
    MINSEI = "MINSEI", "民生委員・児童委員"
    KODOMOKAI = "KODOMOKAI", "子ども会"
    PTA = "PTA", "PTA"
    SCHOOL = "SCHOOL", "学校"
    SEINENDAN = "SEINENDAN", "青年団"
    WOMEN = "WOMEN", "婦人会"
    ROJIN = "ROJIN", "高齢者クラブ"
    SPORTS = "SPORTS", "体育協会・スポーツクラブ"
    BUNKA = "BUNKA", "公民館・伝承団体"
    BOSAI = "BOSAI", "自主防災組織"
    SHOBO = "SHOBO", "消防分団"
    TRAFFIC = "TRAFFIC", "交通安全協会"
    BOHAN = "BOHAN", "防犯団体"
    SHOKO = "SHOKO", "商工会・商店会"
    AGRI = "AGRI", "農協・土地改良区など"
    COMPANY = "COMPANY", "企業"
    NPO = "NPO", "NPO"
    VOLUNTEER = "VOLUNTEER", "ボランティア団体"
    HEALTHCARE = "HEALTHCARE", "医療・介護の事業所"
    RELIGIOUS_PREMISES = "RELIGIOUS_PREMISES", "寺社（会場だけ）"
    INDIVIDUAL = "INDIVIDUAL", "個人"
    MUNICIPAL_STAFF = "MUNICIPAL_STAFF", "市町村の担当職員"
    OTHER = "OTHER", "その他"


class LegalForm(CodeList):
    """Legal forms; most platforms have no personality of their own."""

    NINI = "NINI", "任意団体"
    NINKA_CHIEN = "NINKA_CHIEN", "認可地縁団体"
    NPO = "NPO", "NPO法人"
    NINTEI_NPO = "NINTEI_NPO", "認定NPO法人"
    IPPAN_SHADAN = "IPPAN_SHADAN", "一般社団法人"
    ROKYO = "ROKYO", "労働者協同組合"
    KUMIAI = "KUMIAI", "組合"
    KK = "KK", "株式会社"
    GK = "GK", "合同会社"
    TWO_TIER = "TWO_TIER", "協議組織（実行組織は別の法人）"

    @property
    def has_personality(self) -> bool:
        """Whether the body itself can own, sign and owe; otherwise its representative does."""
        return self not in (LegalForm.NINI, LegalForm.TWO_TIER)


class AreaKind(CodeList):
    """What the area of a platform is like."""

    ELEMENTARY = "ELEMENTARY", "小学校区"
    JUNIOR_HIGH = "JUNIOR_HIGH", "中学校区"
    KOMINKAN = "KOMINKAN", "公民館区"
    OTHER = "OTHER", "その他の区域"


class BaseKind(CodeList):
    """Where a platform has its base."""

    PUBLIC = "PUBLIC", "公共施設（公民館・支所など）"
    OWN = "OWN", "自前の建物"
    RENTED = "RENTED", "借りた建物"
    SCHOOL = "SCHOOL", "学校の空き教室・廃校"
    HOME = "HOME", "役員の自宅"
    NONE = "NONE", "拠点なし"


class Post(CodeList):
    """Posts of a platform's organs."""

    CHAIR = "CHAIR", "会長"
    VICE_CHAIR = "VICE_CHAIR", "副会長"
    DIRECTOR = "DIRECTOR", "事務局長"
    CLERK = "CLERK", "事務局員"
    TREASURER = "TREASURER", "会計"
    BOARD = "BOARD", "理事・運営委員"
    GROUP_HEAD = "GROUP_HEAD", "部会長"
    PUBLICITY = "PUBLICITY", "広報委員長"
    AUDITOR = "AUDITOR", "監事"
    ADVISER = "ADVISER", "顧問・参与"
    DELEGATE = "DELEGATE", "代議員"


class Subject(CodeList):
    """What of a platform changes only when the municipality has confirmed it."""

    NAME = "NAME", "名称"
    AREA = "AREA", "区域"
    BYLAWS = "BYLAWS", "規約"
    OFFICERS = "OFFICERS", "役員"
    LEGAL_FORM = "LEGAL_FORM", "法人格"
    DISSOLUTION = "DISSOLUTION", "解散"
