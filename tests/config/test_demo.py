"""The demo year: whole, lifelike within its own rules, and the same in every load."""

import hashlib
import json
import re
import uuid
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from comipla.cases.models import Act, Attachment, Case, Posting, Remark
from comipla.cases.services import record_act, verify
from comipla.cases.services.attachments import path_of
from comipla.communities.models import AreaPart, ChangeNotice, NoticeState, Platform
from comipla.communities.selectors import terms_ending
from comipla.communities.services import verify_events
from comipla.config import demo
from comipla.config.demo.briefs import briefs
from comipla.config.demo.dice import Dice
from comipla.config.demo.office import furnish
from comipla.config.demo.play import Player
from comipla.config.demo.stories import tell
from comipla.config.demo.tables import MARK, cases, platforms
from comipla.config.words import OperatorError
from comipla.core.access import Actor, BodyKind
from comipla.core.facts import values_from
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.registry import Stage, Subject
from comipla.core.subsidy import grant_amount
from comipla.people.models import Body, Membership, Person
from comipla.people.services import actor_for, create_person
from comipla.programme.calendar import office_calendar
from comipla.programme.clock import standing_on
from comipla.programme.editions import form
from comipla.programme.models import Call, Envelope, EnvelopeKind, ProgrammeYear, YearState

pytestmark = pytest.mark.xdist_group("demo")  # one load serves all of them
EVERYTHING = "look at the demo"
ASIDE = {
    *("apply_early_start", "approve_early_start", "refuse_early_start"),
    *("notify_change", "request_status", "report_status", "report_delay", "instruct"),
    *("order_mending", "report_mending", "revoke", "revoke_part", "order_return"),
    *("remind_repayment", "apply_relief", "grant_relief", "refuse_relief", "report_tax"),
    *("apply_carry_over", "approve_carry_over", "refuse_carry_over", "report_year_end"),
    *("register_assets", "apply_disposal", "approve_disposal", "refuse_disposal"),
    "waive_deadline",
}
"""Acts beside the main road, which the demo year has no story of."""
STATES_ASIDE = {
    *("early_review", "delay_review", "mending", "relief_review"),
    *("revoked", "reclaiming", "disposal_review", "carry_review"),
}
"""States that only those acts reach."""
README = Path(__file__).parents[2] / "README.md"
CASE = re.compile(r"③-R\d-\d{3}")


@pytest.fixture(scope="module")
def accounts(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once for the module and rolled back after it."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")),
        transaction.atomic(),
    ):
        yield demo.load()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def of_r6(accounts):
    return Case.objects.for_system(EVERYTHING).filter(programme_year__code="R6")


@pytest.fixture(scope="module")
def stories():
    """Every story of the table with its brief, told without a database."""
    towns = {row.municipality: "南の町" for row in platforms()}
    ids = {(row.municipality, row.area): number for number, row in enumerate(platforms(), start=1)}
    return [(brief, tell(brief)) for brief in briefs(cases(), towns=towns, platform_ids=ids)]


# --- What is there


def test_every_state_of_the_procedure_has_a_case_in_r6(of_r6):
    assert set(of_r6.values_list("state", flat=True)) == set(SUBSIDY.states) - STATES_ASIDE


def test_a_draft_of_every_drafted_kind_waits_for_its_decision(of_r6):
    drafted = {kind.key for kind in SUBSIDY.act_types.values() if kind.drafted} - ASIDE
    assert set(of_r6.exclude(pending="").values_list("pending", flat=True)) == drafted


def test_every_kind_of_act_has_happened(accounts):
    kinds = set(Act.objects.values_list("kind", flat=True))
    assert kinds == {*SUBSIDY.act_types, "draft"} - ASIDE


def test_the_year_is_as_large_as_a_real_one(accounts):
    cases = Case.objects.for_system(EVERYTHING)
    years = Counter(cases.values_list("programme_year__code", flat=True))
    assert years == {"R3": 5, "R6": 125, "R7": 20}
    assert Body.objects.filter(kind=BodyKind.MUNICIPALITY).count() == 43
    assert cases.filter(programme_year__code="R6").values("owner").distinct().count() == 43
    registry = Platform.objects.for_system(EVERYTHING)
    assert registry.values("municipality").distinct().count() == 43
    assert set(registry.values_list("stage", flat=True)) == set(Stage)


def test_something_is_overdue_in_every_phase(of_r6):
    late = of_r6.filter(due_on__lt=demo.TODAY).values_list("state", flat=True)
    assert {
        "earmarked",
        "applied",
        "correcting",
        "underway",
        "change_review",
        "reported",
        "report_correcting",
        "repaying",
    } <= set(late)


def test_a_part_of_an_order_has_come_back(of_r6):
    partly = [
        case for case in of_r6.filter(state="repaying") if 0 < case.repaid < case.ordered_back
    ]
    assert len(partly) == 1


