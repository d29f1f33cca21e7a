"""The invented people of the demo: the same in every load, and said to be invented."""

import numpy as np
import pytest

from comipla.config.demo.office import Office
from comipla.config.demo.population import count_people
from comipla.core.access import BodyKind
from comipla.people.models import Body
from comipla.population.models import PopulationTable, ProjectionRun, RunState
from tests.communities.registry import Registry
from tests.population.conftest import registry  # noqa: F401 - fixture
from tests.world import KANOYA, person


@pytest.fixture
def office(registry: Registry) -> Office:  # noqa: F811
    """The world's bodies and deciders as the demo knows its own."""
    towns = {"462012": registry.world.town, KANOYA: registry.world.other_town}
    actors = {
        ("462012", "muni_officer"): registry.officer,
        ("462012", "muni_decider"): registry.mayor,
    }
    actors[KANOYA, "muni_officer"] = registry.world.stranger
    actors[KANOYA, "muni_decider"] = person(registry.world.other_town, "muni_decider")
    return Office(registry.world.prefecture, towns, actors)


def tables():
    return list(PopulationTable.objects.for_system("look").select_related("file").order_by("pk"))


def test_every_platform_is_counted_three_times_by_invented_figures(office):
    count_people(office)
    found = tables()
    platforms = Body.objects.filter(kind=BodyKind.PLATFORM.value).count()
    assert len(found) == 3 * platforms
    assert {table.file.is_synthetic for table in found} == {True}
    assert all(float(number).is_integer() for table in found for number in table.men)


def test_two_loads_are_equal(office):
    count_people(office)
    first = np.array([table.men + table.women for table in tables()])
    count_people(office)
    again = np.array([table.men + table.women for table in tables()[len(first) :]])
    np.testing.assert_array_equal(first, again)


def test_projections_stand_in_several_states_by_two_persons(office):
    count_people(office)
    runs = list(ProjectionRun.objects.for_system("look"))
    assert {run.state for run in runs} >= {RunState.PUBLISHED}
    assert all(run.made_by_id != run.published_by_id for run in runs)
    assert all(run.is_synthetic for run in runs)
