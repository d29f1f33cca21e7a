"""``comipla project``: from a file to totals by year, without settings or a database."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from comipla.config.commands.project_command import command
from comipla.core.evidence import project
from tests.config.support import comipla
from tests.core.evidence.district import PEOPLE_2015, PEOPLE_2020

HEADING = "area,year,sex,age_from,age_to,population"


def written(path, tables, *, area="テスト校区", scale=1.0):
    """A file of tables (sex, class) by year."""
    rows = [HEADING]
    for year, table in tables.items():
        for sex, people in zip("MF", np.asarray(table) * scale, strict=True):
            for band, number in enumerate(people):
                last = "" if band == len(people) - 1 else 5 * band + 4
                rows.append(f"{area},{year},{sex},{5 * band},{last},{number:.5f}")
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "people.csv", {2015: PEOPLE_2015, 2020: PEOPLE_2020})


def asked(*arguments):
    done = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return json.loads(done.output)


def test_worked_example_comes_out_of_the_command(file):
    done = comipla("project", file, "--steps", "6", "--json")
    assert done.returncode == 0, done.stderr
    (area,) = json.loads(done.stdout)["areas"]
    assert area["area"] == "テスト校区"
    assert area["totals"]["2030"] == pytest.approx(1_562.848, abs=1e-3)
    assert area["children"]["2050"] == pytest.approx(116.156, abs=1e-3)
    assert area["ageing_rate"]["2050"] == pytest.approx(0.4623, abs=6e-5)
    table = area["table"]["2050"]
    assert sum(table["M"].values()) + sum(table["F"].values()) == pytest.approx(
        area["totals"]["2050"]
    )
    assert list(table["F"])[-1] == "85+"
    assert (area["showing"], area["note"], area["flags"]) == ("curve", "", [])


def test_narrow_window_of_women_is_passed_on(file):
    (area,) = asked(file, "--women", "20-39", "--steps", "2")["areas"]
    expected = project(PEOPLE_2015, PEOPLE_2020, steps=2, women="20-39").totals[2, 0]
    assert area["totals"]["2030"] == pytest.approx(expected)
    assert list(area["totals"]) == ["2020", "2025", "2030"]


def test_more_years_are_averaged(tmp_path):
    tables = {2010: PEOPLE_2020, 2015: PEOPLE_2015, 2020: PEOPLE_2020}
    (area,) = asked(written(tmp_path / "three.csv", tables))["areas"]
    expected = project(PEOPLE_2015, PEOPLE_2020, steps=6, earlier=[PEOPLE_2020])
    assert area["totals"]["2050"] == pytest.approx(expected.totals[-1, 0], abs=1e-3)


def test_open_class_below_65_leaves_the_elders_out(tmp_path):
    tables = {2015: np.ones((2, 12)), 2020: np.ones((2, 12))}
    (area,) = asked(written(tmp_path / "young.csv", tables))["areas"]
    assert "elders" not in area
    shown = CliRunner().invoke(command, [str(tmp_path / "young.csv")]).output
    assert "2020  24  6  —" in shown


def test_readable_report_rounds(file):
    shown = CliRunner().invoke(command, [file]).output
    assert "■ テスト校区" in shown
    assert "2030  1,563  185  43.5%" in shown


def test_tiny_area_is_counted_and_not_drawn_into_the_future(tmp_path):
    tiny = written(tmp_path / "tiny.csv", {2015: PEOPLE_2015, 2020: PEOPLE_2020}, scale=0.08)
    shown = CliRunner().invoke(command, [tiny]).output
    assert "2025" not in shown
    assert "線は引けません" in shown
    assert asked(tiny)["areas"][0]["showing"] == "counts"


def test_small_area_gets_its_band_when_it_is_asked_for(tmp_path, file):
    small = written(tmp_path / "small.csv", {2015: PEOPLE_2015, 2020: PEOPLE_2020}, scale=0.25)
    (area,) = asked(small, "--band")["areas"]
    low, high = area["band"]["2050"]
    assert low < area["totals"]["2050"] < high
    assert list(area["band"]) == list(area["totals"])
    assert "band" not in asked(small)["areas"][0]
    assert "band" not in asked(file, "--band")["areas"][0]


def test_refused_rows_are_named_without_a_trace(tmp_path, file):
    broken = tmp_path / "broken.csv"
    text = (tmp_path / "people.csv").read_text(encoding="utf-8").replace(",M,5,9,", ",X,5,9,", 1)
    broken.write_text(text, encoding="utf-8")
    done = comipla("project", str(broken))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "broken.csv は読み込めませんでした。" in done.stderr
    assert "3行目の「sex」：「X」は使えません。男は M、女は F と書いてください。" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--women", "15-48"], "境目に合いません"),
        (["--steps", "0"], "1 から 40"),
        (["--kappa", "-1"], "kappa"),
    ],
)
def test_options_that_do_not_fit_are_said_in_words(file, arguments, words):
    done = comipla("project", file, *arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_file_that_is_not_there_is_said_in_words(tmp_path):
    done = comipla("project", str(tmp_path / "none.csv"))
    assert done.returncode == 1
    assert "を読めません" in done.stderr
