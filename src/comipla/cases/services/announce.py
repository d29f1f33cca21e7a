"""Tell the people concerned what has happened to a case: through the outbox, after the act."""

from comipla.cases.models import Act, Case
from comipla.core.access import BodyKind
from comipla.core.docket import DRAFT, Procedure, Standing
from comipla.notices.models import Urgency
from comipla.notices.services import post_notice
from comipla.people.models import Body


def announce(row: Case, procedure: Procedure, act: Act, after: Standing) -> None:
    """Put the act's notice into the outbox, in the act's own transaction.

    The other side hears of an act that declares a notice; a draft is told to the own side, whose
    decider it waits for. One notice for an act and a body, whatever is repeated.
    """
    declared = procedure.act_types[act.of or act.kind]
    if act.kind == DRAFT:
        body, subject = row.prefecture, f"「{declared.done}」の決裁を待っています"
        urgency, needs = Urgency.TODO, declared.permission
    elif declared.notice:
        body, subject = _other_side(row, act), declared.notice
        urgency, needs = _urgency(procedure, after, body), None
    else:
        return
    state = procedure.states[after.state]
    due = min(after.dues, key=lambda d: d.on, default=None)
    post_notice(
        body=body,
        kind=f"case.{act.kind}",
        subject=subject,
        facts={
            "case": row.number,
            "title": row.title,
            "municipality": row.owner.name,
            "says": state.says,
            "due": due.on.isoformat() if due else "",
            "due_label": due.label if due else "",
        },
        path=f"/cases/{row.number}/",
        unique=f"act:{act.pk}:{body.pk}",
        urgency=urgency,
        needs=needs,
    )


def _urgency(procedure: Procedure, after: Standing, body: Body) -> Urgency:
    """Whether the body told has to act, has only to know, or has nothing more to do."""
    turn = procedure.turn(after)
    if turn is None:
        return Urgency.DONE
    told = "prefecture" if body.kind == BodyKind.PREFECTURE else "municipality"
    return Urgency.TODO if turn.value == told else Urgency.NEWS


def _other_side(row: Case, act: Act) -> Body:
    """The body across from the one that acted."""
    acted_for_municipality = act.body_id == row.owner_id
    return row.prefecture if acted_for_municipality else row.owner
