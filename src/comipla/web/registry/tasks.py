"""What the registry puts on a desk: notices to answer, notices that came back, terms that end."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.urls import reverse

from comipla.communities.models import NoticeState
from comipla.communities.selectors import notices_to_confirm, own_notices, terms_ending
from comipla.core.access import Actor, BodyKind, Permission
from comipla.core.wareki import format_wareki
from comipla.web.desk_line import Line


def registry_tasks(actor: Actor, today: date) -> list[Line]:
    """What is to do for whoever confirms for a municipality, or keeps a platform's registry."""
    if _keeps_platform(actor):
        return [*_noticed(actor, NoticeState.RETURNED), *_ending(actor, today)]
    if Permission.CONFIRM_PLATFORM in actor.permissions:
        return list(_to_confirm(actor))
    return []


def registry_waiting(actor: Actor) -> list[Line]:
    """What a secretariat waits for: its notices that the municipality has not answered."""
    return list(_noticed(actor, NoticeState.PENDING)) if _keeps_platform(actor) else []


def _keeps_platform(actor: Actor) -> bool:
    return actor.body_kind == BodyKind.PLATFORM and Permission.EDIT_PLATFORM in actor.permissions


def _to_confirm(actor: Actor) -> Iterator[Line]:
    for notice in notices_to_confirm(actor):
        yield Line(
            f"{notice.subject.label}の届出を確認する",
            (notice.platform.name, notice.summary),
            None,
            "届出を開く",
            reverse("platform_notice", args=[notice.pk]),
        )


def _noticed(actor: Actor, state: NoticeState) -> Iterator[Line]:
    back = state is NoticeState.RETURNED
    for notice in own_notices(actor).filter(state=state):
        what = "差し戻されました" if back else "市町村の確認を待っています"
        yield Line(
            f"{notice.subject.label}の届出が{what}",
            (notice.platform.name, notice.answer or notice.summary),
            None,
            "直して出し直す" if back else "届出を見る",
            reverse("platform_notice", args=[notice.pk]),
        )


def _ending(actor: Actor, today: date) -> Iterator[Line]:
    """One line for all terms that end on the same day: they are filled by one notice."""
    terms = terms_ending(actor, today)
    for (slug, ends_on), ending in groupby(terms, key=lambda t: (t.platform.slug, t.ends_on)):
        group = list(ending)
        assert ends_on is not None  # only terms with a last day can end
        posts = "・".join(dict.fromkeys(term.post_label for term in group))
        yield Line(
            f"{posts}の次の人を決める",
            (
                group[0].platform.name,
                f"{len(group)}人の任期が{format_wareki(ends_on)}に終わり、次の人が決まっていません",
            ),
            ends_on,
            "役員を変える",
            reverse("platform_edit", args=[slug, "officers"]),
        )
