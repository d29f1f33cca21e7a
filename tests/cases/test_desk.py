"""The desk: whose work a case is, what is late, whom one waits for, and what falls due."""

from datetime import date, timedelta

import pytest

from comipla.cases.selectors.desk import Coming, Desk, Heap, desk_of, due_between, label_of
from comipla.cases.services.drafts import begin_case, open_draft
from comipla.core.access import Actor
from comipla.people.services import actor_for, begin_membership, create_person
from comipla.programme.clock import standing_on
from comipla.programme.models import CallKind
from comipla.programme.services import set_call
from tests import examples as x
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


def desk(actor: Actor, day: date = TODAY) -> Desk:
    return desk_of(actor, today=day)


def said(heap: Heap) -> list[tuple[str, str]]:
    """What is to be done, and who waits or is waited for."""
    return [(entry.step.label, entry.who) for entry in heap.entries if entry.step]


def second_decider(world: World) -> Actor:
    someone = create_person(email="second@example.jp", family_name="架空", given_name="決裁")
    return actor_for(
        begin_membership(
            person=someone,
            body=world.prefecture,
            role="pref_decider",
            starts_on=date(2023, 4, 1),
        )
    )


NOTHING = Desk(Heap(), Heap(), Heap(), (), ())


def test_a_desk_without_cases_is_empty(world):
    assert desk(world.clerk) == desk(world.officer) == NOTHING


def test_a_need_is_the_clerks_to_draft_and_the_town_waits(world):
    world.open()
    assert said(desk(world.clerk).todo) == [("内示を起案する", "鹿児島市")]
    assert said(desk(world.officer).waiting) == [("内示を起案する", "県")]
    assert said(desk(world.chief).todo) == []
    assert desk(world.stranger) == NOTHING


def test_before_the_budget_has_passed_everybody_waits_for_it(world):
    world.open()
    world.year.enacted_on, world.year.state = None, "PREPARING"
    world.year.save()
    assert desk(world.clerk).todo == Heap()
    for actor in (world.clerk, world.officer):
        assert said(desk(actor).waiting) == [("内示を起案する", "予算の成立")]


def test_a_draft_waits_for_whoever_decides_but_not_for_its_drafter(world):
    case = world.open()
    world.do(case, "draft", world.chief, x.earmark(), of="earmark")
    other = second_decider(world)
    assert said(desk(other).todo) == [("内示を決裁する", "架空 pref_decider")]
    for drafter in (world.chief, world.clerk):
        assert desk(drafter).todo == Heap()
        assert said(desk(drafter).waiting) == [("内示を決裁する", "決裁する人")]


def test_the_town_is_not_told_who_of_the_prefecture_it_waits_for(world):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    assert [entry.who for entry in desk(world.officer).waiting.entries] == ["県"]


def test_an_earmark_is_the_towns_to_answer(world):
    world.earmarked()
    (entry,) = desk(world.officer).todo.entries
    assert (entry.step.label, entry.step.button, entry.who) == (
        "交付申請書を提出する",
        "申請書を書く",
        "県",
    )
    assert (entry.since, entry.case.due_on) == (TODAY, date(2024, 6, 28))
    assert said(desk(world.clerk).waiting) == [("交付申請書を提出する", "鹿児島市")]


def test_the_treasury_sees_what_is_to_be_paid_and_nothing_else(world):
    world.open()
    case = world.granted(400_000)
    assert desk(world.treasury) == NOTHING
    world.do(case, "claim_advance", world.officer, x.advance_claim(200_000))
    assert said(desk(world.clerk).todo) == [
        ("概算払の支払を起案する", "鹿児島市"),
        ("内示を起案する", "鹿児島市"),
    ]
    assert said(desk(world.treasury).waiting) == [("概算払の支払を起案する", "県の担当")]
    world.do(case, "draft", world.clerk, x.payment(200_000), of="pay_advance")
    assert said(desk(world.treasury).todo) == [("概算払を支払う", "架空 pref_officer")]
    assert said(desk(world.clerk).waiting) == [("概算払を支払う", "出納")]


def test_a_report_comes_onto_the_desk_a_month_before_it_is_due(world):
    case = world.granted()
    world.do(case, "start", world.officer, x.start())
    case.refresh_from_db()
    month = timedelta(days=30)
    assert desk(world.officer, case.due_on - month - timedelta(days=1)).todo == Heap()
    assert said(desk(world.officer, case.due_on - month).todo) == [("実績報告書を提出する", "県")]
    assert said(desk(world.clerk, case.due_on - month).waiting) == [
        ("実績報告書を提出する", "鹿児島市")
    ]


