"""Compare what is stored with what the acts come to, and walk every hash chain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Sum

from comipla.cases.codec import act_hash, acts_of
from comipla.cases.models import ACCOUNTS, Act, Case, CaseDue, Posting
from comipla.cases.procedures import PROCEDURES
from comipla.cases.services.project import projection
from comipla.core.docket import Standing, fold
from comipla.programme.models import Envelope, EnvelopeKind


@dataclass(frozen=True)
class Finding:
    """Something that does not agree: where, and what."""

    where: str
    what: str


def verify(progress: Callable[[], None] = lambda: None) -> list[Finding]:
    """Re-fold every case, walk every chain, add up every envelope; return all that disagrees.

    Reads in batches and in constant memory; `progress` is called once for each case.
    """
    findings: list[Finding] = []
    held: dict[tuple[int, str, int, str], list[int]] = {}
    cases = Case.objects.for_system("verify").select_related("programme_year").order_by("id")
    rows = Act.objects.select_related("paper").order_by("case_id", "number")
    acts = groupby(rows.iterator(chunk_size=2000), key=lambda row: row.case_id)
    current = next(acts, None)
    running = _running()
    for case in cases.iterator(chunk_size=500):
        chain: list[Act] = []
        if current is not None and current[0] == case.pk:
            chain = list(current[1])
            current = next(acts, None)
        procedure = PROCEDURES[case.procedure]
        standing = fold(procedure, acts_of(procedure, chain))
        findings.extend(_chain_findings(case, chain))
        findings.extend(_projection_findings(case, standing))
        findings.extend(_due_findings(case, standing, running.get(case.pk, set())))
        for kind, (soft, hard) in procedure.reserves(standing).items():
            body = case.owner_id if kind == EnvelopeKind.CAP else case.prefecture_id
            sums = held.setdefault((case.programme_year_id, procedure.menu, body, kind), [0, 0])
            sums[0] += soft
            sums[1] += hard
        progress()
    findings.extend(_envelope_findings(held))
    findings.extend(_posting_findings())
    return findings


def _chain_findings(case: Case, chain: list[Act]) -> Iterator[Finding]:
    """Acts numbered 1, 2, 3 …, each holding the hash of the one before, the last the case's head."""
    previous = ""
    for position, row in enumerate(chain, start=1):
        where = f"{case.number} 行為{row.number}"
        if row.number != position:
            yield Finding(where, f"番号が{position}ではありません")
        if row.previous != previous:
            yield Finding(where, "前の行為のハッシュとつながっていません")
        if row.hash != act_hash(row, paper_hash=row.paper.content_sha256 if row.paper else ""):
            yield Finding(where, "内容がハッシュと合いません")
        previous = row.hash
    if case.head != previous:
        yield Finding(case.number, "案件の末尾のハッシュが最後の行為と合いません")


def _projection_findings(case: Case, standing: Standing) -> Iterator[Finding]:
    """The case's columns against the fold of its acts."""
    for column, value in projection(PROCEDURES[case.procedure], standing).items():
        stored = getattr(case, column)
        if stored != value:
            yield Finding(case.number, f"{column} が {stored!r}、行為からは {value!r}")


def _running() -> dict[int, set[tuple[str, str, str, date]]]:
    """The deadlines that are stored as running, by case: few words for each."""
    stored: dict[int, set[tuple[str, str, str, date]]] = {}
    rows = CaseDue.objects.for_system("verify").order_by()
    for case, *due in rows.values_list("case_id", "key", "label", "owner", "on").iterator():
        stored.setdefault(case, set()).add(tuple(due))
    return stored


def _due_findings(
    case: Case, standing: Standing, stored: set[tuple[str, str, str, date]]
) -> Iterator[Finding]:
    """The rows of the case's deadlines against the fold of its acts."""
    told = {(due.key, due.label, due.owner.value, due.on) for due in standing.dues}
    for _, label, _, on in sorted(stored - told):
        yield Finding(case.number, f"期限「{label}」{on} は、行為からは出てこない")
    for _, label, _, on in sorted(told - stored):
        yield Finding(case.number, f"期限「{label}」{on} が、期限の表にない")


def _envelope_findings(held: dict[tuple[int, str, int, str], list[int]]) -> Iterator[Finding]:
    """Every envelope's soft and hard against the sum over its cases."""
    for envelope in Envelope.objects.order_by("id"):
        key = (envelope.programme_year_id, envelope.menu, envelope.body_id, envelope.kind)
        soft, hard = held.get(key, [0, 0])
        if (envelope.soft, envelope.hard) != (soft, hard):
            yield Finding(
                f"{envelope.get_kind_display()} {envelope.pk}",
                f"内示 {envelope.soft}・決定 {envelope.hard}、案件の合計は 内示 {soft}・決定 {hard}",
            )


def _posting_findings() -> Iterator[Finding]:
    """Postings of each account add up to the case's balance."""
    sums = Posting.objects.values("case__number", "case_id", "account").annotate(sum=Sum("amount"))
    balances = {row["id"]: row for row in Case.objects.for_system("verify").values("id", *ACCOUNTS)}
    for row in sums.iterator():
        if balances[row["case_id"]][row["account"]] != row["sum"]:
            yield Finding(row["case__number"], f"{row['account']} の仕訳の合計が残高と合いません")
