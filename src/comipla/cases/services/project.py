"""The projection: the columns of a case that its acts come to."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from comipla.cases.models import ACCOUNTS, Case
from comipla.core.docket import Procedure, Standing
from comipla.core.search import tokens
from comipla.programme.clock import now


def projection(procedure: Procedure, standing: Standing) -> dict[str, object]:
    """The columns that follow from a standing, by name."""
    turn = procedure.turn(standing)
    due = min(standing.dues, key=lambda d: (d.on, d.key), default=None)
    pending = standing.pending
    values: dict[str, object] = {account: standing.balance(account) for account in ACCOUNTS}
    values.update(
        state=standing.state,
        turn=turn.value if turn else "",
        pending=(pending.of or "") if pending else "",
        due_on=due.on if due else None,
        due_label=due.label if due else "",
        due_owner=due.owner.value if due else "",
        acts_count=len(standing.acts),
    )
    subject = procedure.subject(standing)
    values.update(
        title=subject.title,
        category=subject.category,
        priority=subject.priority,
        platform_id=subject.platform,
    )
    return values


def project(row: Case, procedure: Procedure, standing: Standing) -> None:
    """Set the row's projected columns; the caller saves it in the act's own transaction."""
    for column, value in projection(procedure, standing).items():
        setattr(row, column, value)
    row.last_act_at = now()
    reading = row.owner.municipality.kana if row.owner.municipality else ""
    words = f"{row.number} {row.title} {row.owner.name} {reading}"
    row.search = SearchVector(Value(" ".join(tokens(words))), config="simple")
