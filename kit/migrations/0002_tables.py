import django.db.models.deletion
import django.db.models.functions.datetime
import kit.migration_steps
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kit', '0001_postgres'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        kit.migration_steps.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('process', models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name='Dienst')),
                        ('seen_at', models.DateTimeField(verbose_name='zuletzt gesehen am')),
                    ],
                    options={
                        'verbose_name': 'Lebenszeichen',
                        'verbose_name_plural': 'Lebenszeichen',
                    },
                ),
                migrations.CreateModel(
                    name='AuditEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.BigIntegerField(editable=False, unique=True, verbose_name='Nummer')),
                        ('at', models.DateTimeField(db_index=True, editable=False, verbose_name='Zeitpunkt')),
                        ('verb', models.CharField(max_length=60, verbose_name='Vorgang')),
                        ('about', models.CharField(blank=True, max_length=200, verbose_name='Gegenstand')),
                        ('about_uuid', models.UUIDField(blank=True, db_index=True, null=True, verbose_name='Kennung des Gegenstands')),
                        ('detail', models.TextField(blank=True, verbose_name='Einzelheiten')),
                        ('previous', models.CharField(blank=True, editable=False, max_length=64, verbose_name='Prüfsumme davor')),
                        ('hash', models.CharField(editable=False, max_length=64, verbose_name='Prüfsumme')),
                        ('actor', models.ForeignKey(blank=True, help_text='Leer, wenn das System selbst gehandelt hat.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Person')),
                    ],
                    options={
                        'verbose_name': 'Protokolleintrag',
                        'verbose_name_plural': 'Protokoll',
                        'ordering': ['-position'],
                    },
                ),
                migrations.CreateModel(
                    name='DataClass',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='Kürzel')),
                        ('name', models.CharField(max_length=120, unique=True, verbose_name='Datenart')),
                        ('months', models.PositiveSmallIntegerField(default=0, verbose_name='Frist in Monaten')),
                        ('days', models.PositiveSmallIntegerField(default=0, verbose_name='dazu Tage')),
                        ('starts', models.CharField(max_length=120, verbose_name='Frist beginnt')),
                        ('reason', models.CharField(max_length=200, verbose_name='Grund')),
                        ('action', models.CharField(choices=[('erase', 'löschen'), ('anonymise', 'Personenbezug entfernen'), ('keep', 'dauerhaft aufbewahren')], max_length=10, verbose_name='Danach')),
                    ],
                    options={
                        'verbose_name': 'Löschregel',
                        'verbose_name_plural': 'Löschregeln',
                        'ordering': ['name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'keep'), _negated=True), models.Q(('days', 0), ('months', 0)), _connector='OR'), name='kit_dataclass_permanent_without_period', violation_error_message='Dauerhaft aufbewahrte Daten haben keine Frist.')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportJob',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='Kennung')),
                        ('kind', models.CharField(max_length=20, verbose_name='Art')),
                        ('source', models.CharField(max_length=60, verbose_name='Herkunft')),
                        ('file_name', models.CharField(max_length=120, verbose_name='Dateiname')),
                        ('content', models.BinaryField(verbose_name='Datei')),
                        ('state', models.CharField(choices=[('waiting', 'Wartet auf Prüfung'), ('checking', 'Wird geprüft'), ('checked', 'Geprüft'), ('released', 'Wartet auf Übernahme'), ('applying', 'Wird übernommen'), ('applied', 'Übernommen'), ('failed', 'Nicht übernommen')], default='waiting', max_length=10, verbose_name='Stand')),
                        ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='in Arbeit bis')),
                        ('skip_errors', models.BooleanField(default=False, verbose_name='fehlerhafte Zeilen überspringen')),
                        ('rows_total', models.PositiveIntegerField(default=0, verbose_name='Zeilen')),
                        ('rows_done', models.PositiveIntegerField(default=0, verbose_name='davon erledigt')),
                        ('created', models.PositiveIntegerField(default=0, verbose_name='neu')),
                        ('updated', models.PositiveIntegerField(default=0, verbose_name='geändert')),
                        ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unverändert')),
                        ('refused', models.PositiveIntegerField(default=0, verbose_name='abgelehnt')),
                        ('notices', models.TextField(blank=True, verbose_name='Hinweise')),
                        ('message', models.TextField(blank=True, verbose_name='Grund')),
                        ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='hochgeladen am')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='fertig am')),
                        ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hochgeladen von')),
                    ],
                    options={
                        'verbose_name': 'Import',
                        'verbose_name_plural': 'Importe',
                        'ordering': ['-uploaded_at', '-pk'],
                        'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'checking', 'released', 'applying'))), fields=['id'], name='kit_import_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state__in', ('checking', 'applying'))), models.Q(models.Q(('state__in', ('checking', 'applying')), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='kit_import_lease_while_at_work')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='Zeile')),
                        ('outcome', models.CharField(max_length=10, verbose_name='Ergebnis')),
                        ('key', models.CharField(blank=True, max_length=80, verbose_name='Kennung in der Datei')),
                        ('title', models.CharField(blank=True, max_length=200, verbose_name='Bezeichnung')),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='kit.importjob', verbose_name='Import')),
                    ],
                    options={
                        'verbose_name': 'Zeile eines Imports',
                        'verbose_name_plural': 'Zeilen eines Imports',
                        'ordering': ['number', 'pk'],
                        'indexes': [models.Index(fields=['job', 'outcome', 'number'], name='kit_importline_by_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('problem', 'Grund'), ('change', 'Änderung'), ('hint', 'Hinweis')], max_length=10, verbose_name='Art')),
                        ('column', models.CharField(blank=True, max_length=160, verbose_name='Spalte')),
                        ('before', models.CharField(blank=True, max_length=200, verbose_name='bisher')),
                        ('text', models.TextField(verbose_name='Text')),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='kit.importline', verbose_name='Zeile')),
                    ],
                    options={
                        'verbose_name': 'Bemerkung zu einer Zeile',
                        'verbose_name_plural': 'Bemerkungen zu Zeilen',
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='JobRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, verbose_name='Aufgabe')),
                        ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='begonnen am')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='beendet am')),
                        ('ok', models.BooleanField(null=True, verbose_name='erfolgreich')),
                        ('note', models.TextField(blank=True, verbose_name='Bericht')),
                    ],
                    options={
                        'verbose_name': 'Lauf einer Hintergrundaufgabe',
                        'verbose_name_plural': 'Läufe der Hintergrundaufgaben',
                        'ordering': ['-started_at', '-pk'],
                        'indexes': [models.Index(fields=['name', '-started_at'], name='kit_jobrun_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('ok__isnull', True)), models.Q(('finished_at__gte', models.F('started_at')), ('ok__isnull', False)), _connector='OR'), name='kit_jobrun_finished_and_ok_together')],
                    },
                ),
                migrations.CreateModel(
                    name='OutgoingMail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='Kennung')),
                        ('message_id', models.CharField(editable=False, max_length=200, unique=True, verbose_name='Message-ID')),
                        ('to', models.EmailField(max_length=254, verbose_name='an')),
                        ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='Antwort an')),
                        ('subject', models.CharField(max_length=200, verbose_name='Betreff')),
                        ('body', models.TextField(blank=True, verbose_name='Text')),
                        ('purpose', models.CharField(max_length=40, verbose_name='Anlass')),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='angelegt am')),
                        ('state', models.CharField(choices=[('queued', 'wartet'), ('sending', 'wird gesendet'), ('sent', 'gesendet'), ('failed', 'nicht zustellbar')], default='queued', max_length=10, verbose_name='Stand')),
                        ('attempts', models.PositiveIntegerField(default=0, verbose_name='Versuche')),
                        ('next_attempt_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='nächster Versuch')),
                        ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='in Arbeit bis')),
                        ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='gesendet am')),
                        ('last_error', models.CharField(blank=True, max_length=300, verbose_name='letzter Fehler')),
                    ],
                    options={
                        'verbose_name': 'ausgehende E-Mail',
                        'verbose_name_plural': 'ausgehende E-Mails',
                        'ordering': ['-pk'],
                        'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['next_attempt_at', 'id'], name='kit_mail_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='kit_mail_sent_with_time'), models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='kit_mail_lease_while_sending'), models.CheckConstraint(condition=models.Q(('subject__regex', '[\r\n]'), _negated=True), name='kit_mail_subject_one_line'), models.CheckConstraint(condition=models.Q(('to__regex', '[\\s,;]'), _negated=True), name='kit_mail_one_recipient')],
                    },
                ),
            ],
        ),
    ]
