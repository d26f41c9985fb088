"""The erasure rules of what is looked for (domain 7.3)."""

from django.db import migrations

ERASURE_RULES = [
    # code, name, months, start of the period, reason, action
    ("search_demand", "Suchnachfrage nach Tagen", 13, "Tag der Suche", "Vergleich mit dem Vorjahr", "erase"),
    (
        "search_words",
        "Suchwörter, die in einem Monat nur ein- oder zweimal vorkamen",
        0,
        "Ende des Monats",
        "Seltene Wörter könnten etwas über eine Familie verraten",
        "anonymise",
    ),
]


def add_rules(apps, schema_editor):
    for code, name, months, starts, reason, action in ERASURE_RULES:
        apps.get_model("kit", "DataClass").objects.get_or_create(
            code=code,
            defaults={"name": name, "months": months, "starts": starts, "reason": reason, "action": action},
        )


class Migration(migrations.Migration):
    dependencies = [("offers", "0004_change_log"), ("kit", "0004_retention_rules")]
    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
