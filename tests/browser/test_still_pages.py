"""Nothing jumps while a page is opened on a telephone: the browser's own count of moved things (CLS)."""

import pytest
from playwright.sync_api import Page

from tests.browser.test_shortlist import remember_all

pytestmark = pytest.mark.browser
TELEPHONE = {"width": 360, "height": 740}
MOST = 0.1
"""What browsers call good."""
WATCH = """
window.moved = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
PUSH = "const box = document.createElement('div'); box.style.height = '300px'; document.body.prepend(box);"


def moved(page: Page, address: str) -> float:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    return page.evaluate("window.moved")


@pytest.fixture
def page(open_page):
    page = open_page()
    page.set_viewport_size(TELEPHONE)
    remember_all(page)
    page.add_init_script(WATCH)
    return page


def test_the_shortlist_stands_still(page):
    assert moved(page, "/merkliste/") <= MOST
    assert moved(page, page.url) <= MOST


@pytest.mark.parametrize("address", ["/angebote/", "/angebote/?q=krabbelgruppe", "/angebote/offener-elterntreff/"])
def test_pages_with_remembered_offers_stand_still(page, address):
    assert moved(page, address) <= MOST


def test_a_jump_is_noticed(page):
    """Negative control."""
    moved(page, "/merkliste/")
    page.evaluate(PUSH)
    page.wait_for_function(f"window.moved > {MOST}")
