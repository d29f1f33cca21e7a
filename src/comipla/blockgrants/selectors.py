"""Read schemes, metrics and sheets: for an actor what they may see, for a scheme what it takes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet

from comipla.blockgrants.codec import metric_of
from comipla.blockgrants.models import (
    AllocationRun,
    AllocationSheet,
    MetricDef,
    MetricFile,
    MetricValue,
    Scheme,
    SchemeState,
    SchemeStep,
)
from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.allocation import Metrics, PlatformMetrics
from comipla.core.money import Yen
from comipla.core.registry import Recognition, Stage
from comipla.people.models import Body

_PUBLIC = [state.value for state in SchemeState if state.public]


@dataclass(frozen=True)
class Collected:
    """The metrics of a scheme's platforms, and from which files they came.

    `uneven` are labels of metrics that were not counted on one day for all.
    """

    metrics: Metrics
    files: Mapping[str, tuple[MetricFile, ...]] = field(default_factory=dict)
    uneven: tuple[str, ...] = ()


@dataclass(frozen=True)
class Before:
    """Last year's amounts by slug, and where they stand; `amounts` None where there are none."""

    amounts: Mapping[str, Yen] | None
    source: str = ""


def schemes_for(actor: Actor) -> QuerySet[Scheme]:
    """The schemes in sight, the latest year first, with municipality and latest run."""
    rows = Scheme.objects.visible_to(actor).select_related("municipality")
    latest = AllocationRun.objects.order_by("scheme_id", "-number").distinct("scheme_id")
    return rows.prefetch_related(Prefetch("runs", latest, to_attr="latest_runs")).order_by(
        "-year", "municipality__code", "-version"
    )


def scheme_at(actor: Actor, pk: int) -> Scheme | None:
    """The scheme at an address, if the actor may see it."""
    rows = Scheme.objects.visible_to(actor)
    return rows.select_related("municipality", "edited_by").filter(pk=pk).first()


def metrics_of(municipality: Body) -> list[MetricDef]:
    """What a municipality counts, in the order in which it was defined."""
    return list(MetricDef.objects.filter(municipality=municipality))


def members_of(municipality: Body, *, recognised_only: bool) -> QuerySet[Platform]:
    """The platforms of a municipality that take part, in the order of their readings."""
    stages = [stage.value for stage in Stage if stage.founded]
    rows = Platform.objects.for_system("who takes part in a block grant").filter(
        municipality=municipality, stage__in=stages
    )
    if recognised_only:
        rows = rows.filter(recognition=Recognition.GRANTED.value)
    return rows.order_by("kana_key", "name")


def participants(scheme: Scheme) -> list[Platform]:
    """The platforms that a scheme gives something to."""
    return list(members_of(scheme.municipality, recognised_only=scheme.recognised_only))


def values_on(
    platforms: Iterable[Platform], day: date, codes: Iterable[str] | None = None
) -> list[MetricValue]:
    """The latest value of each metric of each platform counted on that day or before."""
    rows = MetricValue.objects.filter(platform__in=list(platforms), day__lte=day)
    if codes is not None:
        rows = rows.filter(metric__code__in=list(codes))
    return list(
        rows.select_related("metric", "file")
        .order_by("platform_id", "metric_id", "-day", "-version")
        .distinct("platform_id", "metric_id")
    )


def collected(scheme: Scheme, platforms: Iterable[Platform], codes: Iterable[str]) -> Collected:
    """The metrics that a scheme's platforms have; what is missing is not there."""
    listed = list(platforms)
    by_platform: dict[int, dict[str, MetricValue]] = defaultdict(dict)
    by_code: dict[str, list[MetricValue]] = defaultdict(list)
    for row in values_on(listed, scheme.counted_on, codes):
        by_platform[row.platform_id][row.metric.code] = row
        by_code[row.metric.code].append(row)
    definitions, files, uneven = [], {}, []
    for code, rows in by_code.items():
        days = {row.day for row in rows}
        sources = dict.fromkeys(row.file.source for row in rows)
        even = len(days) == 1
        definitions.append(
            metric_of(
                rows[0].metric,
                base_date=days.pop() if even else None,
                source="・".join(filter(None, sources)),
            )
        )
        files[code] = tuple({row.file_id: row.file for row in rows}.values())
        if not even:
            uneven.append(rows[0].metric.label)
    metrics = Metrics(
        tuple(
            PlatformMetrics(
                platform.slug,
                platform.name,
                {code: row.exact for code, row in by_platform[platform.pk].items()},
            )
            for platform in listed
        ),
        tuple(definitions),
    )
    return Collected(metrics, files, tuple(uneven))


def before_of(scheme: Scheme) -> Before:
    """Last year's amounts: as typed in for the scheme, else as published last year."""
    if scheme.before is not None:
        return Before(scheme.before, scheme.before_source)
    run = (
        AllocationRun.objects.filter(
            scheme__municipality=scheme.municipality_id,
            scheme__year=scheme.year - 1,
            scheme__state__in=_PUBLIC,
        )
        .select_related("scheme")
        .order_by("-scheme__version", "-number")
        .first()
    )
    if run is None:
        return Before(None)
    sheets = AllocationSheet.objects.for_system("last year's amounts").filter(run=run)
    amounts = dict(sheets.values_list("platform__slug", "total"))
    return Before(amounts, f"{run.scheme.title}で公表した額")


def latest_run(scheme: Scheme) -> AllocationRun | None:
    """The latest reckoning of a scheme that was kept, with its people."""
    rows = AllocationRun.objects.filter(scheme=scheme)
    return rows.select_related("prepared_by", "approved_by", "published_by").first()


def sheets_of(actor: Actor, run: AllocationRun) -> list[AllocationSheet]:
    """The sheets of a run that the actor may see, in the order of the run."""
    rows = AllocationSheet.objects.visible_to(actor).filter(run=run)
    return list(rows.select_related("platform"))


def sheet_at(actor: Actor, run: AllocationRun, slug: str) -> AllocationSheet | None:
    """The sheet of one platform, if the actor may see it."""
    rows = AllocationSheet.objects.visible_to(actor).filter(run=run, platform__slug=slug)
    return rows.select_related("platform").first()


def steps_of(scheme: Scheme) -> list[SchemeStep]:
    """What was done with a version, in order."""
    return list(SchemeStep.objects.filter(scheme=scheme).select_related("by"))


def files_of(municipality: Body) -> list[MetricFile]:
    """The tables of metrics that were taken in, the latest first."""
    rows = MetricFile.objects.filter(municipality=municipality)
    return list(rows.select_related("by")[:20])


def year_is_closed(municipality: Body, year: int) -> bool:
    """Whether the amounts of a year are locked."""
    rows = Scheme.objects.for_system("whether a year is closed")
    locked = SchemeState.LOCKED.value
    return rows.filter(municipality=municipality, year=year, state=locked).exists()
