"""Keep what somebody typed when the session ended under their hands.

The words of an interrupted form wait in the new, anonymous session of the same browser. They are
given back only at the same address, after signing in again, and only to the same person. Where
the old session is gone without a trace nobody knows who typed; then whoever signs in next in this
browser finds the words, if the page at that address is open to them at all.
"""

from django.http import HttpRequest, QueryDict

from comipla.people.models import Person

_KEY = "interrupted_form"
_LONGEST = 200_000
_NEVER_KEPT = ("password", "token", "code", "credential")


def keep_form(request: HttpRequest, *, person: Person | None) -> bool:
    """Keep the posted fields for `person`; return False when they are too many to keep.

    `person` is None when nobody knows whose session it was. Call it with the fresh session
    already in place. Files and secrets are never kept.
    """
    fields = request.POST.copy()
    for name in list(fields):
        if any(word in name.lower() for word in _NEVER_KEPT):
            del fields[name]
    encoded = fields.urlencode()
    if len(encoded) > _LONGEST:
        return False
    request.session[_KEY] = {
        "person": person.pk if person else None,
        "path": request.path,
        "fields": encoded,
    }
    return True


def kept_form(request: HttpRequest) -> QueryDict | None:
    """What this person typed at this address before the session ended; it stays kept."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    if kept["person"] not in (None, request.user.pk):
        return None
    return QueryDict(kept["fields"])


def drop_form(request: HttpRequest) -> None:
    """Forget what was kept for this address: it has been saved."""
    if kept_form(request) is not None:
        del request.session[_KEY]


def take_form(request: HttpRequest) -> QueryDict | None:
    """Give back what this person typed at this address before the session ended, once."""
    kept = kept_form(request)
    drop_form(request)
    return kept
