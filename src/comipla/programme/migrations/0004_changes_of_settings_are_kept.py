"""Settings keep who changed them from what to what; marks of review; both are only ever added."""

import comipla.programme.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("programme_callchange", "programme_parameterreview")


def append_only(table: str) -> migrations.RunSQL:
    """The triggers that refuse UPDATE, DELETE and TRUNCATE."""
    return migrations.RunSQL(
        f"""
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION comipla_append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION comipla_append_only();
""",
        f"DROP TRIGGER append_only_table ON {table}; DROP TRIGGER append_only_rows ON {table};",
    )


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0003_office_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='envelopechange',
            name='key',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='yearevent',
            name='before',
            field=models.CharField(blank=True, choices=[('PREPARING', '準備（予算成立前）'), ('RUNNING', '執行中'), ('YEAR_END', '年度末処理（出納整理期間）'), ('CASH_CLOSED', '出納閉鎖'), ('SETTLED', '決算認定済み')], max_length=12),
        ),
        migrations.AddField(
            model_name='yearevent',
            name='key',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.CreateModel(
            name='CallChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('menu', models.CharField(max_length=1)),
                ('kind', models.CharField(choices=[('NEEDS_SURVEY', '要望調査'), ('APPLICATION', '交付申請')], max_length=16)),
                ('opens_before', models.DateField(null=True)),
                ('closes_before', models.DateField(null=True)),
                ('opens_after', models.DateField()),
                ('closes_after', models.DateField()),
                ('recorded_at', models.DateTimeField(default=comipla.programme.clock.now, editable=False)),
                ('key', models.UUIDField(editable=False, null=True, unique=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.programmeyear')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ParameterReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parameter', models.CharField(max_length=60)),
                ('since', models.DateField()),
                ('value', models.TextField()),
                ('recorded_at', models.DateTimeField(default=comipla.programme.clock.now, editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='programme.programmeyear')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('programme_year', 'parameter', 'since', 'value'), name='one_review_of_a_value')],
            },
        ),
        *(append_only(table) for table in TABLES),
    ]
