"""Everyday words of families, what is looked for by day, and the two erasure rules for it (domain 7.3)."""

import django.db.models.deletion
import kit.model_fields
import uuid
from django.conf import settings
from django.db import migrations, models

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

    dependencies = [
        ("offers", "0002_documents"),
        ("kit", "0005_import_retention"),
        ("partners", "0002_functions_and_trees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchDemand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="Tag")),
                ("words", models.CharField(blank=True, max_length=60, verbose_name="Suchwörter")),
                ("filters", models.CharField(blank=True, max_length=300, verbose_name="Filter")),
                ("area", models.CharField(blank=True, max_length=120, verbose_name="Gebiet")),
                ("hits", models.CharField(choices=[("0", "keine Treffer"), ("1-4", "1 bis 4 Treffer"), ("5-20", "5 bis 20 Treffer"), ("20+", "mehr als 20 Treffer")], max_length=4, verbose_name="Treffer")),
                ("counted", models.PositiveIntegerField(verbose_name="Anzahl")),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="Demodatensatz")),
            ],
            options={
                "verbose_name": "Suchnachfrage",
                "verbose_name_plural": "Suchnachfrage",
                "ordering": ["-day", "pk"],
                "constraints": [models.UniqueConstraint(fields=("day", "words", "filters", "area", "hits", "is_demo"), name="search_demand_once"), models.CheckConstraint(condition=models.Q(("counted__gt", 0)), name="search_demand_counted"), models.CheckConstraint(condition=models.Q(("hits__in", ["0", "1-4", "5-20", "20+"])), name="search_demand_hits_known")],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="Kennung")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt am")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert am")),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="Demodatensatz")),
                ("typed", models.CharField(help_text="Ein Wort oder eine kurze Wendung, in jeder Sprache. Zum Beispiel: Pampers · Krippe · swimming.", max_length=80, verbose_name="Was Familien schreiben")),
                ("typed_key", models.GeneratedField(db_persist=True, expression=kit.model_fields.Fold(models.F("typed")), output_field=models.TextField())),
                ("means", models.CharField(blank=True, help_text="Deutsche Wörter oder Wendungen, durch Komma getrennt; jedes ist für sich ein Treffer. Zum Beispiel bei Pampers: Windeln, Wickeln, Babyausstattung.", max_length=300, verbose_name="Was in Angeboten steht")),
                ("is_active", models.BooleanField(default=True, help_text="Ohne Haken gilt das Wort nicht mehr; es bleibt hier stehen.", verbose_name="In Gebrauch")),
                ("created_by", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="angelegt von")),
                ("language", models.ForeignKey(blank=True, help_text="In welcher Sprache das Wort geschrieben ist. Leer = Deutsch.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partners.language", verbose_name="Sprache")),
                ("target_groups", models.ManyToManyField(blank=True, help_text="Angebote für diese Zielgruppen sind ebenfalls Treffer.", related_name="+", to="offers.targetgroup", verbose_name="Zielgruppen")),
                ("topics", models.ManyToManyField(blank=True, help_text="Angebote dieser Themen sind ebenfalls Treffer.", related_name="+", to="partners.topic", verbose_name="Themen")),
                ("updated_by", models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="geändert von")),
            ],
            options={
                "verbose_name": "Suchwort",
                "verbose_name_plural": "Suchwörter",
                "ordering": ["typed_key", "pk"],
                "constraints": [models.UniqueConstraint(fields=("typed_key",), name="search_word_once", violation_error_message="Dieses Wort steht schon in der Liste. Ergänzen Sie dort die Bedeutung."), models.CheckConstraint(condition=models.Q(("typed__regex", "\\S")), name="search_word_not_blank", violation_error_message="Schreiben Sie das Wort, das Familien verwenden.")],
            },
        ),
        migrations.RunPython(add_rules, migrations.RunPython.noop),
    ]
