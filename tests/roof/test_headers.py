"""What every answer says about itself: what a browser may do with it, and who may keep a copy (T12, T27, T29, H17)."""

import re

import pytest
from django.test import Client

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
    "object-src": "'none'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORBIDDEN_POWERS = {"camera", "geolocation", "microphone", "payment", "usb", "display-capture"}
CHANGING = {"X-Request-ID", "Set-Cookie", "Content-Length", "ETag"}  # Django makes an ETag for GET only
WITH_A_FORM = re.compile(r"^/(konto|einladung|demo/post)/")  # may set the CSRF cookie, and is therefore never kept
PRIVATE = "no-store, private"
INTERNAL = ["/konto/", "/konto/daten/", "/konto/geraete/", "/intern/", "/intern/personen/", "/verwaltung/"]
DECEPTIONS = ["x.css", "x.js", "x.png", ".css", ";x.css", "%2fx.css", "%3bx.css", "%23x.css", "%3fx.css", "?x.css"]


def get(path: str, **headers: str):
    return Client(raise_request_exception=False).get(path, headers=headers)


def security(response) -> list[str]:
    """Which protective headers are missing or weaker than they should be."""
    wrong = [name for name, value in FIXED.items() if response.headers.get(name) != value]
    policy = response.headers.get("Content-Security-Policy", "")
    if dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip()) != STRICT:
        wrong.append(f"Content-Security-Policy: {policy}")
    powers = dict(re.findall(r"([a-z-]+)=(\([^)]*\)|\*)", response.headers.get("Permissions-Policy", "")))
    if {name for name, allowed in powers.items() if allowed == "()"} < FORBIDDEN_POWERS:
        wrong.append("Permissions-Policy")
    return wrong


def test_public_pages_protect_the_browser_and_set_no_cookie(demo_site, public_doors):
    wrong = {}
    for path in public_doors.addresses:
        response = get(path)
        found = security(response)
        if response.cookies and not WITH_A_FORM.match(path):
            found.append(f"sets {list(response.cookies)}")
        if response.status_code not in {200, 301, 302}:
            found.append(f"status {response.status_code}")
        wrong |= {path: found} if found else {}
    assert wrong == {}
    assert len(public_doors.addresses) > 30


def test_public_pages_may_be_shared_and_are_asked_for_again(demo_site, public_doors):
    wrong = []
    for path in public_doors.addresses:
        response = get(path)
        kept = response.headers["Cache-Control"]
        if kept == PRIVATE:
            if not WITH_A_FORM.match(path) and response.status_code == 200:
                wrong.append(f"{path}: nobody may keep this public page")
            continue
        if not re.fullmatch(r"public, max-age=0, s-maxage=\d+", kept) or response.cookies:
            wrong.append(f"{path}: {kept} {list(response.cookies)}")
        if "cookie" in response.headers.get("Vary", "").lower():
            wrong.append(f"{path}: varies by cookie")
        if response.status_code == 200:
            again = get(path, if_none_match=response.headers.get("ETag", "none"))
            if (again.status_code, again.content) != (304, b""):
                wrong.append(f"{path}: {again.status_code} for a known ETag")
    assert wrong == []


def test_head_answers_like_get_without_the_body(demo_site, public_doors):
    for path in public_doors.addresses:
        asked, got = Client().head(path), get(path)
        assert asked.status_code == got.status_code, path
        assert not asked.content, path
        headers = {name: value for name, value in asked.headers.items() if name not in CHANGING}
        assert headers == {name: value for name, value in got.headers.items() if name not in CHANGING}, path


def test_nobody_keeps_what_a_signed_in_person_sees(signed_in, public_doors):
    for path in [*INTERNAL, *public_doors.addresses]:
        assert signed_in.get(path).headers["Cache-Control"] == PRIVATE, path


@pytest.mark.parametrize("path", INTERNAL)
def test_a_page_does_not_become_a_file_by_its_ending(signed_in, path):
    """Web cache deception: ``/konto/x.css`` must not show the account under an address a cache takes for a file."""
    for ending in DECEPTIONS:
        for client in (signed_in, Client(raise_request_exception=False)):
            response = client.get(path + ending)
            assert response.headers["Cache-Control"] == PRIVATE, path + ending
            assert response.status_code in ({200, 302} if ending.startswith("?") else {301, 302, 400, 404}), (
                path + ending
            )


@pytest.mark.parametrize(
    ("path", "status"),
    [("/gibt-es-nicht/", 404), ("/angebote/gibt-es-nicht/", 404), ("/?q=%00", 400), ("/?q=" + "a" * 9000, 400)],
)
def test_refusals_are_pages_too(demo_site, path, status):
    response = get(path)
    assert response.status_code == status
    assert security(response) == []
    assert response.headers["Cache-Control"] == PRIVATE
    assert '<html lang="de"' in response.text
    assert not response.cookies


def test_pages_for_reading_refuse_everything_else(demo_site, public_doors):
    for path in public_doors.addresses:
        if WITH_A_FORM.match(path):
            continue
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
            response = Client(raise_request_exception=False).generic(method, path)
            if response.status_code == 404:
                continue
            assert response.status_code == 405, f"{method} {path}: {response.status_code}"
            assert "GET" in response.headers["Allow"], path
            assert response.headers["Cache-Control"] == PRIVATE
            assert security(response) == []


def test_a_foreign_host_name_is_refused_and_not_repeated(demo_site):
    response = get("/", host="boese.example")
    assert response.status_code == 400
    assert "boese.example" not in response.text
