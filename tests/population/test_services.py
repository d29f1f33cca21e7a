"""Tables are taken in or refused, areas put together, projections made, checked and published."""

from datetime import date
from fractions import Fraction
from uuid import uuid4

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from comipla.core.evidence import Goal, Showing
from comipla.people.models import Body
from comipla.population.models import (
    FileKind,
    PopulationTable,
    ProjectionRun,
    RunState,
    Source,
)
from comipla.population.outlook import Settings
from comipla.population.selectors import basis_of, latest_run, own_tables, place_at
from comipla.population.services import (
    Wanted,
    check_run,
    compose_platform,
    import_tables,
    make_run,
    publish_run,
)
from tests.core.evidence.shared import published
from tests.population.conftest import DAYS, Hamlet
from tests.world import person

CENSUS_2015_2020 = """code,name,sex,age5,2015,2020
46201,鹿児島市,M,0-4,30,31
46201,鹿児島市,M,5+,70,69
46201,鹿児島市,F,0-4,28,29
46201,鹿児島市,F,5+,72,71
46203,鹿屋市,M,0-4,-3,5
46203,鹿屋市,M,5+,9,5
46203,鹿屋市,F,0-4,9,5
46203,鹿屋市,F,5+,9,5
99999,どこか市,M,0-4,1,1
99999,どこか市,M,5+,1,1
99999,どこか市,F,0-4,1,1
99999,どこか市,F,5+,1,1
"""
HEADS = ",".join(
    [
        "KEY_CODE,HYOSYO,CITYNAME,NAME,HTKSYORI,HTKSAKI,GASSAN",
        *(f"T{number}" for number in range(1, 7)),
    ]
)
AGES = ",,,,,,,男０～４歳,男５～９歳,男10歳以上,女０～４歳,女５～９歳,女10歳以上"


def small_area_file(*rows: str) -> bytes:
    return "\n".join([HEADS, AGES, *rows]).encode("cp932")


VILLAGE = small_area_file(
    "46201,1,鹿児島市,,0,,,10,11,12,13,14,15",
    "462010010,2,鹿児島市,汐見一丁目,0,,,5,5,5,5,5,5",
    "462010020,2,鹿児島市,汐見二丁目,2,0010,,X,X,X,X,X,X",
)

PUBLISHED_1980, PUBLISHED_2020 = (352, 44), (2, 2)


def tables_of(body: Body) -> list[PopulationTable]:
    return list(PopulationTable.objects.for_system("look").filter(body=body))


def drafted(counted) -> ProjectionRun:
    return make_run(body=counted.platform.body, by=counted.secretary)


def test_the_worked_example_comes_out_of_the_stored_tables(counted):
    outlook = drafted(counted).outlook
    assert outlook.years == (2020, 2025, 2030, 2035, 2040, 2045, 2050)
    np.testing.assert_allclose(outlook.totals[[1, 6]], [1697.795, 1036.363], atol=5e-3)
    np.testing.assert_allclose(outlook.young[6], 116.156, atol=5e-3)
    assert outlook.needed("mix", Goal.TOTAL, 0.9) == pytest.approx(7.48, abs=5e-3)
    assert outlook.needed("FAM30", Goal.TOTAL, 0.9) == pytest.approx(5.680, abs=5e-3)


def test_a_stored_result_reads_as_it_was_reckoned(counted):
    run = drafted(counted)
    again = ProjectionRun.objects.for_system("look").get(pk=run.pk)
    assert again.outlook.write() == run.outlook.write()
    assert again.inputs_hash == run.inputs_hash
    assert (again.is_synthetic, again.basis) == (True, "国勢調査（小地域） 2015年10月・2020年10月")


def test_households_a_year_are_the_baseline_and_so_many_times_the_answer(counted):
    outlook = drafted(counted).outlook
    people = outlook.with_households("mix", 3.0).sum(axis=(1, 2))
    assert people[6] == pytest.approx(1279.805, abs=1e-2)


