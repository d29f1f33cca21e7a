"""The next year: when it can be opened, with what, once."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from comipla.core.fiscal import FiscalYear
from comipla.programme.clock import standing_on
from comipla.programme.models import ParameterReview, ProgrammeYear
from comipla.programme.parameters import edition_for
from comipla.programme.reviews import settings_of
from comipla.programme.rollover import plan_for
from comipla.programme.services import mark_reviewed, roll_over
from tests.world import build

pytestmark = pytest.mark.django_db
AUTUMN = date(2024, 10, 1)


@pytest.fixture
def world():
    return build()


def refusal_of(world, day, **more):
    with standing_on(day), pytest.raises(ValidationError) as refused:
        roll_over(prefecture=world.prefecture, by=world.keeper, **more)
    return refused.value.messages


def test_the_next_year_takes_over_the_editions_of_the_year_before(world):
    with standing_on(AUTUMN):
        year = roll_over(prefecture=world.prefecture, by=world.keeper)
    assert (year.code, year.parameters, year.forms, year.state) == (
        "R7",
        world.year.parameters,
        world.year.forms,
        "PREPARING",
    )


def test_a_year_before_its_time_is_refused_with_the_day_from_which_it_can_be_opened(world):
    assert refusal_of(world, date(2024, 9, 30)) == [
        "令和7年度は、令和6年10月1日（火）から開けます。その日になってから開いてください。"
    ]


def test_a_year_is_not_opened_twice_nor_out_of_turn(world):
    assert refusal_of(world, AUTUMN, year=FiscalYear(2024)) == [
        "令和6年度はもう開いています。年度の画面で見られます。"
    ]
    assert refusal_of(world, AUTUMN, year=FiscalYear(2026)) == [
        "次に開く年度は令和7年度です。令和8年度は、順に開いてから開けます。"
    ]


def test_the_second_press_of_a_button_gives_the_year_of_the_first(world):
    key = uuid.uuid4()
    with standing_on(AUTUMN):
        years = {roll_over(prefecture=world.prefecture, by=world.keeper, key=key) for _ in "ab"}
    assert [year.code for year in years] == ["R7"]


def test_only_who_manages_the_programme_opens_the_next_year(world):
    with standing_on(AUTUMN), pytest.raises(PermissionDenied):
        roll_over(prefecture=world.prefecture, by=world.chief)


def test_the_first_year_of_all_is_the_one_named(world):
    plan = plan_for(world.other_town, today=AUTUMN, year=FiscalYear(2021))
    assert (plan.year.code, plan.previous, plan.parameters, plan.refusal) == ("R3", None, "r3", "")


@pytest.mark.parametrize(
    ("year", "at_least", "edition"),
    [(2021, "", "r3"), (2023, "", "r3"), (2024, "", "r6"), (2030, "r3", "r6"), (2022, "r6", "r6")],
)
def test_the_newest_fitting_edition_is_taken_and_never_an_older_one(year, at_least, edition):
    assert edition_for(FiscalYear(year), at_least=at_least) == edition


def test_there_are_no_parameters_for_a_year_before_all_editions():
    with pytest.raises(LookupError):
        edition_for(FiscalYear(2019))


def test_a_mark_of_review_is_for_the_value_that_was_read(world):
    keys = {"subsidy_rate", "cap_per_municipality", "nothing"}
    assert mark_reviewed(year=world.year, keys=keys, by=world.keeper) == 2
    assert mark_reviewed(year=world.year, keys=keys, by=world.keeper) == 0
    marked = {
        line.setting.parameter.key: line.review.by_id
        for line in settings_of(world.year)
        if line.review
    }
    assert marked == dict.fromkeys(keys - {"nothing"}, world.keeper.person_id)


def test_a_mark_for_another_value_does_not_count(world):
    ParameterReview.objects.create(
        programme_year=world.year,
        parameter="subsidy_rate",
        since=date(2023, 4, 1),
        value="3分の1",
    )
    assert [line for line in settings_of(world.year) if line.review] == []


def test_the_new_year_starts_unreviewed_and_shows_what_changes_by_its_date_alone(world):
    mark_reviewed(year=world.year, keys={"subsidy_rate"}, by=world.keeper)
    with standing_on(AUTUMN):
        year = roll_over(prefecture=world.prefecture, by=world.keeper)
    lines = settings_of(year)
    assert len(lines) > 40
    assert {line.review for line in lines} == {None}
    changed = [line for line in lines if line.before]
    assert all(line.setting.dated.since >= world.year.fiscal.start for line in changed)


def test_what_differs_from_the_year_before_is_shown_with_its_old_value(world):
    old = ProgrammeYear.objects.create(
        prefecture=world.prefecture, year=2023, code="R5", parameters="r3", forms="r6-1"
    )
    before = {line.setting.parameter.key: line.before for line in settings_of(world.year)}
    assert old.fiscal.next == world.year.fiscal
    assert (before["categories"], before["cooperating_kinds"]) == ("1-1、1-2", "（定めなし）")
    assert before["subsidy_rate"] == ""
