"""The erasure rule of uploaded files (domain 7.3): a week to look at the report, then file and report go."""

from django.db import migrations


def add_rule(apps, schema_editor):
    apps.get_model("kit", "DataClass").objects.get_or_create(
        code="import_file",
        defaults={
            "name": "Hochgeladene Tabellen und ihre Berichte",
            "days": 7,
            "starts": "Hochladen",
            "reason": "Nachsehen, was übernommen wurde",
            "action": "erase",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_import_job")]
    operations = [migrations.RunPython(add_rule, migrations.RunPython.noop)]
