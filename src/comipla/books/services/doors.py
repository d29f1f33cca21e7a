"""Who comes in, and the one lock under which a year of books is changed."""

from django.core.exceptions import PermissionDenied

from comipla.books.models import BooksYear
from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission, may


def require(by: Actor, permission: Permission, *, platform: Platform) -> None:
    """Raise PermissionDenied unless the actor has the permission for the platform."""
    if not may(by, permission, platform.body.path):
        raise PermissionDenied


def locked(year: BooksYear) -> BooksYear:
    """The year under lock with its platform: numbers and balances then follow one another."""
    return (
        BooksYear.objects.for_system("change the books")
        .select_related("platform__body")
        .select_for_update(of=("self",))
        .get(pk=year.pk)
    )
