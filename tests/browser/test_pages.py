"""Every page template in a real browser: no barrier axe can find, nothing wider than the screen, no foreign host."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.watched import sideways

pytestmark = pytest.mark.browser
LOOKS = [(DESK, "light"), (PHONE, "dark")]
if os.environ.get("EVERY_LOOK"):
    LOOKS += [(DESK, "dark"), (PHONE, "light")]
NARROW = {"width": 320, "height": 640}  # 1280 px at 400 %
PUBLIC = [
    "/",
    "/angebote/",
    "/angebote/?ort=Bieblach-Ost&alter=9m&tag=di&umkreis=2",
    "/angebote/?ansicht=woche",
    "/angebote/?ansicht=karte",
    "/angebote/?q=gibtesnicht",
    "/angebote/offener-elterntreff/",
    "/angebote/krabbelgruppe-elsterfroesche/",
    "/angebote/rueckbildungsgymnastik-elsterbogen/",
    "/angebote/programm/",
    "/merkliste/",
    "/merkliste/?dazu=/angebote/offener-elterntreff/",
    "/merkliste/?a=zzzz&dazu=gibt-es-nicht",
    "/aktionen/",
    "/aktionen/aktionstag-familie/",
    "/partner/",
    "/partner/?ansicht=art",
    "/partner/?stichtag=01.01.2019",
    "/partner/familienzentrum-elsterbogen/",
    "/partner/lokales-buendnis-ilmenau/",
    "/partner/haus/am-elsterbogen-4/",
    "/orte/",
    "/praxis/",
    "/mitmachen/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/hilfe/reihenfolge/",
    "/konto/anmelden/",
    "/konto/passwort/vergessen/",
    "/einladung/unbekannt/",
    "/demo/post/",
    "/gibt-es-nicht/",
]
STAFF = [
    ("koordination-elsterbogen", "/intern/"),
    ("planung-gera", "/intern/"),
    ("partner-firma", "/intern/"),
    ("admin", "/intern/nachfrage/"),
    ("admin", "/intern/personen/"),
    ("admin", "/intern/personen/einladen/"),
    ("admin", "/intern/personen/einladen/familienzentrum-elsterbogen/"),
    ("admin", "/intern/bausteine/"),
    ("admin", "/konto/"),
    ("admin", "/konto/geraete/"),
    ("admin", "/konto/passwort/"),
    ("admin", "/konto/zweiter-faktor/"),
    ("admin", "/konto/zweiter-faktor/app/"),
]
OFFICE = [  # the staff admin is work at a desk: axe at both sizes, but it may scroll sideways in its own tables
    "/verwaltung/",
    "/verwaltung/partners/organization/",
    "/verwaltung/offers/offer/?q=elterntreff",
    "/verwaltung/offers/offer/add/",
    "/verwaltung/offers/session/",
]
SCRIPT_ONLY = {
    "Teilen",
    "Link teilen",
    "Drucken",
    "Diese Seite drucken",
    "Mit Passkey anmelden",
    "Ohne Passwort",
    "Karte zeigen",
    "Diese Liste steht noch nicht in Ihrer Merkliste",
    "Ihr Browser behält sie, wenn Sie sie übernehmen.",
    "Diese Liste in meine Merkliste übernehmen",
}


def look_at(page: Page, path: str) -> list[str]:
    """What is wrong with one page on a desk by day, on a phone by night, and at 400 %; ``EVERY_LOOK=1``: all four."""
    page.goto(path)
    found = []
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{size['width']} {scheme}: {line}" for line in violations(page)]
    page.set_viewport_size(NARROW)
    return found + [f"wider than 320 px: {line}" for line in sideways(page)]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(window, path):
    page = window()
    assert look_at(page, path) == []
    if not path.startswith(("/konto/", "/einladung/")):
        assert page.context.cookies() == []


@pytest.mark.parametrize(("role", "path"), STAFF)
def test_page_of_somebody_who_is_signed_in(window, role, path):
    assert look_at(window(role), path) == []


@pytest.mark.parametrize("path", OFFICE)
def test_page_of_the_staff_admin(window, path):
    assert look_at(window("admin"), path) == []


def lines_of(page: Page, path: str) -> set[str]:
    page.goto(path)
    return {line.strip() for line in page.locator("body").inner_text().splitlines() if line.strip()}


def test_pages_say_the_same_without_scripts(open_page):
    with_scripts, without = open_page(DESK), open_page(DESK, scripts=False)
    missing = {path: lines_of(with_scripts, path) - lines_of(without, path) - SCRIPT_ONLY for path in PUBLIC}
    assert {path: lines for path, lines in missing.items() if lines} == {}


def test_a_page_on_paper_leaves_out_what_paper_cannot_do(open_page):
    page = open_page(DESK)
    page.goto("/angebote/offener-elterntreff/")
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    for part in ("nav", "form", "[data-fn-print]", "[data-fn-share]"):
        assert not any(found.is_visible() for found in page.locator(part).all()), part
