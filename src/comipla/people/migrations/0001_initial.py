import comipla.people.models
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='メールアドレス')),
                ('family_name', models.CharField(max_length=60, verbose_name='氏')),
                ('given_name', models.CharField(blank=True, max_length=60, verbose_name='名')),
                ('family_kana', models.CharField(blank=True, max_length=120, verbose_name='氏（カナ）')),
                ('given_kana', models.CharField(blank=True, max_length=120, verbose_name='名（カナ）')),
                ('kana_key', models.CharField(blank=True, db_collation='C', editable=False, max_length=490)),
                ('is_active', models.BooleanField(default=True, verbose_name='使えるアカウント')),
                ('is_fictional', models.BooleanField(default=False, verbose_name='架空の人（体験版）')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登録日時')),
            ],
            options={
                'verbose_name': '人',
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='person_email_is_lower_case'), models.CheckConstraint(condition=models.Q(('family_name', ''), _negated=True), name='person_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=comipla.people.models.body_kind_choices, max_length=20, verbose_name='種別')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='コード')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('section', models.CharField(blank=True, max_length=120, verbose_name='担当課（係）')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='電話')),
                ('head_title', models.CharField(blank=True, max_length=60, verbose_name='代表者の職名')),
                ('head_name', models.CharField(blank=True, max_length=120, verbose_name='代表者の氏名')),
                ('lineage', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), editable=False, size=None)),
                ('municipality', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='body', to='places.municipality', verbose_name='市町村')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.body', verbose_name='上位の団体')),
            ],
            options={
                'verbose_name': '団体',
                'verbose_name_plural': '団体',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='日時')),
                ('kind', models.CharField(choices=comipla.people.models.audit_kind_choices, max_length=40, verbose_name='できごと')),
                ('ip', models.GenericIPAddressField(null=True, verbose_name='接続元')),
                ('detail', models.JSONField(default=dict, verbose_name='内容')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_events', to=settings.AUTH_USER_MODEL, verbose_name='した人')),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_events_about', to=settings.AUTH_USER_MODEL, verbose_name='された人')),
                ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_events', to='people.body', verbose_name='団体')),
            ],
            options={
                'verbose_name': '監査の記録',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='メールアドレス')),
                ('role', models.CharField(choices=comipla.people.models.role_choices, max_length=40, verbose_name='役割')),
                ('starts_on', models.DateField(verbose_name='始まる日')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='終わる日')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='作成日時')),
                ('expires_at', models.DateTimeField(verbose_name='期限')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使われた日時')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='取り下げた日時')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.body', verbose_name='団体')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL, verbose_name='招いた人')),
                ('used_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_used', to=settings.AUTH_USER_MODEL, verbose_name='使った人')),
            ],
            options={
                'verbose_name': '招待',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=comipla.people.models.role_choices, max_length=40, verbose_name='役割')),
                ('starts_on', models.DateField(verbose_name='始まる日')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='終わる日')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.body', verbose_name='団体')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='人')),
            ],
            options={
                'verbose_name': '所属',
                'ordering': ['starts_on', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='body',
            index=django.contrib.postgres.indexes.GinIndex(fields=['lineage'], name='body_lineage'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['PREFECTURE', 'BRANCH', 'MUNICIPALITY', 'PLATFORM', 'ORGANISATION', 'COMMITTEE'])), name='body_kind_is_declared'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'PREFECTURE'), ('parent', None)), models.Q(models.Q(('kind', 'PREFECTURE'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='body_at_the_root_is_a_prefecture'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'MUNICIPALITY'), ('municipality__isnull', False)), models.Q(models.Q(('kind', 'MUNICIPALITY'), _negated=True), ('municipality', None)), _connector='OR'), name='body_names_its_municipality'),
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['person', '-at'], name='audit_event_person_at'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('used_at', None), ('used_by', None)), models.Q(('used_at__isnull', False), ('used_by__isnull', False)), _connector='OR'), name='invitation_used_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('used_at', None), ('withdrawn_at', None), _connector='OR'), name='invitation_is_used_or_withdrawn_not_both'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='invitation_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('body', '='), ('role', '='), (comipla.people.models.TermRange(models.F('starts_on'), models.F('ends_on'), models.Value('[]')), '&&')], name='membership_terms_of_one_role_do_not_overlap'),
        ),
    ]
