"""Keep what somebody typed when the session ended under their hands.

The words of an interrupted form wait in the new, anonymous session. They are given back once, and
only to the same person at the same address after signing in again.
"""

from django.http import HttpRequest, QueryDict

from comipla.people.models import Person

_KEY = "interrupted_form"
_LONGEST = 200_000
_NEVER_KEPT = ("password", "token", "code", "credential")


def keep_form(request: HttpRequest, *, person: Person) -> bool:
    """Keep the posted fields for `person`; return False when they are too many to keep.

    Call it with the fresh session already in place. Files and secrets are never kept.
    """
    fields = request.POST.copy()
    for name in list(fields):
        if any(word in name.lower() for word in _NEVER_KEPT):
            del fields[name]
    encoded = fields.urlencode()
    if len(encoded) > _LONGEST:
        return False
    request.session[_KEY] = {"person": person.pk, "path": request.path, "fields": encoded}
    return True


def take_form(request: HttpRequest) -> QueryDict | None:
    """Give back what this person typed at this address before the session ended, once."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path or kept["person"] != request.user.pk:
        return None
    del request.session[_KEY]
    return QueryDict(kept["fields"])
