"""What was declared when joining an agreement stays; only the day of leaving is added."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_starter_templates"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="accession",
            trigger=pgtrigger.compiler.Trigger(
                name="accession_keeps",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF TG_OP = 'DELETE' AND coalesce(current_setting('familynet.erasing', true), '') = 'on' THEN RETURN OLD; END IF;\n    IF TG_OP = 'UPDATE' AND OLD.left_on IS NULL\n        AND to_jsonb(OLD) - ARRAY['left_on'] IS NOT DISTINCT FROM to_jsonb(NEW) - ARRAY['left_on']\n    THEN RETURN NEW; END IF;\n    RAISE EXCEPTION 'Ein Beitritt kann nicht geändert oder gelöscht werden, nur der Austritt wird eingetragen.'\n            USING ERRCODE = 'integrity_constraint_violation';\n",
                    hash="5165cc77d0a8673dc0c4d922ef6e6cd1d68b764b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_accession_keeps_4adef",
                    table="agreements_accession",
                    when="BEFORE",
                ),
            ),
        ),
    ]
