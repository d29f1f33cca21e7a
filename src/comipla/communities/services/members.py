"""Member bodies and groups: the secretariat keeps these lists by itself."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comipla.communities.models import Group, MemberBody, Platform
from comipla.communities.services.doors import locked, refuse_if_over, require
from comipla.core.access import Actor, Permission
from comipla.core.registry import MemberKind


@transaction.atomic
def add_member(
    *,
    platform: Platform,
    kind: MemberKind,
    name: str,
    joined_on: date,
    by: Actor,
    key: uuid.UUID,
    representative: str = "",
    households: int = 0,
) -> MemberBody:
    """Enter a member body. A repeat with the same key returns the one it made."""
    row = _open(platform, by)
    known = row.members.filter(key=key).first()
    if known is not None:
        return known
    _require_name(name)
    try:
        with transaction.atomic():
            return MemberBody.objects.create(
                platform=row,
                kind=kind,
                name=name.strip(),
                representative=representative.strip(),
                households=households,
                joined_on=joined_on,
                key=key,
            )
    except IntegrityError as error:
        raise ValidationError({"name": f"「{name}」はもう構成団体に入っています。"}) from error


@transaction.atomic
def end_member(*, member: MemberBody, on: date, by: Actor) -> MemberBody:
    """Say on which day a member left."""
    _open(member.platform, by)
    row = MemberBody.objects.select_for_update().get(pk=member.pk)
    if row.left_on is not None:
        raise ValidationError(f"「{row.name}」はもう脱退しています。")
    if on < row.joined_on:
        raise ValidationError({"on": "脱退の日を、加入の日と同じ日かそれより後にしてください。"})
    row.left_on = on
    row.save(update_fields=["left_on"])
    return row


@transaction.atomic
def add_group(
    *,
    platform: Platform,
    name: str,
    starts_on: date,
    by: Actor,
    key: uuid.UUID,
    purpose: str = "",
    is_team: bool = False,
) -> Group:
    """Set up a group (部会), or with `is_team` a team that ends with its project."""
    row = _open(platform, by)
    known = row.groups.filter(key=key).first()
    if known is not None:
        return known
    _require_name(name)
    try:
        with transaction.atomic():
            return Group.objects.create(
                platform=row,
                name=name.strip(),
                purpose=purpose.strip(),
                is_team=is_team,
                starts_on=starts_on,
                key=key,
            )
    except IntegrityError as error:
        raise ValidationError({"name": f"「{name}」はもうあります。"}) from error


@transaction.atomic
def end_group(*, group: Group, on: date, by: Actor) -> Group:
    """Say on which day a group was ended."""
    _open(group.platform, by)
    row = Group.objects.select_for_update().get(pk=group.pk)
    if row.ends_on is not None:
        raise ValidationError(f"「{row.name}」はもう終わっています。")
    if on < row.starts_on:
        raise ValidationError({"on": "終わる日を、始まりの日と同じ日かそれより後にしてください。"})
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    return row


def _open(platform: Platform, by: Actor) -> Platform:
    row = locked(platform)
    require(by, Permission.EDIT_PLATFORM, platform=row)
    refuse_if_over(row)
    return row


def _require_name(name: str) -> None:
    if not name.strip():
        raise ValidationError({"name": "名前を入力してください。"})
