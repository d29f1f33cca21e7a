"""The values of parameters in the words of the office, where they hold keys of the code."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from comipla.cases.procedures import PROCEDURES
from comipla.core.codes import PlatformStage, SubsidyCategory
from comipla.core.parameters import Setting

_KEYS_EXPLAINED: Final = re.compile(r"（[a-z_]+ [^）]*）")
_MENUS: Final = {"1": "①", "2": "②", "3": "③", "4": "④"}
_OTHERS: Final = {
    "progress": "遂行状況報告",
    "complete": "事業の完了",
    "year_end": "年度の終わり",
    "asset": "財産処分の制限の終わり",
    "retention": "保存期限",
    "cashier_close": "出納閉鎖",
    "per_project": "事業ごと",
    "per_municipality": "市町村ごと",
    "month_elapsed": "1か月を経過した日",
    "within_days": "日数以内",
    "usual": "法令の書き方のとおり",
    "counted": "初日を数える",
    "not_counted": "初日を数えない",
    "hour": "1時間",
    "page": "1枚",
    "zero": "30分に満たない端数は切捨て",
    "half": "30分に満たない端数は半時間",
    "fixed": "定額支給",
    "actual": "実費支給",
    "junior": "2級以下",
    "standard": "3級から6級",
    "senior": "7級以上",
}


def label_of(setting: Setting) -> str:
    """The name of a setting, without the keys that its file explains in brackets."""
    return _KEYS_EXPLAINED.sub("", setting.parameter.label)


@dataclass(frozen=True)
class SettingLines:
    """A setting in words: its name, and its value in as many lines as it has parts."""

    label: str
    value: tuple[str, ...]


def lines_of(setting: Setting) -> SettingLines:
    """A setting as tables show it."""
    return SettingLines(label_of(setting), tuple(printed(setting)))


def printed(setting: Setting) -> list[str]:
    """The value of a setting, a line for each part of it."""
    value = setting.dated.value
    if isinstance(value, dict):
        return [f"{_word(key)}：{'、'.join(map(_word, texts))}" for key, texts in value.items()]
    if isinstance(value, str):
        return [_word(value)]
    if isinstance(value, tuple) and all(isinstance(part, str) for part in value):
        menus = setting.parameter.key.endswith("menus")
        return [
            "、".join(_MENUS.get(str(part), "") if menus else _word(str(part)) for part in value)
        ]
    return [setting.printed]


def _word(text: str) -> str:
    """A key as a word: a deadline, a stage, a category, a number of days, a day of the year."""
    if text[:1] in "+-" and text[1:].isdigit():
        return f"{text[1:]}日{'前' if text[0] == '-' else '後'}"
    if len(text) > 2 and text.isdigit() and text[0] != "0":
        return f"{int(text):,}"
    month, _, day = text.partition("-")
    if len(text) == len("09-30") and month.isdigit() and day.isdigit():
        return f"{int(month)}月{int(day)}日"
    return _words().get(text, text)


@cache
def _words() -> dict[str, str]:
    deadlines = {
        deadline.key: deadline.label.removesuffix("（残り）")
        for procedure in PROCEDURES.values()
        for act_type in procedure.act_types.values()
        for deadline in act_type.starts
    }
    stages = {stage.value: stage.label for stage in PlatformStage}
    categories = {category.value: category.mark for category in SubsidyCategory}
    return _OTHERS | deadlines | stages | categories
