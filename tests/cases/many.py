"""Many cases at once, for tests of lists: stored columns without acts, in every standing."""

import random
from datetime import UTC, date, datetime, timedelta

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from comipla.cases.models import Case, CaseDue
from comipla.core.docket import Side
from comipla.core.procedures.subsidy.states import STATES
from comipla.core.search import tokens
from comipla.people.models import Body
from comipla.programme.models import ProgrammeYear

BEGAN = datetime(2024, 4, 1, 1, tzinfo=UTC)
THINGS = (
    "買い物支援の試行",
    "空き家改修による拠点づくり",
    "地域づくり計画の策定",
    "見守りのしくみ",
)


def store_cases(count: int, *, years: list[ProgrammeYear], owners: list[Body]) -> None:
    """Store `count` cases, the same with every run, after those that are there."""
    dice = random.Random(46)
    serials = {
        year.pk: Case.objects.for_system("test").filter(programme_year=year).count()
        for year in years
    }
    rows = []
    for _ in range(count):
        year, owner = dice.choice(years), dice.choice(owners)
        serials[year.pk] += 1
        rows.append(_case(dice, year, owner, serials[year.pk]))
    stored = Case.objects.bulk_create(rows)
    CaseDue.objects.bulk_create(
        CaseDue(case=row, key="apply", label=row.due_label, owner=row.turn, on=row.due_on)
        for row in stored
        if row.due_on
    )


def _case(dice: random.Random, year: ProgrammeYear, owner: Body, serial: int) -> Case:
    state = dice.choice(STATES)
    side = state.owner
    waits = side is Side.PREFECTURE and dice.random() < 0.3
    number = f"3-{year.code}-{serial:03d}"
    title = f"{dice.choice(THINGS)}（第{serial}校区・架空）"
    asked = dice.randrange(100, 1_000) * 1_000
    decided = asked if dice.random() < 0.5 else 0
    return Case(
        procedure="subsidy",
        programme_year=year,
        prefecture_id=year.prefecture_id,
        owner=owner,
        serial=serial,
        number=number,
        parameters=year.parameters,
        forms=year.forms,
        opened_at=BEGAN + timedelta(minutes=serial),
        title=title,
        category=dice.choice(("1-1", "1-2", "2-1")),
        state=state.key,
        turn=side.value if side else "",
        pending="decide_grant" if waits else "",
        due_on=date(2024, 4, 1) + timedelta(days=dice.randrange(90)) if side else None,
        due_label="交付申請書の提出" if side else "",
        requested=asked,
        applied=asked,
        decided=decided,
        last_act_at=BEGAN + timedelta(minutes=dice.randrange(40_000)),
        search=SearchVector(
            Value(" ".join(tokens(f"{number} {title} {owner.name}"))), config="simple"
        ),
    )
