"""The inbox: what the acting body was told, and letters that could not be delivered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comipla.core.access import Permission
from comipla.notices import selectors, services
from comipla.notices.models import Delivery, Group
from comipla.notices.selectors import Show
from comipla.people.requests import ActingRequest
from comipla.programme import clock
from comipla.web.access import acting, permitted

PER_PAGE = 20

_manager = permitted(Permission.MANAGE_MEMBERS)


@acting
@require_safe
def inbox(request: ActingRequest) -> HttpResponse:
    """Show what the person was told in the body they act for."""
    show = _show(request)
    actor = request.actor
    lines = Paginator(selectors.inbox(actor, show), PER_PAGE)
    manages = Permission.MANAGE_MEMBERS in actor.permissions
    return render(
        request,
        "notices/inbox.html",
        {
            "show": show,
            "Show": Show,
            "page": lines.get_page(request.GET.get("page")),
            "counts": selectors.inbox_counts(actor),
            "groups": Group.choices,
            "wanted": [group for group, wanted in selectors.mail_groups(request.user) if wanted],
            "undelivered": selectors.dead_letters(actor).count() if manages else 0,
            "today": clock.today(),
        },
    )


@acting
@require_POST
def inbox_read(request: ActingRequest, pk: int) -> HttpResponse:
    """Note one line as read; then open its page, or come back to the inbox."""
    try:
        line = services.mark_read(delivery=pk, by=request.actor)
    except Delivery.DoesNotExist:
        raise Http404 from None
    return redirect(line.notice.path if "open" in request.POST else _back(request))


@acting
@require_POST
def inbox_read_all(request: ActingRequest) -> HttpResponse:
    """Note every line as read."""
    count = services.mark_all_read(by=request.actor)
    if count:
        messages.success(request, f"{count}件を既読にしました。")
    return redirect("inbox")


@acting
@require_POST
def inbox_mail(request: ActingRequest) -> HttpResponse:
    """Keep about what the person wants mail."""
    wanted = [group for group in Group if group.value in request.POST.getlist("groups")]
    services.choose_mail(person=request.user, groups=wanted)
    labels = "、".join(group.label for group in wanted)
    messages.success(
        request,
        f"メールで受け取る種類を変えました（{labels}）。"
        if wanted
        else "メールを送らないようにしました。通知はこのページで読めます。",
    )
    return redirect("inbox")


@_manager
@require_safe
def undelivered(request: ActingRequest) -> HttpResponse:
    """Show letters nobody tries to send any more, to people whose terms one manages."""
    letters = Paginator(selectors.dead_letters(request.actor), PER_PAGE)
    return render(
        request,
        "notices/undelivered.html",
        {"page": letters.get_page(request.GET.get("page"))},
    )


@_manager
@require_POST
def undelivered_resend(request: ActingRequest, pk: int) -> HttpResponse:
    """Try once more to send a letter."""
    try:
        line = services.resend(delivery=pk, by=request.actor)
    except Delivery.DoesNotExist:
        raise Http404 from None
    except ValidationError as problem:
        messages.warning(request, problem.messages[0])
    else:
        messages.success(request, f"{line.person.name}さんへのメールをもう一度送ります。")
    return redirect("undelivered")


def _show(request: ActingRequest) -> Show:
    wanted = request.GET.get("show", "")
    return Show(wanted) if wanted in set(Show) else Show.ALL


def _back(request: ActingRequest) -> str:
    """The inbox as it was: what was shown, and which page of it."""
    query = request.GET.urlencode()
    return f"{reverse('inbox')}?{query}" if query else reverse("inbox")
