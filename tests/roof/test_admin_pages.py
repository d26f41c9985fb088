"""Every list, add and record page of the staff admin, for every table: opens, costs the same for one row and three."""

import importlib

import pytest
from django.contrib import admin
from django.urls import reverse
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import User
from kit.staff.rights import Audience
from tests.counting import queries_of
from tests.factories.partners import person

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MODULES = ["accounts", "partners", "offers", "agreements", "texts", "kit"]
REGISTRY = sorted(admin.site._registry, key=lambda model: model._meta.label)
NEVER_ADDED = {User, *(model for model in REGISTRY if admin.site._registry[model].read_only)}


def factories():
    found = {}
    for name in MODULES:
        try:
            module = importlib.import_module(f"tests.factories.{name}")
        except ModuleNotFoundError:
            continue
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DjangoModelFactory) and value._meta.model:
                found.setdefault(value._meta.model, value)
    return found


FACTORIES = factories()


def rows(model, number):
    if model not in FACTORIES:
        pytest.skip(f"keine Factory für {model._meta.label}")
    return FACTORIES[model].create_batch(number)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def everything(model):
    """The list with no hidden default filter."""
    return {"zeit": "alle"} if "ByPeriod" in str(admin.site._registry[model].list_filter) else {}


@pytest.fixture
def office(client):
    client.force_login(person(Role.ADMINISTRATION))
    return client


@pytest.mark.parametrize("model", REGISTRY, ids=lambda m: m._meta.label)
def test_list_add_record_history_and_export_open(office, model):
    pages = admin.site._registry[model]
    assert office.get(address(model, "changelist")).status_code == 200
    assert office.get(address(model, "add")).status_code == (403 if model in NEVER_ADDED else 200)
    row = rows(model, 1)[0]
    for page in ("change", "history"):
        assert office.get(address(model, page, row.pk)).status_code == 200, page
    expected = {Audience.TECHNICAL: 403}.get(pages.audience, 302 if pages.audience in PERSONAL else 200)
    assert office.get(address(model, "export")).status_code == expected


PERSONAL = {Audience.PEOPLE, Audience.ACCOUNTS, Audience.CREDENTIALS, Audience.PROTOCOL}


@pytest.mark.parametrize("model", REGISTRY, ids=lambda m: m._meta.label)
def test_a_list_costs_the_same_for_one_row_and_for_three(office, model):
    rows(model, 1)
    office.get(address(model, "changelist"), everything(model))
    before = queries_of(lambda: office.get(address(model, "changelist"), everything(model)))
    rows(model, 2)
    after = queries_of(lambda: office.get(address(model, "changelist"), everything(model)))
    assert after == before
