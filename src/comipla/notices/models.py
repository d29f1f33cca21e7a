"""What a body is told, and to whom of its people it was handed.

A `Notice` is declared once, inside the transaction of what it tells about; `unique` makes a repeat
harmless. A worker then addresses it: one `Delivery` for each person concerned, which is their line
in the inbox and, if they want mail, their letter. Neither holds personal data beyond the person.
"""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from comipla.core.access import Actor, Permission
from comipla.people.models import Body, Membership, Person
from comipla.people.scoping import ScopedManager


class Group(models.TextChoices):
    """What notices are about; people choose their mail by it. Stored; never rename a value."""

    CASE = "case", "案件の動き"
    DUE = "due", "期限の前とあとの知らせ"
    YEAR = "year", "年度と募集"
    WORK = "work", "書き出しや取り込みの終わり"


class Urgency(models.TextChoices):
    """What the reader has to do; the first word of every subject. Stored; never rename a value."""

    TODO = "todo", "要対応"
    NEWS = "news", "お知らせ"
    DONE = "done", "完了"


class MailState(models.TextChoices):
    """Where the letter of a delivery stands. Stored; never rename a value."""

    UNWANTED = "unwanted", "送らない"
    QUEUED = "queued", "送信待ち"
    SENT = "sent", "送信済み"
    FAILED = "failed", "届けられなかった"


def permission_choices() -> list[tuple[str, str]]:
    """Every permission with its label; a function, so that a new one needs no migration."""
    return [(permission.value, permission.label) for permission in Permission]


class Notice(models.Model):
    """Something a body is told.

    `kind` is a dotted word such as "case.decide_grant" that begins with its `Group`. `facts` holds
    plain values for the text (see `notices.letters`). `path` is the page to open, from the root of
    the site. `needs` narrows the readers to those whose role has this permission. `addressed_at`
    is set once the deliveries have been made.
    """

    body = models.ForeignKey(
        Body, verbose_name="団体", on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField("種類", max_length=60)
    urgency = models.CharField("緊急度", max_length=8, choices=Urgency, default=Urgency.NEWS)
    subject = models.CharField("件名", max_length=200)
    facts = models.JSONField("内容", default=dict)
    path = models.CharField("開くページ", max_length=300)
    needs = models.CharField("対象の権限", max_length=40, choices=permission_choices, blank=True)
    unique = models.CharField("重複を防ぐ鍵", max_length=200, unique=True)
    created_at = models.DateTimeField("日時", default=timezone.now, editable=False)
    addressed_at = models.DateTimeField("宛先を決めた日時", null=True, editable=False)

    objects: ClassVar[ScopedManager["Notice"]] = ScopedManager()

    class Meta:
        verbose_name = "通知"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                name="notice_not_yet_addressed",
                fields=["created_at"],
                condition=Q(addressed_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_urgency_is_declared", condition=Q(urgency__in=Urgency.values)
            ),
            models.CheckConstraint(
                name="notice_path_stays_on_this_site",
                condition=Q(path__regex=r"^/($|[^/\\])"),
            ),
        ]

    @classmethod
    def scope(cls, actor: Actor) -> Q:
        """What the actor's own body was told."""
        return Q(body__code=actor.body_code)

    @property
    def group(self) -> str:
        """The group of the kind: "case" for "case.decide_grant"."""
        return self.kind.partition(".")[0]

    @property
    def due_on(self) -> date | None:
        """The day by which the reader has to act, if there is one."""
        due = self.facts.get("due")
        return date.fromisoformat(due) if due else None

    def __str__(self) -> str:
        return f"【{self.get_urgency_display()}】{self.subject}"


class Delivery(models.Model):
    """A notice in the hands of one person: the line in the inbox and the letter.

    `told_at` is the time of the notice. `message_id` is made from the notice's key and the person,
    so that a letter that had to be sent again is recognised as the same one. `problem` says in
    words what kept the last attempt from succeeding.
    """

    notice = models.ForeignKey(
        Notice, verbose_name="通知", on_delete=models.CASCADE, related_name="deliveries"
    )
    person = models.ForeignKey(
        Person, verbose_name="人", on_delete=models.PROTECT, related_name="deliveries"
    )
    told_at = models.DateTimeField("日時", editable=False)
    read_at = models.DateTimeField("読んだ日時", null=True, blank=True)
    mail = models.CharField("メール", max_length=8, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField("送信を試みた回数", default=0)
    problem = models.CharField("送れなかった理由", max_length=200, blank=True)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, unique=True, editable=False)

    objects: ClassVar[ScopedManager["Delivery"]] = ScopedManager()

    class Meta:
        verbose_name = "通知の配達"
        ordering = ["-told_at", "-pk"]
        indexes = [
            models.Index(name="delivery_inbox", fields=["person", "-told_at", "-id"]),
            models.Index(name="delivery_unread", fields=["person"], condition=Q(read_at=None)),
            models.Index(
                name="delivery_mail_to_do",
                fields=["mail"],
                condition=Q(mail__in=[MailState.QUEUED, MailState.FAILED]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="delivery_once_per_person", fields=["person", "notice"]),
            models.CheckConstraint(
                name="delivery_mail_is_declared", condition=Q(mail__in=MailState.values)
            ),
            models.CheckConstraint(
                name="delivery_sent_at_some_time",
                condition=Q(mail=MailState.SENT, sent_at__isnull=False)
                | (~Q(mail=MailState.SENT) & Q(sent_at=None)),
            ),
        ]

    @classmethod
    def scope(cls, actor: Actor) -> Q:
        """What the actor was handed in this body; whoever manages members sees theirs as well."""
        own = Q(person=actor.person_id, notice__body__code=actor.body_code)
        if Permission.MANAGE_MEMBERS in actor.permissions:
            return own | Q(notice__body__lineage__contains=[actor.body_code])
        return own

    def __str__(self) -> str:
        return f"{self.notice} → {self.person}"


class MailChoice(models.Model):
    """A person wants no mail about one group of notices; the inbox shows them all the same."""

    person = models.ForeignKey(
        Person, verbose_name="人", on_delete=models.CASCADE, related_name="mail_choices"
    )
    group = models.CharField("種類のまとまり", max_length=20, choices=Group)

    class Meta:
        verbose_name = "メールを受け取らない種類"
        constraints = [
            models.UniqueConstraint(name="mail_choice_once_per_group", fields=["person", "group"])
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.group}"


class CalendarFeed(models.Model):
    """A secret address under which a calendar program reads the due days of one membership.

    Only the SHA-256 of the address's token is stored. `ended_at` closes it; a membership has one
    open feed at a time, and none is read once the membership is over.
    """

    membership = models.ForeignKey(
        Membership, verbose_name="所属", on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("止めた日時", null=True, blank=True)

    class Meta:
        verbose_name = "期限の購読"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_feed_per_membership",
                fields=["membership"],
                condition=Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.created_at}"
