"""The projection: the columns of a case that its acts come to."""

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from comipla.cases.models import ACCOUNTS, Case, CaseDue
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


def project(row: Case, procedure: Procedure, standing: Standing) -> set[str]:
    """Set the row's projected columns; the caller saves those named in its own transaction."""
    columns = {**projection(procedure, standing), "last_act_at": now()}
    changed = {column for column, value in columns.items() if getattr(row, column) != value}
    for column in changed:
        setattr(row, column, columns[column])
    if "title" in changed:
        row.search = _search_keys(row)
        changed.add("search")
    return changed


def keep_dues(row: Case, before: Standing, after: Standing) -> None:
    """Bring the rows of the case's deadlines to what runs after an act; nothing where nothing moved.

    Costs two statements at most: those that ended are deleted, those that began or moved written.
    """
    old, new = ({due.key: due for due in standing.dues} for standing in (before, after))
    ended = old.keys() - new.keys()
    if ended:
        CaseDue.objects.for_system("re-project").filter(case=row, key__in=ended).delete()
    begun = [due for key, due in new.items() if old.get(key) != due]
    if begun:
        CaseDue.objects.bulk_create(
            (
                CaseDue(case=row, key=due.key, label=due.label, owner=due.owner.value, on=due.on)
                for due in begun
            ),
            update_conflicts=True,
            unique_fields=["case", "key"],
            update_fields=["label", "owner", "on"],
        )


def _search_keys(row: Case) -> SearchVector:
    """What finds the case: its number and title, its municipality's name and reading."""
    reading = row.owner.municipality.kana if row.owner.municipality else ""
    words = f"{row.number} {row.title} {row.owner.name} {reading}"
    return SearchVector(Value(" ".join(tokens(words))), config="simple")
