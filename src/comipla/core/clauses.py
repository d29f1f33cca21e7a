"""Clauses: the articles of law and guideline as small functions.

A clause's docstring *is* the article in plain Japanese; its reference says where the article
stands; its check answers with the reasons against, in words that say what to do next. The same
words are shown beside a closed button, printed in the manual and compared in tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comipla.core.docket.standing import Question


@dataclass(frozen=True)
class Objection:
    """One reason against an act. `field` names the form field to mend, where there is one."""

    clause: str
    message: str
    field: str | None = None


Answer = Iterable[str | tuple[str, str]]
"""What a check yields: messages, or (field, message) pairs."""


@dataclass(frozen=True)
class Clause:
    """An article with its check. `about_facts` tells that it can be asked only of a filled form."""

    key: str
    title: str
    reference: str
    text: str
    check: Callable[[Question], Answer]
    about_facts: bool

    def objections(self, question: Question) -> tuple[Objection, ...]:
        """Ask the clause; a clause about facts is silent while there are none."""
        if self.about_facts and question.facts is None:
            return ()
        return tuple(
            Objection(self.key, answer)
            if isinstance(answer, str)
            # a pair names the field first, as error summaries do
            else Objection(self.key, answer[1], field=answer[0])
            for answer in self.check(question)
        )


def clause(
    title: str, *, reference: str, about_facts: bool = True
) -> Callable[[Callable[[Question], Answer]], Clause]:
    """Make a clause of a generator function; its name is the key, its docstring the text."""

    def declare(check: Callable[[Question], Answer]) -> Clause:
        text = " ".join((check.__doc__ or "").split())
        if not text:
            raise ValueError(f"clause {check.__name__} has no text: write the article as docstring")
        return Clause(check.__name__, title, reference, text, check, about_facts)

    return declare
