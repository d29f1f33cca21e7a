"""What is asked, and the states of a survey."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comipla.core.codes import CodeList

MOST_QUESTIONS = 30
MOST_OPTIONS = 12
"""A question with more would not fit on a phone, nor on the sheet."""
LONGEST_OPTION = 60
LONGEST_TEXT = 500
LARGEST_NUMBER = 999_999
_SCALE_ENDS = (2, 7)


class Kind(CodeList):
    """How a question is answered."""

    ONE = "ONE", "一つ選ぶ"
    SEVERAL = "SEVERAL", "いくつでも選ぶ"
    NUMBER = "NUMBER", "数字を書く"
    SCALE = "SCALE", "段階で答える"
    TEXT = "TEXT", "自由に書く"

    @property
    def chosen(self) -> bool:
        """Whether options are offered."""
        return self in (Kind.ONE, Kind.SEVERAL)

    @property
    def single(self) -> bool:
        """Whether everybody gives exactly one of few answers: such answers make groups."""
        return self in (Kind.ONE, Kind.SCALE)


class Role(CodeList):
    """What a question tells about who answers; groups of cross tables are made of these first."""

    NONE = "NONE", "ふつうの問い"
    AGE = "AGE", "年代を聞く問い"
    AREA = "AREA", "地区を聞く問い"


class SurveyState(CodeList):
    """Where a survey stands; it moves forward only."""

    DRAFT = "DRAFT", "準備中"
    OPEN = "OPEN", "回答受付中"
    CLOSED = "CLOSED", "締切"
    PUBLISHED = "PUBLISHED", "結果公開"

    @property
    def following(self) -> "SurveyState | None":
        """The next state; None after the last."""
        states = list(SurveyState)
        place = states.index(self) + 1
        return states[place] if place < len(states) else None

    @property
    def counted(self) -> bool:
        """Whether no answer can come any more."""
        return self in (SurveyState.CLOSED, SurveyState.PUBLISHED)


@dataclass(frozen=True)
class Question:
    """A question. `key` names its answers; `options` are numbered from 1 in answers.

    A scale runs from 1 to `steps`, and `options` are the words of its two ends.
    """

    key: str
    kind: Kind
    text: str
    options: tuple[str, ...] = ()
    required: bool = False
    role: Role = Role.NONE
    help: str = ""
    steps: int = 5
    unit: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The words of its answers in order; () where people write."""
        if self.kind.chosen:
            return self.options
        if self.kind is not Kind.SCALE:
            return ()
        words = [str(step) for step in range(1, self.steps + 1)]
        if len(self.options) == 2:
            words[0] += f" {self.options[0]}"
            words[-1] += f" {self.options[1]}"
        return tuple(words)


def check_question(question: Question) -> Iterator[tuple[str, str]]:
    """What has to be put right in a question, as (field, sentence)."""
    if not question.text.strip():
        yield "text", "問いの文を書いてください。"
    if question.kind.chosen:
        yield from (("options", sentence) for sentence in _check_options(question.options))
    if question.kind is Kind.SCALE:
        low, high = _SCALE_ENDS
        if not low <= question.steps <= high:
            yield "steps", f"段階は{low}から{high}までにしてください。"
        if len(question.options) not in (0, 2):
            yield "options", "段階の両端の言葉を、1行目と2行目に書くか、両方とも空けてください。"
    if question.role is not Role.NONE and question.kind is not Kind.ONE:
        yield "role", "年代や地区を聞く問いは、「一つ選ぶ」にしてください。"


def _check_options(options: tuple[str, ...]) -> Iterator[str]:
    if len(options) < 2:
        yield "選択肢を2つ以上、1行に1つずつ書いてください。"
    if len(options) > MOST_OPTIONS:
        yield f"選択肢は{MOST_OPTIONS}個までにしてください。多い分は「その他」にまとめます。"
    if len(set(options)) < len(options):
        yield "同じ選択肢が2つあります。1つにしてください。"
    if any(len(option) > LONGEST_OPTION for option in options):
        yield f"選択肢は1つ{LONGEST_OPTION}文字以内にしてください。"


def check_questions(questions: Sequence[Question]) -> tuple[str, ...]:
    """Why a questionnaire cannot yet be handed out; () when it can."""
    found = []
    if not questions:
        found.append("問いがまだありません。1問以上入れてください。")
    if len(questions) > MOST_QUESTIONS:
        found.append(f"問いが{len(questions)}問あります。{MOST_QUESTIONS}問までにしてください。")
    for number, question in enumerate(questions, start=1):
        found += [f"問{number}：{sentence}" for _, sentence in check_question(question)]
    for role in (Role.AGE, Role.AREA):
        if sum(question.role is role for question in questions) > 1:
            found.append(f"「{role.label}」が2問以上あります。1問にしてください。")
    return tuple(found)
