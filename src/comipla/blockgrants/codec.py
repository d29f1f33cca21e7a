"""Between rows and the core: a scheme from its words, lines of a result as they are stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from comipla.blockgrants.models import MetricDef, Scheme
from comipla.core.allocation import AllocationError, AllocationScheme, Line, Metric, scheme_from
from comipla.core.allocation.loading import component_from
from comipla.core.allocation.numbers import plain_number

Words = Mapping[str, Any]


def metric_of(row: MetricDef, **provenance: Any) -> Metric:
    """A metric as the core knows it; `provenance` are its base_date and source."""
    return Metric(
        row.code,
        row.label,
        row.unit,
        include_foreigners=row.include_foreigners,
        exclusions=row.exclusions,
        **provenance,
    )


def core_scheme(
    row: Scheme, metrics: Iterable[MetricDef], plan: Words | None = None
) -> AllocationScheme:
    """The scheme of a row, or of another `plan` in its place.

    Raises AllocationError for what does not fit together, also for metrics that nobody defined.
    """
    plan = row.plan if plan is None else plan
    known = {metric.code: metric for metric in metrics}
    words = {
        **plan,
        "municipality": row.municipality.name,
        "fiscal_year": row.fiscal.code,
        "version": row.version,
        "legal_basis": row.legal_basis,
    }
    scheme = scheme_from(words)
    unknown = [code for code in (*scheme.needs, row.heads) if code and code not in known]
    if unknown:
        raise AllocationError(
            f"指標「{'、'.join(unknown)}」がまだ決められていません。指標の画面で足してください。"
        )
    words["metrics"] = {
        code: {
            "label": known[code].label,
            "unit": known[code].unit,
            "exclusions": known[code].exclusions,
        }
        for code in scheme.needs
    }
    return scheme_from(words)


def problems_of(
    row: Scheme, metrics: Iterable[MetricDef], plan: Words | None = None
) -> list[tuple[int | None, str]]:
    """Why a scheme cannot be reckoned yet: pairs of component (0-based; None: the whole) and why."""
    plan = row.plan if plan is None else plan
    found: list[tuple[int | None, str]] = []
    for number, part in enumerate(plan.get("components", ())):
        try:
            component_from(part, number + 1)
        except AllocationError as error:
            found.append((number, str(error)))
    if not found:
        try:
            core_scheme(row, metrics, plan)
        except AllocationError as error:
            found.append((None, str(error)))
    return found


def line_words(line: Line, metric: Metric | None) -> dict[str, Any]:
    """A line as it is stored and printed; exact numbers are texts (7.43, 1/3)."""
    return {
        "label": line.label,
        "kind": line.kind.value,
        "metric": metric.name if metric else "",
        "quantity": plain_number(line.quantity),
        "rate": plain_number(line.rate),
        "product": plain_number(line.product),
        "working": line.working,
        "rounding": line.rounding,
        "amount": line.amount,
        "provenance": metric.provenance if metric else "",
    }