def test_a_second_person_checks_and_a_decider_publishes(counted):
    run = drafted(counted)
    assert check_run(run=run, by=counted.officer).state == RunState.CHECKED
    assert publish_run(run=run, by=counted.mayor).state == RunState.PUBLISHED
    assert publish_run(run=run, by=counted.mayor).published_by_id == counted.mayor.person_id
    assert latest_run(counted.platform.body, published=True) == run


def test_nobody_checks_what_they_made_and_no_draft_is_published(counted):
    run = drafted(counted)
    with pytest.raises(ValidationError, match="自分が計算したものは確認できません"):
        check_run(run=run, by=counted.secretary)
    with pytest.raises(ValidationError, match="まだ確認されていません"):
        publish_run(run=run, by=counted.mayor)
    with pytest.raises(PermissionDenied):
        publish_run(run=run, by=counted.officer)


def test_a_published_projection_is_never_changed(counted):
    run = drafted(counted)
    check_run(run=run, by=counted.officer)
    publish_run(run=run, by=counted.mayor)
    rows = ProjectionRun.objects.for_system("try").filter(pk=run.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(kappa=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_a_table_is_never_changed(counted):
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE population_populationtable SET name = 'x'")


def test_another_town_neither_projects_nor_sees_the_place(counted):
    with pytest.raises(PermissionDenied):
        make_run(body=counted.platform.body, by=counted.world.stranger)
    assert place_at(counted.world.stranger, counted.platform.slug) is None
    assert place_at(counted.secretary, counted.platform.slug) == counted.platform.body


def test_a_repeated_press_projects_once(counted):
    key, body = uuid4(), counted.platform.body
    runs = [make_run(body=body, by=counted.secretary, key=key) for _ in range(2)]
    assert runs[0] == runs[1]


def test_a_place_without_two_counts_is_told_what_is_missing(registry):
    with pytest.raises(ValidationError, match="ちょうど5年おきの人口の表がまだ2つありません"):
        make_run(body=registry.platform.body, by=registry.secretary)


def test_a_small_place_leans_on_its_municipality_and_has_a_band(registry):
    Hamlet().store(registry.world.town)
    Hamlet(0.2).store(registry.platform.body)
    run = make_run(body=registry.platform.body, by=registry.secretary)
    assert (run.kappa, run.outlook.showing) == (20.0, Showing.BAND)
    assert run.inputs["reference_of"] == ["鹿児島市"]
    low, middle, high = run.outlook.band.totals[:, 6]
    assert low < middle < high


def test_without_tables_of_the_municipality_a_place_leans_on_all_platforms(registry):
    Hamlet(0.2).store(registry.platform.body)
    Hamlet().store(registry.neighbour.body)
    basis = basis_of(registry.platform.body)
    assert sum(table.sum() for table in basis.bases.reference) == pytest.approx(
        1.2 * (1943 + 1826), abs=0.5
    )


def test_leaning_without_a_municipality_is_refused(registry):
    Hamlet().store(registry.world.town)
    with pytest.raises(ValidationError, match="同じ年の市町村の表が要ります"):
        make_run(body=registry.world.town, by=registry.mayor, settings=Settings(kappa=20.0))


def test_a_census_file_is_taken_row_by_row(registry):
    report = import_tables(
        content=CENSUS_2015_2020.encode(),
        name="census.csv",
        wanted=Wanted(FileKind.CENSUS),
        by=None,
    )
    assert (report.added, report.places) == (2, 1)
    assert report.sentences[:3] == [
        "どこか市（2015年）：99999 の市町村はこの県の一覧にありません。",
        "どこか市（2020年）：99999 の市町村はこの県の一覧にありません。",
        "6行目の「2015」：人口が -3 です。0 以上の数にしてください。",
    ]
    assert [(t.day, t.people) for t in own_tables(registry.world.town)] == [
        (DAYS[0], 200),
        (DAYS[1], 200),
    ]


def test_a_dry_run_stores_nothing_and_a_second_import_nothing_twice(registry):
    wanted = Wanted(FileKind.CENSUS)
    content = CENSUS_2015_2020.encode()
    tried = import_tables(content=content, name="a.csv", wanted=wanted, by=None, dry_run=True)
    assert (tried.added, tables_of(registry.world.town)) == (2, [])
    import_tables(content=content, name="a.csv", wanted=wanted, by=None)
    again = import_tables(content=content, name="a.csv", wanted=wanted, by=None)
    assert (again.added, again.same) == (0, 2)


def test_rows_of_other_towns_are_refused(registry):
    report = import_tables(
        content=CENSUS_2015_2020.encode(),
        name="a.csv",
        wanted=Wanted(FileKind.CENSUS),
        by=registry.world.stranger,
    )
    assert (
        report.added,
        "鹿児島市は自分の担当ではないため、取り込みません。" in report.sentences,
    ) == (
        0,
        True,
    )


def test_small_areas_are_kept_with_those_that_are_suppressed(registry):
    report = import_tables(
        content=VILLAGE,
        name="tblT001082C46.txt",
        wanted=Wanted(FileKind.SMALL_AREA, year=2020),
        by=registry.officer,
    )
    assert (report.added, report.sentences) == (3, [])
    rows = tables_of(registry.world.town)
    assert [(row.code, row.men, row.host) for row in rows] == [
        ("", [10, 11, 12], ""),
        ("462010010", [5, 5, 5], ""),
        ("462010020", [], "462010010"),
    ]


def test_a_register_sheet_gives_a_table_for_each_area_and_the_whole(registry):
    lines = ["地区,年齢,男,女,計"]
    for area in ("北", "南"):
        lines += [f"{area},{age}歳,1,1,2" for age in range(5)] + [f"{area},5歳以上,7,8,15"]
    wanted = Wanted(FileKind.REGISTER, place=registry.world.town, day=date(2024, 4, 1))
    report = import_tables(
        content="\n".join(lines).encode(), name="juki.csv", wanted=wanted, by=registry.officer
    )
    assert report.sentences == []
    assert [(t.code, t.source, t.people) for t in tables_of(registry.world.town)] == [
        ("", Source.JUKI, 50),
        ("北", Source.JUKI, 25),
        ("南", Source.JUKI, 25),
    ]


def test_a_platform_is_put_together_from_parts_of_areas(registry):
    town = registry.world.town
    Hamlet().store(town, code="A")
    Hamlet(0.5).store(town, code="B")
    parts = {"A": Fraction(1, 4), "B": Fraction(1)}
    compose_platform(body=registry.platform.body, parts=parts, by=registry.secretary)
    tables = own_tables(registry.platform.body)
    assert [table.day for table in tables] == list(DAYS)
    assert tables[1].people == pytest.approx(0.75 * 1826, abs=0.5)
    assert tables[1].file.parts == {"A": "1/4", "B": "1"}


def test_an_unknown_small_area_is_refused_and_nothing_is_stored(registry):
    Hamlet().store(registry.world.town, code="A")
    with pytest.raises(ValidationError, match="C は表にありません"):
        compose_platform(
            body=registry.platform.body, parts={"C": Fraction(1)}, by=registry.secretary
        )
    assert own_tables(registry.platform.body) == []


def test_a_treasurer_makes_no_projection(counted):
    with pytest.raises(PermissionDenied):
        make_run(body=counted.platform.body, by=person(counted.platform.body, "platform_auditor"))


def test_the_published_census_is_taken_and_projects_the_city(registry):
    reports = [
        import_tables(content=published(name), name=name, wanted=Wanted(FileKind.CENSUS), by=None)
        for name in (
            "population/kagoshima_census_1980_2015_sex_age5.csv",
            "population/kagoshima_census2020_pref_and_city_sex_age5.csv",
        )
    ]
    assert [(report.added, report.places) for report in reports] == [PUBLISHED_1980, PUBLISHED_2020]
    outlook = make_run(body=registry.world.town, by=registry.mayor).outlook
    assert (outlook.years[0], round(outlook.today)) == (2020, 593_128)
    assert set(outlook.variants) == {"last", "mean_of_2", "mean_of_3"}
