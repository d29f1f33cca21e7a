"""Accounts of what is revoked, asked back after the settlement, and forgiven.

A revoked decision may be lower than what was paid: what was revoked counts beside it.
"""

from django.db import migrations, models
from django.db.models import F, Q

BEFORE = (
    "due_on",
    "requested",
    "earmarked",
    "applied",
    "decided",
    "claimed",
    "paid",
    "determined",
    "ordered_back",
    "repaid",
)
ADDED = ("reclaimed", "waived", "revoked")


def _none_below_zero(accounts):
    condition = Q()
    for account in accounts:
        condition &= Q(**{f"{account}__gte": 0})
    return condition


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_drafts_by_the_office_clock")]

    operations = [
        *(
            migrations.AddField(
                model_name="case", name=account, field=models.BigIntegerField(default=0)
            )
            for account in ADDED
        ),
        migrations.RemoveConstraint(model_name="case", name="no_account_below_zero"),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=_none_below_zero((*BEFORE[1:], *ADDED)), name="no_account_below_zero"
            ),
        ),
        migrations.RemoveConstraint(model_name="case", name="paid_within_decided"),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(paid__lte=F("decided") + F("revoked")), name="paid_within_decided"
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="case_standing"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["prefecture", "programme_year", "state", "turn", "category", "pending"],
                include=[*BEFORE, *ADDED],
                name="case_standing",
            ),
        ),
    ]
