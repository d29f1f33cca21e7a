"""Read places."""

from django.db.models import QuerySet

from comipla.places.models import Municipality


def municipalities_of(prefecture_code: str) -> QuerySet[Municipality]:
    """The municipalities of a prefecture in the order of their codes, with their branch offices."""
    return Municipality.objects.filter(prefecture_code=prefecture_code).select_related(
        "branch_office"
    )


def codes_served_by(branch_office_code: str) -> frozenset[str]:
    """Codes of the municipalities that the branch office looks after."""
    return frozenset(
        Municipality.objects.filter(branch_office__code=branch_office_code).values_list(
            "code", flat=True
        )
    )
