"""Fill an empty database with the demo, once and whole."""

import logging
from collections.abc import Callable

from django.db import transaction

from comipla.cases.models import Case
from comipla.config.demo.accounts import DemoAccount, demo_accounts
from comipla.config.demo.asking_residents import ask_residents
from comipla.config.demo.furnishing import furnish_registry
from comipla.config.demo.granting import divide_grant
from comipla.config.demo.ledgers import keep_books
from comipla.config.demo.office import furnish
from comipla.config.demo.planning import furnish_plans
from comipla.config.demo.play import Player
from comipla.config.demo.population import count_people
from comipla.config.demo.tables import cases
from comipla.config.demo.waves import TODAY
from comipla.config.words import OperatorError
from comipla.people.models import Person
from comipla.programme.clock import standing_on
from comipla.programme.models import ProgrammeYear
from comipla.programme.outbox import together

log = logging.getLogger(__name__)


def load(*, progress: Callable[[int], None] | None = None) -> list[DemoAccount]:
    """Load the demo and give its accounts; `progress` is told percents from 0 to 100.

    A second call changes nothing and says so in the log. Everything happens in one transaction,
    so an interrupted load leaves nothing behind. Raises OperatorError when the database holds
    anything that is not the demo's.
    """
    tell = progress or (lambda _percent: None)
    accounts = demo_accounts()
    if accounts:
        log.info("見本の年度はもう入っています。何も変えませんでした。")
        tell(100)
        return accounts
    _refuse_other_data()
    with transaction.atomic(), together():
        office = furnish()
        played = Player(office, cases()).play(tell)
        with standing_on(TODAY):
            furnish_registry(office)
            furnish_plans(TODAY)
            ask_residents(TODAY)
            count_people(office)
            keep_books(TODAY)
        divide_grant(office)
    log.info("見本の年度を入れました（行為 %s件）。", f"{played:,}")
    tell(100)
    return demo_accounts()


def _refuse_other_data() -> None:
    """People, years or cases that nobody invented must not be mixed with the demo's."""
    everything = Case.objects.for_system("see whether the database is empty")
    if Person.objects.exists() or ProgrammeYear.objects.exists() or everything.exists():
        raise OperatorError(
            "このデータベースには見本ではないデータがあります。COMIPLA_DATA に別の空のフォルダーを指定して、"
            "見本を動かしてください。",
            "This database holds data that is not the demo's. Point COMIPLA_DATA to another, empty "
            "folder and run the demo there.",
        )
