"""What people who work in the portal do: sign in with two factors, take an invitation, edit beside each other."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
NEW_PASSWORD = "Wolke Ziege Kamel Fenster 7"
DELIVERY_SECONDS = 240  # until the worker has emptied the outbox


def code_of(secret: str, moment: float) -> str:
    """The six digits an authenticator app shows (RFC 6238, SHA-1, 30 seconds)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(moment // 30)), hashlib.sha1)
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def sign_in(page: Page, mail: str, password: str) -> None:
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(mail)
    page.locator("input[type=password]").fill(password)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()


def letter_to(page: Page, address: str) -> None:
    """Open the newest letter to ``address`` in the demo's post, as soon as the worker has delivered it."""
    row = page.get_by_role("row").filter(has_text=address).filter(has_text="gesendet")
    end = time.monotonic() + DELIVERY_SECONDS
    page.goto("/demo/post/")
    while not row.count() and time.monotonic() < end:
        page.wait_for_timeout(500)
        page.reload()
    row.first.get_by_role("link").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_wrong_password_says_so_and_the_right_one_leads_to_the_workspace(open_page, portal, scripts):
    mail, password = portal.passwords()["planung-gera"]
    page = open_page(PHONE, scripts=scripts)
    sign_in(page, mail, "falsch geraten")
    expect(page.locator("main")).to_contain_text(re.compile("Passwort|Zugangsdaten"))
    expect(page.get_by_label("E-Mail-Adresse")).to_have_value(mail)
    sign_in(page, mail, password)
    page.wait_for_url("**/intern/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_signing_in_with_a_code_from_an_app(open_page, portal):
    mail, password = portal.passwords()["auditor"]
    page = open_page(DESK)
    sign_in(page, mail, password)
    page.goto("/konto/zweiter-faktor/app/")
    secret = page.locator("code").inner_text().strip()
    page.get_by_label("Code aus der App").fill(code_of(secret, time.time()))
    page.get_by_role("button", name="Code prüfen und einschalten").click()
    expect(page.locator("main")).to_contain_text("Notfallcode")
    other = open_page(PHONE)
    sign_in(other, mail, password)
    expect(other.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    other.get_by_label("Code").fill(code_of(secret, time.time() + 30))  # a code counts once, the next one already
    other.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()
    other.wait_for_url("**/intern/")


def test_an_invitation_by_mail_leads_to_the_workspace(open_as, open_page):
    address = f"neu-{int(time.time())}@familiennetz.example"
    page = open_as("admin")
    page.goto("/intern/personen/einladen/")
    page.get_by_label("Name der Organisation").fill("Familienzentrum Elsterbogen")
    page.get_by_role("main").get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="Familienzentrum Elsterbogen", exact=True).click()
    page.get_by_label("E-Mail-Adresse").fill(address)
    page.locator("input[name=role][value=coordination]").check()
    page.get_by_role("button", name="Einladung schicken").click()
    expect(page.locator("main")).to_contain_text(address)

    guest = open_page(PHONE)
    letter_to(guest, address)
    guest.locator("main a[href*='/einladung/']").click()
    guest.get_by_label("Ihr Name").fill("Neue Koordination")
    guest.locator("input[type=password]").fill(NEW_PASSWORD)
    guest.get_by_role("button", name="Einladung annehmen").click()
    guest.wait_for_url("**/intern/**")
    expect(guest.locator("main")).to_contain_text("Familienzentrum Elsterbogen")


def test_two_people_edit_the_same_organisation(open_as):
    """Nobody overwrites anybody: the second one sees both texts and decides."""
    first, second = open_as("admin"), open_as("admin")
    first.goto("/verwaltung/partners/organization/?q=Familienwerkstatt+Ilmaue")
    first.get_by_role("link", name="Familienwerkstatt Ilmaue e.V.").click()
    second.goto(first.url)
    field = re.compile("^Kurzbeschreibung|^Beschreibung")
    first.get_by_label(field).first.fill("Werkstatt und Garten. Geändert von der ersten Person.")
    first.get_by_role("button", name="Speichern", exact=True).first.click()
    expect(first.locator(".messagelist")).to_contain_text("Familienwerkstatt")
    second.get_by_label(field).first.fill("Werkstatt und Garten. Geändert von der zweiten Person.")
    second.get_by_role("button", name="Speichern", exact=True).first.click()
    expect(second.locator(".staff-conflict")).to_contain_text("von der ersten Person")
    expect(second.locator(".staff-conflict")).to_contain_text("von der zweiten Person")
    second.get_by_role("button", name="Speichern", exact=True).first.click()
    expect(second.locator(".messagelist")).to_contain_text("Familienwerkstatt")
