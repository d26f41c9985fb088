"""The table of the shared cache, the hash of the access log, and the triggers of the tables.

The cache table is what ``createcachetable`` would make (a test compares them); as a migration it is there before the
first request. ``kit_audit_hash`` is used by the trigger that writes the chain and by the check that reads it.
"""

import pgtrigger.compiler
from django.db import migrations

from kit.migration_steps import AddTriggers

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


TRIGGERS = {
    "auditevent": [
        pgtrigger.compiler.Trigger(name='add_link', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE last RECORD;', func="\n    PERFORM pg_advisory_xact_lock(hashtext('kit_audit_chain'));\n    SELECT position, hash INTO last FROM kit_auditevent ORDER BY position DESC LIMIT 1;\n    NEW.at := clock_timestamp();\n    NEW.position := COALESCE(last.position, 0) + 1;\n    NEW.previous := COALESCE(last.hash, '');\n    NEW.hash := kit_audit_hash(NEW.position, NEW.at, NEW.actor_id, NEW.verb, NEW.about, NEW.about_uuid, NEW.detail,\n        NEW.previous);\n    RETURN NEW;\n", hash='b0c0eaf0da3fc84dc1001cdf0e06ca0ade6d1f67', operation='INSERT', pgid='pgtrigger_add_link_604b3', table='kit_auditevent', when='BEFORE')),
        pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'DELETE' AND current_setting('familynet.erasing', true) = 'on' THEN RETURN OLD; END IF;\n    RAISE EXCEPTION 'Das Protokoll kann nur ergänzt werden.' USING ERRCODE = 'integrity_constraint_violation';\n", hash='7661baf28edce502deff8fe0a45c6cdc2cbb6d71', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_0d1d3', table='kit_auditevent', when='BEFORE')),
        pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF current_setting('familynet.may_truncate', true) IS DISTINCT FROM 'on' THEN\n        RAISE EXCEPTION 'Das Protokoll kann nur ergänzt werden.' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='49eb418e37140f4647e57b8a2cd07fef813d4722', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_3bb5d', table='kit_auditevent', when='BEFORE')),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_tables")]
    operations = [
        migrations.RunSQL(CACHE, 'DROP TABLE "kit_cache";'),
        migrations.RunSQL(
            AUDIT_HASH, "DROP FUNCTION kit_audit_hash(bigint, timestamptz, bigint, text, text, uuid, text, text);"
        ),
        AddTriggers(TRIGGERS),
    ]
