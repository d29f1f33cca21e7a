"""``comipla worker``: runs background jobs from the queue in the database."""

import asyncio
import logging
import time

import click
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from comipla.config.jobs import HEARTBEAT, STALLED_AFTER
from comipla.config.words import both, paragraphs

RETRY_AFTER = 2
"""Seconds before the database is tried again."""

_logger = logging.getLogger("comipla.worker")


@click.command(
    help=paragraphs(
        "裏方の仕事(文書づくり・通知・取り込み)を行います。いくつでも、何台ででも動かせます。",
        "Run background jobs. Start as many as you like, on as many machines as you like.",
    )
)
@click.option(
    "--concurrency", type=click.IntRange(1, 32), default=1, help="同時に行う数 / jobs at a time"
)
@click.option("--once", is_flag=True, help="今ある分だけ / only what is waiting now")
def command(concurrency: int, once: bool) -> None:
    """Work until told to stop; a database that went away is waited for."""
    while True:
        try:
            asyncio.run(_work(concurrency, wait=not once))
            return
        except ConnectorException as error:
            if once:
                raise
            _logger.warning(
                "%s (%s)",
                both("データベースにつながりません。待って続けます。", "No database; waiting."),
                error.__cause__,
            )
            time.sleep(RETRY_AFTER)


async def _work(concurrency: int, *, wait: bool) -> None:
    with app.replace_connector(DjangoConnector().get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                delete_jobs="successful",
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED_AFTER,
                shutdown_graceful_timeout=10,
            )
