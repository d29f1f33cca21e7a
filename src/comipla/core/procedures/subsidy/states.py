"""The states of menu ③ (SM-C in programme.md G.3), with who must act in each."""

from comipla.core.docket import Side, State

_PREFECTURE, _MUNICIPALITY = Side.PREFECTURE, Side.MUNICIPALITY
STATES: tuple[State, ...] = (
    State("needed", "要望", "progress", _PREFECTURE, "市町村の要望を県が受け取りました。"),
    State("earmarked", "内示", "action", _MUNICIPALITY, "県が補助金の枠を内示しました。"),
    State("applied", "審査中", "progress", _PREFECTURE, "交付申請書を県が審査しています。"),
    State("correcting", "補正依頼中", "action", _MUNICIPALITY, "県が申請書の補正を頼みました。"),
    State("reviewed", "決定待ち", "progress", _PREFECTURE, "審査が終わり、決定を待っています。"),
    State(
        "early_review",
        "事前着手届の審査中",
        "progress",
        _PREFECTURE,
        "事前着手届を県が審査しています。",
    ),
    State("granted", "交付決定", "success", _MUNICIPALITY, "補助金の交付が決まりました。"),
    State("underway", "実施中", "success", _MUNICIPALITY, "市町村が事業を行っています。"),
    State("change_review", "変更申請中", "progress", _PREFECTURE, "変更を県が審査しています。"),
    State(
        "stop_review",
        "中止・廃止申請中",
        "progress",
        _PREFECTURE,
        "中止・廃止を県が審査しています。",
    ),
    State(
        "delay_review",
        "遅延の指示待ち",
        "progress",
        _PREFECTURE,
        "遅延等の報告に、県が指示します。",
    ),
    State(
        "carry_review",
        "繰越の審査中",
        "progress",
        _PREFECTURE,
        "翌年度への繰越を県が審査しています。",
    ),
    State(
        "discontinued", "中止・廃止", "action", _MUNICIPALITY, "事業をやめることが承認されました。"
    ),
    State("reported", "検査待ち", "progress", _PREFECTURE, "実績報告書を県が調べています。"),
    State(
        "report_correcting",
        "報告の補正中",
        "action",
        _MUNICIPALITY,
        "県が報告書の補正を頼みました。",
    ),
    State("mending", "是正中", "action", _MUNICIPALITY, "県が検査のあとに是正を命じました。"),
    State(
        "inspected", "確定待ち", "progress", _PREFECTURE, "検査が終わり、額の確定を待っています。"
    ),
    State("determined", "額の確定", "action", _MUNICIPALITY, "補助金の額が確定しました。"),
    State("claimed", "支払待ち", "progress", _PREFECTURE, "精算払の請求書が届きました。"),
    State(
        "repaying", "返還待ち", "action", _MUNICIPALITY, "受け取りすぎた額の返還を待っています。"
    ),
    State(
        "relief_review",
        "減免の審査中",
        "progress",
        _PREFECTURE,
        "減免・履行延期を県が審査しています。",
    ),
    State("revoked", "取消し", "progress", _PREFECTURE, "交付決定が取り消されました。"),
    State(
        "reclaiming", "返還命令待ち", "progress", _PREFECTURE, "返すことになった額を県が命じます。"
    ),
    State(
        "disposal_review",
        "財産処分の審査中",
        "progress",
        _PREFECTURE,
        "財産の処分を県が審査しています。",
    ),
    State("settled", "支払済み", "progress", _PREFECTURE, "精算払が済みました。"),
    State("completed", "完了", "done", None, "すべての手続が終わりました。"),
    State("not_earmarked", "内示なし", "done", None, "今年度は内示の対象になりませんでした。"),
    State("refused", "不交付", "done", None, "交付しないことが決まりました。"),
    State("withdrawn", "取下げ", "done", None, "市町村が取り下げました。"),
)
OPEN = frozenset(state.key for state in STATES if not state.final)
BEFORE_DECISION = frozenset(
    {"needed", "earmarked", "applied", "correcting", "reviewed", "early_review"}
)
AT_WORK = frozenset({"granted", "underway"})
DECIDED = frozenset(
    {
        *AT_WORK,
        *("change_review", "stop_review", "delay_review", "carry_review", "discontinued"),
        *("reported", "report_correcting", "mending", "inspected"),
        *("determined", "claimed", "settled", "repaying", "relief_review", "completed"),
    }
)
"""The states in which a grant stands that can be revoked."""
PROJECT, RESULT = "project", "result"
"""What needs, applications and changes, and what reports, are versions of."""
