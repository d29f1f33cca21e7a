"""The programme year, its budget envelopes and its calls."""

from django.db import models
from django.db.models import F, Q

from comipla.core.fiscal import FiscalYear
from comipla.programme.clock import now


class YearState(models.TextChoices):
    """SM-Year (programme G.3): how far a programme year has come. Stored; never rename."""

    PREPARING = "PREPARING", "準備（予算成立前）"
    RUNNING = "RUNNING", "執行中"
    YEAR_END = "YEAR_END", "年度末処理（出納整理期間）"
    CASH_CLOSED = "CASH_CLOSED", "出納閉鎖"
    SETTLED = "SETTLED", "決算認定済み"


class ProgrammeYear(models.Model):
    """One fiscal year of the programme in one prefecture; changed only by `advance_year`.

    `parameters` and `forms` name the editions that new cases of the year are pinned to.
    """

    prefecture = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    state = models.CharField(max_length=12, choices=YearState, default=YearState.PREPARING)
    enacted_on = models.DateField(null=True, blank=True)
    parameters = models.CharField(max_length=20)
    forms = models.CharField(max_length=20)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["prefecture", "year"], name="one_year_per_prefecture"),
            models.CheckConstraint(
                condition=Q(state=YearState.PREPARING) | Q(enacted_on__isnull=False),
                name="running_year_has_enactment_day",
            ),
        ]

    def __str__(self) -> str:
        return self.fiscal.label

    @property
    def fiscal(self) -> FiscalYear:
        """The fiscal year with its first and last day."""
        return FiscalYear(self.year)

    @property
    def title(self) -> str:
        """令和7年度, and as long as its budget has not passed 令和7年度（案）."""
        return self.fiscal.label if self.enacted else f"{self.fiscal.label}（案）"

    @property
    def accounts_closed(self) -> bool:
        """Tell whether the year's accounts are closed: nothing can be paid from it any more."""
        return self.state in (YearState.CASH_CLOSED, YearState.SETTLED)

    @property
    def enacted(self) -> bool:
        """Tell whether the budget has passed; before it no decision may be numbered."""
        return self.enacted_on is not None


class YearEvent(models.Model):
    """A step of a programme year, forwards or back: who took it, when and why. Append-only.

    `before` is the state it was taken from, empty for the opening. `key` makes a repeat harmless.
    """

    programme_year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="events"
    )
    before = models.CharField(max_length=12, choices=YearState, blank=True)
    state = models.CharField(max_length=12, choices=YearState)
    on = models.DateField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=400, blank=True)
    recorded_at = models.DateTimeField(default=now, editable=False)
    key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.programme_year_id} {self.state} {self.on}"


class EnvelopeKind(models.TextChoices):
    """What an envelope limits. Stored; never rename."""

    BUDGET = "BUDGET", "予算枠"
    CAP = "CAP", "市町村の上限額"


class Envelope(models.Model):
    """A locked row that money is drawn from: a budget line, or a municipality's yearly cap.

    Totals that gate a decision live here and are changed only under `FOR UPDATE` by the
    recording of an act; `soft` is earmarked, `hard` decided, both in yen.
    """

    programme_year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="envelopes"
    )
    menu = models.CharField(max_length=1)
    kind = models.CharField(max_length=8, choices=EnvelopeKind)
    body = models.ForeignKey("people.Body", on_delete=models.PROTECT, related_name="+")
    limit = models.BigIntegerField()
    soft = models.BigIntegerField(default=0)
    hard = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme_year", "menu", "kind", "body"], name="one_envelope_per_purpose"
            ),
            models.CheckConstraint(
                condition=Q(limit__gte=0) & Q(soft__gte=0) & Q(hard__gte=0),
                name="envelope_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(limit__gte=F("soft") + F("hard")), name="envelope_not_overdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.menu} {self.body_id}"

    @property
    def free(self) -> int:
        """Yen neither earmarked nor decided."""
        return self.limit - self.soft - self.hard


class EnvelopeChange(models.Model):
    """A change of an envelope's limit (当初, 補正, 配当): who, when, why. Append-only."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="changes")
    limit_before = models.BigIntegerField()
    limit_after = models.BigIntegerField()
    on = models.DateField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=400)
    recorded_at = models.DateTimeField(default=now, editable=False)
    key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.limit_before} → {self.limit_after}"


class CallKind(models.TextChoices):
    """What a window is open for. Stored; never rename."""

    NEEDS_SURVEY = "NEEDS_SURVEY", "要望調査"
    APPLICATION = "APPLICATION", "交付申請"


class Call(models.Model):
    """A window in which the municipalities are asked for something (要望調査, 募集)."""

    programme_year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="calls"
    )
    menu = models.CharField(max_length=1)
    kind = models.CharField(max_length=16, choices=CallKind)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["opens_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme_year", "menu", "kind"], name="one_call_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="call_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opens_on}–{self.closes_on}"


class CallChange(models.Model):
    """A window that was set or moved: who, when, from which days to which. Append-only.

    The days before are empty where none had been set.
    """

    programme_year = models.ForeignKey(ProgrammeYear, on_delete=models.PROTECT, related_name="+")
    menu = models.CharField(max_length=1)
    kind = models.CharField(max_length=16, choices=CallKind)
    opens_before = models.DateField(null=True)
    closes_before = models.DateField(null=True)
    opens_after = models.DateField()
    closes_after = models.DateField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField(default=now, editable=False)
    key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.opens_after}–{self.closes_after}"


class ParameterReview(models.Model):
    """Somebody has held a parameter of a year against its reference. Append-only.

    The mark is for the value that was read, as it was printed: another value is to be read anew.
    """

    programme_year = models.ForeignKey(
        ProgrammeYear, on_delete=models.PROTECT, related_name="reviews"
    )
    parameter = models.CharField(max_length=60)
    since = models.DateField()
    value = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme_year", "parameter", "since", "value"],
                name="one_review_of_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_year_id} {self.parameter}"
