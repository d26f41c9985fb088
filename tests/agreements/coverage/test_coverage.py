"""What rests on an agreement, what it says about it, and what was delivered of what was promised."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from agreements.actions.coverage import add_coverage, change_coverage, record_delivery, remove_coverage
from agreements.models import Agreement, Coverage, Delivery, Suspension, Termination
from agreements.reports.coverage import NONE, coverage_notes
from agreements.reports.planned_actual import delivery_balances
from kit.models import AuditEvent
from kit.workflow import StepRefused
from tests.agreements.signing_world import locked, signed
from tests.counting import queries_of
from tests.factories.offers import OfferFactory, OfferRunFactory, OfferSessionFactory
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db
ALL = Agreement.objects


def note(offer, **values):
    return coverage_notes("offer", [offer.pk], seen=ALL.all(), **values)[offer.pk]


def held(offer, days_ago, hours=2, **values):
    starts = timezone.now() - timedelta(days=days_ago)
    run = values.pop("run", None) or OfferRunFactory(offer=offer)
    return OfferSessionFactory(run=run, starts_at=starts, ends_at=starts + timedelta(hours=hours), **values)


def test_a_second_press_adds_nothing():
    agreement, offer = signed().agreement, OfferFactory()
    first = add_coverage(agreement, kind="offer", thing=offer, by=None)
    assert add_coverage(agreement, kind="offer", thing=offer, by=None) == first
    remove_coverage(first, by=None)
    remove_coverage(first, by=None)
    assert not Coverage.objects.exists()


def test_only_things_that_can_rest_on_an_agreement():
    with pytest.raises(StepRefused):
        add_coverage(signed().agreement, kind="offer", thing=OrganizationFactory(), by=None)


def test_the_note_says_how_an_offer_is_covered():
    offer = OfferFactory()
    assert note(offer).text == NONE
    unsigned = locked().agreement
    add_coverage(unsigned, kind="offer", thing=offer, by=None)
    assert not note(offer).is_valid
    agreement = signed().agreement
    add_coverage(agreement, kind="offer", thing=offer, by=None)
    assert note(offer).agreement == agreement
    assert "abgedeckt durch" in note(offer).text
    Suspension.objects.create(agreement=agreement, starts_on=timezone.localdate(), reason="Umbau")
    assert "ruht" in coverage_notes("offer", [offer.pk], seen=ALL.filter(pk=agreement.pk))[offer.pk].text


def test_an_ended_agreement_covers_nothing():
    agreement, offer = signed().agreement, OfferFactory()
    add_coverage(agreement, kind="offer", thing=offer, by=None)
    yesterday = timezone.localdate() - timedelta(days=1)
    Termination.objects.create(
        agreement=agreement,
        kind="mutual",
        declared_by=agreement.center,
        declared_on=yesterday,
        received_on=yesterday,
        earliest_on=yesterday,
        effective_on=yesterday,
    )
    assert note(offer).text.startswith("abgelaufen am")
    assert not note(offer).is_valid


def test_notes_cost_the_same_for_one_and_for_three():
    offers = OfferFactory.create_batch(3)
    for offer in offers:
        add_coverage(signed().agreement, kind="offer", thing=offer, by=None)
    one = queries_of(lambda: coverage_notes("offer", [offers[0].pk], seen=ALL.all()))
    assert queries_of(lambda: coverage_notes("offer", [one.pk for one in offers], seen=ALL.all())) == one


def test_sessions_that_took_place_count_and_others_do_not():
    version = signed()
    commitment, offer = version.commitments.get(), OfferFactory()
    add_coverage(version.agreement, kind="offer", thing=offer, commitment_key=commitment.key, by=None)
    run = OfferRunFactory(offer=offer)
    held(offer, 3, run=run)
    held(offer, 5, run=run)
    held(offer, 7, run=run, state="cancelled")
    held(offer, -2, run=run)
    held(OfferFactory(), 4)
    today = timezone.localdate()
    (balance,) = delivery_balances(version.agreement, version, today - timedelta(days=30), today + timedelta(days=30))
    assert balance.delivered == 2
    (before,) = delivery_balances(version.agreement, version, today - timedelta(days=30), today - timedelta(days=10))
    assert before.delivered == 0


def test_hours_are_summed_and_notes_added():
    version = signed()
    commitment, offer = version.commitments.get(), OfferFactory()
    add_coverage(version.agreement, kind="offer", thing=offer, commitment_key=commitment.key, by=None)
    for _press in range(2):
        record_delivery(
            version.agreement,
            commitment_key=commitment.key,
            delivered_on=date(2026, 3, 1),
            quantity=Decimal("1.5"),
            by=None,
        )
    assert Delivery.objects.count() == 1
    (balance,) = delivery_balances(version.agreement, version, date(2026, 1, 1), date(2026, 12, 31))
    assert balance.delivered == Decimal("1.5")
    assert "von" in balance.words


def test_the_page_adds_and_removes(client):
    version = signed()
    agreement = version.agreement
    offer = OfferFactory(lead=agreement.center, title="Zitronenfaltertreff")
    client.force_login(person("coordination", agreement.center))
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/"
    assert "Zitronenfaltertreff" in client.get(page, {"q": "zitronen"}).content.decode()
    client.post(f"{page}dazu/", {"thing": f"offer:{offer.pk}", "dazu-commitment": str(version.commitments.get().key)})
    row = Coverage.objects.get()
    assert (row.offer, row.commitment_key) == (offer, version.commitments.get().key)
    stranger = OfferFactory(title="Zitronenfalter anderswo")
    client.post(f"{page}dazu/", {"thing": f"offer:{stranger.pk}"})
    client.post(f"{page}dazu/", {"thing": "offer:99999999999999999999"})
    client.post(f"{page}dazu/", {"thing": "user:1"})
    assert Coverage.objects.count() == 1
    client.post(f"{page}{row.uuid}/entfernen/")
    assert not Coverage.objects.exists()
    assert client.post(f"{page}{uuid.uuid4()}/entfernen/").status_code == 404


def test_days_commitment_and_remark_can_be_changed(client):
    version = signed()
    agreement, key = version.agreement, version.commitments.get().key
    row = add_coverage(agreement, kind="offer", thing=OfferFactory(title="Zitronenfaltertreff"), by=None)
    someone = person("coordination", agreement.center)
    client.force_login(someone)
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/{row.uuid}/"
    assert "Zitronenfaltertreff" in client.get(page).content.decode()
    values = {"dazu-commitment": str(key), "dazu-valid_from": "2026-03-01", "dazu-note": "erst nach dem Umbau"}
    refused = client.post(page, values | {"dazu-valid_to": "2026-02-01"})
    assert refused.status_code == 422
    assert "Das Ende liegt vor dem Anfang." in refused.content.decode()
    assert "erst nach dem Umbau" in refused.content.decode()
    row.refresh_from_db()
    assert row.note == ""
    assert client.post(page, values).status_code == 302
    row.refresh_from_db()
    assert (row.commitment_key, row.valid_from, row.note) == (key, date(2026, 3, 1), "erst nach dem Umbau")
    assert row.updated_by == someone
    assert 'value="2026-03-01"' in client.get(page).content.decode()


def test_the_same_thing_for_the_same_commitment_stands_once(client):
    version = signed()
    agreement, key, offer = version.agreement, version.commitments.get().key, OfferFactory()
    add_coverage(agreement, kind="offer", thing=offer, commitment_key=key, by=None)
    second = add_coverage(agreement, kind="offer", thing=offer, by=None)
    client.force_login(person("coordination", agreement.center))
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/{second.uuid}/"
    answer = client.post(page, {"dazu-commitment": str(key)})
    assert answer.status_code == 422
    assert "steht das schon in der Liste" in answer.content.decode()
    remove_coverage(second, by=None)
    with pytest.raises(StepRefused, match="entfernt"):
        change_coverage(second, commitment_key=None, valid_from=None, valid_to=None, note="", by=None)


def test_what_is_wrong_when_adding_is_named_at_its_place_and_kept(client):
    agreement = signed().agreement
    offer = OfferFactory(lead=agreement.center, title="Zitronenfaltertreff")
    client.force_login(person("coordination", agreement.center))
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/dazu/"
    values = {"thing": f"offer:{offer.pk}", "dazu-note": "Anzucht", "dazu-valid_from": "31.02.2026"}
    answer = client.post(page, values)
    assert answer.status_code == 422
    for kept in ("Zitronenfaltertreff", "Anzucht", "31.02.2026", f'value="offer:{offer.pk}"'):
        assert kept in answer.content.decode()
    assert client.post(page, values | {"dazu-commitment": str(uuid.uuid4())}).status_code == 422
    assert not Coverage.objects.exists()
    assert client.post(page, values | {"dazu-valid_from": "2026-02-28"}).status_code == 302
    assert Coverage.objects.get().note == "Anzucht"


def test_bad_input_is_named_and_kept(client):
    agreement = signed().agreement
    client.force_login(person("coordination", agreement.center))
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/"
    assert client.get(page, {"von": "31.02.2026", "bis": "x"}).status_code == 200
    answer = client.post(f"{page}geleistet/", {"quantity": "-3", "note": "Anzucht"})
    assert answer.status_code == 422
    assert "Anzucht" in answer.content.decode()


def test_the_list_of_what_rests_costs_the_same_for_one_and_for_three(client):
    version = signed()
    agreement = version.agreement
    client.force_login(person("coordination", agreement.center))
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/"
    add_coverage(agreement, kind="offer", thing=OfferFactory(), by=None)
    client.get(page)
    one = queries_of(lambda: client.get(page))
    for key in (None, version.commitments.get().key):
        add_coverage(agreement, kind="offer", thing=OfferFactory(), commitment_key=key, by=None)
    assert queries_of(lambda: client.get(page)) == one


def test_what_was_noted_stands_on_the_page_and_can_be_taken_back(client):
    version = signed()
    agreement = version.agreement
    client.force_login(person("coordination", agreement.center))
    page = f"/intern/vereinbarungen/{agreement.uuid}/abdeckung/"
    key, today = version.commitments.get().key, timezone.localdate()
    noted = {"commitment": str(key), "delivered_on": today, "quantity": "3", "note": "Saatgut"}
    assert "Notiert." in client.post(f"{page}geleistet/", noted, follow=True).content.decode()
    assert "steht schon da" in client.post(f"{page}geleistet/", noted, follow=True).content.decode()
    row = Delivery.objects.get()
    assert "Saatgut" in client.get(page).content.decode()
    for _press in range(2):
        client.post(f"{page}geleistet/{row.pk}/entfernen/")
    assert not Delivery.objects.exists()
    assert AuditEvent.objects.filter(verb="agreement-delivery-taken-back").count() == 1


def test_a_hit_says_whose_it_is_and_what_everybody_may_read_is_linked(client):
    version = signed()
    center = version.agreement.center
    offer = OfferFactory(lead=center, published=True, title="Stillcafé am Markt")
    other = OfferFactory(lead=center, title="Noch nicht veröffentlicht")
    for one in (offer, other):
        add_coverage(version.agreement, kind="offer", thing=one, commitment_key=None, by=None)
    client.force_login(person(Role.COORDINATION, center))
    address = reverse("agreements:coverage", args=[version.agreement.uuid])
    page = client.get(address, {"q": "stillcafé"}).content.decode()
    assert f"Angebot von {center}" in page
    assert f'href="{offer.get_absolute_url()}"' in page
    assert f'href="{other.get_absolute_url()}"' not in page
    year = timezone.localdate().year
    assert f'value="{year}-01-01"' in page
    assert f'value="{year}-12-31"' in page
