"""Every address x everybody x every method, compared with the rows in ``access.py`` (architecture 6.4, T02, T27).

A failing test names the address, the person and the method. New address: add a row to ``access.py`` of the app (or to
``familynet/access/pages.py``) and, when the address has arguments, to ``access_examples.py``.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver, reverse

from accounts.enums import Role
from accounts.page_access import ANONYMOUS, SIGNED_IN, Page
from familynet.access.pages import PAGES
from familynet.views.account.second_factor import SET_UP
from tests.roof.access_examples import EXAMPLES, build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ACTORS = [ANONYMOUS, *Role.values]
SOME = [ANONYMOUS, Role.ADMINISTRATION.value, Role.PLANNER.value]
"""For questions whose answer does not depend on the role: nobody, somebody who may all, somebody who may little."""
UNSAFE = ("POST", "PUT", "DELETE", "PATCH")
BY_NAME = {page.name: page for page in PAGES}
SIGN_IN = "/konto/anmelden/"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once for the whole module and taken back at its end."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        outer = transaction.atomic()
        outer._from_testcase = True  # a durable transaction inside is as much a test's as this one
        with outer:
            cache.clear()
            yield build()
            transaction.set_rollback(True)


def addresses(patterns=None, namespaces=()) -> Iterator[tuple[str, str]]:
    """Name and pattern of every address the portal answers."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield ":".join([*namespaces, pattern.name or ""]), str(pattern.pattern)


OURS = sorted({name for name, _ in addresses() if not name.startswith("admin:")})


def test_every_address_has_a_line_and_every_line_an_address():
    assert set(OURS) == set(BY_NAME), "access.py of the app, or familynet/access/pages.py"


def test_no_line_stands_twice():
    assert len(BY_NAME) == len(PAGES)


def url_of(page: Page, world, organization) -> str:
    arguments = EXAMPLES.get(page.name, lambda *_: {})(world, organization)
    return reverse(page.name, kwargs=arguments)


