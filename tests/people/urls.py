"""Two bare pages, so that middleware and decorators are tried without templates."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from comipla.people.interruptions import take_form
from comipla.people.step_up import step_up_required


def who(request: HttpRequest) -> JsonResponse:
    actor = request.actor
    return JsonResponse(
        {
            "actor": actor and [actor.body_code, actor.role],
            "bodies": [membership.body.code for membership in request.memberships],
        }
    )


def form(request: HttpRequest) -> JsonResponse:
    kept = take_form(request) if request.user.is_authenticated else None
    return JsonResponse({"kept": kept and kept.dict()})


@step_up_required
def decide(request: HttpRequest) -> HttpResponse:
    return HttpResponse("decided")


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("who/", who, name="who"),
    path("form/", form, name="form"),
    path("decide/", decide, name="decide"),
    path("sign-in/", empty, name="account_login"),
    path("step-up/", empty, name="step_up"),
    path("second-factor/", empty, name="mfa_index"),
    path("second-factor/required/", empty, name="second_factor_required"),
]
