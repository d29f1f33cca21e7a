import comipla.notices.models
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='種類')),
                ('urgency', models.CharField(choices=[('todo', '要対応'), ('news', 'お知らせ'), ('done', '完了')], default='news', max_length=8, verbose_name='緊急度')),
                ('subject', models.CharField(max_length=200, verbose_name='件名')),
                ('facts', models.JSONField(default=dict, verbose_name='内容')),
                ('path', models.CharField(max_length=300, verbose_name='開くページ')),
                ('needs', models.CharField(blank=True, choices=comipla.notices.models.permission_choices, max_length=40, verbose_name='対象の権限')),
                ('unique', models.CharField(max_length=200, unique=True, verbose_name='重複を防ぐ鍵')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='日時')),
                ('addressed_at', models.DateTimeField(editable=False, null=True, verbose_name='宛先を決めた日時')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='people.body', verbose_name='団体')),
            ],
            options={
                'verbose_name': '通知',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField(editable=False, verbose_name='日時')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='読んだ日時')),
                ('mail', models.CharField(choices=[('unwanted', '送らない'), ('queued', '送信待ち'), ('sent', '送信済み'), ('failed', '届けられなかった')], default='queued', max_length=8, verbose_name='メール')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='送信を試みた回数')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='送れなかった理由')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='送信日時')),
                ('message_id', models.CharField(editable=False, max_length=200, unique=True, verbose_name='Message-ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL, verbose_name='人')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.notice', verbose_name='通知')),
            ],
            options={
                'verbose_name': '通知の配達',
                'ordering': ['-told_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('case', '案件の動き'), ('due', '期限の前とあとの知らせ'), ('year', '年度と募集'), ('work', '書き出しや取り込みの終わり')], max_length=20, verbose_name='種類のまとまり')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mail_choices', to=settings.AUTH_USER_MODEL, verbose_name='人')),
            ],
            options={
                'verbose_name': 'メールを受け取らない種類',
                'constraints': [models.UniqueConstraint(fields=('person', 'group'), name='mail_choice_once_per_group')],
            },
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('addressed_at', None)), fields=['created_at'], name='notice_not_yet_addressed'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('urgency__in', ['todo', 'news', 'done'])), name='notice_urgency_is_declared'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('path__regex', '^/($|[^/\\\\])')), name='notice_path_stays_on_this_site'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['person', '-told_at', '-id'], name='delivery_inbox'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['person'], name='delivery_unread'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('mail__in', ['queued', 'failed'])), fields=['mail'], name='delivery_mail_to_do'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('person', 'notice'), name='delivery_once_per_person'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('mail__in', ['unwanted', 'queued', 'sent', 'failed'])), name='delivery_mail_is_declared'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mail', 'sent'), ('sent_at__isnull', False)), models.Q(models.Q(('mail', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='delivery_sent_at_some_time'),
        ),
    ]
