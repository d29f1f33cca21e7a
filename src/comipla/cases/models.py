"""Cases and their acts.

`Act`, `Posting` are history: written once by `cases.services.record_act`, guarded by triggers
against change. The columns of `Case` are a projection of its acts, written in the same
transaction by the same door, and compared by `verify`.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Subquery

from comipla.core.access import Actor
from comipla.people.models import Body
from comipla.people.scoping import ScopedManager
from comipla.programme.clock import now

ACCOUNTS = (
    "requested",
    "earmarked",
    "applied",
    "decided",
    "claimed",
    "paid",
    "determined",
    "ordered_back",
    "repaid",
    "reclaimed",
    "waived",
    "revoked",
)
"""Money accounts of a case that have a column of their own; keys are for ever."""


class Case(models.Model):
    """A case (案件): one support of one municipality. Its door is `record_act`.

    Every column below `opened_at` is a projection of the acts.
    """

    procedure = models.CharField(max_length=20)
    programme_year = models.ForeignKey(
        "programme.ProgrammeYear", on_delete=models.PROTECT, related_name="cases"
    )
    prefecture = models.ForeignKey(
        "people.Body", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="cases")
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=16, unique=True)
    parameters = models.CharField(max_length=20)
    forms = models.CharField(max_length=20)
    opened_at = models.DateTimeField()

    title = models.CharField(max_length=100)
    category = models.CharField(max_length=8, blank=True)
    priority = models.PositiveSmallIntegerField(default=1)
    platform = models.ForeignKey(
        "communities.Platform", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=24)
    turn = models.CharField(max_length=12, blank=True)
    pending = models.CharField(max_length=32, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_label = models.CharField(max_length=60, blank=True)
    due_owner = models.CharField(max_length=12, blank=True)
    requested = models.BigIntegerField(default=0)
    earmarked = models.BigIntegerField(default=0)
    applied = models.BigIntegerField(default=0)
    decided = models.BigIntegerField(default=0)
    claimed = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    determined = models.BigIntegerField(default=0)
    ordered_back = models.BigIntegerField(default=0)
    repaid = models.BigIntegerField(default=0)
    reclaimed = models.BigIntegerField(default=0)
    waived = models.BigIntegerField(default=0)
    revoked = models.BigIntegerField(default=0)
    acts_count = models.PositiveIntegerField(default=0)
    last_act_at = models.DateTimeField()
    head = models.CharField(max_length=64, blank=True)
    search = SearchVectorField(null=True, editable=False)

    objects: ClassVar[ScopedManager["Case"]] = ScopedManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme_year", "procedure", "serial"], name="case_serial_unique"
            ),
            models.CheckConstraint(
                condition=Q(requested__gte=0)
                & Q(earmarked__gte=0)
                & Q(applied__gte=0)
                & Q(decided__gte=0)
                & Q(claimed__gte=0)
                & Q(paid__gte=0)
                & Q(determined__gte=0)
                & Q(ordered_back__gte=0)
                & Q(repaid__gte=0)
                & Q(reclaimed__gte=0)
                & Q(waived__gte=0)
                & Q(revoked__gte=0),
                name="no_account_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(determined__lte=F("decided")), name="determined_within_decided"
            ),
            models.CheckConstraint(
                condition=Q(paid__lte=F("decided") + F("revoked")), name="paid_within_decided"
            ),
            models.CheckConstraint(condition=Q(repaid__lte=F("paid")), name="repaid_within_paid"),
        ]
        indexes = [
            models.Index(fields=["programme_year", "state"]),
            models.Index(fields=["owner", "programme_year", "-id"]),
            # These two hold all that the counts of the lists ask for, in the order in which they
            # group: counting never touches the cases themselves.
            models.Index(
                fields=["prefecture", "programme_year", "state", "turn", "category", "pending"],
                include=["due_on", *ACCOUNTS],
                name="case_standing",
            ),
            models.Index(
                fields=["prefecture", "owner"],
                include=["programme_year", "state", "turn", "category", "pending", "due_on"],
                name="case_place",
            ),
            models.Index(
                fields=["prefecture", "due_on"],
                condition=Q(due_on__isnull=False),
                name="case_due",
            ),
            GinIndex(fields=["search"], name="case_search"),
        ]

    def __str__(self) -> str:
        return self.number

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The cases in an actor's scope: own prefecture's, served ones, or the municipality's.

        The body is found by a subquery instead of a join: it is then one value, known before the
        cases are read, and every index that begins with it can be used (four times faster counts).
        """
        bodies = Body.objects.order_by().values("pk")
        if actor.serves:
            return Q(owner__in=bodies.filter(code__in=actor.serves))
        own = Subquery(bodies.filter(code=actor.body_code))
        return Q(prefecture=own) if actor.side == "prefecture" else Q(owner=own)


