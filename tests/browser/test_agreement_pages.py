"""Pages of the agreements in a real browser, public and internal: no barrier axe can find, nothing too wide.

Workbench, text and comparison are looked at in ``test_workbench``, editing a template in ``test_templates``.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.models import Agreement
from familynet.demo.demo_rows import demo_identifier
from tests.browser.accessibility import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.watched import sideways

pytestmark = pytest.mark.browser
WHO = "koordination-elsterbogen"
ALL = "/intern/vereinbarungen/"


def of(key: str, page: str = "") -> str:
    """Address of a page of a demo agreement (domain 8.4)."""
    return f"{ALL}{demo_identifier(Agreement, key)}/{page}"


INTERNAL = [
    ALL + "zeitstrahl/",
    ALL + "themen/",
    ALL + "zustaendigkeiten/",
    ALL + "auslastung/",
    ALL + "grundlagen/",
    ALL + "muster/",
    ALL + "erfassen/",
    of("A-02"),
    of("A-02", "abdeckung/"),
    of("A-02", "verlauf/"),
    of("A-02", "verlauf/kuendigung/"),
    of("A-11", "unterschriften/"),
]


def look_at(page: Page) -> list[str]:
    """What is wrong with the open page on a desk by day, on a phone by night, and at 400 %."""
    found = []
    for size, scheme in ((DESK, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{size['width']} {scheme}: {line}" for line in violations(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    return found + [f"wider than 320 px: {line}" for line in sideways(page)]


@pytest.mark.parametrize("path", INTERNAL, ids=lambda path: path.removeprefix(ALL)[-24:])
def test_internal_page(open_as, path):
    page = open_as(WHO)
    assert page.goto(path).status == 200
    assert look_at(page) == []


def test_checksum_and_form_of_a_signature(open_as, open_page):
    """The form asks at the field; whoever holds the paper needs no account to look it up."""
    staff = open_as(WHO)
    staff.goto(of("A-11", "unterschriften/"))
    seal = staff.locator("main a[href^='/pruefung/']").get_attribute("href")
    staff.get_by_role("link", name="Eintragen").first.click()
    staff.get_by_role("button", name="Eintragen").click()
    expect(staff.get_by_role("alert")).to_be_focused()
    assert look_at(staff) == []

    visitor = open_page()
    visitor.goto("/pruefung/")
    visitor.get_by_label("Prüfsumme").fill("3f9a 11c0 72be")
    visitor.get_by_role("button", name="Prüfen").click()
    field = visitor.get_by_label("Prüfsumme")
    expect(field).to_have_accessible_description(re.compile("kennen wir nicht"))
    assert look_at(visitor) == []
    field.fill(seal.split("/")[2][:12])
    visitor.get_by_role("button", name="Prüfen").click()
    expect(visitor.locator("main")).to_contain_text("Noch nicht in Kraft")
    assert look_at(visitor) == []
    visitor.goto(f"/vereinbarungen/{demo_identifier(Agreement, 'A-15')}/")
    expect(visitor.locator("main")).to_contain_text("In Kraft")
    assert look_at(visitor) == []
    assert visitor.context.cookies() == []
