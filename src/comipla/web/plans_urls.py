"""Addresses of issues and plans, for the people of a platform and for everybody."""

from django.urls import path

from comipla.web.views.plans.answering import plan_answers
from comipla.web.views.plans.issues import issue, issue_new, issue_photo, issue_poster, issues
from comipla.web.views.plans.moving import plan_begin, plan_move
from comipla.web.views.plans.public import (
    public_issue,
    public_issue_find,
    public_issue_new,
    public_plan,
    public_plan_file,
)
from comipla.web.views.plans.reading import plan, plan_difference, plan_file, plan_large
from comipla.web.views.plans.reviewing import plan_review
from comipla.web.views.plans.writing import plan_action, plan_text

_OWN = "platforms/<slug:slug>"
_VERSION = f"{_OWN}/plan/<int:version>"

urlpatterns = [
    path(f"{_OWN}/issues/", issues, name="platform_issues"),
    path(f"{_OWN}/issues/new/", issue_new, name="platform_issue_new"),
    path(f"{_OWN}/issues/poster/", issue_poster, name="platform_issue_poster"),
    path(f"{_OWN}/issues/<int:number>/", issue, name="platform_issue"),
    path(
        f"{_OWN}/issues/<int:number>/photos/<uuid:uuid>/", issue_photo, name="platform_issue_photo"
    ),
    path(f"{_OWN}/plan/", plan, name="platform_plan"),
    path(f"{_OWN}/plan/begin/", plan_begin, name="platform_plan_begin"),
    path(f"{_VERSION}/", plan, name="platform_plan_version"),
    path(f"{_VERSION}/text/", plan_text, name="platform_plan_text"),
    path(f"{_VERSION}/actions/<int:number>/", plan_action, name="platform_plan_action"),
    path(f"{_VERSION}/move/<slug:target>/", plan_move, name="platform_plan_move"),
    path(f"{_VERSION}/changes/", plan_difference, name="platform_plan_changes"),
    path(f"{_VERSION}/answers/", plan_answers, name="platform_plan_answers"),
    path(f"{_VERSION}/review/<str:year>/", plan_review, name="platform_plan_review"),
    path(f"{_VERSION}/large/", plan_large, name="platform_plan_large"),
    path(f"{_VERSION}/plan.<str:form>", plan_file, name="platform_plan_file"),
    path("p/<slug:slug>/plan/", public_plan, name="public_plan"),
    path("p/<slug:slug>/plan/plan.pdf", public_plan_file, name="public_plan_file"),
    path("p/<slug:slug>/issues/", public_issue_find, name="public_issue_find"),
    path("p/<slug:slug>/issues/new/", public_issue_new, name="public_issue_new"),
    path("p/<slug:slug>/issues/<str:receipt>/", public_issue, name="public_issue"),
]
