import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('kit', '0001_postgres'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='Kennung')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='E-Mail-Adresse')),
                ('display_name', models.CharField(blank=True, help_text='So erscheinen Sie für Kolleginnen und Kollegen, zum Beispiel „Koordination Elsterbogen“.', max_length=120, verbose_name='Anzeigename')),
                ('is_active', models.BooleanField(default=True, help_text='Gesperrte Personen können sich nicht anmelden.', verbose_name='aktiv')),
                ('is_staff', models.BooleanField(default=False, verbose_name='Zugang zur Verwaltung')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='Demokonto')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='angelegt am')),
                ('unlocked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='zuletzt freigegeben am')),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='gelöscht am')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'Person',
                'verbose_name_plural': 'Personen',
                'ordering': ['email'],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case', violation_error_message='Bitte schreiben Sie die E-Mail-Adresse in Kleinbuchstaben.'), models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('display_name', ''), ('is_active', False)), _connector='OR'), name='user_erased_is_inactive', violation_error_message='Ein gelöschtes Konto kann nicht aktiv sein.')],
            },
        ),
    ]
