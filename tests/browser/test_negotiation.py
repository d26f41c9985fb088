"""A text goes to a partner: a letter with a link, read on a phone without scripts, other words proposed, accepted."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import PHONE
from tests.browser.test_staff import letter_to
from tests.browser.watched import sideways

pytestmark = pytest.mark.browser
TITLE = "Mehrsprachige Beratung mit dem Jugendmigrationsdienst Nord"


def open_negotiation(page: Page) -> None:
    """The page „Abstimmung“ of the demo agreement that is in negotiation."""
    page.goto("/intern/vereinbarungen/?q=Mehrsprachige")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("navigation", name="Seiten dieser Vereinbarung").get_by_role("link", name="Abstimmung").click()
    expect(page.get_by_role("heading", name="Wer jetzt dran ist")).to_be_visible()


def test_a_partner_answers_on_a_phone_by_the_link_of_a_letter(open_as, open_page):
    address = f"postfach-{int(time.time())}@partner.example"
    centre = open_as("koordination-elsterbogen")
    open_negotiation(centre)
    centre.get_by_role("link", name="Neuer Link").first.click()
    centre.get_by_label("E-Mail-Adresse").fill(address)
    centre.get_by_role("button", name="Einladen", exact=True).click()
    expect(centre.locator("main")).to_contain_text("ist eingeladen")

    guest = open_page(PHONE, scripts=False)
    letter_to(guest, address)
    guest.locator("main a[href*='/vereinbarung/']").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert guest.context.cookies()[0]["name"] == "csrf"
    assert len(guest.context.cookies()) == 1, "no session"
    words = f"Wir beraten in sechs Sprachen ({address.partition('@')[0]})."
    clause = guest.locator("article").filter(has=guest.get_by_role("heading", name="Präambel")).first
    if not clause.count():
        clause = guest.locator("article").nth(1)
    clause.get_by_role("link", name="Anmerken oder ändern").click()
    guest.get_by_label("Ihr Vorschlag für den Wortlaut").fill(words)
    guest.get_by_role("button", name="Anmerkung senden").click()
    expect(guest.locator("main")).to_contain_text("Ihr Vorschlag ist gespeichert")

    open_negotiation(centre)
    remark = centre.locator(".remark").filter(has_text=address.partition("@")[0])
    remark.get_by_role("button", name="Annehmen").click()
    expect(centre.locator("main")).to_contain_text("Der Vorschlag steht jetzt im Text.")

    looked = open_page(PHONE, dark=True)
    looked.goto(guest.url.partition("?")[0])
    expect(looked.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert violations(looked) == []
    assert sideways(looked) == []

    guest.reload()
    expect(guest.locator("main")).to_contain_text(words)
    agree = guest.get_by_role("button", name="Zustimmen").first
    agree.click()
    expect(guest.locator("main")).to_contain_text("Ihre Zustimmung ist gespeichert")
    expect(guest.locator("main")).to_contain_text("Sie stimmen zu")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_accessible(open_as, dark):
    page = open_as("koordination-elsterbogen", PHONE, dark=dark)
    open_negotiation(page)
    assert violations(page) == []
    page.get_by_role("link", name="Neuer Link").first.click()
    assert violations(page) == []


def test_the_public_list_is_accessible_and_sets_no_cookie(open_page):
    page = open_page(PHONE)
    page.goto("/vereinbarungen/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vereinbarungen")
    assert page.context.cookies() == []
    assert violations(page) == []
