"""Reading what people chose, typed or wrote, and what an officer keyed from paper.

Answers are kept by the key of their question: the number of an option from 1, a list of such
numbers, a whole number, a step of a scale, a text. A question without answer has no key.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from comipla.core.digits import squeeze_ascii
from comipla.core.surveys.questions import LARGEST_NUMBER, LONGEST_TEXT, Kind, Question

Answer: TypeAlias = int | str | list[int]
Answers: TypeAlias = dict[str, Answer]
Problem: TypeAlias = tuple[str, str]
"""The key of a question, and the sentence about its answer."""


@dataclass(frozen=True)
class Reading:
    """What was understood, and what was not."""

    answers: Answers
    problems: tuple[Problem, ...]


class _Unread(ValueError):
    """An answer that cannot be understood; the message is for the person."""


def read_typed(questions: Sequence[Question], typed: Mapping[str, Sequence[str]]) -> Reading:
    """Read a form on a phone: option numbers as chosen, texts as written, by question key."""
    answers: Answers = {}
    problems: list[Problem] = []
    for number, question in enumerate(questions, start=1):
        parts = [part.strip() for part in typed.get(question.key, ()) if part.strip()]
        if not parts:
            if question.required:
                problems.append((question.key, f"問{number}に答えてください。{_how(question)}"))
            continue
        text = " ".join(parts) if question.kind is Kind.SEVERAL else parts[0]
        _take(question, number, text, answers, problems)
    return Reading(answers, tuple(problems))


def read_keyed(questions: Sequence[Question], typed: Mapping[str, str]) -> Reading:
    """Read a paper sheet as it was keyed: ``3``, ``1 3 5`` or ``135``; nothing for no answer.

    Nobody can be asked again, so a question that had to be answered may stay empty.
    """
    answers: Answers = {}
    problems: list[Problem] = []
    for number, question in enumerate(questions, start=1):
        text = typed.get(question.key, "").strip()
        if text:
            _take(question, number, text, answers, problems)
    return Reading(answers, tuple(problems))


def _take(
    question: Question, number: int, text: str, answers: Answers, problems: list[Problem]
) -> None:
    try:
        answers[question.key] = _read(question, text)
    except _Unread as problem:
        problems.append((question.key, f"問{number}：{problem}"))


def _read(question: Question, text: str) -> Answer:
    if question.kind is Kind.TEXT:
        if len(text) > LONGEST_TEXT:
            raise _Unread(f"{LONGEST_TEXT}文字以内にしてください。今は{len(text)}文字です。")
        return text
    if question.kind is Kind.SEVERAL:
        return sorted({_choice(question, part) for part in _parts(question, text)})
    if question.kind is Kind.NUMBER:
        number = _digits(text, f"0から{LARGEST_NUMBER:,}までの数字を入れてください。")
        if number > LARGEST_NUMBER:
            raise _Unread(f"0から{LARGEST_NUMBER:,}までの数字を入れてください。")
        return number
    return _choice(question, text)


def _parts(question: Question, text: str) -> list[str]:
    """The numbers in a line: parted by anything, or one digit each where no option has two."""
    parts = re.findall("[0-9]+", unicodedata.normalize("NFKC", text))
    if not parts:
        raise _Unread(_how(question))
    if len(question.labels) < 10:
        return list("".join(parts))
    return parts


def _choice(question: Question, text: str) -> int:
    number = _digits(text, _how(question))
    if not 1 <= number <= len(question.labels):
        raise _Unread(_how(question))
    return number


def _digits(text: str, otherwise: str) -> int:
    plain = squeeze_ascii(text).replace(",", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise _Unread(otherwise)
    return int(plain)


def _how(question: Question) -> str:
    """What an answer to the question looks like."""
    last = len(question.labels)
    return {
        Kind.ONE: f"1から{last}までの番号から一つ選んでください。",
        Kind.SEVERAL: f"1から{last}までの番号から、あてはまるものを選んでください。",
        Kind.SCALE: f"1から{last}までの段階で答えてください。",
        Kind.NUMBER: "数字を入れてください。分からないときは、おおよその数でかまいません。",
        Kind.TEXT: "短い言葉でかまいません。",
    }[question.kind]