def test_what_is_late_stands_apart_for_both_sides(world):
    world.earmarked()
    day = date(2024, 6, 29)
    ours, theirs = desk(world.officer, day), desk(world.clerk, day)
    assert (ours.todo, theirs.waiting) == (Heap(), Heap())
    assert [(entry.mine, entry.who) for entry in ours.late.entries] == [(True, "県")]
    assert [(entry.mine, entry.who) for entry in theirs.late.entries] == [(False, "鹿児島市")]


def test_who_only_looks_on_has_nothing_to_do_and_waits_for_nobody(world):
    world.earmarked()
    for onlooker in (world.auditor, world.keeper):
        later = desk(onlooker, date(2024, 6, 29))
        assert (later.todo, later.waiting, later.late.count) == (Heap(), Heap(), 1)


def test_a_completed_case_leaves_every_desk(world):
    world.completed()
    for actor in (world.clerk, world.chief, world.treasury, world.officer):
        assert desk(actor, date(2026, 1, 1)) == NOTHING


def test_a_begun_form_is_continued_from_its_case(world):
    case = world.earmarked()
    with standing_on(TODAY):
        draft = open_draft(case=case, kind="apply", by=world.officer)
    shown = desk(world.officer)
    assert [entry.draft for entry in shown.todo.entries] == [draft]
    assert shown.drafts == ()
    assert [entry.draft for entry in desk(world.mayor).todo.entries] == [draft]


def test_a_begun_form_without_a_turn_stands_by_itself(world):
    case = world.granted()
    with standing_on(TODAY):
        begun = begin_case(year=world.year, procedure="subsidy", by=world.officer)
        claim = open_draft(case=case, kind="claim_advance", by=world.officer)
    assert [label_of(draft) for draft in desk(world.officer).drafts] == [
        "概算払の請求",
        "要望調書の提出",
    ]
    assert desk(world.officer).drafts == (claim, begun)
    assert desk(world.stranger).drafts == ()


def test_a_colleagues_begun_draft_is_not_on_the_clerks_desk(world):
    case = world.open()
    colleague = Actor(**{**vars(world.clerk), "person_id": world.chief.person_id})
    with standing_on(TODAY):
        draft = open_draft(case=case, kind="earmark", by=world.clerk)
    (entry,) = desk(world.clerk).todo.entries
    assert entry.draft == draft
    assert [entry.draft for entry in desk(colleague).todo.entries] == [None]


def test_two_weeks_ahead_are_shown_with_closing_calls(world):
    case = world.earmarked()
    call = set_call(
        year=world.year,
        kind=CallKind.NEEDS_SURVEY,
        opens_on=date(2024, 5, 1),
        closes_on=date(2024, 6, 20),
        by=None,
    )
    assert desk(world.officer, date(2024, 6, 5)).coming == ()
    shown = desk(world.officer, date(2024, 6, 14)).coming
    case.refresh_from_db()
    assert shown == (
        Coming(call.closes_on, "要望調査の締切", "r6-3-needs_survey", year=world.year),
        Coming(case.due_on, "交付申請書の提出", "3-R6-001-apply", case=case),
    )
    assert due_between(world.stranger, since=TODAY, until=date(2024, 7, 1)) == list(shown[:1])


def test_parts_show_their_first_rows_and_their_size(world):
    for number in range(14):
        world.open(title=f"事業{number}（架空）", requested=1_000)
    todo = desk(world.clerk).todo
    assert (len(todo.entries), todo.count) == (12, 14)
    assert [entry.case.title for entry in todo.entries[:2]] == ["事業0（架空）", "事業1（架空）"]


def test_the_nearest_day_comes_first(world):
    first, second = world.earmarked(300_000), world.open()
    world.decide(second, "earmark", x.earmark(200_000, apply_by=date(2024, 6, 3)))
    shown = [entry.case for entry in desk(world.officer).todo.entries]
    assert shown == [second, first]


@pytest.mark.parametrize("count", [1, 3])
def test_a_desk_costs_five_queries_however_much_lies_on_it(count, world, django_assert_num_queries):
    for _ in range(count):
        world.earmarked(100_000)
        world.open()
    for actor in (world.clerk, world.officer):
        with django_assert_num_queries(5):
            desk(actor)
