import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BranchOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='記号')),
                ('prefecture_code', models.CharField(max_length=2, verbose_name='都道府県番号')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(verbose_name='並び順')),
            ],
            options={
                'verbose_name': '地域振興局・支庁',
                'ordering': ['prefecture_code', 'position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('prefecture_code__regex', '^[0-9]{2}$')), name='branch_office_prefecture_is_two_digits')],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=6, unique=True, verbose_name='団体コード')),
                ('prefecture_code', models.CharField(max_length=2, verbose_name='都道府県番号')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('kana', models.CharField(max_length=120, verbose_name='よみ')),
                ('kana_key', models.CharField(db_collation='C', editable=False, max_length=250)),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, verbose_name='庁舎の緯度')),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, verbose_name='庁舎の経度')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='人口（人）')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='世帯数（世帯）')),
                ('figures_on', models.DateField(blank=True, null=True, verbose_name='人口・世帯数の基準日')),
                ('figures_source', models.CharField(blank=True, max_length=200, verbose_name='人口・世帯数の出典')),
                ('branch_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='places.branchoffice', verbose_name='所管する地域振興局・支庁')),
            ],
            options={
                'verbose_name': '市町村',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{6}$')), name='municipality_code_is_six_digits'), models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.comparison.Cast(django.db.models.functions.text.Substr('code', 6, 1), models.IntegerField()), django.db.models.functions.math.Mod(django.db.models.expressions.CombinedExpression(models.Value(11), '-', django.db.models.functions.math.Mod(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.text.Substr('code', 1, 1), models.IntegerField()), '*', models.Value(6)), '+', django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.text.Substr('code', 2, 1), models.IntegerField()), '*', models.Value(5))), '+', django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.text.Substr('code', 3, 1), models.IntegerField()), '*', models.Value(4))), '+', django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.text.Substr('code', 4, 1), models.IntegerField()), '*', models.Value(3))), '+', django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Cast(django.db.models.functions.text.Substr('code', 5, 1), models.IntegerField()), '*', models.Value(2))), 11)), 10)), name='municipality_check_digit_fits'), models.CheckConstraint(condition=models.Q(('code__startswith', models.F('prefecture_code')), django.db.models.lookups.Exact(django.db.models.functions.text.Length('prefecture_code'), 2)), name='municipality_code_begins_with_prefecture'), models.CheckConstraint(condition=models.Q(models.Q(('households', None), ('population', None)), models.Q(('figures_on__isnull', False), models.Q(('figures_source', ''), _negated=True)), _connector='OR'), name='municipality_figures_name_their_source')],
            },
        ),
    ]