def test_years_stand_closed_running_and_before_their_budget(accounts):
    years = {year.code: (year.state, year.enacted) for year in ProgrammeYear.objects.all()}
    assert years == {
        "R3": (YearState.SETTLED, True),
        "R6": (YearState.RUNNING, True),
        "R7": (YearState.PREPARING, False),
    }
    survey = Call.objects.get(programme_year__code="R7")
    assert survey.opens_on <= demo.TODAY <= survey.closes_on


def test_cases_of_the_closed_year_are_completed_and_those_to_come_are_needs(accounts):
    states = Case.objects.for_system(EVERYTHING).values_list("programme_year__code", "state")
    assert set(states.filter(programme_year__code="R3")) == {("R3", "completed")}
    assert set(states.filter(programme_year__code="R7")) == {("R7", "needed")}


def test_the_closed_year_knows_only_its_own_categories(accounts):
    old = Case.objects.for_system(EVERYTHING).filter(programme_year__code="R3")
    assert set(old.values_list("category", flat=True)) == {"1-1", "1-2"}


def test_both_sides_have_written_about_cases(accounts):
    written = set(Remark.objects.values_list("audience", "body__kind"))
    assert {("SHARED", "PREFECTURE"), ("SHARED", "MUNICIPALITY")} <= written
    assert ("INTERNAL", "PREFECTURE") in written


def test_every_waiting_draft_can_be_decided_today(of_r6):
    chief, treasury = (_actor(f"{key}@ken.example.jp") for key in ("decider1", "accounts"))
    for case in of_r6.exclude(pending=""):
        kind = case.pending
        by = treasury if kind.startswith("pay_") else chief
        with standing_on(demo.TODAY), transaction.atomic():
            act = record_act(case=case, kind=kind, facts=None, by=by, key=uuid.uuid4())
            transaction.set_rollback(True)
        assert act.kind == kind


def test_the_guided_tour_finds_its_cases_as_it_tells(accounts):
    told = {
        "3-R6-109": ("correcting", "", "垂水市"),
        "3-R6-101": ("reviewed", "decide_grant", "南さつま市"),
        "3-R6-123": ("needed", "", "霧島市"),
        "3-R6-033": ("claimed", "pay_settlement", "出水市"),
        "3-R6-056": ("repaying", "", "奄美市"),
    }
    named = CASE.findall(README.read_text(encoding="utf-8"))
    assert {number.replace("③", "3") for number in named} == set(told)
    stored = Case.objects.for_system(EVERYTHING).filter(number__in=told).select_related("owner")
    assert {c.number: (c.state, c.pending, c.owner.name) for c in stored} == told
    tour = {case.number: case for case in stored}
    assert tour["3-R6-109"].applied == 176_000
    assert tour["3-R6-123"].requested == 120_000
    assert tour["3-R6-033"].determined - tour["3-R6-033"].paid == 151_000
    assert 0 < tour["3-R6-056"].repaid < tour["3-R6-056"].ordered_back
    full = Envelope.objects.get(
        kind=EnvelopeKind.CAP, programme_year__code="R6", body__name="霧島市"
    )
    assert full.free == 0


def test_the_cards_name_cases_of_the_guided_tour(accounts):
    named = {number for account in accounts for number in CASE.findall(account.to_try)}
    assert named == {"③-R6-109", "③-R6-123"}


# --- Whether it holds together


def test_verification_finds_nothing(accounts):
    assert verify() == []


def test_no_cap_is_exceeded_and_some_are_met_to_the_yen(accounts):
    caps = Envelope.objects.filter(kind=EnvelopeKind.CAP, programme_year__code="R6")
    taken = {cap.body.name: cap.soft + cap.hard for cap in caps.select_related("body")}
    assert max(taken.values()) == 1_000_000
    assert sum(amount == 1_000_000 for amount in taken.values()) >= 5


def test_the_budget_nearly_suffices(accounts):
    budget = Envelope.objects.get(kind=EnvelopeKind.BUDGET, programme_year__code="R6")
    assert 0 < budget.free < budget.limit // 20


def test_files_named_in_facts_are_stored_with_these_bytes(accounts):
    attachments = list(Attachment.objects.select_related("act", "draft"))
    assert attachments
    for attachment in attachments:
        assert attachment.sha256 in attachment.act.facts[attachment.slot]
        assert attachment.draft.case_id == attachment.act.case_id
        assert attachment.uploaded_at == attachment.act.recorded_at
        content = path_of(attachment).read_bytes()
        assert hashlib.sha256(content).hexdigest() == attachment.sha256


def test_acts_happen_on_open_days_up_to_today(accounts):
    days = set(Act.objects.values_list("on", flat=True))
    assert max(days) <= demo.TODAY
    assert all(office_calendar().is_open(day) for day in days)


def test_amounts_are_crooked_and_grants_round_down_to_the_thousand(stories):
    odd = 0
    for brief, steps in stories:
        facts = next((step.facts for step in steps if step.kind == "apply"), None)
        if facts is None:
            continue
        most = grant_amount(facts.eligible_cost, facts.total_cost, facts.other_revenue)
        assert most == brief.row.requested
        odd += facts.eligible_cost % 1_000 != 0
    assert odd > 100


