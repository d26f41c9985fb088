"""Outbox, job runs, access log, erasure rules, and the table of the shared cache.

The cache table is what ``createcachetable`` would make (a test compares them); as a migration it is there before the
first request. ``kit_audit_hash`` is used by the trigger that writes the chain and by the check that reads it.
"""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

CACHE = """
CREATE TABLE "kit_cache" (
    "cache_key" varchar(255) NOT NULL PRIMARY KEY,
    "value" text NOT NULL,
    "expires" timestamp with time zone NOT NULL
);
CREATE INDEX "kit_cache_expires" ON "kit_cache" ("expires");
"""
AUDIT_HASH = """
CREATE FUNCTION kit_audit_hash(
    pos bigint, moment timestamptz, actor bigint, verb text, about text, about_uuid uuid, detail text, previous text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        pos, to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor, verb, about, about_uuid, detail,
        previous)::text, 'UTF8')), 'hex')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kit", "0001_postgres"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CACHE, 'DROP TABLE "kit_cache";'),
        migrations.RunSQL(
            AUDIT_HASH, "DROP FUNCTION kit_audit_hash(bigint, timestamptz, bigint, text, text, uuid, text, text);"
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("process", models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="Dienst")),
                ("seen_at", models.DateTimeField(verbose_name="zuletzt gesehen am")),
            ],
            options={
                "verbose_name": "Lebenszeichen",
                "verbose_name_plural": "Lebenszeichen",
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.BigIntegerField(editable=False, unique=True, verbose_name="Nummer")),
                ("at", models.DateTimeField(db_index=True, editable=False, verbose_name="Zeitpunkt")),
                ("verb", models.CharField(max_length=60, verbose_name="Vorgang")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="Gegenstand")),
                (
                    "about_uuid",
                    models.UUIDField(blank=True, db_index=True, null=True, verbose_name="Kennung des Gegenstands"),
                ),
                ("detail", models.TextField(blank=True, verbose_name="Einzelheiten")),
                (
                    "previous",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="Prüfsumme davor"),
                ),
                ("hash", models.CharField(editable=False, max_length=64, verbose_name="Prüfsumme")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leer, wenn das System selbst gehandelt hat.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Protokolleintrag",
                "verbose_name_plural": "Protokoll",
                "ordering": ["-position"],
            },
        ),
        migrations.CreateModel(
            name="DataClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="Kürzel")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="Datenart")),
                ("months", models.PositiveSmallIntegerField(default=0, verbose_name="Frist in Monaten")),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="dazu Tage")),
                ("starts", models.CharField(max_length=120, verbose_name="Frist beginnt")),
                ("reason", models.CharField(max_length=200, verbose_name="Grund")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("erase", "löschen"),
                            ("anonymise", "Personenbezug entfernen"),
                            ("keep", "dauerhaft aufbewahren"),
                        ],
                        max_length=10,
                        verbose_name="Danach",
                    ),
                ),
            ],
            options={
                "verbose_name": "Löschregel",
                "verbose_name_plural": "Löschregeln",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action", "keep"), _negated=True),
                            models.Q(("days", 0), ("months", 0)),
                            _connector="OR",
                        ),
                        name="kit_dataclass_permanent_without_period",
                        violation_error_message="Dauerhaft aufbewahrte Daten haben keine Frist.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="Aufgabe")),
                (
                    "started_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="begonnen am"
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="beendet am")),
                ("ok", models.BooleanField(null=True, verbose_name="erfolgreich")),
                ("note", models.TextField(blank=True, verbose_name="Bericht")),
            ],
            options={
                "verbose_name": "Lauf einer Hintergrundaufgabe",
                "verbose_name_plural": "Läufe der Hintergrundaufgaben",
                "ordering": ["-started_at", "-pk"],
                "indexes": [models.Index(fields=["name", "-started_at"], name="kit_jobrun_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("ok__isnull", True)),
                            models.Q(("finished_at__gte", models.F("started_at")), ("ok__isnull", False)),
                            _connector="OR",
                        ),
                        name="kit_jobrun_finished_and_ok_together",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="Kennung")),
                (
                    "message_id",
                    models.CharField(editable=False, max_length=200, unique=True, verbose_name="Message-ID"),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="an")),
                ("reply_to", models.EmailField(blank=True, max_length=254, verbose_name="Antwort an")),
                ("subject", models.CharField(max_length=200, verbose_name="Betreff")),
                ("body", models.TextField(blank=True, verbose_name="Text")),
                ("purpose", models.CharField(max_length=40, verbose_name="Anlass")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="angelegt am"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wartet"),
                            ("sending", "wird gesendet"),
                            ("sent", "gesendet"),
                            ("failed", "nicht zustellbar"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="Versuche")),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="nächster Versuch"
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="in Arbeit bis")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gesendet am")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="letzter Fehler")),
            ],
            options={
                "verbose_name": "ausgehende E-Mail",
                "verbose_name_plural": "ausgehende E-Mails",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["next_attempt_at", "id"],
                        name="kit_mail_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="kit_mail_sent_with_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "sending")),
                            models.Q(models.Q(("state", "sending"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="kit_mail_lease_while_sending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject__regex", "[\r\n]"), _negated=True),
                        name="kit_mail_subject_one_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to__regex", "[\\s,;]"), _negated=True), name="kit_mail_one_recipient"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="add_link",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE last RECORD;",
                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('kit_audit_chain'));\n    SELECT position, hash INTO last FROM kit_auditevent ORDER BY position DESC LIMIT 1;\n    NEW.at := clock_timestamp();\n    NEW.position := COALESCE(last.position, 0) + 1;\n    NEW.previous := COALESCE(last.hash, '');\n    NEW.hash := kit_audit_hash(NEW.position, NEW.at, NEW.actor_id, NEW.verb, NEW.about, NEW.about_uuid, NEW.detail,\n        NEW.previous);\n    RETURN NEW;\n",
                    hash="b0c0eaf0da3fc84dc1001cdf0e06ca0ade6d1f67",
                    operation="INSERT",
                    pgid="pgtrigger_add_link_604b3",
                    table="kit_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="only_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'DELETE' AND current_setting('familynet.erasing', true) = 'on' THEN RETURN OLD; END IF;\n    RAISE EXCEPTION 'Das Protokoll kann nur ergänzt werden.' USING ERRCODE = 'integrity_constraint_violation';\n",
                    hash="7661baf28edce502deff8fe0a45c6cdc2cbb6d71",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_only_added_0d1d3",
                    table="kit_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF current_setting('familynet.may_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION 'Das Protokoll kann nur ergänzt werden.' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n",
                    hash="49eb418e37140f4647e57b8a2cd07fef813d4722",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_3bb5d",
                    table="kit_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
