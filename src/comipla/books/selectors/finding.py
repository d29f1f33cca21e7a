"""Find the books that an address names, as far as the actor may see them."""

from django.db.models import QuerySet

from comipla.books.models import BankBook, BooksYear, Entry, Grant
from comipla.communities.models import Platform
from comipla.core.access import Actor


def books_of(actor: Actor | None, platform: Platform) -> QuerySet[BooksYear]:
    """The years of a platform's books, newest first."""
    return BooksYear.objects.visible_to(actor).filter(platform=platform).order_by("-year")


def books_year(actor: Actor | None, slug: str, year: int) -> BooksYear | None:
    """A year of the books at an address, with its platform."""
    return (
        BooksYear.objects.visible_to(actor)
        .filter(platform__slug=slug, year=year)
        .select_related("platform__body", "platform__municipality")
        .first()
    )


def entry_at(actor: Actor, year: BooksYear, number: int) -> Entry | None:
    """A voucher by its number, with everything its page shows but the receipts."""
    return (
        Entry.objects.visible_to(actor)
        .filter(year=year, number=number)
        .select_related(
            "account",
            "bank__book",
            "grant",
            "entered_by",
            "approved_by",
            "paid_by",
            "reverses",
            "reversal",
            "year__platform__body",
        )
        .first()
    )


def waiting(actor: Actor, year: BooksYear) -> QuerySet[Entry]:
    """The vouchers that are not booked yet, oldest first, with the number of their receipts."""
    return (
        Entry.objects.visible_to(actor)
        .filter(year=year, state__in=("DRAFT", "APPROVED"))
        .select_related("account", "bank", "grant", "entered_by")
        .prefetch_related("receipts")
        .order_by("number")
    )


def banks_of(platform: Platform) -> QuerySet[BankBook]:
    """The passbooks and cash boxes in use, by set of accounts."""
    return BankBook.objects.filter(book__platform=platform, is_active=True).select_related("book")


def grants_of(platform: Platform) -> QuerySet[Grant]:
    """The grants whose money is tagged in the books."""
    return Grant.objects.filter(platform=platform)
