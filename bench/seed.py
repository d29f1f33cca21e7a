"""Ten years of cases for the benchmark: real histories, copied with keys and hashes of their own."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Q, Sum, Value
from tests.world import World, build

from comipla.cases.codec import act_hash
from comipla.cases.models import Act, Case, CaseDue, Posting
from comipla.core.fiscal import FiscalYear
from comipla.core.search import tokens
from comipla.notices.models import Delivery, MailState, Notice
from comipla.people.models import Body
from comipla.programme.models import Envelope, EnvelopeKind, ProgrammeYear, YearState

FIRST_YEAR = 2015
YEARS = 10
BATCH = 500
UNREAD = 12  # of the notices of a person, the latest
WORDS = ("買い物支援", "見守り", "空き家の拠点", "地域づくり計画", "自主財源の検討")


@dataclass(frozen=True)
class Model:
    """A case played through the one door, with its acts and postings, to be copied."""

    case: Case
    acts: Sequence[Act]
    postings: Sequence[Posting]
    dues: Sequence[CaseDue]


@dataclass(frozen=True)
class Copy:
    """A case to be: the `number`-th, in the likeness of a model."""

    number: int
    pk: int
    model: Model
    year: ProgrammeYear
    town: Body


def fill(cases: int) -> None:
    """Build a small world, play four histories, and copy them until there are `cases` cases.

    Copies keep acts, postings and hash chains whole, so that pages read what they would read of
    real cases; only papers are not copied. Ten years and all municipalities take equal shares.
    """
    world = build(cap=10**9, budget=10**12)
    played = (world.open(), world.applied(), world.granted(), world.completed())
    models = [_model(case) for case in played]
    years = _years(world)
    towns = list(Body.objects.filter(kind="MUNICIPALITY").select_related("municipality"))
    steps = [*range(len(models), cases, BATCH), cases]
    with transaction.atomic():
        for start, stop in pairwise(steps):
            ids = _fresh_ids(stop - start)
            _copy(
                [
                    Copy(n, pk, models[n % 4], years[n // 4 % YEARS], towns[n % len(towns)])
                    for n, pk in zip(range(start, stop), ids, strict=True)
                ],
                world,
            )
        _fill_envelopes(years)


def _model(case: Case) -> Model:
    return Model(
        Case.objects.for_system("bench").get(pk=case.pk),
        list(Act.objects.filter(case=case).order_by("number")),
        list(Posting.objects.filter(case=case).order_by("id")),
        list(CaseDue.objects.for_system("bench").filter(case=case)),
    )


def _years(world: World) -> list[ProgrammeYear]:
    """Nine settled years, and the world's own last."""
    earlier = [
        ProgrammeYear.objects.create(
            prefecture=world.prefecture,
            year=year,
            code=FiscalYear(year).code,
            state=YearState.SETTLED,
            enacted_on=date(year, 3, 20),
            parameters=world.year.parameters,
            forms=world.year.forms,
        )
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS - 1)
    ]
    return [*earlier, world.year]


def _fresh_ids(count: int) -> list[int]:
    """Ids for new cases: the hash of an act covers that of its case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Case._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _copy(batch: list[Copy], world: World) -> None:
    acts = {copy.pk: _chain(copy) for copy in batch}
    Case.objects.bulk_create(_case(copy, head=acts[copy.pk][-1].hash) for copy in batch)
    Act.objects.bulk_create(act for chain in acts.values() for act in chain)
    places = {act.pk: act.number - 1 for copy in batch for act in copy.model.acts}
    Posting.objects.bulk_create(
        Posting(
            act=acts[copy.pk][places[posting.act_id]],
            case_id=copy.pk,
            account=posting.account,
            amount=posting.amount,
            balance=posting.balance,
        )
        for copy in batch
        for posting in copy.model.postings
    )
    CaseDue.objects.bulk_create(
        CaseDue(case_id=copy.pk, key=due.key, label=due.label, owner=due.owner, on=due.on)
        for copy in batch
        for due in copy.model.dues
    )
    _tell(batch, world)


def _case(copy: Copy, *, head: str) -> Case:
    model, year, town = copy.model.case, copy.year, copy.town
    case = Case(**{f.attname: getattr(model, f.attname) for f in Case._meta.concrete_fields})
    case.pk, case.programme_year, case.owner, case.head = copy.pk, year, town, head
    case.serial, case.number = 10_000 + copy.number, f"3-{year.code}-{10_000 + copy.number}"
    case.title = f"{WORDS[copy.number % len(WORDS)]}の試行 第{copy.number}（架空）"
    reading = town.municipality.kana if town.municipality else ""
    words = tokens(f"{case.number} {case.title} {town.name} {reading}")
    case.search = SearchVector(Value(" ".join(words)), config="simple")
    return case


def _chain(copy: Copy) -> list[Act]:
    previous, chain = "", []
    for model in copy.model.acts:
        act = Act(**{f.attname: getattr(model, f.attname) for f in Act._meta.concrete_fields})
        act.pk, act.case_id, act.paper_id, act.key = None, copy.pk, None, uuid.uuid4()
        act.previous = previous
        act.hash = previous = act_hash(act, paper_hash="")
        chain.append(act)
    return chain


def _tell(batch: list[Copy], world: World) -> None:
    """A notice of every copy to the prefecture's clerk, long read but for the first few."""
    notices = Notice.objects.bulk_create(
        Notice(
            body=world.prefecture,
            kind="case.apply",
            subject="交付申請書が届きました",
            path=f"/cases/{copy.pk}/",
            unique=f"bench:{copy.pk}",
        )
        for copy in batch
    )
    Delivery.objects.bulk_create(
        Delivery(
            notice=notice,
            person_id=world.clerk.person_id,
            told_at=notice.created_at,
            read_at=notice.created_at if copy.number > UNREAD else None,
            mail=MailState.UNWANTED,
            message_id=notice.unique,
        )
        for copy, notice in zip(batch, notices, strict=True)
    )


def _fill_envelopes(years: list[ProgrammeYear]) -> None:
    """Caps as the copies draw on them: an earmark softly, a decision hard."""
    Envelope.objects.filter(programme_year__in=years, kind=EnvelopeKind.CAP).delete()
    held = (
        Case.objects.for_system("bench")
        .values_list("programme_year_id", "owner_id")
        .annotate(soft=Sum("earmarked", filter=Q(decided=0)), hard=Sum("decided"))
        .order_by()
    )
    Envelope.objects.bulk_create(
        Envelope(
            programme_year_id=year,
            menu="3",
            kind=EnvelopeKind.CAP,
            body_id=owner,
            limit=10**10,
            soft=soft or 0,
            hard=hard,
        )
        for year, owner, soft, hard in held
    )
