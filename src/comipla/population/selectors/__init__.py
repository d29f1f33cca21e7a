"""Read populations: the places, their tables, what a projection can start from, the runs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from comipla.core.access import Actor, BodyKind
from comipla.core.evidence import pooled
from comipla.core.evidence.population import YEARS, Counts
from comipla.people.models import Body
from comipla.population.models import PopulationTable, ProjectionRun, RunState, Source
from comipla.population.outlook import Bases

_PREFERRED: Final = (Source.CENSUS, Source.SMALL_AREA, Source.JUKI)
_KINDS: Final = (BodyKind.MUNICIPALITY.value, BodyKind.PLATFORM.value)


@dataclass(frozen=True)
class Basis:
    """What a projection starts from: `bases`, and the very tables they are made of."""

    bases: Bases
    source: Source
    tables: tuple[PopulationTable, ...]
    reference: tuple[PopulationTable, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The days that were counted, oldest first."""
        return tuple(table.day for table in self.tables)


@dataclass(frozen=True)
class PlaceLine:
    """A place in the list: its latest count and its latest projection."""

    body: Body
    key: str
    table: PopulationTable | None
    run: ProjectionRun | None


def place_key(body: Body) -> str:
    """How a place is called in an address: 団体コード of a municipality, slug of a platform."""
    return body.platform.slug if body.kind == BodyKind.PLATFORM else body.code


def place_at(actor: Actor, key: str) -> Body | None:
    """The municipality or platform at an address, if it is in the actor's reach or above it."""
    return _at(_reached(actor), key)


def public_place(key: str) -> Body | None:
    """The municipality or platform at a public address, whoever asks."""
    return _at(Body.objects.all(), key)


def municipalities_for(actor: Actor) -> list[Body]:
    """The municipalities in an actor's reach, in the order of their codes."""
    kind = BodyKind.MUNICIPALITY.value
    return list(_reached(actor).filter(kind=kind).select_related("municipality"))


def lines_of(bodies: QuerySet[Body] | Sequence[Body]) -> list[PlaceLine]:
    """Places with their latest count and latest projection, in two statements more."""
    rows = list(bodies)
    tables = {
        table.body_id: table
        for table in PopulationTable.objects.for_system("latest count of each place")
        .filter(body__in=rows, code="")
        .order_by("body_id", "-day", "-pk")
        .distinct("body_id")
    }
    runs = {
        run.body_id: run
        for run in ProjectionRun.objects.for_system("latest projection of each place")
        .filter(body__in=rows)
        .order_by("body_id", "-pk")
        .distinct("body_id")
    }
    return [
        PlaceLine(body, place_key(body), tables.get(body.pk), runs.get(body.pk)) for body in rows
    ]


def platforms_in(municipality: Body) -> QuerySet[Body]:
    """The bodies of a municipality's platforms."""
    kind = BodyKind.PLATFORM.value
    return (
        Body.objects.filter(kind=kind, parent=municipality)
        .select_related("platform")
        .order_by("platform__kana_key", "name")
    )


def own_tables(body: Body) -> list[PopulationTable]:
    """The tables of a place itself, oldest first; of several for one day the latest."""
    rows = (
        PopulationTable.objects.for_system("tables of one place")
        .filter(body=body, code="")
        .select_related("file__by")
        .order_by("day", "source", "-pk")
        .distinct("day", "source")
    )
    return list(rows)


def small_areas(municipality: Body) -> list[PopulationTable]:
    """The areas within a municipality by census, oldest first; of several tables the latest."""
    rows = (
        PopulationTable.objects.for_system("small areas of one municipality")
        .filter(body=municipality)
        .exclude(code="")
        .order_by("day", "source", "code", "-pk")
        .distinct("day", "source", "code")
    )
    return list(rows)


