"""Loading a prefecture, and what the schema itself refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from comipla.places.models import BranchOffice, Municipality
from comipla.places.selectors import codes_served_by, municipalities_of
from comipla.places.services import load_prefecture

pytestmark = pytest.mark.django_db


def municipality(**changes) -> Municipality:
    facts = {
        "code": "462012",
        "prefecture_code": "46",
        "name": "鹿児島市",
        "kana": "かごしまし",
        "latitude": Decimal("31.6"),
        "longitude": Decimal("130.56"),
    }
    return Municipality(**facts | changes)


def test_loading_stores_43_municipalities_with_figures_and_their_source():
    load_prefecture("46")
    assert municipalities_of("46").count() == 43
    amagi = Municipality.objects.get(name="天城町")
    assert (amagi.population, amagi.figures_on) == (5517, date(2020, 10, 1))
    assert "国勢調査" in amagi.figures_source


def test_loading_again_changes_nothing():
    load_prefecture("46")
    before = list(Municipality.objects.values())
    load_prefecture("46")
    assert list(Municipality.objects.values()) == before


def test_loading_an_own_file_brings_rows_up_to_date_and_removes_none(tmp_path):
    load_prefecture("46")
    path = tmp_path / "own.toml"
    path.write_text(
        '[prefecture]\ncode = "46"\nname = "鹿児島県"\nkana = "かごしまけん"\n'
        '[[municipality]]\ncode = "462012"\nname = "新鹿児島市"\nkana = "しんかごしまし"\n'
        "latitude = 31.5\nlongitude = 130.5\n",
        encoding="utf-8",
    )
    load_prefecture("46", path=path)
    assert Municipality.objects.get(code="462012").name == "新鹿児島市"
    assert Municipality.objects.get(code="462012").population is None
    assert municipalities_of("46").count() == 43


def test_a_branch_office_serves_its_municipalities():
    load_prefecture("46")
    assert codes_served_by("46-kumage") == {"462136", "465011", "465020", "465054"}
    assert [office.name for office in BranchOffice.objects.all()][-1] == "大島支庁"


def test_municipalities_sort_by_reading_with_the_stored_key():
    load_prefecture("46")
    names = list(Municipality.objects.order_by("kana_key").values_list("name", flat=True))
    assert names[:3] == ["姶良市", "阿久根市", "天城町"]


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "462011"},
        {"code": "46201"},
        {"code": "４６２０１２"},
        {"prefecture_code": "45"},
        {"population": 10},
        {"population": 10, "figures_on": date(2020, 10, 1)},
    ],
)
def test_the_schema_refuses_a_municipality_that_cannot_be(changes):
    with pytest.raises(DatabaseError), transaction.atomic():
        municipality(**changes).save()
    assert not Municipality.objects.exists()


def test_the_schema_accepts_a_right_one():
    municipality().save()
    assert Municipality.objects.get().kana_key == "かこしまし かごしまし"
