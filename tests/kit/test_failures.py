"""What the database refuses is a conflict, a database that is away is a pause; neither is a crash."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client, override_settings
from django.urls import path

from kit import error_pages
from kit.models import DataClass


@login_not_required
def race(request):
    DataClass.objects.create(code="mail", name="noch einmal", starts="x", reason="x", action="erase")


@login_not_required
def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(5)")


@login_not_required
def broken(request):
    raise RuntimeError("geheime Einzelheit person@probe.example")


class AwayBeforeTheView:
    """A middleware that meets a database that is away, like the one that loads the session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise OperationalError("weg")


urlpatterns = [path("race/", race), path("slow/", slow), path("broken/", broken)]
handler400 = "familynet.views.errors.bad_request"
handler404 = "familynet.views.errors.not_found"
handler500 = "familynet.views.errors.server_error"
over_here = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@over_here
def test_a_lost_race_is_a_conflict(visitor):
    DataClass.objects.get_or_create(
        code="mail", defaults={"name": "x", "starts": "x", "reason": "x", "action": "erase"}
    )
    response = visitor.get("/race/")
    assert response.status_code == 409
    assert "Jemand anderes hat das gerade geändert" in response.content.decode()


@pytest.mark.django_db
@over_here
def test_a_statement_that_takes_too_long_is_a_pause(visitor):
    response = visitor.get("/slow/")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "Wir sind gleich wieder da" in response.content.decode()


@over_here
@override_settings(MIDDLEWARE=["tests.kit.test_failures.AwayBeforeTheView"])
def test_a_database_that_is_away_before_the_view_is_a_pause(visitor):
    assert visitor.get("/race/").status_code == 503


@over_here
def test_everything_else_is_our_mistake_and_says_nothing(visitor):
    response = visitor.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "geheime" not in page
    assert "Traceback" not in page
    assert response.headers["X-Request-ID"] in page


@pytest.mark.parametrize(
    ("error", "status"),
    [(IntegrityError(), 409), (OperationalError(), 503), (InterfaceError(), 503), (ValueError(), 500), (None, 500)],
)
def test_meaning_of_exceptions(error, status):
    assert error_pages.status_of(error) == status


@pytest.mark.parametrize("status", sorted(error_pages.PLAIN))
def test_a_page_whose_template_is_broken_still_answers(status, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(error_pages.loader, "render_to_string", fail)
    response = error_pages.error_page(status)
    assert response.status_code == status
    assert response.content.decode().strip() == error_pages.PLAIN[status]


@pytest.mark.parametrize("status", sorted(error_pages.ALONE))
def test_pages_for_bad_days_need_no_database(status):  # this test has none: touching it would fail
    assert "<h1>" in error_pages.error_page(status).content.decode()
