"""Ask for approval, approve, send back, publish, close the year, begin a new version."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from comipla.blockgrants.models import Scheme
from comipla.blockgrants.services import (
    approve,
    ask_approval,
    close_year,
    new_version,
    publish,
    send_back,
)
from comipla.core.access import Permission
from comipla.web.access import permitted
from comipla.web.views.allocations.finding import actor_of, find

_PREPARE, _DECIDE = Permission.PREPARE_ALLOCATION, Permission.APPROVE_ALLOCATION
_MOVES: dict[str, tuple[Permission, Callable[..., Any], str]] = {
    "ask": (_PREPARE, ask_approval, "算定を残し、決裁者に承認を求めました。"),
    "version": (_PREPARE, new_version, "新しい版を作りました。前の版はそのまま残ります。"),
    "approve": (_DECIDE, approve, "承認しました。公表すると、各団体が算定調書を見られます。"),
    "return": (_DECIDE, send_back, "差し戻しました。担当が直します。"),
    "publish": (_DECIDE, publish, "公表しました。この額はもう変わりません。"),
    "close": (_DECIDE, close_year, "この年度の額を確定しました。"),
}


@permitted(Permission.SEE_PLATFORM)
@require_POST
def allocation_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a scheme on by the button that was pressed."""
    scheme = find(request, pk)
    step = request.POST.get("step", "")
    if step not in _MOVES:
        raise Http404
    permission, move, told = _MOVES[step]
    find(request, pk, permission)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise PermissionDenied from None
    more = {"reason": request.POST.get("reason", "")[:500]} if step == "return" else {}
    try:
        made = move(scheme=scheme, by=actor_of(request), key=key, **more)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return redirect("allocation", pk=pk)
    messages.success(request, told)
    if step == "version" and isinstance(made, Scheme):
        return redirect("allocation_compose", pk=made.pk)
    return redirect("allocation", pk=pk)
