"""Changes of officers: terms that begin, terms that end."""

from typing import Any

from django.core.exceptions import ValidationError

from comipla.communities.models import ChangeNotice, OfficerTerm, Platform
from comipla.communities.services.applying.payload import (
    Payload,
    code_of,
    date_of,
    optional_date_of,
    text_of,
)
from comipla.core.access import Actor
from comipla.core.registry import Post, conflicts
from comipla.core.wareki import format_wareki


class OfficersChange:
    """`add`: terms with post, person_name, starts_on …; `end`: {"term": id, "on": day} each."""

    def summary(self, platform: Platform, payload: Payload, /) -> str:
        lines = [
            f"{_label(added)} {text_of(added, 'person_name')}さん"
            f"（{format_wareki(date_of(added, 'starts_on'))}から）"
            for added in payload.get("add") or []
        ]
        for ended in payload.get("end") or []:
            term = _term(platform, ended)
            lines.append(
                f"{term.post_label} {term.person_name}さんが"
                f"{format_wareki(date_of(ended, 'on'))}に終わります"
            )
        if not lines:
            raise ValidationError("始まる任期か、終わる任期を1つ以上入れてください。")
        return "役員を変えます。" + "、".join(lines) + "。"

    def apply(self, platform: Platform, notice: ChangeNotice, _by: Actor, /) -> None:
        for ended in notice.payload.get("end") or []:
            _end(platform, ended)
        for added in notice.payload.get("add") or []:
            _begin(platform, added)


def _label(payload: Payload) -> str:
    return text_of(payload, "title", limit=40) or code_of(payload, "post", Post).label


def _terms(platform: Platform) -> Any:
    return OfficerTerm.objects.for_system("officers of one platform").filter(platform=platform)


def _term(platform: Platform, payload: Payload) -> OfficerTerm:
    number = payload.get("term")
    found = _terms(platform).filter(pk=number).first() if isinstance(number, int) else None
    if found is None:
        raise ValidationError({"term": "役員を一覧から選んでください。"})
    return found


def _end(platform: Platform, payload: Payload) -> None:
    term, on = _term(platform, payload), date_of(payload, "on")
    if on < term.starts_on:
        raise ValidationError(
            {"on": "終わる日を、任期の始まりと同じ日かそれより後にしてください。"}
        )
    term.ends_on = on
    term.save(update_fields=["ends_on"])


def _begin(platform: Platform, payload: Payload) -> None:
    term = OfficerTerm(
        platform=platform,
        post=code_of(payload, "post", Post),
        title=text_of(payload, "title", limit=40),
        person_name=text_of(payload, "person_name", needed="氏名を入力してください。", limit=120),
        starts_on=date_of(payload, "starts_on"),
        ends_on=optional_date_of(payload, "ends_on"),
        ex_officio_of=text_of(payload, "ex_officio_of"),
        contact=text_of(payload, "contact", limit=120),
        name_is_public=payload.get("name_is_public") is True,
        substitute_of=_substitute(platform, payload),
        group=_group(platform, payload),
    )
    against = conflicts(term.term, [other.term for other in _terms(platform)])
    if against:
        raise ValidationError({"person_name": list(against)})
    term.save()


def _substitute(platform: Platform, payload: Payload) -> OfficerTerm | None:
    number = payload.get("substitute_of")
    return _term(platform, {"term": number}) if number else None


def _group(platform: Platform, payload: Payload) -> Any:
    number = payload.get("group")
    if not number:
        return None
    found = platform.groups.filter(pk=number).first()
    if found is None:
        raise ValidationError({"group": "部会を一覧から選んでください。"})
    return found
