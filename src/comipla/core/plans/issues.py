"""The life of an issue, and a look at what somebody is about to publish about a person."""

import re
import unicodedata
from collections.abc import Iterator

from comipla.core.identifiers import is_individual_number
from comipla.core.plans.codes import IssueCode, IssueStatus

S = IssueStatus


class StepRefused(ValueError):
    """The step does not follow on how the issue stands; the message is for the person."""


STEPS: dict[IssueStatus, frozenset[IssueStatus]] = {
    S.OPEN: frozenset({S.CODED, S.CLOSED}),
    S.CODED: frozenset({S.CODED, S.IN_PLAN, S.ANSWERED, S.SOLVED, S.CLOSED}),
    S.IN_PLAN: frozenset({S.CODED, S.ANSWERED, S.SOLVED, S.CLOSED}),
    S.ANSWERED: frozenset({S.CODED, S.IN_PLAN, S.ANSWERED, S.SOLVED, S.CLOSED}),
    S.SOLVED: frozenset({S.CODED}),
    S.CLOSED: frozenset({S.CODED}),
}
"""Where each status may lead; what is over can be taken up again by sorting it anew."""


def take_step(status: IssueStatus, target: IssueStatus, code: IssueCode | None) -> IssueStatus:
    """The status after a step. Raises `StepRefused` with what to do first."""
    if target not in STEPS[status]:
        if status is S.OPEN:
            raise StepRefused("まず分類を選んでください。分類すると、次に進めます。")
        raise StepRefused(f"「{status.label}」の課題は、先に分類し直してください。")
    if target is not S.CLOSED and code is None:
        raise StepRefused("分類を一覧から選んでください。")
    return target


_PHONE = re.compile(r"(?<![0-9])0[0-9]{1,4}[-(（ ]?[0-9]{1,4}[-)） ]?[0-9]{3,4}(?![0-9])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{4}[- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])")
_DASHES = re.compile(r"[‐-―−ー－](?=[0-9])")
_TITLE = re.compile(r"([一-龠々ァ-ヶー]{1,6})(さん|様|氏|くん|ちゃん)(?![一-龠ぁ-んァ-ヶ]?ま)")
_NOBODY = (
    "皆",
    "みな",
    "奥",
    "お",
    "旦那",
    "お客",
    "客",
    "患者",
    "業者",
    "住民",
    "各",
    "王",
    "神",
    "仏",
    "多",
    "同",
    "姓",
)
_HOUSE = re.compile(r"[0-9]{1,4}(番地|番[0-9]{1,3}号|号室)")


def personal_hints(text: str) -> tuple[str, ...]:
    """What in a text looks as if it spoke of a person: a name, a number, an address.

    Only hints: nothing is changed or refused by them, the writer decides.
    """
    return tuple(dict.fromkeys(_hints(_DASHES.sub("-", unicodedata.normalize("NFKC", text)))))


def _hints(text: str) -> Iterator[str]:
    for match in _PHONE.finditer(text):
        yield f"「{match[0]}」は電話番号のようです。"
    for match in _NUMBER.finditer(text):
        if is_individual_number(match[0]):
            yield f"「{match[0]}」はマイナンバーのようです。"
    for match in _MAIL.finditer(text):
        yield f"「{match[0]}」はメールアドレスのようです。"
    for match in _TITLE.finditer(text):
        if not match[1].endswith(_NOBODY):
            yield f"「{match[0]}」は人の名前のようです。"
    for match in _HOUSE.finditer(text):
        yield f"「{match[0]}」は家の番地のようです。"
