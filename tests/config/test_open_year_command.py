"""``comipla open-year``: the first year by name, the next one by its turn, refusals in words."""

from datetime import date

import pytest
from click.testing import CliRunner

from comipla.config.commands.open_year_command import command
from comipla.config.words import OperatorError
from comipla.people.services import establish_prefecture
from comipla.programme.models import Envelope, ProgrammeYear
from tests.world import build

pytestmark = pytest.mark.django_db


def told(*words: str) -> str:
    result = CliRunner().invoke(command, words, catch_exceptions=True)
    if isinstance(result.exception, OperatorError):
        return f"✗ {result.exception}"
    assert result.exit_code == 0, result.output
    return result.output


def test_the_first_year_is_opened_by_its_name_and_is_empty(settings):
    settings.COMIPLA_TODAY = date(2024, 2, 1)
    establish_prefecture("46")
    assert told("--year", "令和６年度").startswith("令和6年度を開きました（定め r6、様式 r6-1）。")
    year = ProgrammeYear.objects.get()
    assert (year.code, year.state) == ("R6", "PREPARING")
    assert set(Envelope.objects.values_list("limit", flat=True)) == {0}


def test_the_next_year_needs_no_name_and_a_dry_run_opens_nothing(settings):
    settings.COMIPLA_TODAY = date(2024, 10, 1)
    build()
    assert told("--dry-run").startswith("令和7年度を開けます")
    assert [year.code for year in ProgrammeYear.objects.all()] == ["R6"]
    assert told().startswith("令和7年度を開きました")
    assert [year.code for year in ProgrammeYear.objects.all()] == ["R7", "R6"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "令和7年度は、令和6年10月1日（火）から開けます。"),
        (["--year", "R6"], "令和6年度はもう開いています。"),
        (["--year", "R9"], "次に開く年度は令和7年度です。"),
        (["--year", "いつか"], "--year：年度を「令和6年度」「R6」「2024年度」のように"),
        (["--prefecture", "13"], "番号 13 の県はまだありません。"),
    ],
)
def test_what_cannot_be_opened_is_told_in_words(settings, words, sentence):
    settings.COMIPLA_TODAY = date(2024, 9, 30)
    build()
    assert told(*words).startswith(f"✗ {sentence}")


def test_a_first_year_before_all_parameters_is_refused(settings):
    settings.COMIPLA_TODAY = date(2024, 9, 30)
    establish_prefecture("46")
    assert told("--year", "H28").startswith("✗ H28 とそれより前の定めのファイルがありません。")
