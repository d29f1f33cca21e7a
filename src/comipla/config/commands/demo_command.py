"""``comipla demo``: a prefecture's working year on this machine, for looking and trying."""

import os
import threading
import urllib.error
import urllib.request

import click
from django.db import connection

from comipla.config.demo import TODAY, DemoAccount, load
from comipla.config.schema import bring_up_to_date
from comipla.config.serving import (
    collect_static,
    hold_embedded_server,
    page_server,
    refuse_if_port_is_taken,
    refuse_if_unsafe,
    worker,
)
from comipla.config.supervise import keep_running
from comipla.config.surroundings import surroundings
from comipla.config.words import both, paragraphs

HOST = "127.0.0.1"


@click.command(
    help=paragraphs(
        "見本の1年度を動かします。人物と事業はすべて架空です。止めるには Ctrl-C。",
        "Start the filled demo; all persons and projects are fictional. Ctrl-C stops it.",
    )
)
def command() -> None:
    """Make everything that is missing, then serve until stopped."""
    port = surroundings().port
    refuse_if_unsafe(workers=1)
    refuse_if_port_is_taken(HOST, port)
    hold_embedded_server()
    bring_up_to_date(note=lambda _name: None)
    accounts = _load_year()
    connection.close()
    collect_static()
    os.environ.setdefault("COMIPLA_TODAY", TODAY.isoformat())  # where its deadlines make sense

    def announce(stop: threading.Event) -> None:
        if _answers(port, stop):
            _print_address(port, accounts)

    keep_running(
        [page_server(host=HOST, port=port, workers=1), worker(port=port)], meanwhile=announce
    )


def _load_year() -> list[DemoAccount]:
    """Load the demo unless it is loaded; everybody who can be entered."""
    label = both("見本の年度を用意しています", "Loading the demo year", between=" / ")
    with click.progressbar(length=100, label=label) as bar:
        return load(progress=lambda percent: bar.update(percent - bar.pos))


def _answers(port: int, stop: threading.Event) -> bool:
    """Wait for the first page; False when stopped before."""
    while not stop.wait(0.1):
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError):
            continue
    return False


def _print_address(port: int, accounts: list[DemoAccount]) -> None:
    click.secho(f"\n  http://{HOST}:{port}/\n", bold=True)
    click.echo(both("ログイン(画面で押すだけ)", "Log-ins (one click on the page)", between=" / "))
    for account in accounts:
        if account.featured:
            click.echo(f"  {account.body} {account.label}  {account.email}")
    click.echo(both("止めるには Ctrl-C", "Ctrl-C stops", between=" / "))
