"""The folder for a visit: one PDF, contents with page numbers, the full checksum at every text, honest when cut."""

import re
import shutil
import subprocess

import pytest
from django.utils import timezone

from agreements.exports import folder as folder_module
from agreements.exports.folder import exceeds_folder_limit, folder_agreements, folder_versions
from tests.agreements.signing_world import signed
from tests.factories.partners import OrganizationFactory, TopicFactory, person

pytestmark = pytest.mark.django_db
LIST = "/intern/vereinbarungen/"


def pages_of(pdf):
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def retitled(version, title):
    type(version.agreement).objects.filter(pk=version.agreement.pk).update(title=title)
    return version


@pytest.fixture
def center(client):
    found = OrganizationFactory(name="Zentrum am Fluss")
    client.force_login(person("coordination", found))
    return found


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext fehlt")
def test_contents_name_the_page_and_every_text_its_full_checksum(client, center):
    versions = [signed(center=center, clauses=12), signed(center=center)]
    answer = client.get(f"{LIST}mappe.pdf", {"zentrum": center.slug})
    assert answer["Content-Type"] == "application/pdf"
    pages = pages_of(answer.content)
    contents = pages[0]
    assert "2 Vereinbarungen, in Kraft am" in contents
    named = [int(number) for number in re.findall(r"Gemeinsam für Familien\s?\.{3,}\s?(\d+)", contents)]
    assert len(named) == 2
    for version in versions:
        assert version.short_hash in contents
        assert version.content_hash not in re.sub(r"\s", "", contents)
        page = next(
            number for number, text in enumerate(pages, 1) if "(SHA-256)" in text and version.short_hash in text
        )
        assert version.content_hash in re.sub(r"\s", "", pages[page - 1])
        assert page in named
        assert f"Seite {page} von {len(pages)}" in pages[page - 1]
    assert min(named) == 2
    assert max(named) > 3, "the first text has several pages"


def test_a_folder_holds_what_the_list_is_narrowed_to(client, center, monkeypatch):
    made = []

    def drawn(html):
        made.append(html)
        return b"%PDF-"

    monkeypatch.setattr(folder_module, "render_pdf", drawn)
    inside, outside, topic = signed(center=center), signed(center=center), TopicFactory(name="Frühe Hilfen")
    inside.agreement.topics.add(topic)
    address = f"{LIST}mappe.pdf?zentrum={center.slug}"
    client.get(address)
    client.get(f"{address}&thema={topic.slug}")
    whole, part = made
    assert inside.content_hash in whole
    assert outside.content_hash in whole
    assert "Nur ein Teil" not in whole
    assert inside.content_hash in part
    assert outside.content_hash not in part
    assert "Frühe Hilfen" in part
    page = client.get(f"{LIST}?thema={topic.slug}").content.decode()
    assert f"thema={topic.slug}" in re.search(r'href="([^"]*mappe\.pdf[^"]*)"', page)[1]


def test_a_wrong_choice_makes_no_folder_but_a_sentence(client, center):
    signed(center=center)
    answer = client.get(f"{LIST}mappe.pdf", {"zentrum": center.slug, "thema": "gibt-es-nicht"}, follow=True)
    assert answer.redirect_chain
    assert "So lässt sich die Mappe nicht eingrenzen: Thema: „gibt-es-nicht“" in answer.content.decode()


def test_too_many_says_which_ones_and_what_helps(client, center, monkeypatch):
    for title in ("Alpha", "Beta", "Gamma"):
        retitled(signed(center=center), title)
    monkeypatch.setattr(folder_module, "MOST", 2)
    monkeypatch.setattr("agreements.views.reports.MOST", 2)
    monkeypatch.setattr(folder_module, "render_pdf", lambda html: b"%PDF-")
    address = f"{LIST}mappe.pdf?zentrum={center.slug}"
    answer = client.get(address, follow=True)
    page = answer.content.decode()
    assert "In eine Mappe passen 2 Vereinbarungen, das wären 3. Nicht hinein kämen: „Gamma“." in page
    assert "Grenzen Sie die Liste ein" in page
    assert client.get(f"{address}&q=alpha").content == b"%PDF-"
    monkeypatch.setattr(folder_module, "NAMED_MOST", 1)
    monkeypatch.setattr(folder_module, "MOST", 1)
    today = timezone.localdate()
    words = exceeds_folder_limit(folder_versions(folder_agreements(center, today), today))
    assert "„Beta“ und 1 weitere" in words
