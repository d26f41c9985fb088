"""Templates to begin with, one for each kind of agreement (domain 5.5), in our own words.

They belong to nobody and are published; going back takes away only those that are still as they came and unused.
"""

import tomllib
import uuid
from pathlib import Path

from django.db import connection, migrations
from django.utils import timezone

FOLDER = Path(__file__).parent / "starter_templates"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://familiennetz.example/mustervereinbarungen")
COLUMNS = ("key", "heading", "text", "hint", "is_mandatory", "block")


def starter_templates():
    """The sheets in the order of their names, each with its identifier; clauses as rows of ``COLUMNS``."""
    for path in sorted(FOLDER.glob("*.toml")):
        sheet = tomllib.loads(path.read_text(encoding="utf-8"))
        clauses = [
            (one["key"], one["heading"], one.get("text", "").strip(), one.get("hint", "").strip(),
             one.get("mandatory", False), one.get("block", ""))
            for one in sheet.pop("clauses")
        ]
        yield uuid.uuid5(NAMESPACE, path.stem), sheet, clauses


def add_templates(apps, schema_editor):
    AgreementTemplate = apps.get_model("agreements", "AgreementTemplate")
    ClauseTemplate = apps.get_model("agreements", "ClauseTemplate")
    today = timezone.localdate()
    for identifier, sheet, clauses in starter_templates():
        if AgreementTemplate.objects.filter(family=identifier).exists():
            continue
        template = AgreementTemplate.objects.create(
            uuid=identifier, family=identifier, valid_from=today, published_at=timezone.now(), **sheet
        )
        ClauseTemplate.objects.bulk_create(
            ClauseTemplate(template_id=template.pk, position=number, **dict(zip(COLUMNS, row, strict=True)))
            for number, row in enumerate(clauses, start=1)
        )


def remove_templates(apps, schema_editor):
    Agreement, AgreementTemplate, ClauseTemplate = (
        apps.get_model("agreements", name) for name in ("Agreement", "AgreementTemplate", "ClauseTemplate")
    )
    for identifier, _sheet, clauses in starter_templates():
        template = AgreementTemplate.objects.filter(uuid=identifier, updated_by=None).first()
        if template is None:
            continue
        rows = ClauseTemplate.objects.filter(template_id=template.pk).order_by("position")
        is_used = (
            Agreement.objects.filter(template_id=template.pk).exists()
            or AgreementTemplate.objects.filter(based_on_id=template.pk).exists()
        )
        if not is_used and list(rows.values_list(*COLUMNS)) == clauses:
            delete("agreements_clausetemplate", "template_id", template.pk)
            delete("agreements_agreementtemplate", "id", template.pk)


def delete(table, column, value):
    """In SQL: Django would look for what else belongs to the row in tables that may be gone on the way back."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_retention_rules")]
    operations = [migrations.RunPython(add_templates, remove_templates)]
