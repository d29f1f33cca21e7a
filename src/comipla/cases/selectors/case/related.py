"""The other cases that draw on the same cap: one municipality, one year, one procedure."""

from dataclasses import dataclass

from comipla.cases.models import Case
from comipla.cases.numbers import shown_number
from comipla.cases.selectors.case.dossier import Dossier
from comipla.core.docket import State

MOST = 20


@dataclass(frozen=True, slots=True)
class RelatedCase:
    """A case beside this one, with what it holds of the cap or still asks for, in yen."""

    key: str
    number: str
    title: str
    state: State
    priority: int
    amount: int


def related_cases(dossier: Dossier) -> list[RelatedCase]:
    """The municipality's other cases of the year in their order of priority, at most twenty."""
    case = dossier.case
    others = (
        Case.objects.visible_to(dossier.actor)
        .filter(
            owner=case.owner_id, programme_year=case.programme_year_id, procedure=case.procedure
        )
        .exclude(pk=case.pk)
        .order_by("priority", "serial")
        .values_list(
            "number", "title", "state", "priority", "decided", "earmarked", "requested", named=True
        )[:MOST]
    )
    states = dossier.procedure.states
    return [
        RelatedCase(
            key=row.number,
            number=shown_number(row.number),
            title=row.title,
            state=states[row.state],
            priority=row.priority,
            amount=row.decided or row.earmarked or row.requested,
        )
        for row in others
    ]
