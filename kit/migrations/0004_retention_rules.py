"""The rules of the erasure concept that concern what is built so far (domain 7.3); periods are data, not code."""

from django.db import migrations

ERASE, ANONYMISE = "erase", "anonymise"
RULES = [
    # code, name, months, start of the period, reason, action
    ("account", "Konten", 12, "letzte Anmeldung", "Sicherheit; gesperrt wird nach 6 Monaten", ANONYMISE),
    ("contact_left", "Ansprechpersonen, die gegangen sind", 12, "Ende der Zuständigkeit", "Übergabe", ERASE),
    ("join_request", "Anfragen zum Mitmachen und Kontaktanfragen", 6, "Abschluss der Anfrage", "Rückfragen", ERASE),
    ("invitation", "Einladungen", 6, "Ablauf oder Annahme der Einladung", "Nachweis, wer wen eingeladen hat", ERASE),
    (
        "instructor",
        "Kursleitungen, die nicht mehr tätig sind",
        12,
        "Ende des letzten Durchgangs",
        "Übergabe",
        ANONYMISE,
    ),
    (
        "credential",
        "Einsichtnahme in Führungszeugnisse",
        6,
        "Ende der Tätigkeit; sofort, wenn sie nicht aufgenommen wird",
        "SGB VIII § 72a Absatz 5: höchstens 6 Monate",
        ERASE,
    ),
    ("feedback", "Rückmeldungen zur Barrierefreiheit", 12, "Antwort", "Nachweis", ERASE),
    ("mail", "Ausgehende E-Mails", 3, "Anlegen der Nachricht", "Rückfragen, ob eine Nachricht ankam", ERASE),
    ("audit", "Zugriffsprotokoll", 12, "Eintrag", "Sicherheit", ERASE),
]


IMPORT_FILE = {
    "name": "Hochgeladene Tabellen und ihre Berichte",
    "days": 7,
    "starts": "Hochladen",
    "reason": "Nachsehen, was übernommen wurde",
    "action": ERASE,
}


def add_rules(apps, schema_editor):
    DataClass = apps.get_model("kit", "DataClass")
    for code, name, months, starts, reason, action in RULES:
        DataClass.objects.get_or_create(
            code=code,
            defaults={"name": name, "months": months, "starts": starts, "reason": reason, "action": action},
        )
    DataClass.objects.get_or_create(code="import_file", defaults=IMPORT_FILE)


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_triggers")]
    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
