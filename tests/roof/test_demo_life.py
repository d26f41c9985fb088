"""Loaded demo data: loading again changes nothing, removing leaves nothing but what real data need."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Max, Min

from accounts.models import User
from familynet.demo.loader import load_demo
from familynet.demo.reference_date import Day
from familynet.demo.removal import remove_demo
from offers.models import (
    CampaignEdition,
    MediaAsset,
    Offer,
    OfferDocument,
    OfferRun,
    OfferSession,
    OfferStep,
    ProgramPeriod,
    RoomBooking,
    RunInstructor,
    SchoolHoliday,
    SearchDemand,
)
from partners.models import Membership, Organization, PartnerCategory, Partnership, PlanningArea
from tests.factories.partners import OrganizationFactory

pytestmark = [pytest.mark.usefixtures("demo_network"), pytest.mark.django_db]

DATED = {OfferSession, RoomBooking, MediaAsset, SchoolHoliday, ProgramPeriod, SearchDemand}
"""Their number or name depends on the calendar; pictures are left out because their files belong to all tests."""


def marked():
    return [
        model
        for model in apps.get_models()
        if any(f.name == "is_demo" for f in model._meta.local_fields) and not hasattr(model, "pgh_tracked_model")
    ]


def network() -> dict[str, Counter]:
    """Rows and states by the keys that never change; dates move, and holidays decide how often a weekly group meets."""
    found = {
        model.__name__: Counter(model._default_manager.filter(is_demo=True).values_list("uuid", flat=True))
        for model in marked()
        if model not in DATED
    }
    for model in (Offer, OfferRun, Partnership, CampaignEdition):
        found[f"{model.__name__}.state"] = Counter(model.objects.values_list("uuid", "state"))
    courses = OfferSession.objects.exclude(rule__count=None)
    found["dates of courses"] = Counter(courses.values_list("run__uuid", "state"))
    return found


def out_of_time(day: date) -> list[str]:
    """Runs whose state and dates contradict each other."""
    runs = OfferRun.objects.annotate(first=Min("sessions__starts_at"), last=Max("sessions__ends_at"))
    wrong = []
    for run in runs.exclude(first=None).select_related("offer"):
        first, last = run.first.date(), run.last.date()
        right = {
            "planned": day < first,
            "open": day < first and run.registration_closes_at is not None and run.registration_closes_at.date() >= day,
            "confirmed": day < first,
            "running": first <= day <= last,
            "completed": last < day,
            "reported": last < day,
        }
        if not right.get(run.state, True):
            wrong.append(f"{run}: {run.state}, {first} – {last}")
    return wrong


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr("familynet.demo.loader.load_media", lambda rows: None)


@pytest.fixture
def kept_files(monkeypatch):
    """The pictures belong to the template database of all tests."""
    monkeypatch.setattr("familynet.demo.removal._delete_files", lambda names: None)


def test_loading_again_on_a_later_day_changes_nothing(demo_network):
    before = counts()
    rows = load_demo(Day(demo_network.today + timedelta(days=11)))
    assert rows.created.total() == 0
    assert counts() == before


def test_seed_says_that_it_is_loaded():
    out = StringIO()
    call_command("seed", stdout=out)
    assert "Nichts geändert" in out.getvalue()


@pytest.mark.usefixtures("kept_files")
def test_nothing_is_left(django_capture_on_commit_callbacks):
    assert OfferStep.objects.exists()
    remove_demo()
    connection.check_constraints()
    for model in marked():
        assert not model._default_manager.filter(is_demo=True).exists(), model
    for model in (Organization, Offer, OfferStep, OfferDocument, RunInstructor, OfferSession):
        assert not model.objects.exists(), model
    history = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    assert history
    for model in history:
        assert not model._default_manager.exists(), model


@pytest.mark.usefixtures("kept_files")
def test_real_rows_keep_what_they_refer_to():
    area = PlanningArea.objects.get(slug="bieblach-ost")
    ours = OrganizationFactory(category=PartnerCategory.objects.get(slug="verein"))
    ours.areas.add(area)
    untouched = OrganizationFactory()
    result = remove_demo()
    ours.refresh_from_db()
    assert ours.category.name == "Verein"
    assert list(ours.areas.values_list("slug", flat=True)) == ["bieblach-ost"]
    assert set(Organization.objects.all()) == {ours, untouched}
    assert list(PartnerCategory.objects.values_list("slug", "is_demo")) == [("verein", False)]
    assert area.municipality.name == "Gera"
    assert result.kept[PlanningArea] == 1
    connection.check_constraints()


@pytest.mark.usefixtures("kept_files")
def test_a_kept_course_stays_whole():
    run = OfferRun.objects.get(offer__slug="elternkurs-starke-bindung")
    parts = (run.sessions.count(), run.fees.count(), run.team.count())
    real = OfferSession.objects.create(run=run, starts_at="2031-01-01T10:00Z", ends_at="2031-01-01T11:00Z")
    remove_demo()
    run.refresh_from_db()
    assert run.is_demo is False
    assert (run.sessions.count() - 1, run.fees.count(), run.team.count()) == parts
    assert real in run.sessions.all()
    assert OfferRun.objects.count() == 1
    assert run.offer.lead.slug == "familienzentrum-elsterbogen"
    connection.check_constraints()


@pytest.mark.usefixtures("kept_files")
def test_a_demo_account_that_stays_is_locked():
    account = User.objects.create_user(email="koordination@haus.example", password="streng-geheim", is_demo=True)
    OrganizationFactory(created_by=account)
    remove_demo()
    account.refresh_from_db()
    assert (account.is_demo, account.is_active, account.has_usable_password()) == (False, False, False)


@pytest.mark.usefixtures("kept_files", "no_pictures")
@pytest.mark.parametrize("day", [date(2028, 2, 29)])
def test_any_day_gives_the_same_network(demo_network, day, monkeypatch, tmp_path):
    monkeypatch.setattr("familynet.demo.accounts.password_file", lambda: tmp_path)  # it is there: passwords are known
    before, accounts = network(), dict(User.objects.values_list("uuid", "password"))
    call_command("seed", refresh=True, date=day, stdout=StringIO())
    connection.check_constraints()
    assert network() == before
    assert out_of_time(day) == []
    assert OfferSession.objects.filter(starts_at__date__gt=day + timedelta(weeks=20)).exists()
    assert dict(User.objects.values_list("uuid", "password")) == accounts
    assert Membership.objects.filter(user__email__startswith="koordination-elsterbogen").count() == 1


@pytest.mark.usefixtures("kept_files")
def test_unseed_says_what_stayed():
    OrganizationFactory(category=PartnerCategory.objects.get(slug="verein"))
    out = StringIO()
    call_command("unseed", stdout=out)
    assert "Entfernt: " in out.getvalue()
    assert "Geblieben" in out.getvalue()
    call_command("unseed", stdout=out)
    assert "Es gibt keine Demodaten." in out.getvalue()
