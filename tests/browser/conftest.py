"""Browser tests: Debian's Chromium, driven by Playwright, against a portal started as ``make run`` starts it.

No browser is downloaded: the tests take the installed one, or are left out with one line that says how to get it.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.served import Portal, Running
from tests.browser.watched import Complaints

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a request to anybody else fails, and is noted
]
WAIT_MS = 90_000
"""Milliseconds until a browser gives up waiting for what a page has to show; nobody waits when it is there."""
expect.set_options(timeout=WAIT_MS)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def portal(django_db_setup: None) -> Iterator[Portal]:
    """The running demo portal, one for all tests of this folder, which therefore leave shared records as they are."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    running = Running(settings.DATA_DIR / f"portal{worker}", f"familynet_portal{worker}")
    try:
        yield running.start()
        assert running.errors() == []
    finally:
        running.stop()


@pytest.fixture(scope="package")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One browser process; every test gets windows of its own in it.

    Ends with this package: while it runs, Django takes the thread for an asynchronous one and refuses its ORM.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


def fresh(
    browser: Browser,
    complaints: Complaints,
    size: dict[str, int],
    *,
    dark: bool = False,
    scripts: bool = True,
    **more: object,
) -> BrowserContext:
    """A browser nobody has used (cookies, cache), watched by ``complaints``."""
    context = browser.new_context(
        base_url=complaints.address,
        viewport=size,
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        locale="de-DE",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
        **more,
    )
    context.set_default_timeout(WAIT_MS)
    complaints.watch(context)
    return context


@pytest.fixture
def new_context(browser: Browser, portal: Portal) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a fresh browser (cookies, cache); script errors, CSP blocks, foreign hosts and 5xx fail the test."""
    opened: list[BrowserContext] = []
    complaints = Complaints(portal.address)

    def make(size: dict[str, int] = DESK, **more: object) -> BrowserContext:
        opened.append(fresh(browser, complaints, size, **more))
        return opened[-1]

    yield make
    for context in opened:
        context.close()
    assert complaints.found == []


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> OpenPage:
    """Makes a window of an anonymous visitor: ``open_page(PHONE, dark=True, scripts=False)``."""

    def make(size: dict[str, int] = DESK, **more: object) -> Page:
        return new_context(size, **more).new_page()

    return make


@pytest.fixture(scope="package")
def keys(browser: Browser, portal: Portal) -> Callable[[str], dict]:
    """Signs a demo account in through the form, once; returns the cookies to hand to ``storage_state``."""
    kept: dict[str, dict] = {}

    def sign_in(role: str) -> dict:
        if role not in kept:
            mail, password = portal.passwords()[role]
            context = browser.new_context(base_url=portal.address)
            page = context.new_page()
            page.goto("/konto/anmelden/")
            page.get_by_label("E-Mail").fill(mail)
            page.locator("input[type=password]").fill(password)
            page.get_by_role("main").get_by_role("button", name="Anmelden").first.click()
            page.wait_for_url("**/intern/**")
            kept[role] = context.storage_state()
            context.close()
        return kept[role]

    return sign_in


@pytest.fixture
def open_as(open_page: OpenPage, keys: Callable[[str], dict]) -> OpenPage:
    """Makes a window of a signed-in demo account: ``open_as("admin", PHONE)``."""

    def make(role: str, size: dict[str, int] = DESK, **more: object) -> Page:
        return open_page(size, storage_state=keys(role), **more)

    return make


@pytest.fixture(scope="module")
def lasting(browser: Browser, portal: Portal) -> Iterator[tuple[dict[str, Page], Complaints]]:
    """Windows that stay open for a module's tests, by who is signed in, and who watches them all."""
    windows: dict[str, Page] = {}
    yield windows, Complaints(portal.address)
    for page in windows.values():
        page.context.close()


@pytest.fixture
def window(
    browser: Browser, lasting: tuple[dict[str, Page], Complaints], keys: Callable[[str], dict]
) -> Iterator[Callable[..., Page]]:
    """The module's window of a demo account ("" is a visitor): for pages that are only looked at, one after the other.

    What it has loaded for one page it has at hand for the next, as for somebody who walks through the portal. Every
    test gets it at a desk by day; complaints fail the test they came up in.
    """
    windows, complaints = lasting

    def get(role: str = "") -> Page:
        if role not in windows:
            more = {"storage_state": keys(role)} if role else {}
            windows[role] = fresh(browser, complaints, DESK, **more).new_page()
        if not role:
            windows[role].context.clear_cookies()
        windows[role].set_viewport_size(DESK)
        windows[role].emulate_media(color_scheme="light")
        return windows[role]

    yield get
    found, complaints.found = complaints.found, []
    assert found == []
