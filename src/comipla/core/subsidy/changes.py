"""When a change of plan needs the prefecture's approval, and when a notice will do (rule 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from comipla.core.money import Yen, check_rate, check_yen, format_yen
from comipla.core.parameter_units import format_rate


@dataclass(frozen=True)
class ApprovalReason:
    """One figure that moved too far: the sentence says which, from what to what, and the rule."""

    name: str
    old: Yen
    new: Yen
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def needs_approval(
    old: Yen | Mapping[str, Yen], new: Yen | Mapping[str, Yen], *, threshold: Fraction
) -> bool:
    """Tell whether a change goes beyond the threshold, as a share of the old amount (rule 6).

    300,000 yen may become 360,000 at 20 %, not 360,001; an item that was not there before (0) may
    not appear. Given two tables (item → yen), any item that moves too far decides; an item missing
    from one of them counts as 0.
    """
    check_rate(threshold)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return bool(_moved(old, new, threshold))
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        raise TypeError("old and new must both be amounts, or both be tables of amounts")
    return _beyond(check_yen("old", old), check_yen("new", new), threshold)


def approval_reasons(
    old: Mapping[str, Yen],
    new: Mapping[str, Yen],
    *,
    threshold: Fraction,
    old_grant: Yen,
    new_grant: Yen,
) -> tuple[ApprovalReason, ...]:
    """Name every figure for which a change needs approval; empty where a notice will do.

    The grant may not rise at all; no item of the eligible cost may move, and their sum may not
    fall, by more than the threshold (適正化法7条1項1号の型).
    """
    check_rate(threshold)
    reasons = []
    if check_yen("new_grant", new_grant) > check_yen("old_grant", old_grant):
        says = "補助金の額が増えるときは、変更の承認が必要です"
        reasons.append(_reason("補助金の額", old_grant, new_grant, says))
    says = f"{format_rate(threshold)}をこえて増減するときは、変更の承認が必要です"
    reasons += [
        _reason(name, before, after, says) for name, before, after in _moved(old, new, threshold)
    ]
    before, after = sum(old.values()), sum(new.values())
    if after < before and _beyond(before, after, threshold):
        says = f"{format_rate(threshold)}をこえて減るときは、変更の承認が必要です"
        reasons.append(_reason("補助対象経費の合計", before, after, says))
    return tuple(reasons)


def _moved(
    old: Mapping[str, Yen], new: Mapping[str, Yen], threshold: Fraction
) -> list[tuple[str, Yen, Yen]]:
    moved = []
    for name in [*old, *(name for name in new if name not in old)]:
        before, after = check_yen(name, old.get(name, 0)), check_yen(name, new.get(name, 0))
        if _beyond(before, after, threshold):
            moved.append((name, before, after))
    return moved


def _beyond(old: Yen, new: Yen, threshold: Fraction) -> bool:
    return abs(new - old) > threshold * old


def _reason(name: str, old: Yen, new: Yen, says: str) -> ApprovalReason:
    moved = f"{format_yen(old)}から{format_yen(new)}"
    if old:
        # Cut towards zero, and the sign apart, so that 20.04 % does not read as 20 % or 21 %.
        share = abs(new - old) * 1000 // old
        moved += f"（{'+' if new > old else '-'}{share // 10}.{share % 10}%）"
    return ApprovalReason(name, old, new, f"{name}: {moved}。{says}。")
