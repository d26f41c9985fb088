import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kit', '0002_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TextPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='Kennung')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='angelegt am')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='geändert am')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='Demodatensatz')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='Kurzname in der Adresse')),
                ('title', models.CharField(max_length=120, verbose_name='Überschrift')),
                ('body', models.TextField(help_text='Leerzeile = neuer Absatz · „## Überschrift“ · „- Punkt“ · „**wichtig**“ · „[Wort](https://…)“. Nach dem Speichern zeigt „Auf der Website ansehen“ die Seite.', verbose_name='Text')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('de-simple', 'Deutsch, leicht zu lesen'), ('en', 'Englisch'), ('ar', 'Arabisch'), ('fa', 'Persisch'), ('ru', 'Russisch'), ('tr', 'Türkisch'), ('uk', 'Ukrainisch')], default='de', max_length=12, verbose_name='Sprache')),
                ('is_sample', models.BooleanField(default=False, help_text='Solange angekreuzt, steht auf der Seite, dass der Text noch angepasst und geprüft werden muss.', verbose_name='Mustertext')),
                ('show_in_footer', models.BooleanField(default=False, help_text='Die Seite steht dann in der Liste „Weitere Seiten“ am Ende jeder Textseite.', verbose_name='unten auf Textseiten nennen')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='Reihenfolge')),
                ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='angelegt von')),
                ('updated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='geändert von')),
            ],
            options={
                'verbose_name': 'Textseite',
                'verbose_name_plural': 'Textseiten',
                'ordering': ['order', 'title', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['de', 'de-simple', 'en', 'ar', 'fa', 'ru', 'tr', 'uk'])), name='textpage_language_known', violation_error_message='Diese Sprache ist nicht vorgesehen.')],
            },
        ),
    ]
