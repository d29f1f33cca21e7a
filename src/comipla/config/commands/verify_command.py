"""``comipla verify``: re-computes every case from its acts and compares."""

import sys

import click

from comipla.cases.models import Case
from comipla.cases.services.verify import verify
from comipla.config.words import both, paragraphs
from comipla.documents.models import Paper
from comipla.documents.selectors import damaged


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
    papers = Paper.objects.for_system("verify").count()
    with click.progressbar(length=papers, label=both("文書", "Papers", between=" / ")) as bar:
        damages = list(damaged(progress=lambda: bar.update(1)))
    for line in (*(f"{f.where}: {f.what}" for f in findings), *damages):
        click.secho(f"✗ {line}", fg="red")
    if findings or damages:
        sys.exit(1)
    click.echo(
        both(
            f"案件 {cases} 件、文書 {papers} 件、すべて合っています。",
            f"{cases} cases, {papers} papers: everything agrees.",
        )
    )
