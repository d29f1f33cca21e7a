"""The words of a letter: what to do first, then where, then the facts; nothing personal.

`facts` of a notice may hold, each as text, and none of them about a person:

* ``todo``: what to do, as a sentence (otherwise it follows from the urgency);
* ``case``, ``title``, ``municipality``: the case's number, its title and whose it is;
* ``says``: what is happening now, as a sentence;
* ``due`` (ISO date) and ``due_label``: until when, and what ends then.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from comipla.core.wareki import format_wareki
from comipla.notices.models import Delivery, Notice, Urgency

_TODO = {
    Urgency.TODO: "次のページを開いて、手続きを進めてください。",
    Urgency.NEWS: "次のページを開いて、内容を確かめてください。",
    Urgency.DONE: "することはありません。控えは次のページで見ることができます。",
}
_LABELS = {
    "case": "案件番号",
    "title": "事業名",
    "municipality": "市町村",
    "says": "いまの状況",
}
_CLOSING = """\
--
comipla から自動で送っています。このメールに返信しても届きません。
メールで受け取る種類は、通知のページで選べます。"""


def letter(delivery: Delivery, *, connection: BaseEmailBackend) -> EmailMessage:
    """The letter of a delivery; made again it has the same words and the same Message-ID."""
    return EmailMessage(
        subject=subject_line(delivery.notice),
        body=text(delivery.notice),
        to=[delivery.person.email],
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def subject_line(notice: Notice) -> str:
    """The subject on one line: 【要対応】…（③-R6-017）."""
    case = notice.facts.get("case")
    line = f"【{notice.get_urgency_display()}】{notice.subject}"
    return " ".join(f"{line}（{case}）".split() if case else line.split())


def what_to_do(notice: Notice) -> str:
    """The first line of every letter."""
    return notice.facts.get("todo") or _TODO[Urgency(notice.urgency)]


def text(notice: Notice) -> str:
    """The plain text of the letter."""
    facts = "\n".join(f"{label}：{value}" for label, value in fact_lines(notice))
    address = f"{settings.PUBLIC_URL}{notice.path}"
    parts = [f"{what_to_do(notice)}\n{address}", f"{notice.subject}\n{facts}".rstrip(), _CLOSING]
    return "\n\n".join(parts) + "\n"


def fact_lines(notice: Notice) -> Iterator[tuple[str, str]]:
    """What is known, as label and value."""
    for key, label in _LABELS.items():
        if value := notice.facts.get(key):
            yield label, value
    if notice.due_on:
        yield notice.facts.get("due_label") or "期限", format_wareki(notice.due_on, weekday=True)
