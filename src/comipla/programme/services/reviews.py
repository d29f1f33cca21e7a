"""Mark parameters of a year as held against their references."""

from collections.abc import Collection

from django.db import transaction

from comipla.core.access import Actor
from comipla.programme.models import ParameterReview, ProgrammeYear
from comipla.programme.parameters import in_force
from comipla.programme.services.common import check


@transaction.atomic
def mark_reviewed(*, year: ProgrammeYear, keys: Collection[str], by: Actor | None) -> int:
    """Note that the values of these parameters were read and are right; gives how many are new.

    A value that was marked before keeps its first mark. Unknown keys are passed over.
    """
    check(by, year.prefecture)
    before = ParameterReview.objects.filter(programme_year=year).count()
    ParameterReview.objects.bulk_create(
        (
            ParameterReview(
                programme_year=year,
                parameter=setting.parameter.key,
                since=setting.dated.since,
                value=setting.printed,
                by_id=by.person_id if by else None,
            )
            for setting in in_force(year)
            if setting.parameter.key in keys
        ),
        ignore_conflicts=True,
    )
    return ParameterReview.objects.filter(programme_year=year).count() - before
