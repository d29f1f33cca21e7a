"""Reads on programme years."""

from django.db.models import QuerySet

from comipla.core.access import Actor
from comipla.programme.models import Call, CallKind, Envelope, EnvelopeKind, ProgrammeYear


def years_of(actor: Actor) -> QuerySet[ProgrammeYear]:
    """The years of the actor's prefecture, newest first."""
    return ProgrammeYear.objects.filter(prefecture__code=actor.body_path[0])


def running_year(actor: Actor) -> ProgrammeYear | None:
    """The newest year whose budget has passed, else the newest of all."""
    years = list(years_of(actor))
    return next((year for year in years if year.enacted), years[0] if years else None)


def survey_years(actor: Actor) -> list[ProgrammeYear]:
    """The years for which needs can be handed in: in preparation or running, newest first."""
    return [year for year in years_of(actor) if year.state in ("PREPARING", "RUNNING")]


def call_of(year: ProgrammeYear, kind: CallKind) -> Call | None:
    """The window of a call, where one has been set."""
    return Call.objects.filter(programme_year=year, kind=kind).first()


def budget_of(year: ProgrammeYear, menu: str) -> Envelope | None:
    """The budget line of a menu."""
    return Envelope.objects.filter(programme_year=year, menu=menu, kind=EnvelopeKind.BUDGET).first()


def caps_of(year: ProgrammeYear, menu: str) -> QuerySet[Envelope]:
    """The caps of all municipalities with their bodies, in the order of the codes."""
    return (
        Envelope.objects.filter(programme_year=year, menu=menu, kind=EnvelopeKind.CAP)
        .select_related("body__municipality")
        .order_by("body__code")
    )
