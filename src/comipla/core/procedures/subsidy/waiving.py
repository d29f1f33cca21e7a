"""Releasing a case of menu ③ from a deadline: an act with its reason, never an edit."""

from comipla.core.access import Permission
from comipla.core.clauses import Answer, clause
from comipla.core.course_codes import WaivableDeadline
from comipla.core.docket import ActType, Due, Question, Standing
from comipla.core.procedures.subsidy import facts
from comipla.core.procedures.subsidy.states import OPEN


def waivable(standing: Standing) -> list[Due]:
    """The deadlines that run and can be waived, the nearest first."""
    keys = {code.value for code in WaivableDeadline}
    return sorted((due for due in standing.dues if due.key in keys), key=lambda due: due.on)


@clause("解除できる期限", reference="programme G.6; 事務処理の原則", about_facts=False)
def something_to_waive(c: Question) -> Answer:
    """解除できるのは、いま進んでいる期限のうち、支払と返還のほかのものに限る。"""
    if not waivable(c.standing):
        yield (
            "解除できる期限は、いまありません。返還金の期限は減免・履行延期の申請で、支払の期限は"
            "法令の日数で決まります。"
        )


@clause("進んでいる期限", reference="programme G.6")
def deadline_runs(c: Question) -> Answer:
    """解除する期限は、その案件でいま進んでいるものでなければならない。"""
    running = waivable(c.standing)
    if c.facts.deadline.value not in {due.key for due in running}:
        names = "、".join(f"「{due.label}」" for due in running)
        yield (
            "deadline",
            f"「{c.facts.deadline.label}」の期限は、いま進んでいません。{names}から選んでください。",
        )


WAIVING = (
    ActType(
        key="waive_deadline",
        label="期限を解除する",
        done="期限の解除",
        permission=Permission.DECIDE,
        source=OPEN | {"completed"},
        target=None,
        facts=facts.WaiverFacts,
        form="subsidy_waiver",
        clauses=(something_to_waive, deadline_runs),
        waives="deadline",
        notice="期限が解除されました",
        grave=True,
        help="災害などの事情で期限を求めないときに、理由を書いて解きます。解いた期限は知らせも出ません。",
    ),
)
