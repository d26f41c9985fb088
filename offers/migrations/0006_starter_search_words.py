"""Everyday words to begin with, in German and five other languages. What staff wrote or changed is left alone."""

import tomllib
import uuid
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent / "starter_words"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://familiennetz.example/suchwoerter")
LANGUAGES = {
    # code: German name, own name, right to left, position; German words carry no language
    "en": ("Englisch", "English", False, 20),
    "uk": ("Ukrainisch", "Українська", False, 30),
    "ru": ("Russisch", "Русский", False, 40),
    "ar": ("Arabisch", "العربية", True, 50),
    "tr": ("Türkisch", "Türkçe", False, 70),
}
BATCH = 500


def starter_words(code):
    """Pairs of what is typed and what it means, from the sheet of one language."""
    sheet = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return [(typed.strip(), means) for several, means in sheet.items() for typed in several.split(",")]


def identifier(code, typed):
    """Marks a row as ours, so that going back finds it."""
    return uuid.uuid5(NAMESPACE, f"{code}:{typed}")


def add_words(apps, schema_editor):
    """A word that is there already, in whatever spelling, stays as it is: the folded key is unique."""
    SearchWord, Language = apps.get_model("offers", "SearchWord"), apps.get_model("partners", "Language")
    rows = [SearchWord(uuid=identifier("de", typed), typed=typed, means=means) for typed, means in starter_words("de")]
    for code, (name, native_name, is_rtl, position) in LANGUAGES.items():
        language, _ = Language.objects.get_or_create(
            code=code, defaults={"name": name, "native_name": native_name, "is_rtl": is_rtl, "position": position}
        )
        rows += [
            SearchWord(uuid=identifier(code, typed), typed=typed, means=means, language=language)
            for typed, means in starter_words(code)
        ]
    SearchWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def remove_words(apps, schema_editor):
    """Only what is still as it came; languages stay, because offers may use them by now."""
    SearchWord = apps.get_model("offers", "SearchWord")
    came = {
        identifier(code, typed): (typed, means) for code in ("de", *LANGUAGES) for typed, means in starter_words(code)
    }
    known = SearchWord.objects.filter(uuid__in=came, updated_by=None, is_active=True, topics=None, target_groups=None)
    same = [word.pk for word in known if (word.typed, word.means) == came[word.uuid]]
    SearchWord.objects.filter(pk__in=same).delete()


class Migration(migrations.Migration):
    dependencies = [("offers", "0005_retention_rules")]
    operations = [migrations.RunPython(add_words, remove_words)]
