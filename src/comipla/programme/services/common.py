"""What every change of a year's settings asks first: who may, and whether it was done already."""

import uuid
from typing import Any, Final, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model

from comipla.core.access import Actor, Permission, may
from comipla.people.models import Body

SUBSIDY_MENU: Final = "3"
Row = TypeVar("Row", bound=Model)


def check(by: Actor | None, prefecture: Body) -> None:
    """Only who manages the programme of this prefecture; None is the command line."""
    if by is not None and not may(by, Permission.MANAGE_PROGRAMME, prefecture.path):
        raise PermissionDenied


def done_before(model: type[Row], key: uuid.UUID | None, **same: Any) -> Row | None:
    """The change that was made under this key, if it was; None without a key.

    Ask under the lock of what is changed. Raises ValidationError when the key belongs to another
    change: the form is an old one.
    """
    if key is None:
        return None
    known = model._default_manager.filter(key=key).first()
    if known is not None and any(getattr(known, name) != value for name, value in same.items()):
        raise ValidationError(
            "この画面からは、もう別の変更をしました。年度の設定を開き直してください。"
        )
    return known
