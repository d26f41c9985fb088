"""Every table that can name a person belongs to a class of the erasure concept, and has a rule that erases it."""

import re

from django.apps import apps
from django.db import models

from familynet.registry import retention_rules

OURS = {"kit", "accounts", "texts", "partners", "offers", "registrations", "agreements", "committees", "planning"}
PERSONAL = re.compile(
    r"(^|_)(email|mail|phone|mobile|fax)($|_)"
    r"|^(first|last|full|given|family|birth|display|contact|person|public)_?name(_public)?$|^display_name"
    r"|(^|_)(birthday|date_of_birth|recipient|author_name|speaker)($|_)"
)


def our_models():
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
    ]


def personal_fields(model):
    texts = [f.name for f in model._meta.get_fields() if isinstance(f, (models.CharField, models.TextField))]
    return [name for name in texts if PERSONAL.search(name)]


def test_whoever_can_name_a_person_has_a_retention_class():
    named = {model._meta.label: personal_fields(model) for model in our_models() if not has_class(model)}
    assert {label: fields for label, fields in named.items() if fields} == {}, "ohne retention_class"


def has_class(model) -> bool:
    return bool(getattr(model, "retention_class", ""))


def test_every_class_has_a_rule_that_erases():
    classed = {model for model in our_models() if hasattr(model, "retention_class")}
    assert classed
    assert classed - {rule.model for rule in retention_rules.RULES} == set()


def test_the_search_finds_what_it_should():
    assert personal_fields(apps.get_model("kit", "OutgoingMail")) == []  # called "to"; declared by hand
    assert personal_fields(apps.get_model("accounts", "User")) == ["email", "display_name"]


def test_history_never_keeps_personal_columns():
    """History outlives erasure (domain 7.3), so what it copies must not name anybody."""
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            assert personal_fields(model) == [], model._meta.label
