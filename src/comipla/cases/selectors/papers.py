"""Which papers somebody may read: those of the own body, and the records of what they screen."""

from django.db.models import Q, QuerySet

from comipla.cases.models import Case
from comipla.core.access import Actor, Permission
from comipla.documents.models import Paper
from comipla.documents.selectors import in_order


def screens(actor: Actor) -> bool:
    """Tell whether somebody examines cases on the prefecture's side, as branch offices do too."""
    return Permission.SCREEN in actor.permissions


def readable_papers(actor: Actor) -> QuerySet[Paper]:
    """The papers that the actor's body has issued or received, the latest first.

    Who screens a case also reads what the prefecture keeps of it (審査調書, 検査調書): a branch office
    takes part in the examination although the sheet is not its own.
    """
    found = Paper.objects.visible_to(actor)
    if screens(actor):
        seen = Case.objects.visible_to(actor).values("pk")
        found = Paper.objects.for_system("own papers, and records of the cases screened").filter(
            Paper.scope(actor) | Q(addressee=None, act__case__in=seen)
        )
    return in_order(found)
