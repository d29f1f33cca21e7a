"""Plans: written, adopted, answered, reviewed, and followed by their next version."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from comipla.core.plans.codes import Answer, IssueStatus, PlanState
from comipla.core.plans.review import Question
from comipla.plans.models import Issue, Plan, PlanAction, PlanEvent
from comipla.plans.selectors.plans import (
    difference_of,
    events_of,
    moves_of,
    public_plan,
    read_version,
    reading_of,
    review_of,
    versions_of,
)
from comipla.plans.services import (
    Reply,
    answer_actions,
    begin_plan,
    edit_text,
    remove_action,
    save_action,
    save_sheet,
    save_values,
)
from tests.core.plans import examples
from tests.plans.community import LINE, WAY, Community
from tests.world import TODAY


def test_a_version_reads_back_as_it_was_written(community: Community) -> None:
    plan = community.draft()
    read = read_version(community.secretary, community.platform, plan.version)
    assert read is not None
    assert read.text == examples.plan(community.content(1))
    assert read.findings == ()


def test_a_plan_goes_its_whole_way_and_tells_it(community: Community) -> None:
    plan = community.plan_in(PlanState.REVIEWED)
    assert [event.state for event in events_of(plan)] == [PlanState.DRAFT, *WAY]
    assert (plan.state, plan.adopted_on, plan.reviewed_year) == (PlanState.REVIEWED, TODAY, 2024)


def test_an_adopted_text_and_its_actions_are_kept_by_the_database(community: Community) -> None:
    plan = community.plan_in(PlanState.ADOPTED)
    rows = Plan.objects.for_system("an attempt").filter(pk=plan.pk)
    for change in (
        lambda: rows.update(vision="別の将来像"),
        lambda: rows.update(sections={}),
        lambda: rows.update(adopted_on=None),
        lambda: plan.actions.update(title="別の取組"),
        lambda: plan.actions.all().delete(),
        lambda: PlanAction.objects.create(
            plan=plan, number=9, code="X01", title="後から", first_year=2024, last_year=2024
        ),
    ):
        with pytest.raises(DatabaseError, match="adopted"), transaction.atomic():
            change()


def test_services_refuse_to_write_what_was_adopted_and_say_how_to_go_on(
    community: Community,
) -> None:
    plan = community.plan_in(PlanState.ADOPTED)
    with pytest.raises(ValidationError, match="新しい版を始めてください"):
        edit_text(plan=plan, by=community.secretary, vision="別の将来像")
    with pytest.raises(ValidationError, match="新しい版を始めてください"):
        community.action(plan)


def test_nothing_is_written_while_opinions_are_asked_for(community: Community) -> None:
    plan = community.plan_in(PlanState.DRAFT_PUBLISHED)
    with pytest.raises(ValidationError, match="「話し合い」に戻してください"):
        edit_text(plan=plan, by=community.secretary, vision="別の将来像")
    community.move(plan, PlanState.WORKSHOP)
    assert edit_text(plan=plan, by=community.secretary, vision="別").vision == "別"


def test_a_new_version_shows_what_changed_and_takes_the_old_one_out_of_force(
    community: Community,
) -> None:
    first = community.plan_in(PlanState.ACTIVE)
    second = begin_plan(platform=community.platform, by=community.secretary, key=uuid.uuid4())
    community.action(second, 1, lead="総務部会")
    community.action(second, 2)
    difference = difference_of(reading_of(second))
    assert difference is not None
    assert [change.changes[0].label for change in difference.changed] == ["受け持つ部会"]
    assert [action.number for action in difference.added] == [2]
    for target in (PlanState.DRAFT_PUBLISHED, PlanState.ADOPTED):
        community.move(second, target)
    states = versions_of(community.secretary, community.platform).values_list("version", "state")
    assert list(states) == [(2, PlanState.ADOPTED), (1, PlanState.SUPERSEDED)]
    read = public_plan(community.platform)
    assert read is not None
    assert (read.plan, first.version) == (second, 1)


def test_one_version_is_in_the_making_at_a_time(community: Community) -> None:
    community.draft()
    with pytest.raises(ValidationError, match="作っている版がもうあります"):
        begin_plan(platform=community.platform, by=community.secretary, key=uuid.uuid4())


def test_beginning_twice_with_one_key_begins_once(community: Community) -> None:
    key = uuid.uuid4()
    first, again = (
        begin_plan(platform=community.platform, by=community.secretary, key=key) for _ in range(2)
    )
    assert first == again


def test_adoption_needs_minutes_and_a_day_that_has_come(community: Community) -> None:
    plan = community.plan_in(PlanState.DRAFT_PUBLISHED)
    with pytest.raises(ValidationError) as refusal:
        community.move(plan, PlanState.ADOPTED, evidence=" ")
    assert list(refusal.value.message_dict) == ["evidence"]
    with pytest.raises(ValidationError) as refusal:
        community.move(plan, PlanState.ADOPTED, on=TODAY.replace(year=2025))
    assert list(refusal.value.message_dict) == ["on"]


def test_issues_that_the_plan_answers_stand_in_it_from_its_adoption(community: Community) -> None:
    for _ in range(4):
        community.sorted_issue()
    community.plan_in(PlanState.ADOPTED)
    rows = Issue.objects.for_system("statuses").order_by("number").values_list("number", "status")
    assert list(rows) == [
        (1, IssueStatus.IN_PLAN),
        (2, IssueStatus.CODED),
        (3, IssueStatus.CODED),
        (4, IssueStatus.IN_PLAN),
    ]


def test_a_plan_with_findings_is_not_published(community: Community) -> None:
    plan = community.draft()
    community.action(plan, 2, lead="")
    with pytest.raises(ValidationError, match="直すところが1件あります"):
        community.move(plan, PlanState.DRAFT_PUBLISHED)


def test_the_town_answers_and_only_then_the_platform_reads_it(community: Community) -> None:
    plan = community.plan_in(PlanState.SUBMITTED, actions=2)
    assert community.answer(plan, Answer.CONSIDER) == 2
    assert community.answer(plan, Answer.CONSIDER) == 0
    assert reading_of(plan).shown_answers == {}
    community.move(plan, PlanState.RESPONDED)
    read = read_version(community.secretary, community.platform, plan.version)
    assert read is not None
    assert {answer.answer for answer in read.shown_answers.values()} == {Answer.CONSIDER}


def test_an_answer_names_its_department_and_its_reason(community: Community) -> None:
    plan = community.plan_in(PlanState.SUBMITTED)
    with pytest.raises(ValidationError) as refusal:
        answer_actions(plan=plan, replies={LINE: Reply(Answer.HARD, " ", "")}, by=community.officer)
    assert set(refusal.value.message_dict) == {f"department-{LINE}", f"reason-{LINE}"}


def test_the_platform_does_not_answer_for_the_town_nor_the_town_for_another(
    community: Community,
) -> None:
    plan = community.plan_in(PlanState.SUBMITTED)
    for by in (
        community.secretary,
        community.registry.world.stranger,
        community.registry.world.clerk,
    ):
        with pytest.raises(PermissionDenied):
            community.answer(plan, by=by)
    with pytest.raises(PermissionDenied):
        community.move(plan, PlanState.RESPONDED, by=community.secretary)
    with pytest.raises(PermissionDenied):
        edit_text(plan=plan, by=community.officer, vision="別")


def test_a_review_is_closed_once_and_never_written_again(community: Community) -> None:
    plan = community.plan_in(PlanState.ACTIVE)
    community.review(plan)
    review = review_of(plan, 2024)
    assert [summary.shown for summary in review.summaries] == ["4.0"] * len(Question)
    assert review.values == {(LINE, "salon"): Decimal(150)}
    community.move(plan, PlanState.REVIEWED, year=2024)
    with pytest.raises(ValidationError, match="点検は終わっています"):
        community.review(plan)
    with pytest.raises(ValidationError, match="点検は終わっています"):
        community.move(plan, PlanState.REVIEWED, year=2024)
    community.review(plan, 2025)
    community.move(plan, PlanState.REVIEWED, year=2025)
    assert review_of(plan, 2025).before == {(LINE, "salon"): Decimal(150)}


def test_a_review_with_a_gap_is_refused(community: Community) -> None:
    plan = community.plan_in(PlanState.ACTIVE)
    with pytest.raises(ValidationError, match="点検シートがまだありません"):
        community.move(plan, PlanState.REVIEWED, year=2024)
    scores = {question.value: 3 for question in Question if question is not Question.ROLES}
    with pytest.raises(ValidationError) as refusal:
        save_sheet(plan=plan, year=2024, group="総務部会", scores=scores, by=community.secretary)
    assert refusal.value.message_dict["scores"] == [
        "「地域と行政の役割分担がはっきりしている」に、5段階のどれかで答えてください。"
    ]
    with pytest.raises(ValidationError, match="計画にない指標"):
        save_values(
            plan=plan, year=2024, values={(LINE, "other"): Decimal(1)}, by=community.secretary
        )


def test_an_action_is_taken_out_of_a_draft(community: Community) -> None:
    plan = community.draft(2)
    remove_action(plan=plan, line=LINE, by=community.secretary)
    assert [action.number for action in plan.actions.all()] == [2]
    added = save_action(
        plan=plan, action=replace(community.content(7), number=0), by=community.secretary
    )
    assert added.number == 3


def test_moves_show_closed_ways_with_their_reasons(community: Community) -> None:
    plan = begin_plan(platform=community.platform, by=community.secretary, key=uuid.uuid4())
    ways = {move.target: move.open for move in moves_of(reading_of(plan))}
    assert ways == {
        PlanState.SURVEY: True,
        PlanState.WORKSHOP: True,
        PlanState.DRAFT_PUBLISHED: False,
    }


def test_events_are_never_changed(community: Community) -> None:
    plan = community.draft()
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        PlanEvent.objects.filter(plan=plan).update(evidence="別")


def test_strangers_see_no_version(community: Community) -> None:
    community.draft()
    assert list(versions_of(community.registry.world.stranger, community.platform)) == []
    assert len(versions_of(community.registry.world.clerk, community.platform)) == 1
    assert public_plan(community.platform) is None
