"""``comipla reference``: write docs/reference from the code, or check that it is up to date."""

from pathlib import Path

import click

from comipla.config.reference import pages
from comipla.config.words import both, paragraphs

FOLDER = Path("docs/reference")


@click.command(
    help=paragraphs(
        "docs/reference を宣言から書きます。--check は今のページと比べるだけです。",
        "Write docs/reference from the declarations; --check only compares.",
    )
)
@click.option("--check", is_flag=True, help=both("比べるだけ", "only compare"))
def command(check: bool) -> None:
    """Write the pages into the checkout, or fail where one differs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, text in pages().items():
        page = FOLDER / name
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            page.write_text(text, encoding="utf-8")
    if check and stale:
        raise click.ClickException(
            both(
                f"{'、'.join(stale)} が宣言と合いません。comipla reference を実行してください。",
                f"{', '.join(stale)} no longer match the code: run comipla reference.",
            )
        )
    click.echo(both(f"{len(pages())}ページ", f"{len(pages())} pages"))
