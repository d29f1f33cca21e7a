"""``comipla import population`` and ``boundaries``: dry runs, refusals in words, what is stored."""

import pytest
from click.testing import CliRunner

from comipla.config.commands.import_command import command
from comipla.config.words import OperatorError
from comipla.people.services import establish_prefecture
from comipla.places.models import Outline
from comipla.population.models import PopulationTable
from tests.places.test_boundaries import SHAPE, collection
from tests.population.test_services import CENSUS_2015_2020, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prefecture(db):
    establish_prefecture("46")


def stored():
    return PopulationTable.objects.for_system("count").count()


@pytest.fixture
def census(tmp_path):
    path = tmp_path / "census.csv"
    path.write_text(CENSUS_2015_2020, encoding="utf-8")
    return str(path)


def run(*words):
    return CliRunner().invoke(command, [*words])


def test_a_dry_run_names_what_is_refused_and_stores_nothing(census):
    said = run("population", census, "--kind", "census", "--dry-run")
    assert "6行目の「2015」：人口が -3 です。0 以上の数にしてください。" in said.output
    assert (
        "人口の表：1か所 2表を追加、同じ 0、取り込まないところ 5（まだ入れていません）"
        in said.output
    )
    assert stored() == 0


def test_a_census_is_stored_and_a_second_time_is_the_same(census):
    assert run("population", census, "--kind", "census").exit_code == 0
    assert "0か所 0表を追加、同じ 2" in run("population", census, "--kind", "census").output
    assert stored() == 2


def test_small_areas_want_their_year(tmp_path):
    path = tmp_path / "areas.txt"
    path.write_bytes(VILLAGE)
    refused = run("population", str(path), "--kind", "small-area")
    assert isinstance(refused.exception, OperatorError)
    assert "国勢調査の年を指定してください" in str(refused.exception)
    assert run("population", str(path), "--kind", "small-area", "--year", "2020").exit_code == 0
    assert stored() == 3


def test_a_place_that_is_not_there_is_named(census):
    refused = run("population", census, "--kind", "register", "--place", "999999")
    assert "「999999」という市町村や団体はありません" in str(refused.exception)


def test_outlines_are_stored_and_refused_features_named(tmp_path):
    file = collection(
        tmp_path / "N03.geojson", ({"N03_007": "46201"}, SHAPE), ({"N03_007": "46999"}, SHAPE)
    )
    said = run("boundaries", str(file))
    assert "2番目の図形　市町村コード 46999 の市町村がありません。" in said.output
    assert "輪郭：市町村 1、学校区 0、取り込まない図形 1、他の都道府県 0" in said.output
    assert Outline.objects.count() == 1
