"""``comipla django``: Django's own commands, on this installation's settings."""

import click
from django.core.management import execute_from_command_line

from comipla.config.words import paragraphs


@click.command(
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
    help=paragraphs(
        "Django の管理命令をこの設置の設定で動かします。",
        "Run one of Django's own commands on this installation.",
    ),
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Hand the arguments over unchanged."""
    execute_from_command_line(["comipla django", *arguments])
