"""Schemes to begin with: shapes that municipalities use, without their amounts.

Source: community-platform.md D1 (shapes of rows 1, 3, 4 and 6); every yen is left to be typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Preset:
    """A shape: its name, what it is for, the plan to begin with, the metrics it counts."""

    key: str
    label: str
    hint: str
    plan: Mapping[str, Any]
    metrics: tuple[tuple[str, str, str], ...] = ()
    heads: str = ""


_PEOPLE: Final = ("people", "人口", "人")
_HOUSEHOLDS: Final = ("households", "世帯数", "世帯")
_BODIES: Final = ("bodies", "自治会の数", "団体")

PRESETS: Final = {
    preset.key: preset
    for preset in (
        Preset(
            "pool",
            "総額を均等割と人口割で分ける",
            "決まった総額を、均等割30%・人口割70%で分け、自治会の数と事務局費を足します。",
            {
                "pools": {"main": {"label": "配分総額", "unit": "1000"}},
                "components": [
                    {"kind": "POOL_EQUAL", "label": "均等割", "share": "30%", "pool": "main"},
                    {
                        "kind": "POOL_SHARE",
                        "label": "人口割",
                        "share": "70%",
                        "metric": "people",
                        "pool": "main",
                    },
                    {"kind": "UNIT", "label": "自治会割", "metric": "bodies"},
                    {"kind": "FIXED", "label": "事務局費"},
                ],
            },
            (_PEOPLE, _BODIES),
            "people",
        ),
        Preset(
            "units",
            "定額に世帯割と人口割を足す",
            "どの団体にも同じ額に、1世帯いくら、1人いくらを足します。総額は数で決まります。",
            {
                "components": [
                    {"kind": "FIXED", "label": "均等割"},
                    {"kind": "UNIT", "label": "世帯割", "metric": "households"},
                    {"kind": "UNIT", "label": "人口割", "metric": "people"},
                ],
            },
            (_HOUSEHOLDS, _PEOPLE),
            "people",
        ),
        Preset(
            "brackets",
            "世帯数の段階で決める",
            "世帯数の段階ごとの額に、1世帯いくらを足します。",
            {
                "components": [
                    {
                        "kind": "BRACKET",
                        "label": "段階別の額",
                        "metric": "households",
                        "table": [{"upto": "50"}, {"upto": "100"}, {"upto": "150"}, {}],
                    },
                    {"kind": "UNIT", "label": "世帯割", "metric": "households"},
                ],
            },
            (_HOUSEHOLDS,),
            "households",
        ),
        Preset(
            "band",
            "前年度の総額を配り直し、増減をおさえる",
            "前年度の総額を均等割30%・人口割70%で配り直し、増減を前年度の3分の1までにします。",
            {
                "pools": {
                    "main": {"label": "前年度の総額", "amount": "previous", "unit": "1000"}
                },
                "components": [
                    {"kind": "POOL_EQUAL", "label": "均等割", "share": "30%", "pool": "main"},
                    {
                        "kind": "POOL_SHARE",
                        "label": "人口割",
                        "share": "70%",
                        "metric": "people",
                        "pool": "main",
                    },
                    {
                        "kind": "ADJUST",
                        "method": "BAND",
                        "label": "激変緩和",
                        "band": "1/3",
                        "leftover": "redistribute",
                    },
                ],
            },
            (_PEOPLE,),
            "people",
        ),
        Preset("blank", "何もないところから組み立てる", "項目を1つずつ足します。", {"components": []}),
    )
}  # fmt: skip
