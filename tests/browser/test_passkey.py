"""Passkeys in a real browser with a simulated key: set up, sign in without a password, use as second factor, remove.

Passkeys need a host name, so this test goes to ``localhost``; the flags of the shared browser would not let it.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, FLAGS
from tests.browser.watched import Complaints

pytestmark = pytest.mark.browser
ROLE = "verwaltung-nur-lesen"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser, portal, chromium_path) -> Iterator[Page]:
    """A window with a key plugged in, on the portal's address by name."""
    address = portal.address.replace("127.0.0.1", "localhost")
    flags = [flag for flag in FLAGS if not flag.startswith("--host-resolver-rules")]
    rule = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"
    named = browser.browser_type.launch(executable_path=chromium_path, headless=True, args=[*flags, rule])
    complaints = Complaints(address)
    context = named.new_context(base_url=address, viewport=DESK, locale="de-DE")
    complaints.watch(context)
    window = context.new_page()
    devtools = context.new_cdp_session(window)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield window
    named.close()
    assert complaints.found == []


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def type_password(page: Page, portal) -> None:
    mail, password = portal.passwords()[ROLE]
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(mail)
    page.locator("input[type=password]").fill(password)
    press(page, "Anmelden")


def sign_out(page: Page) -> None:
    page.goto("/konto/abmelden/")
    press(page, "Jetzt abmelden")
    page.wait_for_url(lambda url: urlsplit(url).path == "/")


def test_under_a_bare_number_the_page_says_why_it_does_not_work(open_as):
    page = open_as("datenschutz")
    page.goto("/konto/zweiter-faktor/schluessel/neu/")
    expect(page.get_by_text("Hier geht das gerade nicht")).to_be_visible()
    expect(page.get_by_role("button", name="Schlüssel einrichten")).to_have_count(0)


def test_a_passkey_from_setting_up_to_removing(page, portal):
    type_password(page, portal)
    page.wait_for_url("**/intern/")

    page.goto("/konto/zweiter-faktor/schluessel/neu/")
    page.get_by_label("Name des Schlüssels").fill("Diensthandy")
    page.get_by_label("Auch ohne Passwort anmelden (Passkey)").check()
    press(page, "Schlüssel einrichten")
    page.wait_for_url("**/notfallcodes/")
    expect(page.locator("main code")).to_have_count(10)
    sign_out(page)

    page.goto("/konto/anmelden/?next=/konto/")
    press(page, "Mit Passkey anmelden")
    page.wait_for_url(lambda url: urlsplit(url).path == "/konto/")
    sign_out(page)

    type_password(page, portal)
    page.wait_for_url("**/anmelden/code/")
    press(page, "Schlüssel benutzen")
    page.wait_for_url("**/intern/")

    page.goto("/konto/zweiter-faktor/schluessel/")
    expect(page.get_by_role("rowheader", name="Diensthandy")).to_be_visible()
    page.get_by_role("link", name="Entfernen").click()
    press(page, "Schlüssel entfernen")
    expect(page.get_by_text("Noch kein Schlüssel")).to_be_visible()
