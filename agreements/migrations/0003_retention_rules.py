"""The erasure rules of agreements (domain 7.3): the deed ten years after its end, the letters that invited one year."""

from django.db import migrations

RULES = (
    {
        "code": "agreement",
        "name": "Vereinbarungen mit Unterschriften",
        "months": 120,
        "starts": "Ende des Jahres, in dem die Vereinbarung endete oder aufgegeben wurde",
        "reason": "Nachweis gegenüber Förderern und Prüfstellen, Verjährung",
        "action": "erase",
    },
    {
        "code": "agreement_invitation",
        "name": "E-Mail-Adressen in Einladungen zu Vereinbarungen",
        "months": 12,
        "starts": "Letzte Einladung",
        "reason": "Nachfragen während der Abstimmung",
        "action": "anonymise",
    },
)


def add_rules(apps, schema_editor):
    rows = apps.get_model("kit", "DataClass").objects
    for rule in RULES:
        values = dict(rule)
        rows.get_or_create(code=values.pop("code"), defaults=values)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_triggers"), ("kit", "0004_retention_rules")]
    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
