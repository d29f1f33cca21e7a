"""What people fill in about themselves and about those they invite."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from comipla.core.access import ROLES
from comipla.core.wareki import parse_date
from comipla.people.models import Body, Person


def _text(sentence: str, *, length: int, required: bool = True) -> forms.CharField:
    """A line kept byte for byte but for blanks around it; `sentence` is said when it is empty."""
    return forms.CharField(
        max_length=length,
        required=required,
        error_messages={
            "required": sentence,
            "max_length": f"{length}文字以内にしてください。",
        },
    )


class WarekiField(forms.CharField):
    """A day in any usual spelling, 令和 or western."""

    def clean(self, value: Any) -> date | None:
        """Return the day, or raise with a sentence that names the spellings."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_date(typed)
        except ValueError as error:
            raise ValidationError(
                f"「{typed}」を日付として読めません。令和6年7月12日 のように入力してください。"
            ) from error


class NameForm(forms.Form):
    """How a person is called. Names go through no normalisation."""

    family_name = _text("氏を入力してください。", length=60)
    given_name = _text("", length=60, required=False)
    family_kana = _text("氏のよみをカタカナで入力してください。", length=120)
    given_kana = _text("", length=120, required=False)


class NewPersonForm(NameForm):
    """Name and first password of somebody who takes up an invitation."""

    password = forms.CharField(
        strip=False, error_messages={"required": "パスワードを入力してください。"}
    )
    password_again = forms.CharField(
        strip=False,
        error_messages={"required": "パスワードを、確かめのためもう一度入力してください。"},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Hold the password against the policy and compare it with its repetition."""
        typed = super().clean() or {}
        if password := typed.get("password"):
            names = {name: typed.get(name, "") for name in NameForm.base_fields}
            try:
                validate_password(password, Person(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password", error)
        again = typed.get("password_again")
        if again and "password" in typed and password != again:
            self.add_error(
                "password_again",
                "上のパスワードと合いません。同じパスワードをもう一度入力してください。",
            )
        return typed


class InviteForm(forms.Form):
    """Whom to invite into a body, as what, and for how long."""

    email = forms.EmailField(
        error_messages={
            "required": "メールアドレスを入力してください。",
            "invalid": "メールアドレスを、名前@example.lg.jp の形で入力してください。",
        }
    )
    role = forms.ChoiceField(
        error_messages={
            "required": "役割を選んでください。",
            "invalid_choice": "役割を一覧から選んでください。",
        }
    )
    starts_on = WarekiField(required=False)
    ends_on = WarekiField(required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = [
            (role.key, role.label, role.sentence)
            for role in ROLES.values()
            if body.kind in role.body_kinds
        ]
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            (key, label) for key, label, _ in self.roles
        ]
