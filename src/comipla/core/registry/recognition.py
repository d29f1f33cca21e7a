"""A municipality's rules of recognition, checked against what the registry knows.

Each rule answers with met or not and why, with the numbers: a clerk must be able to say it on the
telephone. What no machine can know (anybody may join, no party politics) is a checklist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from comipla.core.registry.bylaws import share_in_words
from comipla.core.registry.codes import MemberKind


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule set. A coverage of 0 asks for none; `kinds_needed` None asks for all the kinds.

    `households` counts coverage by households instead of by neighbourhood associations.
    """

    coverage: Fraction = Fraction(0)
    households: bool = False
    kinds: tuple[MemberKind, ...] = ()
    kinds_needed: int | None = None
    no_overlap: bool = True
    bylaws: bool = True
    auditors: int = 2
    checklist: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.coverage <= 1:
            raise ValueError("加入の割合を、0%から100%までで入力してください。")
        if self.kinds_needed is not None and not 0 <= self.kinds_needed <= len(self.kinds):
            raise ValueError("必要な種類の数を、選んだ種類の数までで入力してください。")


@dataclass(frozen=True, slots=True)
class Known:
    """What the registry knows of a platform on a day.

    `joined` and `total` count the neighbourhood associations that are members and that there are
    in the area, `joined_households` and `total_households` the households; None is unknown.
    """

    kinds: frozenset[MemberKind]
    joined: int
    total: int | None
    joined_households: int
    total_households: int | None
    has_area: bool
    overlaps: tuple[str, ...]
    has_bylaws: bool
    auditors: int
    ticked: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule and its answer, with the reason in words."""

    key: str
    label: str
    met: bool
    reason: str


def check(rules: Rules, known: Known) -> tuple[Finding, ...]:
    """Every rule of the set with its answer, in a fixed order."""
    return tuple(_findings(rules, known))


def _findings(rules: Rules, known: Known) -> Iterator[Finding]:
    yield Finding(
        "area",
        "区域が決まっている",
        known.has_area,
        "区域があります。" if known.has_area else "区域を台帳に入れてください。",
    )
    if rules.no_overlap:
        yield Finding(
            "overlap",
            "区域が他の団体と重ならない",
            not known.overlaps,
            "".join(known.overlaps) or "重なりはありません。",
        )
    if rules.coverage:
        yield _coverage(rules, known)
    if rules.kinds:
        yield _kinds(rules, known.kinds)
    if rules.bylaws:
        yield Finding(
            "bylaws",
            "規約がある",
            known.has_bylaws,
            "規約があります。" if known.has_bylaws else "規約を台帳に入れてください。",
        )
    if rules.auditors:
        yield Finding(
            "auditors",
            f"監事が{rules.auditors}人以上いる",
            known.auditors >= rules.auditors,
            f"監事は{known.auditors}人です。",
        )
    for line in rules.checklist:
        ticked = line in known.ticked
        yield Finding(
            f"check:{line}", line, ticked, "確かめました。" if ticked else "確かめていません。"
        )


def _coverage(rules: Rules, known: Known) -> Finding:
    unit, joined, total = (
        ("世帯", known.joined_households, known.total_households)
        if rules.households
        else ("自治会", known.joined, known.total)
    )
    label = f"区域の{unit}の{share_in_words(rules.coverage)}以上が加入している"
    if not total:
        return Finding("coverage", label, False, f"区域の{unit}の数を台帳に入れてください。")
    share = Fraction(joined, total)
    return Finding(
        "coverage",
        label,
        share >= rules.coverage,
        f"{total:,}のうち{joined:,}が加入しています（{_percent(share)}）。",
    )


def _kinds(rules: Rules, present: frozenset[MemberKind]) -> Finding:
    needed = len(rules.kinds) if rules.kinds_needed is None else rules.kinds_needed
    here = [kind for kind in rules.kinds if kind in present]
    missing = "、".join(kind.label for kind in rules.kinds if kind not in present)
    whole = needed == len(rules.kinds)
    names = "、".join(kind.label for kind in rules.kinds)
    label = f"{names}が加わっている" if whole else f"{names}のうち{needed}種類以上が加わっている"
    reason = f"{len(rules.kinds)}種類のうち{len(here)}種類が加わっています。"
    return Finding("kinds", label, len(here) >= needed, f"{reason}{_absent(missing)}")


def _absent(missing: str) -> str:
    return f"いないのは{missing}です。" if missing else ""


def _percent(share: Fraction) -> str:
    tenths = int(share * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def rules_to_json(rules: Rules) -> dict[str, object]:
    """A rule set as plain JSON values, for storing its version."""
    return {
        "coverage": str(rules.coverage),
        "households": rules.households,
        "kinds": [kind.value for kind in rules.kinds],
        "kinds_needed": rules.kinds_needed,
        "no_overlap": rules.no_overlap,
        "bylaws": rules.bylaws,
        "auditors": rules.auditors,
        "checklist": list(rules.checklist),
    }


def rules_from_json(data: Mapping[str, object]) -> Rules:
    """The rule set that `rules_to_json` wrote."""
    values = dict(data)
    kinds, checklist = values.pop("kinds"), values.pop("checklist")
    assert isinstance(kinds, list)
    assert isinstance(checklist, list)
    return Rules(
        coverage=Fraction(str(values.pop("coverage"))),
        kinds=tuple(MemberKind.of(kind) for kind in kinds),
        checklist=tuple(checklist),
        **values,  # type: ignore[arg-type]  # the rest are flags and counts as written
    )
