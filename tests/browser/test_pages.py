"""Every page template in a real browser: no barrier axe can find, nothing wider than the screen, no foreign host."""

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.watched import sideways

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/partner/",
    "/orte/",
    "/praxis/",
    "/impressum/",
    "/konto/anmelden/",
    "/konto/passwort/vergessen/",
    "/demo/post/",
    "/gibt-es-nicht/",
]
NARROW = {"width": 320, "height": 640}  # 1280 px at 400 %


def look_at(page: Page, path: str) -> list[str]:
    """What is wrong with one page at both sizes, in light and dark, and at 400 %."""
    page.goto(path)
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme}: {line}" for line in violations(page)]
    page.set_viewport_size(NARROW)
    return found + [f"wider than 320 px: {line}" for line in sideways(page)]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(open_page, path):
    page = open_page()
    assert look_at(page, path) == []
