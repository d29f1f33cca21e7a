"""The list of cases: scope, filters, counts of every choice, totals, order, search."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from comipla.cases.selectors.listing import (
    LATE,
    MINE,
    ORDERS,
    PENDING,
    TURNS,
    WAITING,
    CaseFilter,
    CaseList,
    Line,
)
from comipla.core.docket import Side
from comipla.core.fiscal import FiscalYear
from comipla.core.procedures.subsidy.states import STATES
from comipla.people.models import Body
from comipla.programme.models import ProgrammeYear, YearState
from tests import examples as x
from tests.cases.many import store_cases
from tests.world import TODAY, World, build, person

pytestmark = pytest.mark.django_db
ACCOUNTS = ("requested", "applied", "decided")


@pytest.fixture(scope="module")
def many(django_db_setup, django_db_blocker):
    """Two cases of 令和6年度 and a hundred and fifty of two years before, undone after the module.

    Tests that set up a world of their own stand before the first that uses this one.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        world.open(title="第１２校区の買物バス（架空）", requested=300_000)
        world.open(title="ＮＰＯによるばすの運行（架空）", requested=300_000)
        owners = [world.town, world.other_town, Body.objects.get(code="465232")]
        store_cases(150, years=[_year(world, 2023), _year(world, 2021)], owners=owners)
        yield world
        transaction.set_rollback(True)


def _year(world: World, year: int) -> ProgrammeYear:
    return ProgrammeYear.objects.create(
        prefecture=world.prefecture,
        year=year,
        code=FiscalYear(year).code,
        state=YearState.RUNNING,
        enacted_on=date(year, 3, 22),
        parameters="r6",
        forms="r6-1",
    )


def listed(actor, chosen=None, **narrowed) -> CaseList:
    return CaseList(actor, replace(chosen or CaseFilter(), **narrowed), today=TODAY)


def lines(actor, sort="", **narrowed) -> list[Line]:
    return list(listed(actor, **narrowed).lines(sort=sort))


def numbers(actor, sort="", **narrowed) -> list[str]:
    return [line.number for line in lines(actor, sort, **narrowed)]


def test_the_prefecture_sees_all_and_a_municipality_its_own(world):
    mine = world.open()
    assert numbers(world.clerk) == numbers(world.officer) == [mine.number]
    assert numbers(world.stranger) == []
    assert listed(world.stranger).summary(ACCOUNTS).count == 0


def test_a_branch_office_sees_the_municipalities_it_serves(world):
    case = world.open()
    offices = {
        office: person(office, "branch_officer") for office in Body.objects.filter(kind="BRANCH")
    }
    seen = {office.code for office, actor in offices.items() if numbers(actor) == [case.number]}
    assert seen == {world.town.municipality.branch_office.code}


def test_a_line_tells_where_the_case_stands(world):
    world.granted()
    [line] = lines(world.officer)
    assert line[:13] == (
        "3-R6-001",
        "空き家改修による地域の拠点づくり（架空）",
        "鹿児島市",
        "462012",
        2024,
        "subsidy",
        "2-1",
        1,
        "granted",
        "municipality",
        "",
        date(2025, 3, 28),
        "実績報告書の提出",
    )
    assert line[15:] == (*(617_000,) * 4, *(0,) * 8)


def test_what_the_prefecture_has_drafted_is_hidden_from_the_municipality(world):
    case = world.open()
    world.do(case, "draft", world.clerk, x.earmark(), of="earmark")
    ours, theirs = lines(world.clerk)[0], lines(world.officer)[0]
    assert (ours.pending, theirs.pending) == ("earmark", "")
    assert numbers(world.clerk, turn=PENDING) == [case.number]
    assert listed(world.clerk).summary(()).turns.of[PENDING] == 1
    assert listed(world.officer).summary(()).turns.of[PENDING] == 0
    assert listed(world.officer, turn=PENDING).chosen == CaseFilter()


FILTERS = [
    CaseFilter(),
    *(CaseFilter(turn=turn) for turn in TURNS),
    CaseFilter(states=("applied", "reviewed")),
    CaseFilter(category="1-2"),
    CaseFilter(municipality="462039"),
    CaseFilter(year=2021),
    CaseFilter(text="空き家"),
    CaseFilter(turn=MINE, states=("reviewed",), category="1-1", year=2023),
    CaseFilter(turn=LATE, category="2-1", municipality="462012", text="見守り"),
    CaseFilter(turn=PENDING, year=2023, text="校区"),
    CaseFilter(text="あてはまらない言葉"),
]


@pytest.mark.parametrize("role", ["clerk", "officer"])
@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_counts_and_totals_are_those_of_the_lines(many, chosen, role):
    actor = many.people[role]
    shown = lines(actor, **{name: getattr(chosen, name) for name in CaseFilter.__slots__})
    summary = listed(actor, chosen).summary(ACCOUNTS)
    assert summary.count == len(shown)
    assert summary.totals == {
        account: sum(getattr(line, account) for line in shown) for account in ACCOUNTS
    }


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_each_count_of_a_choice_is_what_choosing_it_leaves(many, chosen):
    summary = listed(many.clerk, chosen).summary(())
    for name, facet, values in (
        ("turn", summary.turns, TURNS),
        ("states", summary.states, [(state.key,) for state in STATES]),
        ("category", summary.categories, ("1-1", "1-2", "2-1")),
        ("year", summary.years, (2024, 2023, 2021)),
    ):
        blank = getattr(CaseFilter(), name)
        assert facet.everything == len(lines_of(many.clerk, replace(chosen, **{name: blank})))
        for value in values:
            key = value[0] if name == "states" else value
            chosen_now = replace(chosen, **{name: value})
            assert facet.of[key] == len(lines_of(many.clerk, chosen_now)), (name, value)


