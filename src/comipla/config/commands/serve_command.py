"""``comipla serve``: the pages, by one process per core."""

import click

from comipla.config.serving import (
    collect_static,
    hold_embedded_server,
    page_server,
    refuse_if_behind,
    refuse_if_port_is_taken,
    refuse_if_unsafe,
    worker,
)
from comipla.config.supervise import keep_running
from comipla.config.surroundings import surroundings
from comipla.config.words import both, paragraphs


@click.command(
    help=paragraphs(
        "本番として画面を動かします。先に comipla migrate を行ってください。\n"
        "TLS を終える前段(nginx など)の後ろに置き、COMIPLA_PUBLIC_URL を指定します。",
        "Serve the pages for real; run comipla migrate first. Put a proxy that ends TLS in\n"
        "front and set COMIPLA_PUBLIC_URL.",
    )
)
@click.option("--host", default="127.0.0.1", show_default=True, help="待ち受ける所 / address")
@click.option("--port", type=click.IntRange(1, 65535), help="番号 / port (COMIPLA_PORT)")
@click.option("--workers", type=click.IntRange(1, 64), help="働き手の数 / worker processes")
@click.option("--with-worker", is_flag=True, help="裏方も一緒に / run a job worker too")
def command(host: str, port: int | None, workers: int | None, with_worker: bool) -> None:
    """Check first, serve only if it is safe."""
    around = surroundings()
    port, workers = port or around.port, workers or around.workers
    refuse_if_unsafe(workers=workers)
    refuse_if_port_is_taken(host, port)
    refuse_if_behind()
    collect_static()
    hold_embedded_server()
    click.echo(
        both(
            f"動いています: {around.public_url or f'http://{host}:{port}'}(止めるには Ctrl-C)",
            f"Serving {around.public_url or f'http://{host}:{port}'} (Ctrl-C stops)",
        )
    )
    children = [page_server(host=host, port=port, workers=workers)]
    keep_running([*children, worker(port=port)] if with_worker else children)
