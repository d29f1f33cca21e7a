"""A form that comes back from a page of an earlier sign-in.

Signing in again, in another tab perhaps, gives the browser a new CSRF token, and a form that was
opened before still carries the old one. It is refused, but nobody has done anything wrong and what
was typed must not be lost: the words are kept for the person and shown again on the same page,
where the button can be pressed once more with the new token.

That is safe, because it changes nothing: the session cookie is SameSite=Lax, so a form posted by
another site arrives without a person, and browsers say themselves where a request comes from.
"""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.csrf import csrf_failure

from comipla.people.interruptions import keep_form
from comipla.people.requests import person_of

_SAME_SITE = "same-origin"
_SAID = (
    "ログインし直したあとの画面ではなかったため、まだ送られていません。"
    "入力した内容は残してあります（添付ファイルは選び直しが必要です）。"
    "確かめて、もう一度ボタンを押してください。"
)
KEEPING = ("act_form", "approval")
"""Pages that show kept words again."""


def form_was_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep the words of a form with an outdated token and show its page again; refuse the rest."""
    match = request.resolver_match
    own = request.headers.get("Sec-Fetch-Site") == _SAME_SITE
    person = person_of(request) if request.user.is_authenticated else None
    kept = own and person is not None and match is not None and match.url_name in KEEPING
    if kept and keep_form(request, person=person):
        messages.warning(request, _SAID)
        return redirect(request.get_full_path())
    return cast(HttpResponse, csrf_failure(request, reason=reason))
