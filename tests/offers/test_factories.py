"""Every factory makes a row the database accepts, and models they stand for are all there."""

import pytest
from factory.django import DjangoModelFactory

from offers.models import Offer, OfferDocument
from tests.factories import offers as factories

FACTORIES = [
    value
    for value in vars(factories).values()
    if isinstance(value, type) and issubclass(value, DjangoModelFactory) and value.__module__ == factories.__name__
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda f: f.__name__)
def test_a_factory_makes_three_valid_rows(factory):
    for row in factory.create_batch(3):
        row.full_clean(exclude=["file"])


@pytest.mark.django_db
def test_a_published_offer_is_public_and_searchable():
    offer = factories.OfferFactory(published=True)
    assert Offer.objects.public().get() == offer
    assert OfferDocument.objects.get().offer_id == offer.pk
