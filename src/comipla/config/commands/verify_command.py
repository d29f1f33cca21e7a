"""``comipla verify``: re-computes every case from its acts and compares."""

import sys

import click

from comipla.cases.models import Case
from comipla.cases.services.verify import verify
from comipla.communities.models import Platform
from comipla.communities.services import verify_events
from comipla.config.words import both, paragraphs
from comipla.documents.models import Paper
from comipla.documents.selectors import damaged


@click.command(
    help=paragraphs(
        "すべての案件を行為から、すべてのコミプラの段階を記録から計算し直し、保存された金額・状態・\n"
        "連なりと照らし合わせます。合わないところがあれば一つずつ示し、1 で終わります。",
        "Re-compute every case from its acts, every platform's stage from its events, and compare\n"
        "amounts, states and chains. Prints what does not agree, with status 1 if anything does not.",
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
    platforms = Platform.objects.for_system("verify").count()
    slips = [f"{slug}: {what}" for slug, what in verify_events()]
    for line in (*(f"{f.where}: {f.what}" for f in findings), *damages, *slips):
        click.secho(f"✗ {line}", fg="red")
    if findings or damages or slips:
        sys.exit(1)
    click.echo(
        both(
            f"案件 {cases} 件、文書 {papers} 件、コミプラ {platforms} 団体、すべて合っています。",
            f"{cases} cases, {papers} papers, {platforms} platforms: everything agrees.",
        )
    )
