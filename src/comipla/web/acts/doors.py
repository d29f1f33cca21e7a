"""Who may open a form in the making, and what becomes of words that arrive without a session.

A session can end between two key strokes. Three things see to it that nothing typed is lost:

* While somebody types, the page saves itself (`views.act_flow.draft_save`).
* A form that arrives when the session has just run out is kept by `people.middleware` for the
  same person, and given back at the same address after signing in.
* A form that arrives without any session (signed out in another tab, or the page had already
  tried to save itself and the server ended the session) is kept here, in the new anonymous
  session of the same browser. Nobody knows whose it was, so it is given to whoever signs in next
  in this browser and may open this very draft; colleagues of one body share their drafts anyway.
  Only words for a draft that exists are kept: its address is a random UUID, so that nobody can
  fill the session store by posting to invented ones, and the form's CSRF token has been checked.

Words kept are shown again but not saved until the person presses a button: reading never writes.
"""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from comipla.cases.models import FormDraft
from comipla.cases.services.drafts import act_type_of
from comipla.core.access import Actor, Permission, may
from comipla.people.interruptions import keep_form
from comipla.web.access import View, acting


def with_draft(view: View) -> View:
    """Hand the view the draft its address names, if the person may fill it in.

    A draft of another body does not exist (404); a role that may not do the act is told so (403).
    """

    @acting
    @wraps(view)
    def door(request: Any, key: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = find_draft(request.actor, key)
        if draft is None:
            raise Http404
        owner = draft.case.owner if draft.case else draft.body
        if not may(request.actor, permission_for(draft), owner.path):
            raise PermissionDenied
        return view(request, draft, *args, **kwargs)

    @wraps(view)
    @never_cache
    def keeping(request: HttpRequest, key: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return door(request, key, *args, **kwargs)
        return _sign_in_first(request, key)

    return keeping


def find_draft(actor: Actor, key: UUID) -> FormDraft | None:
    """The draft of that address, where the actor's body types it."""
    draft = (
        FormDraft.objects.visible_to(actor)
        .select_related("body", "saved_by", "programme_year__prefecture", "case__owner")
        .filter(key=key)
        .first()
    )
    if draft is not None and draft.case is not None:  # its year is the case's, read once
        draft.case.programme_year = draft.programme_year
        draft.case.prefecture = draft.programme_year.prefecture
    return draft


def permission_for(draft: FormDraft) -> Permission:
    """What it takes to fill a draft in: a decision is only drafted here."""
    declared = act_type_of(draft)
    return Permission.DRAFT_DECISION if declared.drafted else declared.permission


def _sign_in_first(request: HttpRequest, key: UUID) -> HttpResponse:
    if "text/html" not in request.headers.get("Accept", "text/html"):
        return HttpResponse(status=401)
    if request.method == "POST" and _exists(key):
        kept = keep_form(request, person=None)
        messages.warning(request, _KEPT if kept else _TOO_LONG)
    return redirect_to_login(request.get_full_path())


def _exists(key: UUID) -> bool:
    return FormDraft.objects.for_system("keep words typed into it").filter(key=key).exists()


_KEPT = (
    "ログインが切れていました。もう一度ログインすると、同じ画面に戻ります。"
    "入力した内容は残してあります（添付ファイルは選び直しが必要です）。"
)
_TOO_LONG = (
    "ログインが切れていました。もう一度ログインして、保存済みの下書きから続けてください。"
    "入力が長いため、最後の保存のあとに書いた分は残せませんでした。"
)
