"""``comipla verify``: re-computes every case from its acts and compares."""

import sys

import click

from comipla.cases.models import Case
from comipla.cases.services.verify import verify
from comipla.config.words import both, paragraphs


@click.command(
    help=paragraphs(
        "すべての案件を行為から計算し直し、保存された金額・状態・連なりと照らし合わせます。\n"
        "合わないところがあれば一つずつ示し、1 で終わります。",
        "Re-compute every case from its acts and compare amounts, states and chains. Prints\n"
        "what does not agree and ends with status 1 if anything does not.",
    )
)
def command() -> None:
    """Print every disagreement."""
    cases = Case.objects.for_system("verify").count()
    with click.progressbar(length=cases, label=both("検算", "Verifying", between=" / ")) as bar:
        findings = verify(progress=lambda: bar.update(1))
    for finding in findings:
        click.secho(f"✗ {finding.where}: {finding.what}", fg="red")
    if findings:
        sys.exit(1)
    click.echo(both(f"案件 {cases} 件、すべて合っています。", f"{cases} cases, everything agrees."))