def lines_of(actor, chosen: CaseFilter) -> list[Line]:
    return list(CaseList(actor, chosen, today=TODAY).lines(sort=""))


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_each_count_of_a_municipality_is_what_choosing_it_leaves(many, chosen):
    places = listed(many.clerk, chosen).places()
    assert [place.code for place in places] == sorted(place.code for place in places)
    for place in places:
        assert place.count == len(lines_of(many.clerk, replace(chosen, municipality=place.code)))
    assert sum(place.count for place in places) == len(
        lines_of(many.clerk, replace(chosen, municipality=""))
    )


def test_turns_part_ours_theirs_and_the_finished(many):
    for actor in (many.clerk, many.officer):
        mine, waiting = lines(actor, turn=MINE), lines(actor, turn=WAITING)
        assert {line.turn for line in mine} == {actor.side}
        assert {line.turn for line in waiting} == {*Side} - {actor.side}
    assert all(line.due_on < TODAY for line in lines(many.clerk, turn=LATE))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("3-R6-002", ["3-R6-002"]),
        ("③-R6-002", ["3-R6-002"]),
        ("③－Ｒ６－００２", ["3-R6-002"]),
        ("r6-2", ["3-R6-002"]),
        ("2-R6-002", []),
        ("2", ["3-R6-002"]),
        ("002", ["3-R6-002"]),
        ("１２", ["3-R6-001"]),
        ("買物", ["3-R6-001"]),
        ("ﾊﾞｽ", ["3-R6-002", "3-R6-001"]),
        ("バスの", ["3-R6-002"]),
        ("ばす　第12", ["3-R6-001"]),
        ("npo", ["3-R6-002"]),
        ("かのや", []),
        ("カゴシマ", ["3-R6-002", "3-R6-001"]),
        ("鹿児島市", ["3-R6-002", "3-R6-001"]),
        ("バス 買物", ["3-R6-001"]),
        ("！？", []),
        ("' & | !:*", []),
        ("　", ["3-R6-002", "3-R6-001"]),
    ],
)
def test_search_finds_by_number_words_and_readings_in_any_width(many, typed, found):
    assert numbers(many.clerk, text=typed, year=2024) == found


def test_a_number_that_only_shares_its_digits_is_not_found(many):
    found = lines(many.clerk, text="12")
    assert {line.number for line in found} == {"3-R5-012", "3-R3-012", "3-R6-001"}


def test_every_order_sorts_and_falls_the_other_way(many):
    for key in ORDERS:
        rising, falling = lines(many.clerk, key), lines(many.clerk, f"-{key}")
        assert {line.number for line in rising} == {line.number for line in falling}
        assert len(rising) == 152


def test_orders_follow_number_reading_progress_and_due_day(many):
    by_number = lines(many.clerk, "number")
    assert [(line.year, int(line.number[-3:])) for line in by_number] == sorted(
        (line.year, int(line.number[-3:])) for line in by_number
    )
    by_place = dict.fromkeys(line.municipality for line in lines(many.clerk, "municipality"))
    assert list(by_place) == ["鹿児島市", "鹿屋市", "大和村"]
    places = [state.key for state in STATES]
    by_state = [places.index(line.state) for line in lines(many.clerk, "state")]
    assert by_state == sorted(by_state)
    for sort in ("due", "-due"):
        days = [line.due_on for line in lines(many.clerk, sort)]
        assert days[-1] is None
        known = [day for day in days if day]
        assert known == sorted(known, reverse=sort == "-due")
        assert days == known + [None] * (len(days) - len(known))


@pytest.mark.parametrize("sort", ["", "number", "-decided"])
def test_pages_are_slices_of_the_whole(many, sort):
    whole = lines(many.clerk, sort)
    found = listed(many.clerk)
    pages = [found.page(sort=sort, start=start, size=20) for start in range(0, 160, 20)]
    assert [line for page in pages for line in page] == whole


@pytest.mark.parametrize("more", [0, 30])
def test_the_number_of_queries_does_not_grow_with_the_cases(many, more, django_assert_num_queries):
    store_cases(more, years=[many.year], owners=[many.town])
    with django_assert_num_queries(4):
        found = listed(many.clerk)
        found.summary(ACCOUNTS)
        found.page(sort="-due", start=0, size=50)
        found.places()


def test_counting_reads_indexes_alone(many):
    found = listed(many.clerk)
    with CaptureQueriesContext(connection) as asked:
        found.summary(ACCOUNTS)
        found.places()
    standing, places = (each["sql"] for each in asked if "COUNT(" in each["sql"])
    assert "Index Only Scan using case_standing on cases_case" in plan(standing, "case_standing")
    assert "Index Only Scan using case_place on cases_case" in plan(places, "case_place")
    assert "Index Scan using case_place on cases_case" in plan(standing, "case_place")  # no sums


def plan(sql: str, index: str) -> str:
    """How a count would be done if its index were the only one to count by.

    Which index the planner takes here depends on what earlier tests have left in its statistics.
    Whether the index holds all that is asked does not: where a column is missing, the same index
    is scanned together with the table.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("ALTER TABLE cases_case DROP CONSTRAINT case_serial_unique")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index"
            " WHERE indrelid = 'cases_case'::regclass AND NOT indisunique"
        )
        for (name,) in cursor.fetchall():
            if name != index:
                cursor.execute(f"DROP INDEX {name}")
        cursor.execute(f"EXPLAIN {sql}")
        lines = [line for (line,) in cursor.fetchall()]
        transaction.set_rollback(True)
    return "\n".join(lines)
