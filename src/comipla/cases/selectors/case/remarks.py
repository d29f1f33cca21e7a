"""Messages that both sides read, and the notes that a side writes for itself."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from comipla.cases.models import Remark
from comipla.cases.selectors.case.dossier import Dossier
from comipla.core.access import Permission
from comipla.core.docket import Side


@dataclass(frozen=True, slots=True)
class RemarkCounts:
    """How many messages and notes the reader may read."""

    shared: int
    internal: int


def remark_counts(dossier: Dossier) -> RemarkCounts:
    """The figures beside the tabs, in one query."""
    found = Counter(_readable(dossier).order_by().values_list("audience", flat=True))
    return RemarkCounts(found[Remark.Audience.SHARED], found[Remark.Audience.INTERNAL])


def remarks_of(dossier: Dossier, audience: Remark.Audience) -> QuerySet[Remark]:
    """The remarks of one kind that the reader may read, oldest first, with who wrote them."""
    return _readable(dossier).filter(audience=audience).select_related("by", "body")


def _readable(dossier: Dossier) -> QuerySet[Remark]:
    """Messages, and the notes of the reader's own side where the role may read them."""
    readable = Q(audience=Remark.Audience.SHARED)
    if Permission.SEE_INTERNAL_NOTE in dossier.actor.permissions:
        own = Q(body=dossier.case.owner_id)
        if dossier.side is Side.PREFECTURE:
            own = ~own
        readable |= Q(audience=Remark.Audience.INTERNAL) & own
    return Remark.objects.filter(readable, case=dossier.case)
