"""A row for every deadline that runs; filled from the acts of the cases there are."""

import django.db.models.deletion
from django.db import migrations, models

from comipla.cases.procedures import PROCEDURES


def fill(apps, _schema_editor):
    """Start and end deadlines act by act, as the docket does."""
    due_model = apps.get_model("cases", "CaseDue")
    acts = apps.get_model("cases", "Act").objects.order_by("number")
    for case in apps.get_model("cases", "Case").objects.order_by("pk").iterator():
        running = _running(PROCEDURES[case.procedure], acts.filter(case=case))
        due_model.objects.bulk_create(due_model(case=case, **due) for due in running)


def _running(procedure, acts):
    running = {}
    for act in acts:
        for key in procedure.met_by.get(act.kind, ()):
            running.pop(key, None)
        running |= {due["key"]: due for due in act.dues}
        if procedure.states[act.state_after].final:
            running = {key: due for key, due in running.items() if key in procedure.lasting}
    return running.values()


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_what_comes_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32)),
                ('label', models.CharField(max_length=60)),
                ('owner', models.CharField(max_length=12)),
                ('on', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dues', to='cases.case')),
            ],
            options={
                'ordering': ['on', 'id'],
                'indexes': [models.Index(fields=['on'], name='case_due_on')],
                'constraints': [models.UniqueConstraint(fields=('case', 'key'), name='one_due_of_a_kind')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
