"""Publishing many offers at once refuses what publishing one refuses, and moves none of them then."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.workflow import StepRefused
from offers.actions import publish_offers, step_offer
from offers.enums import OfferRole, OfferState
from offers.models import Offer, OfferPartner, OfferStep
from tests.factories.offers import OfferFactory
from tests.factories.partners import OrganizationFactory

pytestmark = pytest.mark.django_db


def ready(number=1):
    """Offers with everything publication asks for, still ideas."""
    offers = [OfferFactory(published=True) for _ in range(number)]
    Offer.objects.update(state=OfferState.IDEA, published_at=None)
    return list(Offer.objects.filter(pk__in=[offer.pk for offer in offers]))


def test_many_take_every_step_in_few_queries():
    def queries(number):
        offers = ready(number)
        with CaptureQueriesContext(connection) as context:
            publish_offers(offers, by=None)
        assert {offer.state for offer in offers} == {OfferState.PUBLISHED}
        return len(context)

    assert queries(6) == queries(2)
    assert OfferStep.objects.count() == 3 * 8


@pytest.mark.parametrize(
    "spoil",
    [
        lambda offer: offer.topics.clear(),
        lambda offer: offer.languages.clear(),
        lambda offer: Offer.objects.filter(pk=offer.pk).update(contact_point=None),
        lambda offer: Offer.objects.filter(pk=offer.pk).update(state=OfferState.PAUSED),
        lambda offer: OfferPartner.objects.create(
            offer=offer, organization=OrganizationFactory(), role=OfferRole.CO_ORGANIZER
        ),
    ],
)
def test_one_that_cannot_go_stops_all(spoil):
    offers = ready(3)
    spoil(offers[1])
    with pytest.raises(StepRefused):
        publish_offers(offers, by=None)
    assert not Offer.objects.filter(state=OfferState.PUBLISHED).exists()
    assert not OfferStep.objects.exists()


def test_an_approved_offer_takes_the_last_step_only():
    (offer,) = ready()
    for verb in ("coordinate", "approve"):
        step_offer(offer, verb=verb, by=None)
    publish_offers([offer], by=None)
    assert OfferStep.objects.order_by("-pk").values_list("verb", flat=True)[0] == "publish"
    assert OfferStep.objects.count() == 3


def test_the_command_takes_offers_over(tmp_path):
    OrganizationFactory(name="Familienhaus")
    file = tmp_path / "angebote.csv"
    file.write_text("Kennung;Titel;Art;Veranstalter\n1;Treff;Offener Treff;Familienhaus\n")
    out = io.StringIO()
    call_command("import_offers", str(file), "--source", "liste", "--apply", stdout=out, stderr=io.StringIO())
    assert "1 neu" in out.getvalue()
    assert Offer.objects.get().lead.name == "Familienhaus"
