"""Rules about every table of ours."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from kit.models import Record

OUR_APPS = ("kit", "accounts", "texts", "partners", "offers", "agreements")
OUR_MODELS = [
    model
    for label in OUR_APPS
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.endswith("Event") or label == "kit"
]
NAMES = [model._meta.label for model in OUR_MODELS]


@pytest.mark.parametrize("model", OUR_MODELS, ids=NAMES)
def test_no_json_and_no_generic_keys(model):
    assert not [f.name for f in model._meta.get_fields() if isinstance(f, models.JSONField)]
    assert not [f.name for f in model._meta.private_fields if isinstance(f, GenericForeignKey)]


@pytest.mark.parametrize("model", OUR_MODELS, ids=NAMES)
def test_deleting_a_person_never_deletes_records(model):
    for field in model._meta.fields:
        if field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL:
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.parametrize("model", OUR_MODELS, ids=NAMES)
def test_deleting_an_organization_never_deletes_what_others_rely_on(model):
    """I-25: only rows that are part of the organisation itself go with it."""
    own_parts = {"partners.FormerName", "partners.UmbrellaMembership", "offers.ClosingDay"}
    for field in model._meta.fields:
        if field.is_relation and field.related_model._meta.label == "partners.Organization":
            if model._meta.label in own_parts and field.name == "organization":
                continue
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.parametrize("model", OUR_MODELS, ids=NAMES)
def test_names_are_german_and_every_rule_says_why(model):
    assert model._meta.verbose_name != model._meta.model_name
    if not issubclass(model, Record):
        return  # written by the system only: nobody sees its constraints in a form
    for constraint in model._meta.constraints:
        message = str(constraint.violation_error_message)
        assert message != str(constraint.default_violation_error_message), constraint.name
        assert message.endswith("."), constraint.name


@pytest.mark.parametrize("model", [m for m in OUR_MODELS if issubclass(m, Record)], ids=str)
def test_records_have_a_total_order(model):
    """Lists must not shuffle: the last sort key is unique, or the table is read in an order of its own."""
    assert model._meta.ordering, model
    last = model._meta.ordering[-1].lstrip("-")
    unique = (
        last == "pk"
        or model._meta.get_field(last).unique
        or any(
            set(c.fields) <= {o.lstrip("-") for o in model._meta.ordering}
            for c in model._meta.constraints
            if isinstance(c, models.UniqueConstraint) and c.condition is None and c.fields
        )
    )
    assert unique, model._meta.ordering
