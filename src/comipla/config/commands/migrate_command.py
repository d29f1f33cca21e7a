"""``comipla migrate``: the schema of this version, whoever starts it how often."""

import click

from comipla.config.schema import bring_up_to_date
from comipla.config.words import both, paragraphs


@click.command(
    help=paragraphs(
        "データベースを今の版に合わせます。何度行ってもかまいません。",
        "Bring the database up to date. May be repeated.",
    )
)
def command() -> None:
    """Apply what is missing and say what was applied."""
    applied = bring_up_to_date(note=click.echo)
    if not applied:
        click.echo(both("データベースは最新です。", "The database is up to date."))
