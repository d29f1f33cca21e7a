"""Every deadline that runs in a case is seen by calendar, reminders and feed, until it is met."""

from datetime import date

import pytest

from comipla.cases.models import Case, CaseDue
from comipla.cases.reminders import case_dues
from comipla.cases.selectors.desk import due_between
from comipla.cases.services import verify
from comipla.core.access import Actor
from comipla.core.course_codes import WaivableDeadline
from comipla.core.docket import Refused
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.notices.models import Notice
from tests import examples as x
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
FAR = date(2026, 12, 31)


def running(case: Case) -> list[tuple[str, date]]:
    rows = CaseDue.objects.for_system("test").filter(case=case)
    return [(row.key, row.on) for row in rows]


def seen(actor: Actor, *, until: date = FAR) -> list[tuple[str, date]]:
    return [(item.label, item.on) for item in due_between(actor, since=TODAY, until=until)]


def with_two(world: World) -> Case:
    """A case whose report is due in spring while an advance is to be paid within a month."""
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    world.do(case, "claim_advance", world.officer, x.advance_claim(431_000))
    return case


def test_a_case_keeps_every_deadline_and_its_earliest_stands_on_the_case(world):
    case = with_two(world)
    (first, on), (second, later) = running(case)
    assert (first, second) == ("pay_advance", "report")
    assert on < later
    case.refresh_from_db(fields=["due_on", "due_label"])
    assert (case.due_on, case.due_label) == (on, "概算払の支払")


def test_a_deadline_that_is_met_is_gone_and_the_others_stay(world):
    case = with_two(world)
    world.decide(case, "pay_advance", x.payment(431_000))
    assert [key for key, _ in running(case)] == ["report"]


def test_the_calendar_shows_both_deadlines_of_a_case(world):
    with_two(world)
    assert [label for label, _ in seen(world.clerk)] == ["概算払の支払", "実績報告書の提出"]
    assert seen(world.officer) == seen(world.clerk)
    assert seen(world.stranger) == []


def test_a_deadline_keeps_its_identity_in_the_feed(world):
    case = with_two(world)
    keys = [item.key for item in due_between(world.clerk, since=TODAY, until=FAR)]
    assert keys == [f"{case.number}-pay_advance", f"{case.number}-report"]


def test_each_deadline_is_reminded_of_on_its_own(world):
    case = with_two(world)
    (_, pay_on), (_, report_on) = running(case)
    told = {day: [item.kind for item in case_dues(day)] for day in (pay_on, report_on)}
    assert "due.pay_advance" in told[pay_on]
    assert "due.report" in told[report_on]


def test_verify_names_a_deadline_that_is_missing_and_one_too_many(world):
    case = with_two(world)
    assert verify() == []
    rows = CaseDue.objects.for_system("tamper")
    rows.filter(case=case, key="report").delete()
    rows.filter(case=case, key="pay_advance").update(on=FAR)
    told = [(finding.where, finding.what) for finding in verify()]
    assert (case.number, "期限「概算払の支払」2026-12-31 は、行為からは出てこない") in told
    assert len(told) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_costs_two_queries_however_many_deadlines_there_are(
    count, world, django_assert_num_queries
):
    for _ in range(count):
        world.granted(100_000)
    with django_assert_num_queries(2):
        assert len(seen(world.clerk)) == count


# --- Waiving


def test_a_deadline_is_waived_by_an_act_with_its_reason_and_told_to_the_other_side(world):
    case = with_two(world)
    act = world.do(case, "waive_deadline", world.chief, x.waiver("report"))
    assert (act.kind, act.by_id, act.facts["deadline"]) == (
        "waive_deadline",
        world.chief.person_id,
        "report",
    )
    assert [key for key, _ in running(case)] == ["pay_advance"]
    assert [label for label, _ in seen(world.officer)] == ["概算払の支払"]
    told = Notice.objects.for_system("test").filter(kind="case.waive_deadline")
    assert [(notice.body, notice.subject) for notice in told] == [
        (world.town, "期限が解除されました")
    ]
    assert verify() == []


@pytest.mark.parametrize("deadline", ["apply", "mend"])
def test_a_deadline_that_does_not_run_is_not_waived(world, deadline):
    with pytest.raises(Refused) as refused:
        world.do(with_two(world), "waive_deadline", world.chief, x.waiver(deadline))
    (objection,) = refused.value.objections
    assert objection.field == "deadline"
    assert objection.message.endswith(
        "いま進んでいません。「実績報告書の提出」から選んでください。"
    )


def test_only_who_decides_waives_a_deadline(world):
    case = with_two(world)
    for actor in (world.clerk, world.treasury, world.officer):
        with pytest.raises(Refused) as refused:
            world.do(case, "waive_deadline", actor, x.waiver("report"))
        assert [objection.clause for objection in refused.value.objections] == ["permission"]
    assert len(running(case)) == 2


def test_the_days_for_a_payment_are_the_laws_and_cannot_be_chosen():
    keys = {code.value for code in WaivableDeadline}
    declared = {d.key for act in SUBSIDY.act_types.values() for d in act.starts}
    assert declared - keys == {"pay_advance", "pay_settlement", "claim_settlement", "repay"}
    assert keys <= declared
