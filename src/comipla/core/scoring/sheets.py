"""What the judges hand in: sheets of grades, and the facts about proposals that ties may need."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comipla.core.money import Yen
from comipla.core.scoring.scales import Grade
from comipla.core.scoring.scheme import Scheme


class SheetError(ValueError):
    """Sheets that cannot be counted; `problems` are sentences, one for each defect."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Sheet:
    """One judge's grades for one proposal, by criterion key.

    A `conflicted` sheet is absent, whatever it holds: it counts neither as points nor as zero.
    `vote` tells that the judge named the proposal in a run-off (決選投票).
    """

    proposal: str
    judge: str
    grades: Mapping[str, Grade] = field(default_factory=dict)
    conflicted: bool = False
    vote: bool = False


@dataclass(frozen=True)
class Proposal:
    """What is known of a proposal beside its grades.

    `estimate` is its price in yen, `group` its kind where a scheme judges kinds differently,
    `chair` the place the chair gives it among equals (1 is first).
    """

    key: str
    estimate: Yen | None = None
    group: str = ""
    chair: int | None = None


def check_sheets(
    scheme: Scheme, sheets: Iterable[Sheet], proposals: Mapping[str, Proposal]
) -> list[str]:
    """Every defect that can be seen without reading a grade, as sentences."""
    problems = []
    counted: Counter[tuple[str, str]] = Counter()
    asked: dict[str, frozenset[str]] = {}
    known = frozenset(criterion.key for criterion in scheme.criteria)
    for sheet in sheets:
        counted[sheet.proposal, sheet.judge] += 1
        if sheet.conflicted:
            continue
        group = proposals[sheet.proposal].group
        wanted = asked.get(group)
        if wanted is None:
            wanted = asked[group] = frozenset(c.key for c in scheme.asked_of(group))
            if not wanted:
                problems.append(
                    f"区分「{group}」の提案を採点する項目がありません。区分を確かめてください。"
                )
        if sheet.grades.keys() != wanted:
            problems += _differing(scheme, sheet, wanted, known)
    problems += [
        f"{where(*pair)}: 採点票が{number}枚あります。1枚にしてください。"
        for pair, number in counted.items()
        if number > 1
    ]
    if not counted:
        problems.append("採点票がありません。1枚以上入れてください。")
    problems += [
        "提案の名前か委員の名前が空の採点票があります。両方を書いてください。"
        for pair in counted
        if not all(pair)
    ]
    return problems


def where(proposal: str, judge: str) -> str:
    """How a sheet is named in sentences."""
    return f"提案「{proposal}」の{judge}の採点"


def _differing(
    scheme: Scheme, sheet: Sheet, wanted: frozenset[str], known: frozenset[str]
) -> list[str]:
    names = {criterion.key: criterion.name for criterion in scheme.criteria}
    here = where(sheet.proposal, sheet.judge)
    missing = [
        f"{here}: 「{names[key]}」の点がありません。点を入れるか、利害関係があるときはその欄に印を付けてください。"
        for key in names
        if key in wanted and key not in sheet.grades
    ]
    extra = [
        f"{here}: 「{names.get(key, key)}」は"
        f"{'この提案では採点しない項目です' if key in known else '審査の項目にありません'}。"
        "欄を消してください。"
        for key in sheet.grades
        if key not in wanted
    ]
    return missing + extra
