"""What families do: find something for Tuesday, see who is under one roof, and without a mouse or a script."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
FOCUS_IS_SEEN = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const ring = [e, e.closest('.fn-card')].some(p => {
    const look = p && getComputedStyle(p);
    return look && look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  });
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  if (e === document.body) return {name: 'end of page', seen: true};
  return {name: (e.innerText || e.name || e.id || e.tagName).trim().slice(0, 40), seen: ring && inside};
}"""


def search_from_the_start_page(page: Page, *, where: str, age: str) -> None:
    page.goto("/")
    page.get_by_label("Wo?").fill(where)
    page.get_by_label("Alter des Kindes").select_option(label=age)
    page.get_by_role("button", name="Angebote zeigen").click()
    expect(page.locator("h1")).to_have_text("Angebote")


def open_filters(page: Page) -> None:
    page.locator("summary", has_text="Ort, Alter und mehr").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_baby_of_nine_months_on_tuesday_in_bieblach_ost(open_page, scripts):
    """Walkthrough (domain 8.10.1): on a phone, in two steps."""
    page = open_page(PHONE, scripts=scripts)
    search_from_the_start_page(page, where="Bieblach-Ost", age="9 Monate")
    open_filters(page)
    page.get_by_label(re.compile("^Dienstag")).check()
    if not scripts:
        page.get_by_role("button", name="Angebote zeigen").click()
    page.wait_for_url("**tag=di**")
    assert "alter=9m" in page.url
    expect(page.locator(".offer-card").first).to_contain_text("Offener Elterntreff")
    page.locator(".offer-card a", has_text="Offener Elterntreff").first.click()
    expect(page.locator("h1")).to_have_text("Offener Elterntreff")
    for answer in ("Di,", "9:30", "ohne Anmeldung", "Am Elsterbogen 4", "kostenlos"):
        expect(page.locator("main")).to_contain_text(answer)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_full_baby_group_says_why_one_cannot_come(open_page, scripts):
    page = open_page(PHONE, scripts=scripts)
    page.goto("/angebote/")
    open_filters(page)
    page.get_by_label("Was suchen Sie?").fill("elsterfrosche")
    page.get_by_role("button", name="Angebote zeigen").click()
    page.wait_for_url("**q=elsterfrosche**")
    page.locator(".offer-card a", has_text="Elsterfrösche").first.click()
    expect(page.locator("h1")).to_contain_text("Elsterfrösche")
    expect(page.locator("main")).to_contain_text("ausgebucht")
    expect(page.locator("main")).to_contain_text("32,00")


def test_results_change_in_place_and_the_count_is_announced(open_page):
    page = open_page(DESK)
    page.goto("/angebote/")
    before = page.locator("[data-fn-count]").inner_text()
    page.evaluate("window.stillHere = true")
    page.get_by_label(re.compile("^Dienstag")).check()
    page.wait_for_url("**tag=di**")
    expect(page.locator("[data-fn-count]")).not_to_have_text(before)
    expect(page.locator("#announcer")).to_contain_text("Angebot")
    assert page.evaluate("window.stillHere"), "the page was loaded anew"
    page.go_back()
    expect(page.locator("[data-fn-count]")).to_have_text(before)


def test_the_house_has_four_facilities_and_three_operators(open_page):
    """Walkthrough (domain 8.10.3)."""
    page = open_page(DESK)
    page.goto("/partner/?q=Kastanienzwerge")
    page.get_by_role("main").get_by_role("link", name="Kita Kastanienzwerge").first.click()
    page.get_by_role("link", name="Das ganze Haus").click()
    main = page.get_by_role("main")
    for facility in ("Familienzentrum Elsterbogen", "Kastanienhof", "Kita Kastanienzwerge", "Kinderkleiderkammer"):
        expect(main).to_contain_text(facility)
    for operator in (
        "Verein Familienbildung Ostgera e.V.",
        "Wohlfahrtsverband Elstertal e.V.",
        "Familienbund Elsterbogen e.V.",
    ):
        expect(main).to_contain_text(operator)


def test_the_number_of_centers_follows_the_date(open_page):
    """Walkthrough (domain 8.10.5): eight years ago there were fourteen."""
    page = open_page(PHONE)
    page.goto("/partner/")
    open_first = page.locator("details.drawer-toggle summary")
    if open_first.is_visible():
        open_first.click()
    page.get_by_label("Stichtag").fill(f"{date.today().day}.{date.today().month}.{date.today().year - 8}")
    page.get_by_role("button", name="Partner zeigen").click()
    page.wait_for_url("**stichtag=**")
    expect(page.locator(".stat", has_text="Familienzentren")).to_contain_text("14")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_searching_with_the_keyboard_alone(open_page, size):
    page = open_page(size)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Zum Inhalt springen")
    assert page.evaluate(FOCUS_IS_SEEN)["seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Was suchen Sie?")).to_be_focused()
    page.keyboard.type("elterntreff")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=elterntreff**")
    expect(page.locator(".offer-card").first).to_contain_text("Elterntreff")
    stops = []
    for _ in range(25):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS_IS_SEEN))
    assert [stop["name"] for stop in stops if not stop["seen"]] == []


def test_the_menu_of_a_phone_opens_without_scripts(open_page):
    page = open_page(PHONE, scripts=False)
    page.goto("/")
    page.locator("header summary", has_text="Menü").click()
    page.get_by_role("banner").get_by_role("link", name="Partner").click()
    expect(page.locator("h1")).to_contain_text("Partner")


def test_nobody_leaves_a_cookie_before_signing_in(open_page):
    page = open_page(DESK)
    for path in ("/", "/angebote/", "/angebote/?alter=9m", "/partner/", "/orte/", "/aktionen/", "/impressum/"):
        page.goto(path)
        assert page.context.cookies() == [], path
    assert page.evaluate("localStorage.length") == 0
    kept = page.evaluate("Object.entries(sessionStorage)")  # htmx notes the address it is on, until the window closes
    assert [entry for entry in kept if entry != ["htmx-current-path-for-history", "/angebote/?alter=9m"]] == []
