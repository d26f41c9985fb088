"""The map asks first: no tile before the click, groups that fall apart, all of it by keyboard, an equal list."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.served import Portal, web_environment
from tests.browser.tiles import TileServer
from tests.pace import WAIT

pytestmark = pytest.mark.browser
MAP = "/angebote/?ansicht=karte"


@pytest.fixture(scope="module")
def tiles(tmp_path_factory) -> Iterator[TileServer]:
    with TileServer(tmp_path_factory.mktemp("kartenserver")) as server:
        yield server


@pytest.fixture(scope="module")
def address(portal: Portal, tiles: TileServer) -> Iterator[str]:
    """A second web server for the same data, whose operator has named a map server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = web_environment(portal.folder, portal.database) | {"FAMILYNET_TILE_URL": tiles.url, "PORT": str(port)}
    command = [sys.executable, "-m", "gunicorn", "familynet.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    log = (portal.folder / "karte.log").open("wb")
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait(port: int, process: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the web server did not come up, see karte.log")


@pytest.fixture
def page(browser: Browser, address: str, tiles: TileServer) -> Iterator[Page]:
    """A window on that server; errors of scripts and of the content policy fail the test."""
    tiles.asked.clear()
    tiles.broken = False
    context = browser.new_context(base_url=address, viewport=DESK, ignore_https_errors=True, reduced_motion="reduce")
    context.set_default_timeout(WAIT * 1000)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda message: wrong.append(message.text) if "Security Policy" in message.text else None)
    yield context.new_page()
    context.close()
    assert wrong == []


def load(page: Page) -> None:
    page.get_by_role("button", name="Karte laden").click()
    expect(page.locator(".map-ground .map-mark").first).to_be_visible()


def test_no_tile_before_the_click_and_the_server_is_named(page, tiles):
    page.goto(MAP)
    expect(page.locator("svg.positions").first).to_be_visible()
    expect(page.locator("[data-fn-map-host]")).to_have_text(tiles.host)
    page.wait_for_load_state("networkidle")
    assert tiles.asked == []
    load(page)
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
    assert tiles.asked
    expect(page.locator("svg.positions").first).to_be_hidden()


def test_groups_hold_every_number_of_the_list_once(page):
    page.goto(MAP)
    load(page)
    names = page.locator(".map-ground .map-mark").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert page.locator(".map-group").count() > 0
    for spot in page.locator("#spots > li").all():
        name = f"{spot.get_attribute('data-number')}. {spot.get_attribute('data-label')}"
        assert sum(f" {name}," in f" {one.partition(': ')[2] or one}," for one in names) == 1, name


def test_a_group_opens_by_keyboard_down_to_the_offers(page):
    page.goto(MAP)
    load(page)
    before = page.locator(".map-mark").count()
    page.locator(".map-group").first.focus()
    for _ in range(8):
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('.map-mark, .leaflet-popup *, .map-ground')")
        page.wait_for_timeout(150)
        if page.locator(".leaflet-popup").count():
            break
    assert page.locator(".map-mark").count() > before
    expect(page.locator(".leaflet-popup a[href^='http']").first).to_be_visible()
    assert violations(page) == []


def test_a_map_that_is_down_gives_the_drawing_back(page, tiles):
    tiles.broken = True
    page.goto(MAP)
    load(page)
    expect(page.locator("[data-fn-map-failed]")).to_be_visible()
    expect(page.locator("svg.positions").first).to_be_visible()


def test_the_button_is_there_after_a_swap(page):
    page.set_viewport_size(PHONE)
    page.goto("/angebote/")
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name="Karte", exact=True).click()
    load(page)
    assert page.evaluate("window.stillHere"), "the page was loaded anew"


def test_without_a_map_server_there_is_no_button(open_page):
    page = open_page()
    page.goto(MAP)
    expect(page.locator("svg.positions").first).to_be_visible()
    assert page.get_by_role("button", name="Karte laden").count() == 0
