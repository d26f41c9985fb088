"""Made-up offers for measuring: additive, the same every time, with words as frequent as measurements need them."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from familynet.demo.bulk import words
from familynet.demo.bulk.documents import INDEXES, write_documents
from familynet.demo.bulk.loader import load_bulk, number_of_bulk_offers, remove_bulk
from familynet.demo.bulk.offer_facts import LATE, Catalogs, facts_of
from familynet.demo.bulk.progress import Progress
from familynet.demo.reference_date import Day
from familynet.demo.removal import remove_demo
from offers.models import Offer, OfferDocument, OfferRun, OfferSession
from partners.models import ContactPoint, Organization

pytestmark = pytest.mark.slow

LISTS = Catalogs(topics=range(1, 30), targets=range(1, 20), stages=range(1, 15), german=1, languages=range(2, 12))
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample():
    return [facts_of(number, DAY, "Gotha", LISTS) for number in range(6000)]


def words_of(facts) -> set[str]:
    return set(re.findall(r"\w+", f"{facts.text.title} {facts.text.summary} {facts.text.description}"))


def test_words_are_as_frequent_as_said(sample):
    found = [words_of(facts) for facts in sample]

    def share(word):
        return sum(word in one for one in found) / len(found)

    assert all(0.33 <= share(word) <= 0.45 for word, _ in words.BROAD)
    assert all(0.01 <= share(word) <= 0.03 for word in words.MID)
    assert 0.0005 <= sum(map(share, words.RARE)) / len(words.RARE) <= 0.0015


def test_seasonal_words_stand_in_late_offers_only(sample):
    seasonal = [facts for facts in sample if words_of(facts) & set(words.SEASONAL)]
    assert seasonal
    assert min(facts.sessions[0][0].date() for facts in seasonal) > DAY + timedelta(days=LATE)


def test_texts_read_like_german(sample):
    lengths = [len(facts.text.description.split()) for facts in sample]
    assert 70 <= sum(lengths) / len(lengths) <= 80
    assert max(len(facts.text.summary) for facts in sample) <= 200
    assert len({facts.text.title for facts in sample}) > 4000
    for facts in sample[:500]:
        assert "{" not in facts.text.description
        assert "  " not in facts.text.description


def test_offers_begin_after_the_day_and_keep_their_hour(sample):
    for facts in sample:
        hours = {timezone.localtime(start).time() for start, _ in facts.sessions}
        assert len(hours) == 1
        assert facts.sessions[0][0].date() > DAY
        assert facts.maximum is None or 0 <= facts.taken <= facts.maximum


def test_an_offer_is_the_same_every_time(sample):
    assert facts_of(4711, DAY, "Gotha", LISTS) == sample[4711]


@pytest.mark.django_db
def test_loading_adds_what_is_missing():
    day = Day(timezone.localdate())
    assert load_bulk(day, 50) == 50
    assert load_bulk(day, 50) == 0
    assert load_bulk(day, 20) == 0
    before = list(Offer.objects.order_by("slug").values_list("uuid", "title"))
    assert load_bulk(day, 90) == 40
    assert list(Offer.objects.order_by("slug").values_list("uuid", "title"))[:50] == before
    assert number_of_bulk_offers() == OfferDocument.objects.count() == Offer.objects.public().count() == 90
    assert Organization.objects.count() == 3
    assert not OfferDocument.objects.filter(next_start=None).exists()
    assert not OfferRun.objects.exclude(lead_id__in=Organization.objects.all()).exists()
    connection.check_constraints()


@pytest.mark.django_db
def test_rows_would_pass_the_forms():
    load_bulk(Day(timezone.localdate()), 41)
    for model in (Organization, ContactPoint, Offer, OfferRun, OfferSession):
        for row in model.objects.all():
            row.full_clean(validate_unique=False, validate_constraints=False)


@pytest.mark.django_db
def test_building_the_indexes_anew_leaves_them_as_they_were():
    load_bulk(Day(timezone.localdate()), 30)
    OfferDocument.objects.all().delete()

    def indexes():
        with connection.cursor() as cursor:
            cursor.execute(INDEXES, [])
            return cursor.fetchall()

    before = indexes()
    assert before
    assert write_documents(rebuild_from=1) == 30
    assert indexes() == before
    assert write_documents(rebuild_from=1) == 0


@pytest.mark.django_db
def test_again_and_away():
    day = Day(timezone.localdate())
    load_bulk(day, 30)
    uuids = set(Offer.objects.values_list("uuid", flat=True))
    out = StringIO()
    call_command("seed", size="30", again=True, stdout=out)
    assert "30 erfundene Angebote" in out.getvalue()
    assert set(Offer.objects.values_list("uuid", flat=True)) == uuids
    call_command("seed", size="30", stdout=out)
    assert "Nichts geändert" in out.getvalue()
    remove_bulk()
    assert not Offer.objects.exists()
    assert not OfferDocument.objects.exists()
    remove_demo()
    assert not Organization.objects.exists()


def test_progress_tells_percent_and_time_left(monkeypatch):
    out = StringIO()
    moments = iter([0.0, 30.0, 60.0])
    monkeypatch.setattr("familynet.demo.bulk.progress.time.monotonic", lambda: next(moments))
    progress = Progress("Angebote", 10_000, stream=out)
    progress.show(5_000)
    progress.end()
    assert out.getvalue().splitlines() == [
        "Angebote [███████████████···············]  50%  5.000 von 10.000  0:30 vergangen, noch 0:30",
        "Angebote [██████████████████████████████] 100%  10.000 von 10.000  1:00 vergangen",
    ]
