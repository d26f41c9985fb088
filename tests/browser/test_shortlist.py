"""The Merkliste in a browser: kept there and nowhere else, as links without scripts, and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.watched import sideways

pytestmark = pytest.mark.browser
OFFERS = ("/angebote/offener-elterntreff/", "/angebote/krabbelgruppe-elsterfroesche/")
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


def remember_all(page: Page) -> None:
    for address in OFFERS:
        page.goto(address)
        page.get_by_role("button", name="Merken").click()


def expect_entries(page: Page, number: int) -> None:
    expect(page.locator(".shortlist .card-title")).to_have_count(number)


def kept(page: Page) -> str | None:
    return page.evaluate("localStorage.getItem('familiennetz.merkliste')")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_remember_look_and_take_away(open_page, size):
    page = open_page(size)
    page.goto(OFFERS[0])
    header = page.locator(".shortlist-link")
    expect(header).to_be_hidden()
    page.get_by_role("button", name="Merken").click()
    expect(page.get_by_role("button", name="Gemerkt")).to_have_attribute("aria-pressed", "true")
    expect(header).to_have_text(re.compile(r"\(1\)"))
    expect(page.locator("#announcer")).to_have_text(re.compile(r"\(1\)"))
    page.goto(OFFERS[1])
    page.get_by_role("button", name="Merken").focus()
    page.keyboard.press("Space")
    header.click()
    page.wait_for_url("**/merkliste/?a=*&a=*")
    expect_entries(page, 2)
    expect(page.locator("[data-fn-adopt]")).to_be_hidden()
    assert sideways(page) == []
    page.get_by_role("link", name=re.compile("entfernen")).first.click()
    expect(page.locator(".shortlist-entry")).to_have_count(1)
    assert " " not in kept(page)
    page.get_by_role("link", name="Liste leeren").click()
    expect(page.locator(".empty")).to_be_visible()
    assert kept(page) is None
    assert page.context.cookies() == []


def test_the_bare_address_shows_my_list(open_page):
    page = open_page()
    remember_all(page)
    page.goto("/merkliste/")
    page.wait_for_url("**/merkliste/?a=*&a=*")
    expect_entries(page, 2)


def test_remembering_can_be_taken_back_where_it_was_done(open_page):
    page = open_page()
    page.goto(OFFERS[0])
    page.get_by_role("button", name="Merken").click()
    page.get_by_role("button", name="Gemerkt").click()
    expect(page.get_by_role("button", name="Merken")).to_have_attribute("aria-pressed", "false")
    assert kept(page) is None


def test_a_list_somebody_sent_is_taken_over_only_when_asked(open_page):
    sender, reader = open_page(), open_page()
    remember_all(sender)
    sender.goto("/merkliste/")
    sender.wait_for_url("**/merkliste/?a=*")
    reader.goto(sender.locator("#adresse").input_value())
    expect_entries(reader, 2)
    assert kept(reader) is None
    reader.get_by_role("button", name="Diese Liste in meine Merkliste übernehmen").click()
    reader.wait_for_url("**/merkliste/?a=*&a=*")
    expect(reader.locator(".shortlist-link")).to_contain_text("(2)")
    expect(reader.locator("[data-fn-adopt]")).to_be_hidden()


@pytest.mark.parametrize("broken", [NO_STORAGE, FULL_STORAGE], ids=["forbidden", "full"])
def test_without_storage_the_links_still_work(open_page, broken):
    page = open_page()
    page.add_init_script(broken)
    page.goto(OFFERS[0])
    page.locator(".remember").click()
    page.wait_for_url("**/merkliste/?a=*")
    expect_entries(page, 1)


def test_without_scripts(open_page):
    page = open_page(PHONE, scripts=False)
    page.goto(OFFERS[0])
    page.get_by_role("link", name="Merken").click()
    expect_entries(page, 1)
    page.get_by_label("Adresse der Angebotsseite").fill(OFFERS[1])
    page.get_by_role("button", name="Dazunehmen").click()
    expect_entries(page, 2)
    assert page.locator("#adresse").input_value().partition("/merkliste/")[2] == page.url.partition("/merkliste/")[2]
    expect(page.locator(".shortlist-qr svg")).to_be_visible()
    page.get_by_role("link", name=re.compile("entfernen")).first.click()
    expect_entries(page, 1)
    page.get_by_role("link", name="Liste leeren").click()
    expect(page.locator(".empty")).to_be_visible()


CARD = (
    '<a class="remember" data-code="1k" href="/merkliste/?a=1k" rel="nofollow" aria-label="Merken: Babycafé">'
    '<svg class="icon" aria-hidden="true"></svg>Merken</a>'
)


def test_cards_of_a_swapped_list_become_buttons(open_page):
    """Any ``a.remember`` does, also one that htmx brings later; icon and name stay."""
    page = open_page()
    page.goto("/angebote/")
    page.evaluate(
        """card => {
          document.querySelector('#ergebnisse').insertAdjacentHTML('beforeend', card);
          document.dispatchEvent(new CustomEvent('htmx:afterSwap', {detail: {target: document.body}}));
        }""",
        CARD,
    )
    page.get_by_role("button", name="Merken: Babycafé").click()
    assert kept(page) == "1k"
    button = page.get_by_role("button", name="Gemerkt: Babycafé")
    expect(button).to_have_text("Gemerkt")
    expect(button.locator("svg")).to_have_count(1)
    button.click()
    expect(page.get_by_role("button", name="Merken: Babycafé")).to_have_text("Merken")


def test_the_list_on_paper(open_page):
    page = open_page()
    remember_all(page)
    page.goto("/merkliste/")
    page.wait_for_url("**/merkliste/?a=*")
    page.emulate_media(media="print")
    for part in ("nav", "form", ".btn", ".shortlist-link", "[data-fn-forget]", "[data-fn-clear]"):
        assert not any(found.is_visible() for found in page.locator(part).all()), part
    for words in ("Am Elsterbogen 4", "030 23125", "Wann", "Anmeldung"):
        expect(page.locator(".shortlist")).to_contain_text(words)
    expect(page.locator(".shortlist-qr svg")).to_be_visible()
    code, first = page.locator(".shortlist-qr").bounding_box(), page.locator(".shortlist-entry").first.bounding_box()
    assert code["y"] + code["height"] <= first["y"] + 1
    assert pages_of(page.pdf(prefer_css_page_size=True, format="A4")) == 1


def test_the_list_has_no_barriers_when_something_is_on_it(open_page):
    page = open_page()
    remember_all(page)
    page.goto("/merkliste/")
    page.wait_for_url("**/merkliste/?a=*")
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += violations(page, only_colours=scheme == "dark")
    page.goto(OFFERS[0])
    assert found + violations(page) == []


def test_the_week_on_paper_is_one_sheet_across(open_page):
    page = open_page()
    page.goto("/angebote/?ansicht=woche&kostenlos=1&tag=di")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 720})  # A4 across, without its margins
    for part in ("nav", "form", ".btn", ".fn-tabs", ".page-head"):
        assert not any(found.is_visible() for found in page.locator(part).all()), part
    expect(page.locator("#ergebnisse")).to_contain_text(re.compile(r"Woche \d+: "))
    for word in ("Dienstag", "kostenlos"):
        expect(page.locator("#ergebnisse .chip", has_text=word)).to_be_visible()
    tops = [day.bounding_box()["y"] for day in page.locator(".week > li").all()]
    assert len(tops) == 7
    assert len(set(tops)) == 1
    assert not re.search("heute|morgen", page.locator(".week").inner_text())  # wrong on a wall tomorrow
    sheet = page.pdf(prefer_css_page_size=True)
    assert pages_of(sheet) == 1
    width, height = (float(number) for number in re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", sheet).groups())
    assert width > height


def test_the_week_of_a_phone_is_a_list_by_day(open_page):
    page = open_page(PHONE)
    page.goto("/angebote/?ansicht=woche")
    lefts = {day.bounding_box()["x"] for day in page.locator(".week > li").all()}
    assert len(lefts) == 1


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
