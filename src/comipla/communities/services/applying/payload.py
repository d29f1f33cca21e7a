"""Read the plain values of a change; a slip is a ValidationError of its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError

from comipla.communities.models import ChangeNotice, Platform
from comipla.core.access import Actor
from comipla.core.codes import CodeList

C = TypeVar("C", bound=CodeList)
Payload = Mapping[str, Any]


class Applier(Protocol):
    """What a kind of change can do: say itself in words, and be applied."""

    def summary(self, platform: Platform, payload: Payload, /) -> str:
        """The change in words, compared with what stands in the registry now."""

    def apply(self, platform: Platform, notice: ChangeNotice, by: Actor, /) -> None:
        """Write the change; the platform is under lock."""


def text_of(payload: Payload, field: str, *, needed: str = "", limit: int = 100) -> str:
    """A text without blanks around it; `needed` is the sentence for one that is missing."""
    value = str(payload.get(field) or "").strip()
    if needed and not value:
        raise ValidationError({field: needed})
    if len(value) > limit:
        raise ValidationError({field: f"{limit}文字までで入力してください。"})
    return value


def date_of(payload: Payload, field: str) -> date:
    """A day."""
    day = optional_date_of(payload, field)
    if day is None:
        raise ValidationError({field: "日付を入力してください。"})
    return day


def optional_date_of(payload: Payload, field: str) -> date | None:
    """A day, None where it is left empty."""
    value = payload.get(field)
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError) as error:
        raise ValidationError({field: "日付を確かめてください。"}) from error


def code_of(payload: Payload, field: str, codes: type[C]) -> C:
    """A member of a code list."""
    try:
        return codes.of(str(payload.get(field) or ""))
    except ValueError as error:
        raise ValidationError({field: "一覧から選んでください。"}) from error


def number_of(payload: Payload, field: str) -> int:
    """A whole number."""
    value = payload.get(field)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidationError({field: "数字で入力してください。"})
    return value
