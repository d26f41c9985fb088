"""The workbench in a real browser: from new to a printable draft, saving while typing, two people at one clause."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.watched import sideways

pytestmark = pytest.mark.browser
WHO = "koordination-elsterbogen"


def new_draft(page: Page) -> str:
    """As a new coordinator would do it; returns the address of the workbench."""
    page.goto("/intern/vereinbarungen/neu/")
    page.get_by_role("link", name=re.compile("Kooperation zweier|Kooperationsvereinbarung")).first.click()
    page.get_by_placeholder("Name des Partners").fill("Erziehungsberatung")
    page.keyboard.press("Enter")
    page.locator(".partner-button").first.click()
    page.get_by_role("link", name="Weiter").click()
    page.get_by_label("Gilt ab").fill("2027-01-01")
    page.get_by_label("Zweck").fill("Eltern finden Rat, wo sie ohnehin sind")
    page.get_by_role("button", name="Entwurf anlegen").click()
    page.wait_for_url("**/werkstatt/")
    return page.url


def open_clause(page: Page, number: int = 1):
    """Opens the form of a clause with text; returns its section."""
    section = page.locator("[data-wb-clause]").nth(number)
    section.locator(".bench-edit > summary").click()
    return section


def test_from_new_to_a_draft_and_saved_while_typing(open_as):
    page = open_as(WHO)
    address = new_draft(page)
    section = open_clause(page)
    area = section.locator("textarea")
    area.press("Control+End")
    area.press_sequentially(" Das gilt ab {{beginn}}.")
    expect(page.locator("[data-wb-status]")).to_have_text(re.compile(r"gespeichert um \d\d:\d\d"))
    expect(section.locator(".bench-text mark.value").last).to_have_text("01.01.2027")
    page.goto(address)
    expect(page.locator("[data-wb-clause]").nth(1).locator(".bench-text")).to_contain_text("Das gilt ab 01.01.2027.")


def test_rows_open_in_place_and_the_keyboard_is_enough(open_as):
    page = open_as(WHO)
    new_draft(page)
    part = page.locator("#block-responsibilities")
    part.locator("a[data-wb-open=row]").first.focus()
    page.keyboard.press("Enter")
    expect(part.get_by_label("Aufgabe")).to_be_focused()
    page.keyboard.press("Escape")
    expect(part.locator("a[data-wb-open=row]").first).to_be_focused()
    part.get_by_role("link", name="Alle offenen zuordnen").press("Enter")
    expect(part.locator("select").first).to_be_focused()
    for choice in part.locator("select").all():
        choice.select_option(index=1)
    part.get_by_role("button", name="Speichern").press("Enter")
    expect(page.locator("[data-wb-status]")).to_contain_text("Zugeordnet: 9")
    expect(page.locator("#fehlt")).to_be_visible()
    expect(page.locator("[data-wb-refresh=outline]")).not_to_contain_text("zuständige Partei")


def test_a_row_that_was_saved_stands_in_its_table_at_once_and_it_is_said_where_one_looks(open_as):
    page = open_as(WHO)
    new_draft(page)
    part = page.locator("#block-responsibilities")
    part.locator("a[data-wb-open=row]").first.click()
    part.get_by_label("Aufgabe").fill("Blumen gießen und Schlüssel holen")
    part.get_by_role("button", name="Speichern").click()
    expect(part.locator("table")).to_contain_text("Blumen gießen und Schlüssel holen")
    expect(page.locator("[data-wb-status]")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-wb-status]")).to_contain_text("gespeichert")


def test_two_browsers_at_one_clause_see_both_texts_and_lose_nothing(browser: Browser, portal, keys):
    """Own windows: the answer 409 is what is wanted here, not a fault."""
    contexts = [browser.new_context(base_url=portal.address, storage_state=keys(WHO)) for _ in range(2)]
    try:
        first, second = (context.new_page() for context in contexts)
        address = new_draft(first)
        second.goto(address)
        one, two = open_clause(first), open_clause(second)
        one.locator("textarea").fill("Wir kochen zusammen.")
        expect(first.locator("[data-wb-status]")).to_contain_text("gespeichert um")
        two.locator("textarea").fill("Wir turnen zusammen.")
        expect(two.get_by_role("heading", name=re.compile("zugleich geändert"))).to_be_visible()
        expect(two.locator("textarea").first).to_have_value("Wir turnen zusammen.")
        merged = two.locator("[data-wb-merge] textarea")
        expect(merged).to_have_value(re.compile("turnen.*kochen", re.DOTALL))
        merged.fill("Wir kochen und turnen zusammen.")
        two.get_by_role("button", name="Diesen Text speichern").click()
        expect(second.locator("[data-wb-status]")).to_contain_text("gespeichert um")
        first.goto(address)
        expect(first.locator("[data-wb-clause]").nth(1)).to_contain_text("Wir kochen und turnen zusammen.")
    finally:
        for context in contexts:
            context.close()


def test_without_network_the_text_stays_and_is_saved_later(browser: Browser, portal, keys):
    context = browser.new_context(base_url=portal.address, storage_state=keys(WHO))
    try:
        page = context.new_page()
        new_draft(page)
        section = open_clause(page)
        context.set_offline(True)
        section.locator("textarea").fill("Im Tunnel geschrieben.")
        expect(page.locator("[data-wb-status]")).to_contain_text("Keine Verbindung")
        expect(section.locator("textarea")).to_have_value("Im Tunnel geschrieben.")
        context.set_offline(False)
        expect(page.locator("[data-wb-status]")).to_contain_text("gespeichert um")
    finally:
        context.close()


def test_without_scripts_every_clause_is_a_form(open_as):
    page = open_as(WHO, scripts=False)
    new_draft(page)
    section = open_clause(page)
    section.locator("textarea").fill("Ohne Skript geschrieben.")
    section.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-wb-clause]").nth(1).locator(".bench-text")).to_contain_text("Ohne Skript geschrieben.")
    page.locator("#block-responsibilities").get_by_role("link", name="Aufgabe dazu").click()
    page.get_by_role("textbox", name="Aufgabe").fill("Blumen gießen")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#block-responsibilities")).to_contain_text("Blumen gießen")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_barrier_and_nothing_wider_than_the_screen(open_as, size):
    page = open_as(WHO, size)
    address = new_draft(page)
    open_clause(page)
    others = ("../text/", "../vergleich/", "kopf/", "angaben/laufzeit/", "zuordnen/", "zeile/partei/neu/?q=Kita")
    for other in (None, *others):
        if other:
            page.goto(address + other)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page, only_colours=scheme == "dark") == [], other
            assert sideways(page) == [], other
