"""Who comes in, and the lock under which a survey is changed."""

from django.core.exceptions import PermissionDenied, ValidationError

from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission, may
from comipla.core.surveys import SurveyState
from comipla.surveys.models import Survey


def require(by: Actor, platform: Platform) -> None:
    """Raise PermissionDenied unless the actor writes the platform's plans, surveys included."""
    if not may(by, Permission.WRITE_PLAN, platform.body.path):
        raise PermissionDenied


def locked(survey: Survey, by: Actor, *states: SurveyState) -> Survey:
    """The survey under lock for somebody who may write it.

    Raises ValidationError when it stands in none of `states`.
    """
    row = (
        Survey.objects.for_system("change a survey")
        .select_related("platform__body")
        .select_for_update(of=("self",))
        .get(pk=survey.pk)
    )
    require(by, row.platform)
    if row.state not in states:
        raise ValidationError(_REFUSALS[row.state])
    return row


_REFUSALS = {
    SurveyState.DRAFT: "このアンケートは準備中です。先に回答の受付を始めてください。",
    SurveyState.OPEN: "回答を受け付けているあいだは、問いを変えられません。"
    "直すときは、新しいアンケートを作ってください。",
    SurveyState.CLOSED: "このアンケートは締め切りました。回答は、もう加えられません。",
    SurveyState.PUBLISHED: "このアンケートは結果を公開しました。もう変えられません。",
}