def basis_of(body: Body) -> Basis | None:
    """The latest tables five years apart, of one source, and the municipality's; None without."""
    tables = [table for table in own_tables(body) if table.men]
    chains = [
        chain
        for source in _PREFERRED
        if len(chain := _chain([table for table in tables if table.source == source])) > 1
    ]
    if not chains:
        return None
    chosen = max(chains, key=lambda chain: chain[-1].day)
    reference = _reference(body, chosen)
    classes = min(len(table.men) for table in (*chosen, *reference))
    whole = [pooled(table.counted, classes) for table in reference]
    return Basis(
        bases=Bases(
            chosen[0].day.year,
            tuple(pooled(table.counted, classes) for table in chosen),
            _sums(chosen, reference, whole),
        ),
        source=chosen[0].source,
        tables=tuple(chosen),
        reference=tuple(reference),
    )


def latest_run(body: Body, *, published: bool = False) -> ProjectionRun | None:
    """The latest projection of a place that may be looked at."""
    rows = ProjectionRun.objects.for_system("the projection of one place").filter(body=body)
    if published:
        rows = rows.filter(state=RunState.PUBLISHED.value)
    return rows.select_related("made_by", "checked_by", "published_by").order_by("-pk").first()


def runs_of(body: Body) -> list[ProjectionRun]:
    """The projections of a place, the latest first, without what they hold."""
    rows = ProjectionRun.objects.for_system("the projections of one place").filter(body=body)
    people = rows.select_related("made_by", "checked_by", "published_by")
    return list(people.defer("result").order_by("-pk")[:20])


def _reached(actor: Actor) -> QuerySet[Body]:
    """Places an actor may look at: those in reach, and the municipality one belongs to."""
    inside = (
        Q(lineage__overlap=sorted(actor.serves))
        if actor.serves
        else Q(lineage__contains=[actor.body_code])
    )
    return Body.objects.filter(inside | Q(code__in=actor.body_path), kind__in=_KINDS)


def _at(bodies: QuerySet[Body], key: str) -> Body | None:
    rows = bodies.select_related("municipality", "parent__municipality", "platform")
    return rows.filter(
        Q(kind=BodyKind.MUNICIPALITY.value, code=key)
        | Q(kind=BodyKind.PLATFORM.value, platform__slug=key)
    ).first()


def _chain(tables: list[PopulationTable]) -> list[PopulationTable]:
    """The tables that lead back from the latest in steps of five years, oldest first."""
    by_day = {table.day: table for table in tables}
    chain: list[PopulationTable] = []
    day = max(by_day, default=None)
    while day in by_day:
        chain.insert(0, by_day[day])
        day = _five_years_before(day)
    return chain


def _five_years_before(day: date) -> date:
    """The same day five years before; 29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - YEARS, day.month, last)


def _reference(body: Body, chain: list[PopulationTable]) -> list[PopulationTable]:
    """The municipality's own tables of the days of a chain, or else those of all its platforms."""
    if body.kind != BodyKind.PLATFORM:
        return []
    assert body.parent is not None
    census = (Source.CENSUS, Source.SMALL_AREA)
    sources = census if chain[0].source in census else (Source.JUKI,)
    days = [table.day for table in chain]
    own = {t.day: t for t in own_tables(body.parent) if t.source in sources and t.men}
    if all(day in own for day in days):
        return [own[day] for day in days]
    rows = (
        PopulationTable.objects.for_system("platforms of one municipality")
        .filter(body__parent=body.parent, code="", source=chain[0].source, day__in=days)
        .exclude(men=[])
        .order_by("body_id", "day", "-pk")
        .distinct("body_id", "day")
    )
    found = list(rows)
    complete = Counter(table.body_id for table in found)
    return [table for table in found if complete[table.body_id] == len(days)]


def _sums(
    chain: list[PopulationTable], reference: list[PopulationTable], whole: list[Counts]
) -> tuple[Counts, ...]:
    """The tables to lean on by day; of several platforms their sums."""
    by_day: dict[date, Counts] = {}
    for table, counts in zip(reference, whole, strict=True):
        by_day[table.day] = by_day[table.day] + counts if table.day in by_day else counts
    return tuple(by_day[table.day] for table in chain if table.day in by_day)
