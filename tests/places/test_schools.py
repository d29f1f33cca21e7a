"""Schools become districts: each row is taken or refused with its reason, and nothing is lost."""

import gzip
import os
from datetime import date
from pathlib import Path

import pytest

from comipla.places.models import District
from comipla.places.schools import SchoolFileError, import_schools
from comipla.places.services import load_prefecture

pytestmark = pytest.mark.django_db

HEAD = "school_code,kind,pref_code,founder,name,address,abolish_date,code5,moved_to_code,lat,lng"
SHIOMI = "A1,elementary,46,2(公),鹿児島市立汐見小学校,汐見町1,,46201,,31.6,130.5"
OLD = "A2,elementary,46,2(公),鹿児島市立古町小学校,古町1,2024-04-01,46201,A1,,"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "schools"
KAGOSHIMA = SHARED / "kagoshima_schools_mext_2026-05-20_with_town_coords.csv"


@pytest.fixture(autouse=True)
def _places():
    load_prefecture("46")


def file(tmp_path, *rows, head=HEAD, name="schools.csv"):
    path = tmp_path / name
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def told(report):
    return (report.added, report.changed, report.same, len(report.refused))


def test_a_closed_school_keeps_its_district_with_its_successor(tmp_path):
    report = import_schools(file(tmp_path, SHIOMI, OLD))
    assert told(report) == (2, 0, 0, 0)
    old = District.objects.select_related("successor", "municipality").get(code="A2")
    assert (old.name, old.closed_on, old.successor.code) == (
        "古町小学校区",
        date(2024, 4, 1),
        "A1",
    )


def test_doing_it_again_changes_only_what_is_different(tmp_path):
    import_schools(file(tmp_path, SHIOMI, OLD))
    moved = SHIOMI.replace("汐見町1", "汐見町2")
    assert told(import_schools(file(tmp_path, moved, OLD))) == (0, 1, 1, 0)


def test_a_dry_run_tells_and_stores_nothing(tmp_path):
    assert told(import_schools(file(tmp_path, SHIOMI), dry_run=True)) == (1, 0, 0, 0)
    assert not District.objects.exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (SHIOMI.replace("elementary", "university"), "小・中・義務教育学校ではありません"),
        (SHIOMI.replace("46201", "4620"), "5桁"),
        (SHIOMI.replace("46201", "46999"), "市町村コード 46999 の市町村がありません"),
        (SHIOMI.replace("31.6", "131.6"), "日本の中にありません"),
        (OLD.replace("2024-04-01", "R6.4.1"), "廃止の日「R6.4.1」"),
        (SHIOMI.replace("A1,", ",", 1), "学校コードか学校名が空です"),
        (OLD, "統合先 A1 がこの県の一覧にありません"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_reason(tmp_path, row, reason):
    ((number, words),) = import_schools(file(tmp_path, row)).refused
    assert number == 2
    assert reason in words


def test_schools_of_other_prefectures_are_counted_and_a_doubled_code_refused(tmp_path):
    elsewhere = SHIOMI.replace(",46,", ",45,")
    report = import_schools(file(tmp_path, SHIOMI, SHIOMI, elsewhere))
    assert (told(report), report.elsewhere) == ((1, 0, 0, 1), 1)


def test_other_files_are_refused_as_a_whole(tmp_path):
    with pytest.raises(SchoolFileError, match="列 school_code"):
        import_schools(file(tmp_path, head="a,b"))
    path = tmp_path / "cp932.csv"
    path.write_bytes(HEAD.encode() + "\n小学校".encode("cp932"))
    with pytest.raises(SchoolFileError, match="UTF-8"):
        import_schools(path)


def test_a_gzipped_file_is_read_as_well(tmp_path):
    path = tmp_path / "schools.csv.gz"
    path.write_bytes(gzip.compress(f"{HEAD}\n{SHIOMI}\n".encode()))
    assert told(import_schools(path)) == (1, 0, 0, 0)


@pytest.mark.skipif(
    not KAGOSHIMA.exists() and "COMIPLA_SHARED" not in os.environ,
    reason="the ministry's list of schools is not at hand",
)
def test_every_school_of_the_prefecture_becomes_a_district():
    report = import_schools(KAGOSHIMA)
    assert told(report) == (758, 0, 0, 0)
    assert District.objects.filter(municipality__code="462012", closed_on=None).count() > 100
    assert import_schools(KAGOSHIMA).same == 758
