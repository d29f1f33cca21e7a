"""What others than the platform's own people read of its money."""

from django.db.models import Count, Q, Sum

from comipla.books.models import BooksYear, Entry
from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.books import Side, YearState
from comipla.core.money import Yen


def grant_sums(actor: Actor, platform: Platform) -> dict[int, tuple[Yen, Yen, int]]:
    """Received, spent and vouchers of each grant over all years, by the grant's id."""
    sums = (
        Entry.objects.visible_to(actor)
        .filter(year__platform=platform, grant__isnull=False, state__in=("PAID", "CLOSED"))
        .order_by()
        .values("grant")
        .annotate(
            received=Sum("amount", filter=Q(side=Side.INCOME.value)),
            spent=Sum("amount", filter=Q(side=Side.EXPENSE.value)),
            count=Count("pk"),
        )
    )
    return {row["grant"]: (row["received"] or 0, row["spent"] or 0, row["count"]) for row in sums}


def published_books(slug: str, year: int) -> BooksYear | None:
    """A year of books that its platform has published: for everybody, without sign-in."""
    return (
        BooksYear.objects.for_system("published statements")
        .filter(platform__slug=slug, year=year, state=YearState.PUBLISHED.value)
        .select_related("platform__municipality")
        .first()
    )
