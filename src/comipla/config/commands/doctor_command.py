"""``comipla doctor``: what was found here, in words."""

import sys

import click

from comipla.config.doctor import Level, examine
from comipla.config.words import both, paragraphs

_COLOURS = {Level.GOOD: "green", Level.NOTE: None, Level.WARNING: "yellow", Level.BAD: "red"}


@click.command(
    help=paragraphs(
        "この設置の具合を調べ、見つけたことと次にすることを文で示します。\n"
        "直さなければ動かせないところがあれば 1 で終わります。",
        "Examine this installation and say what was found and what to do next. Ends with\n"
        "status 1 if something must be put right.",
    )
)
def command() -> None:
    """Print every finding as it is found."""
    worst = False
    for finding in examine():
        worst = worst or finding.level is Level.BAD
        mark = click.style(finding.level, fg=_COLOURS[finding.level])
        sentences = both(finding.japanese, finding.english, between="\n  ")
        click.echo(f"{mark} {sentences}")
    sys.exit(1 if worst else 0)