class Act(models.Model):
    """One act of a case: immutable, chained to the one before it by hash."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    of = models.CharField(max_length=32, blank=True)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    state_after = models.CharField(max_length=24)
    facts = models.JSONField()
    dues = models.JSONField(default=list)
    paper = models.OneToOneField(
        "documents.Paper", on_delete=models.PROTECT, null=True, related_name="act"
    )
    files = models.JSONField(default=list)
    key = models.UUIDField(unique=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="act_number_unique_in_case"),
            models.CheckConstraint(condition=Q(number__gte=1), name="acts_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.number} {self.kind}"


class CaseDue(models.Model):
    """A deadline of a case that runs: a projection of its acts, like the columns of the case.

    `Case.due_on` is the earliest of them. What has been met or waived has no row any more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dues")
    key = models.CharField(max_length=32)
    label = models.CharField(max_length=60)
    owner = models.CharField(max_length=12)
    on = models.DateField()

    objects: ClassVar[ScopedManager["CaseDue"]] = ScopedManager()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="one_due_of_a_kind"),
        ]
        indexes = [models.Index(fields=["on"], name="case_due_on")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key} {self.on}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """The deadlines of the cases in an actor's scope."""
        return Q(case__in=Case.objects.visible_to(actor).values("pk"))


class Posting(models.Model):
    """What an act moved on a money account, in yen, and the balance it left."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="postings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="postings")
    account = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    balance = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["act", "account"], name="one_posting_per_account"),
            models.CheckConstraint(
                condition=Q(balance__gte=0), name="posting_balance_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount:+}"


class FormDraft(models.Model):
    """What somebody has typed into a form and not submitted: saved on the server as typed.

    `raw` holds the strings of the form; nothing is parsed until it is checked. `version` rises
    with every save, so that two tabs notice each other. `key` becomes the idempotency key of the
    act, so a second click finds the first one's receipt.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="drafts")
    programme_year = models.ForeignKey(
        "programme.ProgrammeYear", on_delete=models.PROTECT, related_name="+"
    )
    procedure = models.CharField(max_length=20)
    kind = models.CharField(max_length=32)
    raw = models.JSONField(default=dict)
    last_field = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    saved_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=now)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, related_name="draft")

    objects: ClassVar[ScopedManager["FormDraft"]] = ScopedManager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "case", "kind"],
                condition=Q(act__isnull=True) & Q(case__isnull=False),
                name="one_open_draft_per_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.saved_at}"

    @staticmethod
    def scope(actor: Actor) -> Q:
        """Drafts belong to the body that types them; the other side sees only what is submitted."""
        return Q(body__code=actor.body_code)


class Attachment(models.Model):
    """A file handed in with a form: kept under a generated name, known by its SHA-256."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(FormDraft, on_delete=models.PROTECT, related_name="attachments")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, related_name="attachments")
    slot = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """A line written about a case: an internal note of one body, or a message both sides read."""

    class Audience(models.TextChoices):
        """Who reads the remark. Stored; never rename."""

        INTERNAL = "INTERNAL", "内部メモ"
        SHARED = "SHARED", "やり取り"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remarks")
    audience = models.CharField(max_length=8, choices=Audience)
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    key = models.UUIDField(unique=True)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.audience}"


class SavedView(models.Model):
    """A list that a person keeps: a name for the filters in its address."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="view_name_unique_for_person"),
        ]

    def __str__(self) -> str:
        return self.name
