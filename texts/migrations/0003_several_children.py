"""The page about sorting says that what suits all children comes first; where staff rewrote the line, it stays."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

BEFORE = "- **Alter:** Angebote genau für das Alter vor solchen für alle."
AFTER = BEFORE[:-1] + "; bei mehreren Kindern zuerst, was für alle von ihnen passt."


def say(apps, schema_editor, before=BEFORE, after=AFTER):
    pages = apps.get_model("texts", "TextPage").objects.filter(slug="so-sortieren-wir", body__contains=before)
    pages.update(body=Replace(F("body"), Value(before), Value(after)))


def unsay(apps, schema_editor):
    say(apps, schema_editor, AFTER, BEFORE)


class Migration(migrations.Migration):
    dependencies = [("texts", "0002_starter_texts")]
    operations = [migrations.RunPython(say, unsay)]