def test_what_was_handed_in_fits_the_prescribed_forms(stories):
    for brief, steps in stories:
        for step in steps:
            declared = SUBSIDY.act_types[step.of or step.kind]
            if declared.form is None:
                continue
            prescribed = form(declared.form, brief.year.forms)
            reading = prescribed.read(prescribed.write(values_from(step.facts)))
            assert reading.errors == (), (brief.row.key, step.kind)


def test_stories_end_in_the_state_of_the_table_and_by_today(accounts, stories):
    stored = Case.objects.for_system(EVERYTHING)
    told = Counter((brief.row.year, brief.row.fate) for brief, _ in stories)
    assert Counter(stored.values_list("programme_year__code", "state")) == told
    assert all(steps[-1].day <= demo.TODAY for _, steps in stories)


# --- Who is there


def test_everybody_is_invented_and_marked(accounts):
    people = list(Person.objects.all())
    assert all(person.is_fictional and MARK in person.name for person in people)
    assert all(person.email.endswith(".example.jp") for person in people)
    assert len({person.name for person in people}) == len(people)
    names = Platform.objects.for_system(EVERYTHING).values_list("name", flat=True)
    assert all(MARK in name for name in names)


def test_every_office_has_its_people(accounts):
    roles = Counter(Membership.objects.values_list("role", flat=True))
    assert roles == {
        "pref_officer": 2,
        "pref_decider": 2,
        "pref_accounts": 1,
        "pref_admin": 1,
        "auditor": 1,
        "branch_officer": 1,
        "muni_officer": 43,
        "muni_decider": 43,
        "platform_secretary": 1,
        "platform_officer": 1,
        "platform_treasurer": 1,
        "platform_auditor": 1,
    }


def test_accounts_begin_with_cards_that_say_what_to_try(accounts):
    assert len(accounts) == 98
    featured = [account for account in accounts if account.featured]
    assert accounts[: len(featured)] == featured
    assert len(featured) >= 8


# --- The registry


def test_the_registry_stands_on_events_that_hold_together(accounts):
    assert verify_events() == []


def test_founded_platforms_have_members_officers_by_laws_and_an_area_of_their_own(accounts):
    registry = Platform.objects.for_system(EVERYTHING)
    for platform in registry.exclude(founded_on=None):
        assert platform.members.count() >= 4, platform
        assert platform.officers.for_system(EVERYTHING).count() >= 6, platform
        assert platform.bylaws.count() == 1, platform
    parts = AreaPart.objects.filter(valid_to=None).values_list("district", flat=True)
    assert len(set(parts)) == len(parts)


def test_a_change_waits_for_the_municipality_and_terms_end_soon(accounts):
    secretary = _actor("jimukyoku@shiomi.example.jp")
    notice = ChangeNotice.objects.visible_to(secretary).get()
    assert (notice.subject, notice.state) == (Subject.LEGAL_FORM, NoticeState.PENDING)
    assert terms_ending(secretary, demo.TODAY).exists()


# --- Loading again, and elsewhere


def test_a_second_load_changes_nothing_and_says_so(accounts, caplog):
    before = _contents()
    with caplog.at_level("INFO", logger="comipla"):
        assert demo.load() == accounts
    assert "何も変えませんでした" in caplog.text
    assert _contents() == before


def test_progress_goes_to_one_hundred_for_a_loaded_demo(accounts):
    told = []
    demo.load(progress=told.append)
    assert told == [100]


@pytest.mark.django_db
def test_a_database_with_other_people_is_refused():
    create_person(email="real@example.org", family_name="実在")
    with pytest.raises(OperatorError, match="見本ではないデータ"):
        demo.load()
    assert not ProgrammeYear.objects.exists()


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_two_loads_of_a_year_are_equal_to_the_last_hash(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    year = [row for row in cases() if row.year == "R3"]
    loads = []
    for _ in range(2):
        with transaction.atomic():
            Player(furnish(), year).play(lambda _percent: None)
            loads.append(_contents())
            transaction.set_rollback(True)
        _restart_sequences()
    assert loads[0] == loads[1]


def test_a_draw_depends_on_its_name_alone():
    dice = Dice("seed")
    assert dice.roll("a", 1, 6) == Dice("seed").roll("a", 1, 6)
    assert {Dice("seed").roll(str(name), 1, 6) for name in range(99)} == {1, 2, 3, 4, 5, 6}


def test_the_table_names_no_case_twice():
    keys = [(row.year, row.municipality, row.area, row.project) for row in cases()]
    assert len(set(keys)) == len(keys)


def _actor(email: str) -> Actor:
    return actor_for(Membership.objects.select_related("person", "body").get(person__email=email))


def _contents() -> str:
    """Every number, amount and hash of the demo in one fingerprint."""
    rows = [
        list(Case.objects.for_system(EVERYTHING).order_by("id").values_list("number", "head")),
        list(Act.objects.order_by("id").values_list("hash", "paper__number")),
        list(Posting.objects.order_by("id").values_list("account", "amount")),
        list(Envelope.objects.order_by("id").values_list("limit", "soft", "hard")),
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _restart_sequences() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER SEQUENCE "{name}" RESTART')
