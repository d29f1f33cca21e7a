"""Who comes in, and the one lock under which a platform is changed."""

from django.core.exceptions import PermissionDenied, ValidationError

from comipla.communities.models import Platform
from comipla.core.access import Actor, Permission, may


def require(by: Actor, *permissions: Permission, platform: Platform) -> None:
    """Raise PermissionDenied unless the actor has one of the permissions for the platform."""
    path = platform.body.path
    if not any(may(by, permission, path) for permission in permissions):
        raise PermissionDenied


def locked(platform: Platform) -> Platform:
    """The platform's row under lock, with its body and municipality, as it stands now."""
    return (
        Platform.objects.for_system("change the registry")
        .select_related("body", "municipality")
        .select_for_update(of=("self",))
        .get(pk=platform.pk)
    )


def refuse_if_over(platform: Platform) -> None:
    """Raise ValidationError for a platform that was dissolved or merged: it stays as it was."""
    if platform.life.stage.over:
        raise ValidationError(
            f"{platform.name}は{platform.life.stage.label}しています。台帳の内容は変えられません。"
            "まちがいなら、市町村が「段階の訂正」で直します。"
        )
