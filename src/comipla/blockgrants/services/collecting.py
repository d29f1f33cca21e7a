"""Collect what is counted: define metrics, take tables of their values in whole or not at all."""

import hashlib
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from comipla.blockgrants.models import MetricDef, MetricFile, MetricValue, Scheme
from comipla.blockgrants.reading import ValueTable, grid_of, read_amounts, read_values
from comipla.blockgrants.selectors import members_of, metrics_of
from comipla.blockgrants.services.composing import refuse_settled
from comipla.blockgrants.services.doors import locked, person_of, require
from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission
from comipla.core.allocation.numbers import plain_number
from comipla.people.models import Body
from comipla.programme.clock import now, today

_CODE = re.compile(r"metric(\d+)")


@transaction.atomic
def define_metric(
    *,
    municipality: Body,
    label: str,
    unit: str,
    by: Actor,
    include_foreigners: bool | None = None,
    exclusions: str = "",
) -> MetricDef:
    """Add something that is counted; its code is made.

    Raises PermissionDenied, and ValidationError for a name that is empty or taken.
    """
    require(by, Permission.PREPARE_ALLOCATION, municipality)
    name = label.strip()
    if not name:
        raise ValidationError({"label": "指標の名前を書いてください（例 街灯の数）。"})
    Body.objects.select_for_update().get(pk=municipality.pk)
    known = metrics_of(municipality)
    if name in {metric.label for metric in known}:
        raise ValidationError({"label": f"「{name}」はもうあります。別の名前にしてください。"})
    numbers = [int(found[1]) for m in known if (found := _CODE.fullmatch(m.code))]
    return MetricDef.objects.create(
        municipality=municipality,
        code=f"metric{max(numbers, default=0) + 1}",
        label=name,
        unit=unit.strip(),
        include_foreigners=include_foreigners,
        exclusions=exclusions.strip(),
    )


@transaction.atomic
def import_metrics(
    *, municipality: Body, content: bytes, name: str, day: date, source: str, by: Actor
) -> tuple[MetricFile, ValueTable]:
    """Take a table of values counted on a day; all platforms that have been founded must be in it.

    Values for a day that has some already become a later version; nothing is written over. The
    same bytes for the same day are taken once.

    Raises PermissionDenied, and ValidationError with every slip by cell; nothing is stored then.
    """
    require(by, Permission.PREPARE_ALLOCATION, municipality)
    if day > today():
        raise ValidationError({"day": "基準日を今日か、それより前にしてください。"})
    Body.objects.select_for_update().get(pk=municipality.pk)
    platforms = list(members_of(municipality, recognised_only=False))
    metrics = metrics_of(municipality)
    table = read_values(grid_of(content, name), metrics, platforms)
    digest = hashlib.sha256(content).hexdigest()
    known = MetricFile.objects.filter(municipality=municipality, day=day, sha256=digest).first()
    if known is not None:
        return known, table
    file = MetricFile.objects.create(
        municipality=municipality,
        day=day,
        source=source.strip(),
        name=name[:200],
        sha256=digest,
        by_id=person_of(by),
        at=now(),
    )
    store_values(file, table, platforms, metrics)
    return file, table


def store_values(
    file: MetricFile, table: ValueTable, platforms: list[Platform], metrics: list[MetricDef]
) -> None:
    """Store the values of a file, each as the next version of its platform, metric and day."""
    codes = {metric.code: metric for metric in metrics}
    rows = MetricValue.objects.filter(platform__in=platforms, day=file.day)
    versions = {
        (platform, metric): version
        for platform, metric, version in rows.values_list("platform", "metric")
        .annotate(latest=Max("version"))
        .order_by()
    }
    MetricValue.objects.bulk_create(
        MetricValue(
            metric=codes[code],
            platform=platform,
            day=file.day,
            version=versions.get((platform.pk, codes[code].pk), 0) + 1,
            value=str(plain_number(value)),
            file=file,
        )
        for platform in platforms
        for code, value in table.values.get(platform.slug, {}).items()
    )


@transaction.atomic
def import_before(*, scheme: Scheme, content: bytes, name: str, by: Actor) -> Scheme:
    """Take last year's amounts from a table, for a year that was not reckoned here.

    Raises PermissionDenied, and ValidationError with every slip by cell.
    """
    row = locked(scheme)
    require(by, Permission.PREPARE_ALLOCATION, row.municipality)
    refuse_settled(row)
    everybody = Platform.objects.for_system("last year's amounts").filter(
        municipality=row.municipality
    )
    row.before = read_amounts(grid_of(content, name), list(everybody))
    digest = hashlib.sha256(content).hexdigest()
    row.before_source = f"{name[:100]}（SHA-256 {digest[:12]}…）"
    row.edits += 1
    row.save(update_fields=["before", "before_source", "edits"])
    return row
