"""The search field of the offer list: it shows what counts, also after a filter in it was taken away."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_taking_a_filter_away_changes_the_text(open_page, size):
    page = open_page(size)
    page.goto("/angebote/?q=krabbelgruppe+kostenlos")
    page.locator("#ergebnisse .chip", has_text="kostenlos").click()
    expect(page.get_by_label("Was suchen Sie?")).to_have_value("krabbelgruppe")
    page.get_by_label("Was suchen Sie?").fill("krabbelgr")
    expect(page.locator("#vorschlaege option[value=krabbelgruppe]")).to_be_attached()
