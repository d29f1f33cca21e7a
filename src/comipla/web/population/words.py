"""The future of a place in plain Japanese."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from comipla.core.access import BodyKind
from comipla.core.evidence import Goal, Showing, Variant
from comipla.core.evidence.population import Counts, children, elders
from comipla.core.evidence.schools import pupils
from comipla.people.models import Body
from comipla.population.outlook import MIXES, Outlook

STATE_TONES: Final = {"DRAFT": "action", "CHECKED": "progress", "PUBLISHED": "success"}
SHARE: Final = 0.9
"""What is to be kept of today's number: nine tenths, as the rule of 1% does."""

METHOD: Final = (
    "5年前といまの人口の比（コーホート変化率）が、この先も同じだと考えて計算しています。"
    "予言ではありません。まちの取組で変わります。"
)
ROUNDED: Final = "四捨五入しているため、内訳の和と合計が一致しないことがあります。"


@dataclass(frozen=True)
class Wish:
    """Households a year of a mix, as the address asks for."""

    mix: str = "mix"
    households: float = 0.0

    @property
    def label(self) -> str:
        """The wish in words: 毎年3世帯."""
        return f"毎年{self.households:g}世帯"


def people(number: float) -> str:
    """A number of people as it is shown: 1,036人."""
    return f"{round(number):,}人"


def percent(part: float, whole: float) -> str:
    """A share in whole percents: 57%."""
    return f"{100 * part / whole:.0f}%" if whole else "—"


def called(body: Body) -> str:
    """A place in a sentence: a platform is no place, its area is."""
    return f"{body.name}の区域" if body.kind == BodyKind.PLATFORM else body.name


def headline(name: str, outlook: Outlook) -> str:
    """The finding over the page."""
    if outlook.showing is Showing.COUNTS:
        return f"{name}には、いま{people(outlook.today)}が住んでいます"
    last, then = outlook.years[-1], people(outlook.totals[-1])
    return f"{name}の人口は、{last}年に{then}になる見込みです"


def if_nothing_changes(name: str, outlook: Outlook) -> str:
    """What happens if nothing changes, in one sentence."""
    if outlook.showing is Showing.COUNTS:
        return outlook.showing.sentence
    span = outlook.years[-1] - outlook.years[0]
    total, now = float(outlook.totals[-1]), outlook.today
    before, after = (float(outlook.pupils.elementary[step]) for step in (0, -1))
    return (
        f"何も変わらなければ、{span}年後の{outlook.years[-1]}年に、{name}の人口はいまの"
        f"{percent(total, now)}の{people(total)}になり、小学生は{people(before)}から"
        f"{people(after)}に{'ふえ' if round(after) > round(before) else 'へり'}ます。"
    )


def households_needed(outlook: Outlook) -> list[tuple[str, ...]]:
    """What keeps nine tenths: kind of household, for the total, for the children, as sentences."""
    return [
        (
            label,
            _a_year(outlook.needed(mix, Goal.TOTAL, SHARE)),
            _a_year(outlook.needed(mix, Goal.CHILDREN, SHARE)),
        )
        for mix, (label, _) in MIXES.items()
    ]


def _a_year(number: float) -> str:
    if math.isinf(number):
        return "この型ではふえません"
    return "来なくても届きます" if number == 0 else f"毎年 {number:.1f}世帯"


def staying(outlook: Outlook, start: int = 20, last: int = 40) -> list[tuple[str, ...]]:
    """在地域率 as numbers out of ten children born here: age, men, women."""
    men, women = outlook.retention
    return [
        (f"{age}〜{age + 4}歳", _of_ten(men[age // 5]), _of_ten(women[age // 5]))
        for age in range(start, last, 5)
    ]


def _of_ten(share: float) -> str:
    return f"{10 * share:.1f}人"


def under_other_pasts(outlook: Outlook) -> list[tuple[str, str]]:
    """The last step's total by the past that the ratios are measured over."""
    return [(Variant(key).label, people(totals[-1])) for key, totals in outlook.variants.items()]


def facts(outlook: Outlook) -> list[tuple[str, str]]:
    """The figures of today."""
    told = [
        (f"{outlook.years[0]}年の人口", people(outlook.today)),
        ("0〜14歳", f"{people(outlook.young[0])}（{percent(outlook.young[0], outlook.today)}）"),
    ]
    if outlook.old is not None:
        told.append(
            ("65歳以上", f"{people(outlook.old[0])}（{percent(outlook.old[0], outlook.today)}）")
        )
    told.append(("小学生の年の子", people(outlook.pupils.elementary[0])))
    return told


def then_figures(outlook: Outlook, wish: Wish) -> list[tuple[str, str, str, str]]:
    """Figures of the last step: key, name, without and with the households wished for."""
    plain = outlook.population[-1]
    wished = outlook.with_households(wish.mix, wish.households)[-1]
    measures: list[tuple[str, str, Callable[[Counts], Any]]] = [
        ("total", "総人口", np.sum),
        ("young", "0〜14歳", children),
        ("pupils", "小学生の年の子", lambda table: pupils(table).elementary),
    ]
    if outlook.knows_elders:
        measures.append(("old", "65歳以上", elders))
    return [
        (key, name, people(float(measure(plain))), people(float(measure(wished))))
        for key, name, measure in measures
    ]
