"""Persons, the bodies they act for, and the terms in which they do so.

A person signs in once and may belong to several bodies. What a person may do follows from one
membership at a time (see `core.access`); a membership counts from its first to its last day, both
included, and nothing else gives a right. Names are stored byte for byte: no normalisation ever
touches them, only their sorting keys.
"""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils import timezone

from comipla.core.access import ROLES, BodyKind
from comipla.core.kana import kana_key
from comipla.places.models import Municipality


def role_choices() -> list[tuple[str, str]]:
    """Every declared role with its label; a function, so that a new role needs no migration."""
    return [(role.key, role.label) for role in ROLES.values()]


def body_kind_choices() -> list[tuple[str, str]]:
    """Every kind of body with its label."""
    return [(kind.value, kind.label) for kind in BodyKind]


class PersonManager(BaseUserManager["Person"]):
    """Creates persons; e-mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **names: Any) -> "Person":
        """Store a person; without a password nobody can sign in by one."""
        person = self.model(email=email, **names)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by e-mail address, however it was typed."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who may sign in, known by an e-mail address.

    `is_fictional` marks the invented people of the demo: only they can be entered by one click.
    A person is never deleted, only made inactive; acts keep pointing at them.
    """

    email = models.EmailField("メールアドレス", unique=True)
    family_name = models.CharField("氏", max_length=60)
    given_name = models.CharField("名", max_length=60, blank=True)
    family_kana = models.CharField("氏（カナ）", max_length=120, blank=True)
    given_kana = models.CharField("名（カナ）", max_length=120, blank=True)
    kana_key = models.CharField(max_length=490, db_collation="C", editable=False, blank=True)
    is_active = models.BooleanField("使えるアカウント", default=True)
    is_fictional = models.BooleanField("架空の人（体験版）", default=False)
    created_at = models.DateTimeField("登録日時", default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["family_name"]

    objects = PersonManager()

    class Meta:
        verbose_name = "人"
        constraints = [
            models.CheckConstraint(
                name="person_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
            models.CheckConstraint(name="person_has_a_name", condition=~Q(family_name="")),
        ]

    @property
    def name(self) -> str:
        """Family and given name with a space between, as written by the person."""
        return f"{self.family_name} {self.given_name}".strip()

    def get_full_name(self) -> str:
        """The name, under the word that Django's own parts ask for."""
        return self.name

    def get_short_name(self) -> str:
        """The family name."""
        return self.family_name

    def clean(self) -> None:
        """Lower the case of the address; leave the names alone."""
        self.email = self.email.strip().lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the person with a lower-case address and the sorting key of the reading."""
        self.clean()
        self.kana_key = kana_key(f"{self.family_kana}{self.given_kana}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "kana_key"}
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A body people act for: prefecture, branch office, municipality, platform, organisation.

    `code` is for ever: "46" for a prefecture, the six-digit 団体コード for a municipality, the
    code of `places.BranchOffice` for a branch office. Only prefectures stand at the root, so
    every body knows its prefecture (`path[0]`). `section`, `phone` and the head's title and name
    are printed on papers.
    """

    kind = models.CharField("種別", max_length=20, choices=body_kind_choices)
    code = models.CharField("コード", max_length=32, unique=True)
    name = models.CharField("名称", max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name="上位の団体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    municipality = models.OneToOneField(
        Municipality,
        verbose_name="市町村",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="body",
    )
    section = models.CharField("担当課（係）", max_length=120, blank=True)
    phone = models.CharField("電話", max_length=40, blank=True)
    head_title = models.CharField("代表者の職名", max_length=60, blank=True)
    head_name = models.CharField("代表者の氏名", max_length=120, blank=True)
    lineage = ArrayField(models.CharField(max_length=32), editable=False)

    class Meta:
        verbose_name = "団体"
        verbose_name_plural = "団体"
        ordering = ["code"]
        indexes = [GinIndex(name="body_lineage", fields=["lineage"])]
        constraints = [
            models.CheckConstraint(
                name="body_kind_is_declared",
                condition=Q(kind__in=[kind.value for kind in BodyKind]),
            ),
            models.CheckConstraint(
                name="body_at_the_root_is_a_prefecture",
                condition=Q(kind=BodyKind.PREFECTURE.value, parent=None)
                | (~Q(kind=BodyKind.PREFECTURE.value) & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="body_names_its_municipality",
                condition=Q(kind=BodyKind.MUNICIPALITY.value, municipality__isnull=False)
                | (~Q(kind=BodyKind.MUNICIPALITY.value) & Q(municipality=None)),
            ),
        ]

    @property
    def path(self) -> tuple[str, ...]:
        """Codes from the root of the tree down to this body, e.g. ``("46", "462012")``."""
        return tuple(self.lineage)

    @property
    def prefecture_code(self) -> str:
        """The code of the prefecture this body belongs to."""
        return self.lineage[0]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the body with its place in the tree."""
        above = self.parent.lineage if self.parent else []
        self.lineage = [*above, self.code]
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name


class TermRange(Func):
    """The days of a membership as a range, both ends included, open when no end is set."""

    function = "daterange"
    output_field = DateRangeField()


class Membership(models.Model):
    """A person holds a role in a body from one day to another (both included).

    `ended_at` cuts the term short at that very moment, whatever `ends_on` says: rights end with
    the next request, and a new term may begin on the same day.
    """

    person = models.ForeignKey(
        Person, verbose_name="人", on_delete=models.PROTECT, related_name="memberships"
    )
    body = models.ForeignKey(
        Body, verbose_name="団体", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("役割", max_length=40, choices=role_choices)
    starts_on = models.DateField("始まる日")
    ends_on = models.DateField("終わる日", null=True, blank=True)
    ended_at = models.DateTimeField("終えた日時", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        Person,
        verbose_name="終えた人",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="memberships_ended",
    )

    class Meta:
        verbose_name = "所属"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="membership_ended_by_somebody_at_some_time",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            ExclusionConstraint(
                name="membership_terms_of_one_role_do_not_overlap",
                condition=Q(ended_at=None),
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("body", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        TermRange(F("starts_on"), F("ends_on"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def role_label(self) -> str:
        """The role in the words of the office."""
        return ROLES[self.role].label if self.role in ROLES else self.role

    def __str__(self) -> str:
        return f"{self.person} {self.body} {self.role_label}"


class Invitation(models.Model):
    """A link that lets one person join one body in one role, once, for seven days.

    Only the SHA-256 of the link's token is stored. `withdrawn_at` closes a link that was sent to
    the wrong address.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField("メールアドレス")
    body = models.ForeignKey(
        Body, verbose_name="団体", on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField("役割", max_length=40, choices=role_choices)
    starts_on = models.DateField("始まる日")
    ends_on = models.DateField("終わる日", null=True, blank=True)
    invited_by = models.ForeignKey(
        Person, verbose_name="招いた人", on_delete=models.PROTECT, related_name="invitations_sent"
    )
    created_at = models.DateTimeField("作成日時", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("期限")
    used_at = models.DateTimeField("使われた日時", null=True, blank=True)
    used_by = models.ForeignKey(
        Person,
        verbose_name="使った人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations_used",
    )
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)

    class Meta:
        verbose_name = "招待"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="invitation_used_by_somebody_at_some_time",
                condition=Q(used_at=None, used_by=None)
                | Q(used_at__isnull=False, used_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_is_used_or_withdrawn_not_both",
                condition=Q(used_at=None) | Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="invitation_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="invitation_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.body}"


class AuditKind(models.TextChoices):
    """What happened to somebody's access. Stored; never rename a value."""

    SIGNED_IN = "signed_in", "ログインした"
    SIGN_IN_REFUSED = "sign_in_refused", "ログインできなかった"
    SIGNED_OUT = "signed_out", "ログアウトした"
    SESSION_EXPIRED = "session_expired", "時間がたってログアウトした"
    SESSIONS_ENDED = "sessions_ended", "端末のログインを終えた"
    BODY_SWITCHED = "body_switched", "所属を切り替えた"
    STEPPED_UP = "stepped_up", "本人であることを確かめ直した"
    PASSWORD_CHANGED = "password_changed", "パスワードを変えた"
    SECOND_FACTOR_ADDED = "second_factor_added", "2つ目の確認方法を加えた"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "2つ目の確認方法を外した"
    RECOVERY_CODE_USED = "recovery_code_used", "予備コードを使った"
    INVITED = "invited", "招待した"
    INVITATION_ACCEPTED = "invitation_accepted", "招待を受けた"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "招待を取り下げた"
    MEMBERSHIP_BEGAN = "membership_began", "所属が始まった"
    MEMBERSHIP_ENDED = "membership_ended", "所属を終えた"
    PERSON_DISABLED = "person_disabled", "アカウントを止めた"
    PERSON_ENABLED = "person_enabled", "アカウントを使えるようにした"
    NAME_CHANGED = "name_changed", "氏名を変えた"
    FEED_OPENED = "feed_opened", "期限の配信のアドレスを作った"
    FEED_CLOSED = "feed_closed", "期限の配信を止めた"


def audit_kind_choices() -> list[tuple[str, str]]:
    """Every kind of audit event with its label."""
    return AuditKind.choices


class AuditEvent(models.Model):
    """Something that happened to somebody's access: who, when, what, from where.

    Rows are only ever added; a trigger refuses anything else. `person` acted (None when nobody
    was signed in), `subject` is the person it happened to when that is somebody else. `detail`
    holds short plain values, never a password, a token or a personal name.
    """

    at = models.DateTimeField("日時", default=timezone.now, editable=False)
    kind = models.CharField("できごと", max_length=40, choices=audit_kind_choices)
    person = models.ForeignKey(
        Person,
        verbose_name="した人",
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_events",
    )
    subject = models.ForeignKey(
        Person,
        verbose_name="された人",
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_events_about",
    )
    body = models.ForeignKey(
        Body, verbose_name="団体", null=True, on_delete=models.PROTECT, related_name="audit_events"
    )
    ip = models.GenericIPAddressField("接続元", null=True)
    detail = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = "監査の記録"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="audit_event_person_at", fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.get_kind_display()}"
