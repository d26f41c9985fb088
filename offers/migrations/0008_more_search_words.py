"""More everyday words, found by asking what parents type; and an addition to one that led to a verb.

What staff wrote or changed is left alone. Going back takes only what is still as it came.
"""

import tomllib
import uuid
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent / "more_words"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://familiennetz.example/suchwoerter")
BATCH = 500
ADDICTION = "Sucht, Suchtberatung, Alkohol, Drogen, Selbsthilfegruppe"
MORE = ADDICTION + ", Familienberatung, Beratung in Krisen"


def more_words(code):
    """Pairs of what is typed and what it means, from the sheet of one language ("de" carries none)."""
    sheet = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return [(typed.strip(), means) for several, means in sheet.items() for typed in several.split(",")]


def identifier(code, typed):
    """Marks a row as ours, so that going back finds it."""
    return uuid.uuid5(NAMESPACE, f"more:{code}:{typed}")


def add_words(apps, schema_editor):
    """A word that is there already, in whatever spelling, stays as it is: the folded key is unique."""
    SearchWord, Language = apps.get_model("offers", "SearchWord"), apps.get_model("partners", "Language")
    english = Language.objects.get(code="en")
    rows = [
        SearchWord(uuid=identifier(code, typed), typed=typed, means=means, language=language)
        for code, language in (("de", None), ("en", english))
        for typed, means in more_words(code)
    ]
    SearchWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    SearchWord.objects.filter(means=ADDICTION, updated_by=None).update(means=MORE)


def remove_words(apps, schema_editor):
    SearchWord = apps.get_model("offers", "SearchWord")
    came = {identifier(code, typed): (typed, means) for code in ("de", "en") for typed, means in more_words(code)}
    known = SearchWord.objects.filter(uuid__in=came, updated_by=None, is_active=True, topics=None, target_groups=None)
    same = [word.pk for word in known if (word.typed, word.means) == came[word.uuid]]
    SearchWord.objects.filter(pk__in=same).delete()
    SearchWord.objects.filter(means=MORE, updated_by=None).update(means=ADDICTION)


class Migration(migrations.Migration):
    dependencies = [("offers", "0007_sessions_of_a_period")]
    operations = [migrations.RunPython(add_words, remove_words)]
