"""Planned against delivered: only while something rests on the agreement, at a constant price."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.actions.coverage import add_coverage
from agreements.models import Coverage
from agreements.reports.planned_actual import delivery_balances
from kit.workflow import StepRefused
from tests.agreements.signing_world import signed
from tests.counting import queries_of
from tests.factories.offers import OfferFactory, OfferRunFactory, OfferSessionFactory
from tests.factories.partners import person

pytestmark = pytest.mark.django_db


def covered_offer(version, days_ago=(), **values):
    """An offer that rests on the first commitment, with a session on each of the days."""
    offer = OfferFactory(lead=version.agreement.center)
    run = OfferRunFactory(offer=offer)
    for days in days_ago:
        starts = timezone.now() - timedelta(days=days)
        OfferSessionFactory(run=run, starts_at=starts, ends_at=starts + timedelta(hours=1))
    key = version.commitments.get().key
    return add_coverage(version.agreement, kind="offer", thing=offer, commitment_key=key, by=None, **values)


def around(version):
    today = timezone.localdate()
    return delivery_balances(version.agreement, version, today - timedelta(days=60), today + timedelta(days=60))


def test_only_the_time_in_which_it_rests_counts():
    version, today = signed(), timezone.localdate()
    row = covered_offer(version, (3, 10, 20), valid_from=today - timedelta(days=12), valid_to=today - timedelta(days=5))
    assert around(version)[0].delivered == 1
    Coverage.objects.filter(pk=row.pk).update(valid_from=None, valid_to=None)
    assert around(version)[0].delivered == 3


def test_an_end_before_the_beginning_is_refused():
    today = timezone.localdate()
    with pytest.raises(StepRefused):
        covered_offer(signed(), valid_from=today, valid_to=today - timedelta(days=1))


def test_days_before_the_term_promise_nothing():
    version, before = signed(), timezone.localdate() - timedelta(days=4000)
    row = delivery_balances(version.agreement, version, before, before + timedelta(days=60))[0]
    assert row.planned == 0
    assert row.words == "in diesen Tagen nichts zugesagt"


def test_balances_cost_the_same_for_one_and_for_three():
    version = signed()
    covered_offer(version, (3,))
    one = queries_of(lambda: around(version))
    covered_offer(version, (3, 4))
    covered_offer(version, (5,))
    assert queries_of(lambda: around(version)) == one


def test_the_page_keeps_days_and_note(client):
    version = signed()
    agreement, offer = version.agreement, OfferFactory(lead=version.agreement.center)
    client.force_login(person("coordination", agreement.center))
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/"
    values = {"thing": f"offer:{offer.pk}", "dazu-valid_from": "2026-02-01", "dazu-valid_to": "2026-03-31"}
    client.post(f"{page}dazu/", values | {"dazu-valid_to": "gestern"})
    client.post(f"{page}dazu/", values | {"dazu-valid_to": "2026-01-01"})
    assert not Coverage.objects.exists()
    client.post(f"{page}dazu/", values | {"dazu-note": "Nur im Frühjahr"})
    shown = client.get(page).content.decode()
    assert "ab 01.02.2026 bis 31.03.2026" in shown
    assert "Nur im Frühjahr" in shown
