"""The rows that keep changes of state: one shape for all tables, one way to write them."""

import pytest
from django.apps import apps
from django.db import models

from kit.models import StepRow, save_step
from offers.enums import OfferState
from offers.models import OfferStep
from offers.workflow import OFFER
from tests.factories.accounts import UserFactory
from tests.factories.offers import OfferFactory


def looks_like_a_step(model):
    return {"verb", "before", "after"} <= {field.name for field in model._meta.get_fields()}


def copies(tables):
    """Tables that repeat the columns of a step instead of taking them from ``StepRow``."""
    return [model for model in tables if looks_like_a_step(model) and not issubclass(model, StepRow)]


def test_every_table_of_steps_is_a_step_row():
    assert [model.__name__ for model in copies(apps.get_models())] == []
    assert OfferStep in [model for model in apps.get_models() if looks_like_a_step(model)]


def test_a_copied_table_would_be_found():
    class Copied(models.Model):  # noqa: DJ008 - never shown
        verb = models.CharField(max_length=20)
        before = models.CharField(max_length=12)
        after = models.CharField(max_length=12)

        class Meta:
            app_label = "no_app"
            managed = False

    try:
        assert copies([Copied]) == [Copied]
    finally:
        del apps.all_models["no_app"]
        apps.clear_cache()


@pytest.mark.django_db
def test_a_step_saves_state_columns_and_row_and_nothing_else():
    offer, by = OfferFactory(state=OfferState.IDEA, title="Vorher"), UserFactory()
    offer.title, offer.alert = "Nachher", "Heute im Garten"
    save_step(offer, OFFER.step(offer.state, "coordinate"), by=by, note="  Passt. ", columns=("alert",))
    offer.refresh_from_db()
    assert (offer.state, offer.updated_by, offer.title, offer.alert) == (
        OfferState.COORDINATION,
        by,
        "Vorher",
        "Heute im Garten",
    )
    row = offer.steps.get()
    assert (row.verb, row.before, row.after, row.by, row.note) == ("coordinate", "idea", "coordination", by, "Passt.")
    assert str(row) == f"{OfferState.IDEA.label} → {OfferState.COORDINATION.label}"
