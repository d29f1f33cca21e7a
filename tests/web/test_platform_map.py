"""The map of platforms: by stage, by districts without any, by tiles or true outlines."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from comipla.communities.models import AreaPart
from comipla.places.boundaries import import_boundaries
from comipla.places.models import District
from tests.places.test_boundaries import OUTLINES
from tests.population.conftest import registry  # noqa: F401 - fixture
from tests.web.entering import entered, heading, page_of, words

QUERIES = 13


@pytest.fixture
def address():
    return reverse("platform_map")


def cover(registry, number):  # noqa: F811
    part = {
        "platform": registry.platform,
        "district": District.objects.get(code=f"X462012{number:04d}"),
        "weight": Fraction(1),
        "valid_from": date(2022, 5, 22),
    }
    return AreaPart.objects.create(**part)


def rows(page, table):
    """The rows of the body of a table, by its id; the page has the same words in its chart."""
    text = page.source.split(f'id="{table}"')[1].split("</table>")[0]
    return [words(row) for row in page_of_text(text)]


def page_of_text(text):
    from tests.web.markup import Page

    return [element for element in Page(text).elements if element.tag == "tr"]


def test_the_prefecture_sees_every_municipality(registry, address):  # noqa: F811
    page = page_of(entered(registry.world.clerk).get(address))
    assert heading(page) == "43市町村のうち2に、3の団体があります"
    assert "鹿児島市 ◐ 設立した団体がある 0 2 0 0 3／3" in rows(page, "board-table")


def test_a_municipality_sees_itself_with_its_districts(registry, address):  # noqa: F811
    cover(registry, 1)
    page = page_of(entered(registry.officer).get(address, {"layer": "gaps"}))
    assert heading(page) == "3校区のうち、2校区にまだ団体がありません"
    assert rows(page, "districts-table")[1:] == [
        "汐見小学校区 汐見校区協議会（架空）（設立）",
        "大楠小学校区 まだない",
        "桜坂小学校区 まだない",
    ]


def test_true_outlines_are_offered_once_imported_and_stay_small(registry, address):  # noqa: F811
    client = entered(registry.world.clerk)
    assert "ほんとうの形" not in client.get(address).content.decode()
    if not OUTLINES.exists():
        pytest.skip("公表された輪郭（共有データ）がこの環境にないため")
    import_boundaries(OUTLINES)
    source = client.get(address, {"view": "outlines"}).content.decode()
    drawings = ["<svg xmlns" + part.split("</svg>")[0] for part in source.split("<svg xmlns")[1:]]
    assert [len(drawing.encode()) <= 60_000 for drawing in drawings] == [True, True]
    assert drawings[0].count("<path") >= 43


def test_the_map_asks_the_database_the_same_for_one_and_three_parts(
    registry,  # noqa: F811
    address,
    django_assert_num_queries,
):
    client = entered(registry.officer)
    cover(registry, 1)
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    cover(registry, 2)
    cover(registry, 3)
    with django_assert_num_queries(QUERIES):
        client.get(address)
