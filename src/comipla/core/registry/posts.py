"""Which posts one person cannot hold at the same time, and which only one person holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comipla.core.registry.codes import Post
from comipla.core.wareki import format_wareki

SINGLE = frozenset({Post.CHAIR, Post.DIRECTOR})
"""Posts that one person holds at a time; a substitute does not count as a second."""

_OFFICERS = frozenset(Post) - {Post.AUDITOR, Post.ADVISER, Post.DELEGATE}
_AUDITOR = (
    "監事は、ほかの役員や事務局を兼ねられません（自分の仕事を自分で監査することになります）。"
)
_MONEY = "会長は会計を兼ねられません（通帳と印鑑が一人に集まります）。"


@dataclass(frozen=True, slots=True)
class Term:
    """A person in a post from one day to another (both included; None: open).

    `who` is the same for the same person: an account's id, or the name without spaces.
    """

    who: str
    name: str
    post: Post
    starts_on: date
    ends_on: date | None = None
    substitute: bool = False

    def meets(self, other: "Term") -> bool:
        """Whether the two terms share a day."""
        return (self.ends_on is None or other.starts_on <= self.ends_on) and (
            other.ends_on is None or self.starts_on <= other.ends_on
        )


def incompatible(one: Post, other: Post) -> str:
    """Why one person cannot hold both posts, in words; empty when nothing stands against it."""
    pair = {one, other}
    if Post.AUDITOR in pair and pair & _OFFICERS:
        return _AUDITOR
    return _MONEY if pair == {Post.CHAIR, Post.TREASURER} else ""


def conflicts(term: Term, others: Iterable[Term]) -> tuple[str, ...]:
    """Everything that stands against a term beside the others, a sentence each."""
    found = []
    if term.ends_on is not None and term.ends_on < term.starts_on:
        found.append("任期の終わりを、始まりと同じ日かそれより後にしてください。")
        return tuple(found)
    for other in others:
        if not term.meets(other):
            continue
        same = term.who == other.who
        if same and (reason := incompatible(term.post, other.post)):
            found.append(f"{term.name}さんは同じ期間に{other.post.label}です。{reason}")
        elif same and term.post is other.post is not Post.GROUP_HEAD:
            found.append(f"{term.name}さんは、その期間にもう{term.post.label}になっています。")
        elif term.post is other.post in SINGLE and not (term.substitute or other.substitute):
            found.append(
                f"{format_wareki(max(term.starts_on, other.starts_on))}に{other.name}さんが"
                f"{term.post.label}です。先に任期を終えるか、代理として入れてください。"
            )
    return tuple(found)
