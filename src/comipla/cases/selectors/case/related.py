"""The other cases that draw on the same cap: one municipality, one year, one procedure."""

from dataclasses import dataclass

from comipla.cases.models import Case
from comipla.cases.numbers import shown_number
from comipla.cases.selectors.case.dossier import Dossier
from comipla.core.docket import State

MOST = 8
"""Cases shown beside one; the rest stands in the list of cases."""
_COLUMNS = ("number", "title", "state", "priority", "decided", "earmarked", "requested")


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
    """The municipality's other cases of the year in their order of priority, at most `MOST`."""
    case = dossier.case
    beside = (
        Case.objects.visible_to(dossier.actor)
        .filter(
            owner=case.owner_id, programme_year=case.programme_year_id, procedure=case.procedure
        )
        .order_by("priority", "serial")
        .values_list(*_COLUMNS)[: MOST + 1]  # one more: the case itself may be among them
    )
    states = dossier.procedure.states
    others = [
        RelatedCase(
            key=number,
            number=shown_number(number),
            title=title,
            state=states[state],
            priority=priority,
            amount=decided or earmarked or requested,
        )
        for number, title, state, priority, decided, earmarked, requested in beside
        if number != case.number
    ]
    return others[:MOST]
