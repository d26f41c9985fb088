"""What nginx refuses to keep even when the application is wrong about it, and that each guard is needed (T29).

The application here says of everything that anybody may keep it: of a signed-in person's page, of a page that sets a
cookie, of the answer to a form. The negative controls take one guard out of the shipped file; then the copy leaks.
"""

import itertools

import pytest

from tests import proxy

pytestmark = [pytest.mark.skipif(proxy.NGINX is None, reason=proxy.MISSING), pytest.mark.slow]
COOKIES = ("session=anna", "__Host-session=anna", "a=1; __Host-session=anna; b=2", "session=", "session=abgelaufen")
PERSONAL = ("/intern/", "/intern/partner/?seite=2", "/konto/", "/konto/anmelden/", "/verwaltung/", "/%69ntern/")
number = itertools.count()


def careless(environ, start_response):
    """Says who asked and how, and that everybody may keep it for a minute."""
    headers = [("Content-Type", "text/plain"), ("Cache-Control", "public, s-maxage=60")]
    if environ["PATH_INFO"].startswith("/keks/"):
        headers.append(("Set-Cookie", f"keks={next(number)}"))
    start_response("200 OK", headers)
    who = environ.get("HTTP_COOKIE") or environ.get("HTTP_AUTHORIZATION") or "niemand"
    return [f"{environ['REQUEST_METHOD']} {who} {next(number)}".encode()]


def leaks(port):
    """Which kinds of answers came out of the cache although they must not."""
    found = set()

    def get(address, **extra):
        return proxy.get(port, address, **extra)

    for cookie in COOKIES:
        address = f"/seite/{next(number)}"
        own = get(address, Cookie=cookie)[1]
        if get(address)[1] == own:
            found.add("signed in")
        if get(address, Cookie=cookie)[2]["X-Cache"] == "HIT":
            found.add("cached for signed in")
    for address in PERSONAL:
        if get(address)[1] == get(address)[1]:
            found.add("personal")
    address = f"/seite/{next(number)}"
    if get(address, Authorization="Basic YW5uYQ==")[1] == get(address)[1]:
        found.add("authorization")
    if get("/keks/")[1] == get("/keks/")[1]:
        found.add("cookie")
    address = f"/seite/{next(number)}"
    if get(address, data=b"wunsch=1")[1] == get(address)[1]:
        found.add("form")
    return found


def leaks_with(folder, *changes):
    with proxy.upstream(careless) as upstream, proxy.running(folder, upstream, *changes) as (port, _):
        assert proxy.get(port, "/seite/")[1] == proxy.get(port, "/seite/")[1], "the cache does not work at all"
        return leaks(port)


def test_nothing_personal_is_kept(tmp_path):
    assert leaks_with(tmp_path) == set()


IGNORED = (r"proxy_cache_lock on;", "proxy_cache_lock on; proxy_ignore_headers Set-Cookie;")


@pytest.mark.parametrize(
    ("changes", "leak"),
    [
        ([(r"(proxy_no_cache .*)\$familiennetz_signed_in", r"\1")], {"signed in"}),
        ([(r"(proxy_cache_bypass .*)\$familiennetz_signed_in", r"\1")], {"cached for signed in"}),
        ([(r"\(__Host-\)\?session=", "vergessen=")], {"signed in", "cached for signed in"}),
        (
            [(r"\n +proxy_(no_cache|cache_bypass) .*;", "")],
            {"signed in", "cached for signed in", "personal", "authorization"},
        ),
        ([(r"\$familiennetz_personal \$http", "$http")], {"personal"}),
        ([(r"\$http_authorization", "")], {"authorization"}),
        ([IGNORED], set()),
        ([IGNORED, (r" \$upstream_http_set_cookie", "")], {"cookie"}),
        ([(r"proxy_cache_methods GET HEAD", "proxy_cache_methods GET HEAD POST")], {"form"}),
    ],
    ids=["no-keep", "no-bypass", "name", "both", "addresses", "authorization", "cookie", "cookie-off", "methods"],
)
def test_without_a_guard_it_leaks(tmp_path, changes, leak):
    """Negative control: the probes above would notice."""
    assert leaks_with(tmp_path, *changes) == leak


def takes_all(environ, start_response):
    """Reads what it is sent: an answer before the last byte would look like a failure to nginx."""
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return careless(environ, start_response)


def test_only_the_import_takes_folders_of_scans(tmp_path):
    with proxy.upstream(takes_all) as upstream, proxy.running(tmp_path, upstream) as (port, _):
        large, scan = bytes(20_000_000), bytes(15_500_000)
        statuses = [
            proxy.get(port, address, data=data)[0]
            for address, data in (
                ("/intern/import/", large),
                ("/intern/import/?x=1", large),
                ("/intern/import/a/", large),
                ("/intern/", large),
                ("/intern/", scan),
                ("/intern/import/", bytes(55_000_000)),
            )
        ]
        assert statuses == [200, 200, 413, 413, 200, 413]
