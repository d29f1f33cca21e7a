"""Taking up an invitation: the page behind the link."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from comipla.core.access import ROLES
from comipla.people.models import Invitation, Person
from comipla.people.passwords import ALONE
from comipla.people.requests import client_ip, person_of
from comipla.people.services import (
    InvitationClosed,
    accept_invitation,
    accept_invitation_as_new_person,
    enter,
    find_open_invitation,
)
from comipla.web.access import guessing_limited
from comipla.web.account_forms import NewPersonForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password", "password_again")
@guessing_limited("invitation")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what one is invited to; a new person gives name and password, a known one agrees."""
    try:
        invited = find_open_invitation(token)
        if request.user.is_authenticated:
            return _as_known_person(request, invited, token)
        if Person.objects.filter(email=invited.email).exists():
            return _page(request, invited, "sign_in")
        return _as_new_person(request, invited, token)
    except InvitationClosed as closed:
        return render(request, "account/invitation_closed.html", {"why": str(closed)}, status=410)


def _as_known_person(request: HttpRequest, invited: Invitation, token: str) -> HttpResponse:
    person = person_of(request)
    if person.email != invited.email:
        return _page(request, invited, "other_person")
    if request.method != "POST":
        return _page(request, invited, "agree")
    try:
        accept_invitation(token=token, person=person, ip=client_ip(request))
    except ValidationError as error:
        return _page(request, invited, "agree", problem=error.messages[0])
    return redirect("/")


def _as_new_person(request: HttpRequest, invited: Invitation, token: str) -> HttpResponse:
    form = NewPersonForm(request.POST if request.method == "POST" else None, email=invited.email)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        del facts["password_again"]
        try:
            membership = accept_invitation_as_new_person(
                token=token, ip=client_ip(request), **facts
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            enter(request=request, person=membership.person)
            return redirect("/")
    return _page(request, invited, "new", form=form, fewest=ALONE)


def _page(request: HttpRequest, invited: Invitation, way: str, **more: object) -> HttpResponse:
    context = {"invited": invited, "role": ROLES[invited.role], "way": way, "problem": None}
    return render(request, "account/invitation.html", context | more)
