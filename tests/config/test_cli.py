"""The command line: both languages everywhere, and no trace shown to operators."""

import pytest
from click.testing import CliRunner

from comipla.config.cli import COMMANDS, cli
from tests.config.support import comipla


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch):
    """Commands set these for their process; here that process is the test run."""
    for name in ("COMIPLA_DEMO", "COMIPLA_LANG", "LANG"):
        monkeypatch.setenv(name, "")


def _shown(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_overview_names_every_command_in_both_languages():
    shown = _shown("--help")
    for name, entry in COMMANDS.items():
        assert f"{name} " in shown
        assert entry.japanese in shown
        assert entry.english in shown


@pytest.mark.parametrize(
    ("arguments", "language", "first"),
    [
        ([], "", "ja"),
        ([], "en_US.UTF-8", "en"),
        ([], "C.UTF-8", "ja"),
        (["--lang", "en"], "ja_JP.UTF-8", "en"),
        (["--lang", "ja"], "en_US.UTF-8", "ja"),
    ],
)
def test_language_asked_for_comes_first(monkeypatch, arguments, language, first):
    monkeypatch.setenv("LANG", language)
    shown = _shown(*arguments, "--help")
    japanese, english = shown.index("事務を動かします"), shown.index("runs the work")
    assert (japanese < english) == (first == "ja")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_has_a_paragraph_in_each_language(name):
    japanese, english = cli.get_command(None, name).help.split("\n\n")
    assert japanese.endswith("。")
    assert english.isascii()


def test_unknown_command_is_refused():
    assert comipla("fly").returncode == 2


def test_what_the_operator_can_put_right_is_said_without_a_trace(tmp_path):
    done = comipla("doctor", COMIPLA_DATA=str(tmp_path), COMIPLA_PORT="eighty")
    assert done.returncode == 1
    assert done.stderr.startswith("環境変数 COMIPLA_PORT は")
    assert "Traceback" not in done.stderr
