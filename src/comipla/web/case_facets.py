"""The words over a list of cases: the sentence that says what is shown, and the chips to narrow it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.http import QueryDict

from comipla.cases.procedures import PROCEDURES
from comipla.cases.selectors.listing import (
    LATE,
    MINE,
    PENDING,
    WAITING,
    CaseFilter,
    CaseList,
    Facet,
    Place,
    Summary,
)
from comipla.core.codes import SubsidyCategory
from comipla.core.fiscal import FiscalYear
from comipla.core.money import format_yen
from comipla.web.case_columns import COLUMNS, category_mark
from comipla.web.environment import querystring

TURN_LABELS: Final = {MINE: "自分の番", WAITING: "相手待ち", LATE: "期限超過", PENDING: "決裁待ち"}
STATE_LABELS: Final = {
    key: state.label for procedure in PROCEDURES.values() for key, state in procedure.states.items()
}

Chip = dict[str, Any]


def finding_of(chosen: CaseFilter, summary: Summary, places: Sequence[Place]) -> str:
    """What is shown, as a sentence: 審査中の案件 12件、申請額 計 7,340,000円."""
    what = "・".join(_narrowings(chosen, places))
    cases = f"{what}の案件" if what else "案件"
    if not summary.count:
        return f"{cases}はありません"
    return "、".join((f"{cases} {summary.count:,}件", *_amounts(summary.totals)))


def chips_of(listed: CaseList, summary: Summary, query: QueryDict) -> list[tuple[str, list[Chip]]]:
    """Rows of chips: label of the row, and its chips with counts, the whole first."""
    chosen = listed.chosen
    turns = {
        key: label for key, label in TURN_LABELS.items() if key != PENDING or listed.sees_drafts
    }
    categories = {code.value: code.mark for code in SubsidyCategory}
    return [
        ("だれの番", _chips("turn", turns, summary.turns, (chosen.turn,), query)),
        (
            "状態",
            _chips(
                "state",
                _seen(STATE_LABELS, summary.states, chosen.states),
                summary.states,
                chosen.states,
                query,
            ),
        ),
        (
            "区分",
            _chips(
                "category",
                _seen(categories, summary.categories, (chosen.category,)),
                summary.categories,
                (chosen.category,),
                query,
            ),
        ),
    ]


def _seen(labels: Mapping[str, str], facet: Facet, chosen: Iterable[str]) -> dict[str, str]:
    """The choices that would leave something, and those that are chosen."""
    kept = {key for key, count in facet.of.items() if count} | set(chosen)
    return {key: label for key, label in labels.items() if key in kept}


def _chips(
    name: str, labels: Mapping[str, str], facet: Facet, chosen: Sequence[str], query: QueryDict
) -> list[Chip]:
    whole = {
        "label": "すべて",
        "href": querystring(query, {name: None}),
        "count": facet.everything,
        "current": not any(chosen),
    }
    return [
        whole,
        *(
            {
                "label": label,
                "href": querystring(query, {name: key}),
                "count": facet.of[key],
                "current": key in chosen,
            }
            for key, label in labels.items()
        ),
    ]


def _narrowings(chosen: CaseFilter, places: Sequence[Place]) -> list[str]:
    words = []
    if chosen.year:
        words.append(FiscalYear(chosen.year).label)
    if chosen.municipality:
        names = {place.code: place.name for place in places}
        words.append(names.get(chosen.municipality, f"団体コード{chosen.municipality}"))
    if chosen.category:
        words.append(f"区分{category_mark(chosen.category)}")
    if chosen.turn:
        words.append(TURN_LABELS[chosen.turn])
    if chosen.states:
        words.append("または".join(STATE_LABELS[key] for key in chosen.states))
    if chosen.text:
        words.append(f"「{chosen.text}」にあてはまるもの")
    return words


def _amounts(totals: Mapping[str, int]) -> list[str]:
    """What was applied for, or only wanted so far, and what was decided."""
    told = [key for key in ("applied", "decided") if totals[key]]
    if not totals["applied"] and totals["requested"]:
        told.insert(0, "requested")
    return [f"{COLUMNS[key].label} 計 {format_yen(totals[key])}" for key in told]