def ask(client: Client, method: str, url: str, data=None):
    """One request whose effects are taken back, in the database and in the browser."""
    cache.clear()
    cookies = client.cookies.copy()
    with transaction.atomic():
        if method in {"PUT", "DELETE"}:
            response = client.generic(method, url)
        else:
            response = getattr(client, method.lower())(url, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def wrong_cell(response, expected: int, page: Page, what: str) -> Iterator[str]:
    """What is wrong about one answer; nothing when it is as the table says."""
    if response.status_code != expected:
        yield f"{what}: {response.status_code} statt {expected}"
    if "no-store" not in response.headers["Cache-Control"] and not page.is_public:
        yield f"{what}: darf behalten werden ({response.headers['Cache-Control']})"


def seen_by(page: Page, *, abroad: bool):
    """Who may open the page, and who sees the record without this page."""
    audience = page.audience
    return (audience.elsewhere, audience.elsewhere_sees) if abroad else (audience.who, audience.sees)


def expected_get(page: Page, actor: str, *, abroad: bool) -> int:
    who, sees = seen_by(page, abroad=abroad)
    if actor == ANONYMOUS and actor not in page.audience.who:
        return 302
    if page.get == 405 or actor in who:
        return page.get
    if actor in sees:
        return 403
    return 404 if abroad else page.audience.otherwise


def expected_post(page: Page, actor: str, *, abroad: bool) -> int:
    if actor == ANONYMOUS and actor not in page.audience.who:
        return 302
    if page.post is None:
        return 405
    who, sees = seen_by(page, abroad=abroad)
    if actor in who:
        return page.answer_to_form(actor)
    return 403 if actor in sees else 404 if abroad else page.audience.otherwise


def places(page: Page, world):
    """The own record, and a foreign one where the page is about records of organisations."""
    yield url_of(page, world, world.home), False
    if page.audience.elsewhere is not None:
        yield url_of(page, world, world.abroad), True


@pytest.mark.parametrize("name", OURS)
def test_an_address_answers_everybody_as_the_table_says(name, world):
    """All its cells: the message names each that is wrong."""
    page, cells = BY_NAME[name], (looking, sending_a_form, other_methods, without_a_token)
    assert [wrong for way in cells for wrong in way(page, world)] == []


def looking(page: Page, world) -> Iterator[str]:
    for url, abroad in places(page, world):
        for actor in ACTORS:
            for method in ("GET", "HEAD") if actor in SOME else ("GET",):
                response, what = ask(world.clients[actor], method, url), f"{actor} {method} {url}"
                yield from wrong_cell(response, expected_get(page, actor, abroad=abroad), page, what)
                if actor == ANONYMOUS and actor not in page.audience.who and not page.library:
                    address = response.headers.get("Location", "")
                    if not address.startswith(SIGN_IN):
                        yield f"{what}: führt zu {address!r} statt zur Anmeldung"


def sending_a_form(page: Page, world) -> Iterator[str]:
    """Not to pages of the sign-in library that are only read: what they answer to a form is the library's affair."""
    if page.library and page.post is None:
        return
    for url, abroad in places(page, world):
        for actor in ACTORS:
            response = ask(world.clients[actor], "POST", url, {})
            yield from wrong_cell(response, expected_post(page, actor, abroad=abroad), page, f"{actor} POST {url}")


def other_methods(page: Page, world) -> Iterator[str]:
    """PUT and DELETE do nothing on pages of ours, and nothing unexpected on those of the sign-in library."""
    for url, _ in places(page, world):
        for actor in SOME:
            for method in ("PUT", "DELETE"):
                status = ask(world.clients[actor], method, url).status_code
                closed = 302 if actor == ANONYMOUS and actor not in page.audience.who else 405
                allowed = {200, 302, 403, 404, 405} if page.library else {closed}
                if status not in allowed:
                    yield f"{actor} {method} {url}: {status} statt {sorted(allowed)}"


def without_a_token(page: Page, world) -> Iterator[str]:
    """Every unsafe method without the form's token is refused before anything else happens (T27)."""
    for url, _ in places(page, world):
        for actor in SOME:
            strict = Client(enforce_csrf_checks=True)
            strict.cookies = world.clients[actor].cookies
            for method in UNSAFE if actor == Role.ADMINISTRATION else ("POST",):
                status = strict.generic(method, url).status_code
                if status != 403:
                    yield f"{actor} {method} {url} ohne Marke: {status} statt 403"


def test_a_wrong_cell_is_named(world):
    """Negative control: a table that lets nobody in and knows no form is wrong about the public list of offers."""
    page = BY_NAME["offers:offer_list"]
    page = replace(page, audience=replace(page.audience, who=frozenset()), post=200)
    found = [*looking(page, world), *sending_a_form(page, world)]
    url = url_of(page, world, world.home)
    assert any(f"{ANONYMOUS} GET {url}: 200 statt 302" in wrong for wrong in found), found
    assert any(f"POST {url}" in wrong for wrong in found), found


def test_public_views_are_exactly_those_marked_public(world):
    """``@login_not_required`` and the table name the same pages (reliability 2.3)."""
    open_views = set()
    for name, pattern in _views():
        if not getattr(pattern.callback, "login_required", True):
            open_views.add(name)
    listed = {page.name for page in PAGES if page.is_public} | {"account_logout"}
    assert {name for name in open_views if not name.startswith("admin:")} == listed


def _views(patterns=None, namespaces=()):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _views(pattern.url_patterns, inner)
        else:
            yield ":".join([*namespaces, pattern.name or ""]), pattern


def test_without_a_second_factor_only_the_set_up_is_open(world, settings):
    """The matrix once more as a person whose role needs a factor and who has none (T24)."""
    settings.REQUIRE_MFA = True
    client = world.clients[Role.ADMINISTRATION]
    for name in OURS:
        page = BY_NAME[name]
        if page.is_public or name in SET_UP:
            continue
        response = ask(client, "GET", url_of(page, world, world.home))
        assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("mfa_index")), name


def test_the_table_knows_every_role():
    assert frozenset(Role.values) == SIGNED_IN


def test_the_table_for_people_is_up_to_date():
    call_command("permissions_table", "--check")
