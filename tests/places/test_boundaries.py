"""Outlines of municipalities and districts are taken feature by feature."""

import json

import pytest

from comipla.people.services import establish_prefecture
from comipla.places.boundaries import BoundaryFileError, import_boundaries
from comipla.places.models import District, DistrictKind, Municipality, Outline
from tests.core.evidence.shared import SHARED

SQUARE = [[130.0, 31.0], [130.1, 31.0], [130.1, 31.1], [130.0, 31.1], [130.0, 31.0]]
SHAPE = {"type": "Polygon", "coordinates": [SQUARE]}
OUTLINES = SHARED / "boundaries" / "kagoshima_N03-21_46_210101_s0010.geojson"


@pytest.fixture
def prefecture(db):
    return establish_prefecture("46")


def collection(path, *features):
    rows = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def test_features_are_taken_or_refused_each_with_its_reason(prefecture, tmp_path):
    file = collection(
        tmp_path / "N03.geojson",
        ({"N03_007": "46201"}, SHAPE),
        ({"N03_007": "46201"}, SHAPE),
        ({"N03_007": "46999"}, SHAPE),
        ({"N03_007": "13101"}, SHAPE),
        ({"N03_007": "46203"}, {"type": "Point", "coordinates": [130, 31]}),
        ({"N03_001": "鹿児島県", "N03_007": None}, SHAPE),
    )
    report = import_boundaries(file)
    assert (report.municipalities, report.elsewhere) == (1, 1)
    assert [number for number, _ in report.refused] == [3, 5, 6]
    assert report.refused[0][1] == "市町村コード 46999 の市町村がありません。"
    (outline,) = Outline.objects.all()
    assert (outline.municipality.name, len(outline.rings)) == ("鹿児島市", 2)


def test_a_dry_run_stores_nothing_and_a_second_import_takes_the_place_of_the_first(
    prefecture, tmp_path
):
    file = collection(tmp_path / "N03.geojson", ({"N03_007": "46201"}, SHAPE))
    assert import_boundaries(file, dry_run=True).municipalities == 1
    assert Outline.objects.count() == 0
    for _ in range(2):
        import_boundaries(file)
    assert Outline.objects.count() == 1


def test_districts_are_found_by_municipality_and_school(prefecture, tmp_path):
    town = Municipality.objects.get(code="462012")
    District.objects.create(
        code="B1",
        prefecture_code="46",
        municipality=town,
        kind=DistrictKind.ELEMENTARY,
        school_name="鹿児島市立川上小学校",
    )
    file = collection(
        tmp_path / "A27.geojson",
        ({"A27_005": "46201", "A27_006": "鹿児島市", "A27_007": "川上小学校"}, SHAPE),
        ({"A27_005": "46201", "A27_007": "どこか小学校"}, SHAPE),
    )
    report = import_boundaries(file)
    assert (report.districts, [number for number, _ in report.refused]) == (1, [2])


def test_what_is_no_geojson_is_refused_whole(prefecture, tmp_path):
    file = tmp_path / "x.geojson"
    file.write_text("<kml/>", encoding="utf-8")
    with pytest.raises(BoundaryFileError, match="GeoJSON として読めません"):
        import_boundaries(file)


def test_the_published_outlines_are_taken_whole(prefecture):
    if not OUTLINES.exists():
        pytest.skip("公表された輪郭（共有データ）がこの環境にないため")
    report = import_boundaries(OUTLINES)
    assert (report.municipalities, report.refused) == (43, [])
