"""Rules about every table of ours."""

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


def test_no_json_and_no_generic_keys(subtests):
    for model in OUR_MODELS:
        with subtests.test(model._meta.label):
            assert not [f.name for f in model._meta.get_fields() if isinstance(f, models.JSONField)]
            assert not [f.name for f in model._meta.private_fields if isinstance(f, GenericForeignKey)]


def test_deleting_a_person_never_deletes_records(subtests):
    for model in OUR_MODELS:
        with subtests.test(model._meta.label):
            for field in model._meta.fields:
                if field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL:
                    assert field.remote_field.on_delete is models.PROTECT, field


def test_deleting_an_organization_never_deletes_what_others_rely_on(subtests):
    """I-25: only rows that are part of the organisation itself go with it."""
    for model in OUR_MODELS:
        with subtests.test(model._meta.label):
            own_parts = {"partners.FormerName", "partners.UmbrellaMembership", "offers.ClosingDay"}
            for field in model._meta.fields:
                if field.is_relation and field.related_model._meta.label == "partners.Organization":
                    if model._meta.label in own_parts and field.name == "organization":
                        continue
                    assert field.remote_field.on_delete is models.PROTECT, field


def test_names_are_german_and_every_rule_says_why(subtests):
    for model in OUR_MODELS:
        with subtests.test(model._meta.label):
            assert model._meta.verbose_name != model._meta.model_name
            # What is written by the system only has constraints nobody sees in a form.
            for constraint in model._meta.constraints if issubclass(model, Record) else ():
                message = str(constraint.violation_error_message)
                assert message != str(constraint.default_violation_error_message), constraint.name
                assert message.endswith("."), constraint.name


def test_records_have_a_total_order(subtests):
    """Lists must not shuffle: the last sort key is unique, or the table is read in an order of its own."""
    for model in (model for model in OUR_MODELS if issubclass(model, Record)):
        with subtests.test(model._meta.label):
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
