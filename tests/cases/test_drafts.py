"""Forms in the making: nothing typed is lost, nothing is sent twice."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from comipla.cases.models import Act, Case, FormDraft
from comipla.cases.services.drafts import (
    DraftMoved,
    DraftSubmitted,
    Incomplete,
    begin_case,
    discard_draft,
    form_of,
    open_draft,
    open_drafts,
    save_draft,
    submit_draft,
)
from comipla.core.docket import Refused
from comipla.core.facts import values_from
from comipla.programme.clock import standing_on
from tests import examples as x
from tests.world import TODAY


@pytest.fixture(autouse=True)
def _day():
    with standing_on(TODAY):
        yield


def typed(draft, facts):
    return form_of(draft).write(values_from(facts))


def need_draft(world):
    draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
    return save_draft(
        draft=draft, raw=typed(draft, x.need()), version=draft.version, by=world.officer
    )


def test_need_is_typed_saved_and_sent(world):
    act = submit_draft(draft=need_draft(world), by=world.officer)
    assert (act.kind, act.case.number, act.case.requested) == (
        "submit_need",
        "3-R6-001",
        617_000,
    )


def test_second_click_gives_the_first_ones_act(world):
    draft = need_draft(world)
    first = submit_draft(draft=draft, by=world.officer)
    stale = FormDraft.objects.visible_to(world.officer).get(pk=draft.pk)
    assert submit_draft(draft=draft, by=world.officer).pk == first.pk
    assert submit_draft(draft=stale, by=world.officer).pk == first.pk
    assert Case.objects.for_system("test").count() == 1


def test_empty_form_names_every_problem_and_keeps_the_draft(world):
    draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
    with pytest.raises(Incomplete) as incomplete:
        submit_draft(draft=draft, by=world.officer)
    assert "title" in {problem.path for problem in incomplete.value.reading.errors}
    assert [d.pk for d in open_drafts(world.officer)] == [draft.pk]


def test_refused_submission_keeps_what_was_typed(world):
    draft = need_draft(world)
    raw = {**draft.raw, "requested": "618,000円"}
    draft = save_draft(draft=draft, raw=raw, version=draft.version, by=world.officer)
    with pytest.raises(Refused):
        submit_draft(draft=draft, by=world.officer)
    kept = FormDraft.objects.visible_to(world.officer).get(pk=draft.pk)
    assert (kept.raw, kept.act) == (raw, None)


def test_colleagues_share_one_draft_and_authorship_is_kept(world):
    case = world.earmarked()
    first = open_draft(case=case, kind="apply", by=world.officer)
    second = open_draft(case=case, kind="apply", by=world.mayor)
    saved = save_draft(draft=second, raw={"title": "共有"}, version=1, by=world.mayor)
    assert (first.pk, saved.saved_by_id, saved.started_by_id) == (
        second.pk,
        world.mayor.person_id,
        world.officer.person_id,
    )


def test_new_draft_is_filled_with_what_is_known(world):
    draft = open_draft(case=world.earmarked(500_000), kind="apply", by=world.officer)
    assert (draft.raw["title"], draft.raw["requested"]) == (
        "空き家改修による地域の拠点づくり（架空）",
        "500,000",
    )


def test_other_tab_is_told_that_the_draft_has_moved(world):
    draft = need_draft(world)
    save_draft(draft=draft, raw={"title": "先"}, version=draft.version, by=world.officer)
    with pytest.raises(DraftMoved) as moved:
        save_draft(draft=draft, raw={"title": "後"}, version=draft.version, by=world.mayor)
    assert moved.value.current.raw == {"title": "先"}


def test_sent_draft_takes_no_more_typing_and_is_not_thrown_away(world):
    draft = need_draft(world)
    act = submit_draft(draft=draft, by=world.officer)
    with pytest.raises(DraftSubmitted) as sent:
        save_draft(draft=draft, raw={}, version=draft.version, by=world.officer)
    assert sent.value.act == act
    with pytest.raises(DraftSubmitted):
        discard_draft(draft=draft, by=world.officer)


def test_draft_of_a_decision_becomes_a_proposal_for_another_person(world):
    case = world.open()
    act = submit_draft(draft=open_draft(case=case, kind="earmark", by=world.clerk), by=world.clerk)
    assert (act.kind, act.of, Act.objects.filter(case=case).count()) == ("draft", "earmark", 2)


def test_drafts_of_another_body_are_out_of_reach(world):
    draft = need_draft(world)
    assert list(FormDraft.objects.visible_to(world.stranger)) == []
    with pytest.raises(FormDraft.DoesNotExist):
        save_draft(draft=draft, raw={}, version=draft.version, by=world.stranger)


def test_thrown_away_draft_is_gone(world):
    draft = need_draft(world)
    discard_draft(draft=draft, by=world.officer)
    assert open_drafts(world.officer) == []


def test_a_draft_is_saved_at_the_moment_of_the_offices_clock(world):
    with standing_on(date(2024, 6, 3)):
        draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
        began = draft.saved_at
    with standing_on(date(2024, 6, 5)):
        saved = save_draft(draft=draft, raw={"title": "あ"}, version=1, by=world.officer)
    assert [localdate(at) for at in (began, saved.saved_at)] == [
        date(2024, 6, 3),
        date(2024, 6, 5),
    ]
