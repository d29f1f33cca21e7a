"""Changes of name, of legal form, and the end of a platform."""

import uuid

from django.core.exceptions import ValidationError

from comipla.communities.models import ChangeNotice, Platform
from comipla.communities.services.applying.payload import (
    Payload,
    code_of,
    date_of,
    text_of,
)
from comipla.communities.services.events import append_event
from comipla.core.access import Actor
from comipla.core.registry import Event, EventKind, LegalForm, Stage
from comipla.core.wareki import format_wareki


class NameChange:
    """`name`, `kana`, `type_label`: the body in the tree of bodies is renamed with it."""

    def summary(self, platform: Platform, payload: Payload, /) -> str:
        return f"名称を「{platform.name}」から「{text_of(payload, 'name')}」に変えます。"

    def apply(self, platform: Platform, notice: ChangeNotice, _by: Actor, /) -> None:
        payload = notice.payload
        name = text_of(payload, "name", needed="名称を入力してください。")
        same = Platform.objects.for_system("names are given once").filter(
            municipality=platform.municipality, name=name
        )
        if same.exclude(pk=platform.pk).exists():
            raise ValidationError(
                {"name": f"「{name}」は{platform.municipality.name}の台帳にもうあります。"}
            )
        platform.name = name
        platform.kana = text_of(payload, "kana", limit=200) or platform.kana
        platform.type_label = text_of(payload, "type_label", limit=40) or platform.type_label
        platform.save(update_fields=["name", "kana", "type_label"])
        platform.body.name = name
        platform.body.save(update_fields=["name"])


class LegalFormChange:
    """`legal_form`, and `parent`: the slug of the deliberating body of a second tier."""

    def summary(self, platform: Platform, payload: Payload, /) -> str:
        form = code_of(payload, "legal_form", LegalForm)
        return f"法人格を「{platform.legal_form.label}」から「{form.label}」に変えます。"

    def apply(self, platform: Platform, notice: ChangeNotice, _by: Actor, /) -> None:
        platform.legal_form = code_of(notice.payload, "legal_form", LegalForm)
        platform.parent_platform = self._parent(platform, notice.payload)
        platform.save(update_fields=["legal_form", "parent_platform"])

    def _parent(self, platform: Platform, payload: Payload) -> Platform | None:
        slug = text_of(payload, "parent")
        if not slug:
            return None
        near = Platform.objects.for_system("the deliberating body").filter(
            municipality=platform.municipality, slug=slug, parent_platform=None
        )
        parent = near.exclude(pk=platform.pk).first()
        if parent is None:
            raise ValidationError({"parent": "協議組織を、同じ市町村の一覧から選んでください。"})
        return parent


class DissolutionChange:
    """`on` and `evidence`: confirmed, it becomes an event of the platform's life."""

    def summary(self, _platform: Platform, payload: Payload, /) -> str:
        return f"{format_wareki(date_of(payload, 'on'))}に解散します。"

    def apply(self, platform: Platform, notice: ChangeNotice, by: Actor, /) -> None:
        event = Event(
            kind=EventKind.MOVED,
            on=date_of(notice.payload, "on"),
            evidence=text_of(
                notice.payload, "evidence", needed="根拠（解散を議決した総会）を入力してください。"
            ),
            stage=Stage.DISSOLVED,
        )
        key = uuid.uuid5(notice.key, "dissolution")
        append_event(platform, event, by=by, key=key, file=notice.file)
