"""One line per request, and nothing in it that could name a person."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from familynet.host import logs

CANARY = "kanarie@probe.example"


@login_not_required
def fine(request, token):
    return HttpResponse("gut")


@login_not_required
def broken(request, token):
    raise RuntimeError(f"{CANARY} ist doppelt")


urlpatterns = [path("einladung/<token>/", fine, name="invitation"), path("kaputt/<token>/", broken, name="broken")]
handler500 = "familynet.views.errors.server_error"


@pytest.fixture
def lines(monkeypatch, settings):
    """What production writes, as parsed JSON lines."""
    monkeypatch.setenv("FAMILYNET_MODE", "production")
    stream = io.StringIO()
    configuration = logs.logging_configuration()
    configuration["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    monkeypatch.undo()
    logging.config.dictConfig(logs.logging_configuration())
    structlog.reset_defaults()
    logs.logging_configuration()


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_is_logged_by_name_not_by_address(lines):
    Client(REMOTE_ADDR="203.0.113.7").get("/einladung/geheim123/", {"mail": CANARY}, headers={"User-Agent": "Agent"})
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert line["view"] == "invitation"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert set(line) == {"event", "view", "method", "status", "ms", "request_id", "level", "logger", "timestamp"}


@override_settings(ROOT_URLCONF=__name__)
def test_no_personal_data_and_no_token_in_any_line(lines):
    visitor = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.7")
    for address in ("/einladung/geheim123/", "/kaputt/geheim123/", "/gibtsnicht/geheim123/"):
        visitor.get(address, {"mail": CANARY})
        visitor.post(address, {"mail": CANARY})
    said = json.dumps(lines())
    for secret in (CANARY, "geheim123", "203.0.113.7"):
        assert secret not in said


@override_settings(ROOT_URLCONF=__name__)
def test_our_mistakes_leave_kind_and_place(lines):
    Client(raise_request_exception=False).get("/kaputt/x/")
    (line,) = [line for line in lines() if "exception" in line]
    assert line["exception"] == "builtins.RuntimeError"
    assert any("test_request_log.py" in frame and "broken" in frame for frame in line["frames"])
    assert line["event"] == "Internal Server Error"
    assert line["request_id"]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("given", "kept"), [("abcdef12-34", True), ("kurz", False), ("x" * 65, False), ("a b<script>1", False)]
)
def test_an_id_of_the_proxy_is_taken_over_when_it_is_harmless(given, kept):
    response = Client().get("/einladung/x/", headers={"X-Request-ID": given})
    assert (response.headers["X-Request-ID"] == given) is kept


def test_unknown_methods_do_not_reach_the_log_as_text(lines):
    Client().generic("GEHEIM", "/livez")
    assert "GEHEIM" not in json.dumps(lines())
