"""The samples: complete, honest, without real people, and never over somebody's own text."""

import importlib
import re

import pytest
from django.apps import apps

from texts.models import FIXED_ADDRESSES, TextPage

starter = importlib.import_module("texts.migrations.0002_starter_texts")
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in starter.FOLDER.glob("*.md")}
MEDIA_NUMBERS = r"\+49(3023125|6990009|4066969|2214710|8999998)\d{3}$"


def test_every_fixed_address_has_a_sample():
    assert set(TEXTS) == set(FIXED_ADDRESSES) == {row[0] for row in starter.PAGES}


@pytest.mark.parametrize("slug", TEXTS)
def test_contacts_are_invented(slug):
    mails = re.findall(r"[\w.-]+@[\w.-]+", TEXTS[slug])
    assert all(mail.endswith(".example") for mail in mails)
    assert all(re.match(MEDIA_NUMBERS, number) for number in re.findall(r"\(tel:(.*?)\)", TEXTS[slug]))
    assert not re.search(r"https?://(?![\w.-]+\.example)", TEXTS[slug])


def test_easy_text_says_that_nobody_has_checked_it():
    assert "noch nicht" in TEXTS["leichte-sprache"].split("##")[0]


def test_accessibility_names_feedback_enforcement_and_annex_3():
    for part in ("Barriere melden", "Durchsetzungsstelle", "Anlage 3", "EN 301 549", "MLBF"):
        assert part in TEXTS["barrierefreiheit"]


@pytest.mark.django_db
def test_samples_never_replace_what_somebody_wrote():
    TextPage.objects.update_or_create(slug="impressum", defaults={"title": "Wir", "body": "Unser Text"})
    TextPage.objects.filter(slug="mitmachen").delete()
    starter.write_samples(apps, None)
    assert TextPage.objects.get(slug="impressum").body == "Unser Text"
    assert TextPage.objects.get(slug="mitmachen").is_sample


@pytest.mark.django_db
def test_the_page_about_sorting_says_what_several_children_mean():
    assert (
        "bei mehreren Kindern zuerst, was für alle von ihnen passt"
        in TextPage.objects.get(slug="so-sortieren-wir").body
    )
