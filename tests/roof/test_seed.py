"""Loading and removing the demo network: same states on any day, twice is once, and real data stay."""

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings

from familynet.demo.day import Day
from familynet.demo.loader import load_demo
from familynet.demo.removal import remove_demo
from offers.models import CampaignEdition, Offer, OfferRun, RoomBooking, Session
from partners.models import Organization, PartnerCategory, Partnership

pytestmark = pytest.mark.django_db
DAYS = [date(2027, 3, 26), date(2028, 2, 29), date(2026, 12, 24)]


def marked() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if any(f.name == "is_demo" for f in model._meta.local_fields) and not hasattr(model, "pgh_tracked_model")
    ]


def network() -> dict[str, Counter]:
    """Counts and states; dates themselves move, and how many dates a weekly group has depends on the holidays."""
    found = {
        "rows": Counter({m.__name__: m._default_manager.count() for m in marked() if m not in {Session, RoomBooking}})
    }
    for model in (Offer, OfferRun, Partnership, CampaignEdition):
        found[model.__name__] = Counter(model.objects.values_list("uuid", "state"))
    courses = Session.objects.exclude(rule__count=None)
    found["courses"] = Counter(courses.values_list("run__uuid", "state"))
    return found


def load_on(day: date) -> dict[str, Counter]:
    """What the network looks like when it is loaded on ``day``; nothing of it stays."""
    with transaction.atomic():
        load_demo(Day(day))
        connection.check_constraints()
        found = network()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr("familynet.demo.loader.load_media", lambda rows: None)


@pytest.mark.usefixtures("no_pictures")
def test_any_day_gives_the_same_states():
    networks = [load_on(day) for day in DAYS]
    assert networks[1] == networks[0]
    assert networks[2] == networks[0]


@pytest.mark.usefixtures("no_pictures")
def test_real_catalog_rows_are_used_and_stay_real():
    PartnerCategory.objects.create(name="Musikschule", slug="musik")
    load_demo(Day(DAYS[0]))
    school = Organization.objects.get(slug="musikschule-notenwerk")
    assert school.category.slug == "musik"
    remove_demo()
    assert PartnerCategory.objects.get().is_demo is False


def test_size_must_make_sense():
    with pytest.raises(CommandError, match="Möglich sind: demo, 10k, 100k, 1m oder eine Zahl"):
        call_command("seed", size="viele")


def test_not_in_production():
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match="gehören nicht in ein echtes Netz"):
        call_command("seed", size="demo")
