"""The command line ``comipla``: a table of commands, each in a module of its own.

Modules are loaded when their command is called, after Django has been set up for the kind of
process they are (time limits, connection pool) and in the language asked for.
"""

import importlib
import os
import signal
import sys
from dataclasses import dataclass
from typing import Any

import click
import django

from comipla.config.surroundings import Process
from comipla.config.words import OperatorError, both


@dataclass(frozen=True)
class Entry:
    """A command: its line in the overview and how its process is to be set up.

    A ``plain`` command calculates from files alone: no settings, no database, no data folder.
    """

    japanese: str
    english: str
    process: Process = Process.COMMAND
    demo: bool = False
    plain: bool = False


COMMANDS = {
    "demo": Entry("見本の1年度を動かす", "start the filled demo", demo=True),
    "serve": Entry("本番として動かす", "serve the pages"),
    "worker": Entry("裏方の仕事(文書・通知)を動かす", "run background jobs", Process.WORKER),
    "migrate": Entry("データベースを今の版に合わせる", "bring the database up to date"),
    "doctor": Entry("この設置の具合を調べて説明する", "examine this installation, in words"),
    "verify": Entry("記録の連なりと金額を検算する", "re-compute the history and compare"),
    "backup": Entry("すべてを一つのファイルに控える", "save everything in one file"),
    "restore": Entry("控えから戻して照合する", "restore a backup and compare"),
    "import": Entry("資料を取り込む", "load reference data"),
    "open-year": Entry("次の年度を開く", "open the next programme year"),
    "createuser": Entry("利用者を作る", "create a user"),
    "score": Entry("採点を集計して順位を付ける", "rank proposals from grades", plain=True),
    "allocate": Entry("包括的交付金を算定する", "reckon a block grant", plain=True),
    "project": Entry("将来人口を計算する", "project population from a file", plain=True),
    "reference": Entry("手引きの資料を宣言から書く", "write the reference from the code"),
    "django": Entry("Django の管理命令", "Django's own commands"),
}


def _set_up(entry: Entry) -> None:
    """Make this process a Django process of the command's kind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comipla.config.settings")
    os.environ.setdefault("COMIPLA_PROCESS", entry.process)
    if entry.demo:
        os.environ["COMIPLA_DEMO"] = "1"
    django.setup()


class CommandTable(click.Group):
    """The group whose members are the rows of ``COMMANDS``."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Names in the order of the table, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Set Django up for the command and load its module."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if not entry.plain:
            _set_up(entry)
        module = importlib.import_module(
            f"comipla.config.commands.{cmd_name.replace('-', '_')}_command"
        )
        return module.command

    def format_help_text(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What comipla is, in the language asked for."""
        formatter.write_paragraph()
        formatter.write(
            both(
                "  comipla — 持続可能な地域コミュニティ構築支援事業の事務を動かします。",
                "  comipla runs the work of the community support programme.",
            )
            + "\n"
        )

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, without loading a single command."""
        with formatter.section(both("命令", "Commands", between=" / ")):
            formatter.write_dl(
                [
                    (name, both(entry.japanese, entry.english, between=" / "))
                    for name, entry in COMMANDS.items()
                ]
            )


def _choose_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["COMIPLA_LANG"] = value


@click.group(cls=CommandTable)
@click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    is_eager=True,
    expose_value=False,
    callback=_choose_language,
    help="先に書く言語 / language that comes first",
)
@click.version_option(package_name="comipla", message="%(prog)s %(version)s")
def cli() -> None:
    """See CommandTable.format_help_text."""


def _leave_on_signal(_number: int, _frame: Any) -> None:
    """End as by Ctrl-C, so that everything that was opened is closed."""
    sys.exit(128 + signal.SIGTERM)


def main() -> None:
    """Entry point; what the operator can put right is said in a sentence, without a trace."""
    signal.signal(signal.SIGTERM, _leave_on_signal)
    try:
        cli(prog_name="comipla")
    except OperatorError as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
