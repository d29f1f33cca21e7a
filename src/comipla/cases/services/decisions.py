"""Answering a draft that waits (決裁, 差戻し, 引戻し): the very draft that was read, exactly once."""

import uuid
from typing import Any

from django.db import transaction

from comipla.cases.models import Act, Case
from comipla.cases.services.record import record_act
from comipla.core.access import Actor


class DraftAnswered(Exception):
    """The draft no longer waits; `answer` is the act that came after it."""

    def __init__(self, answer: Act) -> None:
        self.answer = answer
        super().__init__(f"draft was answered by act {answer.pk}")


@transaction.atomic
def answer_draft(*, draft: Act, kind: str, facts: Any, by: Actor) -> Act:
    """Decide a waiting draft, send it back or pull it back.

    The case is locked before the draft is looked at, so that nobody decides a draft that was
    replaced while they were reading. A second click gives the first one's act. Raises
    `DraftAnswered` when something else has happened to the draft, and `docket.Refused`.
    """
    case = Case.objects.for_system("answer a draft").select_for_update().get(pk=draft.case_id)
    answer = answer_to(draft)
    key = uuid.uuid5(draft.key, kind)
    if answer is not None:
        if answer.key == key and answer.by_id == by.person_id:
            return answer
        raise DraftAnswered(answer)
    return record_act(case=case, kind=kind, facts=facts, by=by, key=key)


def answer_to(draft: Act) -> Act | None:
    """The act that followed a draft; None while it waits."""
    return (
        Act.objects.filter(case_id=draft.case_id, number=draft.number + 1)
        .select_related("by", "case")
        .first()
    )
