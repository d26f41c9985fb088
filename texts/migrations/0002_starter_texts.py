"""The pages a portal must have, as samples staff adapt. Existing pages are left alone."""

from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent / "starter_texts"
PAGES = [
    # slug, title, language, show_in_footer, order
    ("mitmachen", "Mitmachen", "de", True, 10),
    ("so-sortieren-wir", "So sortieren wir", "de", True, 20),
    ("leichte-sprache", "Das Familien-Netz in leichten Worten", "de-simple", True, 30),
    ("barrierefreiheit", "Barrierefreiheit", "de", True, 40),
    ("datenschutz", "Datenschutz", "de", True, 50),
    ("impressum", "Impressum", "de", True, 60),
]


def write_samples(apps, schema_editor):
    TextPage = apps.get_model("texts", "TextPage")
    for slug, title, language, show_in_footer, order in PAGES:
        TextPage.objects.get_or_create(
            slug=slug,
            defaults={
                "title": title,
                "body": (FOLDER / f"{slug}.md").read_text(encoding="utf-8"),
                "language": language,
                "is_sample": True,
                "show_in_footer": show_in_footer,
                "order": order,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("texts", "0001_pages")]
    operations = [migrations.RunPython(write_samples, migrations.RunPython.noop)]
