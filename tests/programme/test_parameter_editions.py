"""The editions that ship: the outline's facts stand as such, everything else as a default."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import comipla.programme
from comipla.core.codes import PlatformStage, SubsidyCategory
from comipla.core.fiscal import FiscalYear
from comipla.core.parameters import Basis, Parameters

DATA = Path(comipla.programme.__file__).parent / "data"


def load(code: str) -> Parameters:
    return Parameters.load((DATA / f"{code.lower()}.toml").read_text(encoding="utf-8"))


R6 = load("R6").at(date(2024, 7, 1))
R3 = load("R3").at(date(2021, 7, 1))


def test_facts_of_the_outline_stand_in_r6():
    assert R6.listing("menus") == ("1", "2", "3", "4")
    assert R6.listing("categories") == ("1-1", "1-2", "2-1")
    assert R6.rate("subsidy_rate") == Fraction(1, 2)
    assert R6.yen("cap_per_municipality") == 1_000_000
    assert R6.yen("model_cap") == 1_500_000
    assert R6.count("model_adoptions") == 1
    assert R6.rate("advice_rate") == R6.rate("workshop_rate") == R6.rate("model_rate") == 1
    facts = {s.parameter.key for s in R6 if s.dated.basis is Basis.OUTLINE}
    assert {"categories", "subsidy_rate", "cap_per_municipality", "model_cap"} <= facts


def test_defaults_of_r6_are_marked_for_confirmation():
    assert R6.yen("rounding_unit") == 1000
    assert R6.text("round_scope") == "per_project"
    assert R6.rate("advance_rate") == Fraction(7, 10)
    assert R6.days("withdraw_days") == 20
    assert R6.days("apply_days") == R6.days("standard_processing_days") == 30
    assert R6.days("repayment_days") == 20
    assert R6.month_day("report_final_day") == (4, 10)
    assert R6.rate("late_charge_rate") == Fraction(219, 2000)
    assert R6.rate("surcharge_rate") == Fraction(219, 2000)
    assert R6.flag("surcharge_counts_first_day")
    assert not R6.flag("late_charge_counts_first_day")
    assert R6.yen("charge_unit") == 1
    assert R6.rate("change_threshold") == Fraction(1, 5)
    assert R6.yen("asset_threshold") == 500_000
    assert R6.count("asset_default_years") == R6.count("retention_years") == 5
    assert R6.count("founding_years") == 3
    for key in ("rounding_unit", "advance_rate", "withdraw_days", "report_final_day"):
        assert R6.setting(key).dated.basis.needs_confirmation


def test_tax_rates_stand_in_the_law():
    assert R6.rate("consumption_tax_rate") == Fraction(1, 10)
    assert R6.rate("reduced_consumption_tax_rate") == Fraction(2, 25)
    assert R6.setting("consumption_tax_rate").dated.basis is Basis.LAW


def test_report_due_counts_as_its_rule_usually_does():
    assert R6.text("report_rule") == "month_elapsed"
    assert R6.text("report_first_day") == "usual"
    assert (R6.count("report_months"), R6.days("report_days")) == (1, 30)


def test_years_differ_in_the_category_that_came_in_r4():
    assert R3.listing("categories") == ("1-1", "1-2")
    assert set(R3.table("stages_of_categories")) == {"1-1", "1-2"}
    assert {s.parameter.key for s in R6} - {s.parameter.key for s in R3} == {"cooperating_kinds"}


@pytest.mark.parametrize("settings", [R6, R3], ids=["R6", "R3"])
def test_categories_and_stages_are_those_of_the_code_lists(settings):
    stages = settings.table("stages_of_categories")
    assert tuple(stages) == settings.listing("categories")
    assert {SubsidyCategory(category) for category in stages}
    assert {PlatformStage(stage) for listed in stages.values() for stage in listed}


@pytest.mark.parametrize("code", ["R6", "R3"])
def test_edition_holds_from_the_preparation_of_its_year_without_end(code):
    edition = load(code)
    assert edition.edition == code
    year = FiscalYear.from_code(code)
    expected = set(edition.parameters)
    for day in (year.previous.start, year.start, year.end, date(2099, 1, 1)):
        assert {setting.parameter.key for setting in edition.at(day)} == expected


@pytest.mark.parametrize("settings", [R6, R3], ids=["R6", "R3"])
def test_every_setting_prints_in_words(settings):
    for setting in settings:
        assert setting.printed
        assert "Fraction" not in setting.printed


@pytest.mark.parametrize("key", ["reminders", "reminders_in_open_days"])
def test_reminders_are_signed_numbers_of_days(key):
    for offsets in R6.table(key).values():
        assert all(offset[0] in "+-" and offset[1:].isdigit() for offset in offsets)
