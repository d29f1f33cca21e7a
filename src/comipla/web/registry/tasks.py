"""What the registry puts on a desk: notices to answer, notices that came back, terms that end."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from comipla.communities.models import NoticeState
from comipla.communities.selectors import notices_to_confirm, own_notices, terms_ending
from comipla.core.access import Actor, BodyKind, Permission
from comipla.core.wareki import format_wareki
from comipla.web.desk_line import Line


def registry_tasks(actor: Actor, today: date) -> list[Line]:
    """The lines for whoever confirms for a municipality, or keeps a platform's registry."""
    if actor.body_kind == BodyKind.PLATFORM and Permission.EDIT_PLATFORM in actor.permissions:
        return [*_returned(actor), *_ending(actor, today)]
    if Permission.CONFIRM_PLATFORM in actor.permissions:
        return list(_to_confirm(actor))
    return []


def _to_confirm(actor: Actor) -> Iterator[Line]:
    for notice in notices_to_confirm(actor):
        yield Line(
            f"{notice.subject.label}の届出を確認する",
            (notice.platform.name, notice.summary),
            None,
            "届出を開く",
            reverse("platform_notice", args=[notice.pk]),
        )


def _returned(actor: Actor) -> Iterator[Line]:
    """Notices that came back are to be mended; those that wait are told, so nobody asks twice."""
    for notice in own_notices(actor):
        back = notice.state is NoticeState.RETURNED
        what = "差し戻されました" if back else "市町村の確認を待っています"
        yield Line(
            f"{notice.subject.label}の届出が{what}",
            (notice.platform.name, notice.answer or notice.summary),
            None,
            "直して出し直す" if back else "届出を見る",
            reverse("platform_notice", args=[notice.pk]),
        )


def _ending(actor: Actor, today: date) -> Iterator[Line]:
    for term in terms_ending(actor, today):
        yield Line(
            f"{term.post_label}の次の人を決める",
            (
                term.platform.name,
                f"{term.person_name}さんの任期が{format_wareki(term.ends_on)}に終わります",
            ),
            term.ends_on,
            "役員を変える",
            reverse("platform_edit", args=[term.platform.slug, "officers"]),
        )
