"""Input no page can mean gets a friendly 400 and never reaches a view."""

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kit.middleware import request_guard

HARMLESS = ["q=Krabbelgruppe+M%C3%BCnchen", "q=%F0%9F%91%B6", "", "a=1&a=2&b", "q=100%25", "q=%", "q=%zz"]
BROKEN = ["q=%00", "q=a%00b", "%00=1", "q=%ff", "q=%ed%a0%80", "q=%c0%af", "q=" + "x" * 9000]


def through(request):
    reached = []
    response = request_guard.InputGuard(lambda request: reached.append(1))(request)
    return bool(reached), response


@pytest.mark.parametrize("query", HARMLESS)
def test_harmless_queries_pass(query):
    assert through(RequestFactory().get("/", QUERY_STRING=query)) == (True, None)


@pytest.mark.parametrize("query", BROKEN)
def test_broken_queries_are_refused(query):
    reached, response = through(RequestFactory().get("/", QUERY_STRING=query))
    assert not reached
    assert response.status_code == 400
    assert "Traceback" not in response.content.decode()


@pytest.mark.parametrize("path", ["/a\x00b", "/\xff", "/\xed\xa0\x80", "/\xc3"])
def test_broken_paths_are_refused(path):
    request = RequestFactory().get("/")
    request.META["PATH_INFO"] = path  # as WSGI hands it over: bytes as Latin-1
    assert through(request)[1].status_code == 400


@given(st.binary(max_size=60))
def test_any_bytes_in_the_query_are_answered(raw):
    query = "q=" + "".join(f"%{byte:02x}" for byte in raw)
    reached, response = through(RequestFactory().get("/", QUERY_STRING=query))
    assert reached == request_guard.is_clean_text(raw)
    assert reached or response.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["email", "feld\x00"])
def test_nul_in_a_form_field_is_refused_before_the_view(client, name):
    response = client.post("/readyz", {name: "a\x00b" if name == "email" else "x"})
    assert response.status_code == 400


@pytest.mark.django_db
def test_undecodable_form_body_is_refused(client):
    response = client.post("/readyz", b"q=%ff", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


@pytest.mark.django_db
def test_a_whole_form_passes(client):
    assert client.post("/readyz", {"q": "Grüße 👶"}).status_code == 405  # this page takes no forms


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_too_many_fields(client, method):
    fields = {f"f{number}": "1" for number in range(2100)}
    response = getattr(client, method)("/readyz", fields)
    assert response.status_code in {400, 200}  # a page that never looks at its query may ignore it
    assert client.post("/readyz", fields).status_code == 400


@pytest.mark.django_db
def test_refusals_through_the_whole_stack_are_german_and_carry_the_headers():
    response = Client().get("/", QUERY_STRING="q=%00")
    assert response.status_code == 400
    assert "text/html" in response.headers["Content-Type"]
    assert "Diese Anfrage verstehen wir nicht" in response.content.decode()
    assert response.headers["Content-Security-Policy"]
    assert response.headers["X-Request-ID"]
