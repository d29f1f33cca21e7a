import comipla.people.models
import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_append_only'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_terms_of_one_role_do_not_overlap',
        ),
        migrations.AddField(
            model_name='membership',
            name='ended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='終えた日時'),
        ),
        migrations.AddField(
            model_name='membership',
            name='ended_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships_ended', to=settings.AUTH_USER_MODEL, verbose_name='終えた人'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='membership_ended_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at', None)), expressions=[('person', '='), ('body', '='), ('role', '='), (comipla.people.models.TermRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='membership_terms_of_one_role_do_not_overlap'),
        ),
    ]
