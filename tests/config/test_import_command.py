"""``comipla import schools``: what it says of a file, and that a dry run stores nothing."""

import pytest
from click.testing import CliRunner

from comipla.config.commands.import_command import command
from comipla.config.words import OperatorError
from comipla.places.models import District
from comipla.places.services import load_prefecture

pytestmark = pytest.mark.django_db
HEAD = "school_code,kind,pref_code,name,address,abolish_date,code5"


@pytest.fixture
def schools(tmp_path):
    load_prefecture("46")
    path = tmp_path / "schools.csv"
    rows = (
        "A1,elementary,46,鹿児島市立汐見小学校,汐見町1,,46201",
        "A2,university,46,南の大学,南町1,,46201",
    )
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return path


def test_a_dry_run_names_refused_rows_and_counts_what_would_come(schools):
    said = CliRunner().invoke(command, ["schools", "--dry-run", str(schools)])
    assert said.exit_code == 0
    assert "3行目　南の大学：種類「university」は小・中・義務教育学校ではありません" in said.output
    assert "学校区：追加 1、変更 0、同じ 0、取り込まない行 1" in said.output
    assert "（まだ入れていません）" in said.output
    assert not District.objects.exists()


def test_schools_are_stored_and_a_second_time_are_the_same(schools):
    CliRunner().invoke(command, ["schools", str(schools)])
    again = CliRunner().invoke(command, ["schools", str(schools)])
    assert "追加 0、変更 0、同じ 1" in again.output
    assert District.objects.get().name == "汐見小学校区"


def test_another_file_is_refused_in_words(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    refused = CliRunner().invoke(command, ["schools", str(path)])
    assert isinstance(refused.exception, OperatorError)
    assert "学校コード一覧のCSVを選んでください" in str(refused.exception)
