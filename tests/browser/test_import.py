"""A table on its way into the register, in a real browser: with and without scripts, light and dark."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
TABLE = "Kennung;Name;Art;Kurzname\n1;Testimport {0};Einrichtung;\n2;Schief;Unfug;\n"


@pytest.mark.parametrize(("size", "dark", "scripts"), [(PHONE, True, True), (DESK, False, False)])
def test_from_upload_to_the_register(open_as, size, dark, scripts):
    page = open_as("admin", size, dark=dark, scripts=scripts)
    name = f"{time.time_ns()}"
    page.goto("/intern/import/")
    if scripts:
        assert violations(page) == []
    page.get_by_label("Herkunft").fill(f"Browser {name}")
    page.get_by_label("Datei").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": TABLE.format(name).encode("cp1252")}
    )
    page.get_by_role("button", name="Hochladen und prüfen").click()
    button = page.get_by_role("button", name="Jetzt übernehmen")
    expect(button).to_be_visible()
    expect(page.locator("main")).to_contain_text("gibt es hier nicht")
    if scripts:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label(re.compile("überspringen")).check()
    button.click()
    expect(page.get_by_role("heading", name="Was übernommen wurde")).to_be_visible()
    expect(page.get_by_role("link", name=f"Testimport {name}")).to_be_visible()
