"""From a template everybody has to an agreement of one's own, without scripts: copied, changed, published, used."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.conftest import PHONE
from tests.browser.watched import sideways

pytestmark = pytest.mark.browser
STARTER = "Kooperationsvereinbarung mit einem Partner"


def test_a_starter_template_becomes_an_own_one_and_an_agreement(open_as):
    page = open_as("koordination-elsterbogen", PHONE, dark=True, scripts=False)
    name = f"Sprechstunden bei uns {time.time_ns()}"
    page.goto("/intern/vereinbarungen/muster/")
    page.get_by_role("link", name=STARTER).first.click()
    page.get_by_role("link", name="Eigene Fassung daraus machen").click()
    page.get_by_label("Für welche Organisation?").select_option(label="Familienzentrum Elsterbogen")
    page.get_by_role("button", name="Kopie anlegen").click()
    expect(page.locator("main")).to_contain_text("noch als Entwurf")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    page.get_by_role("link", name="Ziele und Zielgruppen", exact=True).click()
    page.get_by_label("Text").fill("Ab {{beginn}} sind wir dienstags da.")
    page.get_by_role("button", name="Vorschau, ohne zu speichern").click()
    preview = page.locator("#vorschau")
    expect(preview).to_contain_text("sind wir dienstags da.")
    expect(preview.locator("mark.value")).to_have_text(re.compile(r"\d\d\.\d\d\.\d{4}"))
    expect(preview).to_be_in_viewport()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator("main")).to_contain_text("„Ziele und Zielgruppen“ ist gespeichert.")

    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.locator("main")).to_contain_text("veröffentlicht")
    page.get_by_role("link", name="Vereinbarung daraus beginnen").click()
    expect(page.locator("main")).to_contain_text(name)
    page.get_by_placeholder("Name des Partners").fill("Erziehungsberatung")
    page.keyboard.press("Enter")
    page.locator(".partner-button").first.click()
    page.get_by_role("link", name="Weiter").click()
    page.get_by_label("Gilt ab").fill("2027-03-01")
    page.get_by_label("Zweck").fill("Eltern finden Rat, wo sie ohnehin sind")
    page.get_by_role("button", name="Entwurf anlegen").click()
    page.wait_for_url("**/werkstatt/")
    expect(page.locator("main")).to_contain_text("Ab 01.03.2027 sind wir dienstags da.")


def test_the_pages_of_an_own_draft_are_accessible(open_as):
    page = open_as("koordination-elsterbogen", PHONE)
    page.goto("/intern/vereinbarungen/muster/")
    page.get_by_role("link", name=STARTER).first.click()
    page.get_by_role("link", name="Eigene Fassung daraus machen").click()
    assert violations(page) == []
    page.get_by_label("Für welche Organisation?").select_option(label="Familienzentrum Elsterbogen")
    page.get_by_role("button", name="Kopie anlegen").click()
    assert violations(page) == []
    assert sideways(page) == []
    page.get_by_role("link", name="Klausel am Ende einfügen").click()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    assert sideways(page) == []
    page.get_by_role("link", name="Abbrechen").click()
    page.locator("summary").filter(has_text="Entwurf verwerfen").click()
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Muster für Vereinbarungen")
