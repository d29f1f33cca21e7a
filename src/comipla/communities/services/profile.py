"""What a secretariat changes by itself: office, base, figures, the published profile."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from comipla.communities.models import Platform
from comipla.communities.services.doors import locked, refuse_if_over, require
from comipla.core.access import Actor, Permission

EDITABLE = (
    "area_note",
    "office_address",
    "office_phone",
    "base_kind",
    "base_facility",
    "fiscal_start_month",
    "neighbourhoods",
    "households",
    "is_published",
    "public_text",
    "public_contact",
)
"""Columns that change without the municipality's confirmation."""


@transaction.atomic
def edit_profile(*, platform: Platform, by: Actor, **values: Any) -> Platform:
    """Change columns of `EDITABLE`; what is not named stays.

    Raises ValidationError by column where a value cannot be stored.
    """
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    row = locked(platform)
    require(by, Permission.EDIT_PLATFORM, platform=row)
    refuse_if_over(row)
    for column, value in values.items():
        setattr(row, column, value)
    if row.is_published and not row.public_text.strip():
        raise ValidationError({"public_text": "公開するときは、紹介の文を書いてください。"})
    row.clean_fields(exclude={f.name for f in row._meta.fields if f.name not in values})
    row.save(update_fields=list(values))
    return row
