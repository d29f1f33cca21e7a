"""``comipla createuser``: the first person of a new installation, and later ones at need."""

from datetime import datetime

import click
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from comipla.config.words import OperatorError, both, paragraphs
from comipla.core.access import ROLES
from comipla.people.models import Body
from comipla.people.services.memberships import begin_membership
from comipla.people.services.persons import create_person

_ROLES = "\n".join(f"  {role.key:16}{role.label}" for role in ROLES.values())


@click.command(
    help=paragraphs(
        "利用者を作り、機関での役割を与えます。パスワードは画面に出さずに尋ねます。",
        "Create a user with a role in a body. The password is asked for, unseen.",
    ),
    epilog=f"\b\n{_ROLES}",
)
@click.option("--email", required=True, help="メールアドレス / e-mail address")
@click.option("--family-name", required=True, help="氏 / family name")
@click.option("--given-name", default="", help="名 / given name")
@click.option("--body", "body_code", required=True, help="機関の番号 / code of the body (46)")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="役割 / role")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="任期の終わり / last day")
@click.password_option(prompt="パスワード / Password", help="省くと尋ねます / asked for if absent")
def command(
    email: str,
    family_name: str,
    given_name: str,
    body_code: str,
    role: str,
    until: datetime | None,
    password: str,
) -> None:
    """Make the person and the membership, or neither."""
    body = Body.objects.filter(code=body_code).first()
    if body is None:
        raise OperatorError(
            f"番号 {body_code} の機関はまだありません。先に comipla import places を行ってください。",
            f"There is no body {body_code} yet. Run comipla import places first.",
        )
    try:
        with transaction.atomic():
            person = create_person(
                email=email, family_name=family_name, given_name=given_name, password=password
            )
            begin_membership(
                person=person,
                body=body,
                role=role,
                starts_on=timezone.localdate(),
                ends_on=until.date() if until else None,
            )
    except ValidationError as refusal:
        raise OperatorError("\n".join(refusal.messages), "The user was not created.") from None
    click.echo(both(f"{email} を作りました。", f"{email} created."))
