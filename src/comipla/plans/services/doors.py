"""Who comes in, and the locks under which a platform's issues and plans are changed."""

from django.core.exceptions import PermissionDenied, ValidationError

from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission, may
from comipla.people.models import Body
from comipla.plans.models import Plan


def require(by: Actor, *permissions: Permission, platform: Platform) -> None:
    """Raise PermissionDenied unless the actor has one of the permissions for the platform."""
    path = platform.body.path
    if not any(may(by, permission, path) for permission in permissions):
        raise PermissionDenied


def locked_platform(platform: Platform) -> Platform:
    """The platform's row under lock: numbers of its issues and versions are taken under it.

    Raises ValidationError for a platform that was dissolved or merged.
    """
    row = (
        Platform.objects.for_system("issues and plans")
        .select_related("body")
        .select_for_update(of=("self",))
        .get(pk=platform.pk)
    )
    if row.life.stage.over:
        raise ValidationError(
            f"{row.name}は{row.life.stage.label}しています。課題と計画は、書き加えられません。"
        )
    return row


def locked_plan(plan: Plan) -> Plan:
    """The version under lock, with its platform and the platform's body, as it stands now."""
    return (
        Plan.objects.for_system("change a plan")
        .select_related("platform__body", "platform__municipality")
        .select_for_update(of=("self",))
        .get(pk=plan.pk)
    )


def body_of(by: Actor) -> Body:
    """The body for which somebody acts."""
    return Body.objects.get(code=by.body_code)
