"""The fields of each kind of component: what the composer asks, in the words of people."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Ask:
    """A field of a component by its word in a scheme; `kind` says how it is drawn and read."""

    word: str
    label: str
    kind: str = "text"
    help: str = ""
    unit: str = ""
    required: bool = True


@dataclass(frozen=True)
class Shape:
    """A kind of component, or a method of ADJUST, as the composer offers it."""

    label: str
    hint: str
    asks: tuple[Ask, ...]
    more: tuple[Ask, ...] = ()


_WHEN: Final = Ask(
    "when",
    "あたる団体だけにする",
    "metric",
    "選んだ指標が0の団体には、つきません。",
    required=False,
)
_UNIT: Final = Ask("unit", "端数の単位", unit="円", required=False)
_ROUNDING: Final = Ask("rounding", "端数処理", "rounding", required=False)
_OPEN: Final = (_WHEN, _UNIT, _ROUNDING)
_POOL: Final = Ask("pool", "分けるもとの総額", "pool")
_SHARE: Final = Ask("share", "総額のうちの割合", help="例：30%、1/3。合わせて100%にします。")
_METRIC: Final = Ask("metric", "指標", "metric")
_TABLE_HELP: Final = (
    "1行に1段、上の境・額を空白で区切って書きます。最後の段は「それ以上」とします。"
    "例：50以下 42700、それ以上 52700。1つあたりの額があれば、3つ目に書きます。"
)
_ITEMS: Final = Ask("metrics", "対象の額の指標（件ごとに1つ）", "metrics")
_CAP: Final = Ask("cap", "1件の上限", unit="円", required=False)
_MOST: Final = Ask("most", "1年の件数の上限", unit="件", required=False)
_LEFTOVER: Final = Ask("leftover", "総額と合わなくなった分", "leftover", required=False)
_YEARS: Final = Ask(
    "years", "行う年度", "years", "例：R6 R7 R8。空なら毎年度行います。", required=False
)
_LIMIT: Final = (
    Ask("amount", "額", help="額か指標の片方だけを入れます。", unit="円", required=False),
    Ask("metric", "団体ごとの額の指標", "metric", required=False),
    _LEFTOVER,
)

SHAPES: Final = {
    "FIXED": Shape(
        "定額", "どの団体にも同じ額", (Ask("amount", "額", unit="円"),), _OPEN
    ),
    "UNIT": Shape(
        "単価割", "1世帯・1人・1団体などにいくら",
        (_METRIC, Ask("rate", "1つあたりの額", unit="円")), _OPEN,
    ),
    "POOL_EQUAL": Shape("均等割", "決まった総額を同じ額ずつ分ける", (_SHARE, _POOL), (_WHEN,)),
    "POOL_SHARE": Shape(
        "按分割", "決まった総額を指標の大きさで分ける", (_SHARE, _METRIC, _POOL), (_WHEN,)
    ),
    "BRACKET": Shape(
        "段階別の額", "世帯数などの段階で額が変わる",
        (_METRIC, Ask("mode", "表の読み方", "mode"), Ask("table", "段階の表", "table", _TABLE_HELP)),
        _OPEN,
    ),
    "COEF": Shape(
        "係数割", "高齢化率などで決まる係数を掛ける",
        (
            _METRIC,
            Ask("rate", "1つあたりの額", unit="円"),
            Ask("ratio", "係数を決める指標", "metric"),
            Ask("ratio_of", "割合のもとの指標", "metric", "例：65歳以上の人口÷人口。", required=False),
            Ask("table", "係数の表", "table", _TABLE_HELP),
        ),
        _OPEN,
    ),
    "THRESHOLD_UNIT": Shape(
        "一定以上の割", "距離などが一定以上のときだけ",
        (
            _METRIC,
            Ask("rate", "1つあたりの額", unit="円"),
            Ask("threshold", "これ以上のとき"),
            Ask("quantum", "切り捨てる刻み", required=False),
            Ask("from_threshold", "境をこえた分だけを数える", "flag", required=False),
        ),
        _OPEN,
    ),
    "CAPPED_ACTUAL": Shape(
        "実費（上限あり）", "かかった費用の一部を上限まで",
        (
            _ITEMS,
            Ask("rate", "割合", help="例：2/3。空なら全額です。", required=False),
            _CAP,
            _MOST,
            Ask("lifetime_cap", "通算の上限", unit="円", required=False),
            Ask("already", "これまでの額の指標", "metric", required=False),
        ),
        _OPEN,
    ),
    "PROPOSAL": Shape("提案事業", "審査で決めた額", (_ITEMS, _CAP, _MOST), _OPEN),
    "NAMED": Shape(
        "団体ごとに定める額", "理由のある団体だけ違う額",
        (
            Ask("amount", "ほかの団体の額", unit="円", required=False),
            Ask(
                "named", "違う額の団体", "named",
                "1行に1団体、台帳の番号・額・理由を空白で区切って書きます。",
            ),
        ),
        _OPEN,
    ),
    "ONE_OFF": Shape(
        "一度限りの額", "法人の設立などに一度だけ",
        (
            Ask("amount", "額", unit="円"),
            Ask("metric", "あたる年に1になる指標", "metric"),
            Ask("already", "交付済みなら1の指標", "metric", required=False),
        ),
        _OPEN,
    ),
    "ADJUST:BAND": Shape(
        "調整：激変緩和", "前年度からの増減をおさえる",
        (
            Ask("band", "増減の幅", help="例：1/3。増と減で違うときは下の2つに書きます。", required=False),
            Ask("up", "増やす幅", required=False),
            Ask("down", "減らす幅", required=False),
            _LEFTOVER,
            _YEARS,
        ),
        (_UNIT,),
    ),
    "ADJUST:FLOOR": Shape("調整：下限額", "これより少なくしない", _LIMIT, (_YEARS,)),
    "ADJUST:CEILING": Shape("調整：上限額", "これより多くしない", _LIMIT, (_YEARS,)),
    "ADJUST:MONTHS": Shape(
        "調整：月割", "年の途中に始まった団体",
        (Ask("metric", "月数の指標（0から12）", "metric"), _LEFTOVER), (_UNIT, _ROUNDING),
    ),
    "ADJUST:TRANSITION": Shape(
        "調整：経過措置", "前の額から新しい額へ、年度ごとに移る",
        (
            Ask(
                "weights", "新しい額の割合", "weights",
                "1行に1年度、年度と割合を空白で区切って書きます。例：R6 1/3。",
            ),
            Ask("old", "前の額の指標", "metric", "空なら前年度の額です。", required=False),
            _LEFTOVER,
        ),
        (_UNIT, _ROUNDING),
    ),
    "ADJUST:BUDGET": Shape("調整：予算の範囲内", "合計が予算額をこえたら、同じ割合で減らす", ()),
}  # fmt: skip
"""Every kind of component and method of adjustment (community-platform.md D2)."""

MODES: Final = (("step", "あてはまる段の額"), ("marginal", "段ごとに足し上げる"))
LEFTOVERS: Final = (
    ("leave", "残す（使い道を別に決める）"),
    ("redistribute", "幅の中の団体に配り直す"),
    ("scale", "全体に同じ割合を掛ける"),
)
ROUNDINGS: Final = (("floor", "切捨て"), ("half_up", "四捨五入"), ("up", "切上げ"))


def shape_key(part: object) -> str:
    """The key of a component's shape: its kind, with the method where it adjusts."""
    words = part if isinstance(part, dict) else {}
    kind, method = words.get("kind", ""), words.get("method")
    return f"{kind}:{method}" if method else str(kind)


def word_labels(key: str) -> dict[str, str]:
    """The label of each word of a shape."""
    shape = SHAPES.get(key)
    asks = (*shape.asks, *shape.more) if shape else ()
    return {ask.word: ask.label for ask in asks}
