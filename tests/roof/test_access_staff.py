"""The staff area in the access matrix: every table x everybody, compared with ``familynet.access.staff``."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from accounts.enums import Role
from accounts.page_access import ANONYMOUS
from accounts.staff_access import STAFF
from familynet.access.staff import KINDS, PAGES, TABLES
from partners.models import Organization
from tests.factories.offers import InstructorFactory, OfferFactory, OfferRunFactory, OfferSessionFactory
from tests.factories.partners import (
    ContactPointFactory,
    JoinRequestFactory,
    LocationFactory,
    MembershipFactory,
    PartnershipFactory,
    PersonConsentFactory,
    ResourceFactory,
    TopicFactory,
)
from tests.roof.access_examples import build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ACTORS = [ANONYMOUS, *Role.values]
RECORDS = {
    "partners_organization": lambda organization: organization,
    "partners_partnership": lambda organization: PartnershipFactory(center=organization),
    "partners_contactpoint": lambda organization: ContactPointFactory(organization=organization),
    "partners_personconsent": lambda organization: PersonConsentFactory(organization=organization),
    "partners_resource": lambda organization: ResourceFactory(organization=organization),
    "partners_joinrequest": lambda organization: JoinRequestFactory(addressed_to=organization),
    "partners_location": lambda organization: LocationFactory(owner=organization),
    "partners_membership": lambda organization: MembershipFactory(organization=organization),
    "partners_topic": lambda organization: TopicFactory(),
    "accounts_user": lambda organization: MembershipFactory(organization=organization).user,
    "offers_offer": lambda organization: OfferFactory(lead=organization),
    "offers_offerrun": lambda organization: OfferRunFactory(offer__lead=organization),
    "offers_offersession": lambda organization: OfferSessionFactory(run__offer__lead=organization),
    "offers_instructor": lambda organization: InstructorFactory(organization=organization),
}
"""A row of an organisation for the tables whose rows differ by organisation or hold personal data."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media):
        outer = transaction.atomic()
        outer._from_testcase = True
        with outer:
            cache.clear()
            world = build()
            for table, make in RECORDS.items():
                for organization in (world.home, world.abroad):
                    world.made[f"{table} {organization.pk}"] = make(organization)
            yield world
            transaction.set_rollback(True)


def names():
    _, resolver = get_resolver().namespace_dict["admin"]
    return {name for name in resolver.reverse_dict if isinstance(name, str)}


def table_and_kind(name):
    table, _, kind = name.rpartition("_")
    return (table, kind) if kind in KINDS else (name, "")


def test_every_address_of_the_staff_area_is_in_the_table():
    unknown = {name for name in names() if table_and_kind(name)[0] not in TABLES and name not in PAGES}
    assert not unknown, "TABLES in access.py of the app, or familynet/access/staff.py"
    assert {table_and_kind(name)[0] for name in names() if name not in PAGES} == set(TABLES)


def closed_to(actor):
    """What somebody gets who may not: sent to the sign-in, not there, or refused."""
    if actor == ANONYMOUS:
        return 302
    return 403 if actor in STAFF else 404


def ask(world, actor, method, url, status):
    with transaction.atomic():
        response = getattr(world.clients[actor], method)(url)
        transaction.set_rollback(True)
    assert response.status_code == status, f"{actor} {method} {url}: {response.status_code} statt {status}"
    assert "no-store" in response.headers["Cache-Control"]
    if status == 302:
        assert response.url.startswith(("/konto/anmelden/", "/verwaltung/login/"))  # the latter leads to the former


@pytest.mark.parametrize("table", sorted(TABLES))
def test_lists_forms_and_downloads(table, world):
    group = TABLES[table]
    for actor in ACTORS:
        for method in ("get", "head"):
            seen = 200 if actor in group.opens_list else closed_to(actor)
            ask(world, actor, method, reverse(f"admin:{table}_changelist"), seen)
        file = 200 if actor in group.downloads else closed_to(actor)
        ask(world, actor, "get", reverse(f"admin:{table}_export"), file)
        new = 200 if actor in group.opens_form else closed_to(actor)
        ask(world, actor, "get", reverse(f"admin:{table}_add"), new)


@pytest.mark.parametrize("table", sorted(RECORDS))
@pytest.mark.parametrize("where", ["home", "abroad"])
def test_records_of_one_s_own_and_of_a_foreign_organisation(table, where, world):
    group = TABLES[table]
    organization: Organization = getattr(world, where)
    record = world.made[f"{table} {organization.pk}"]
    looks = group.looks | (group.own_looks if where == "home" else frozenset())
    changes = group.changes | (group.own_changes if where == "home" else frozenset())
    for actor in ACTORS:
        seen = 200 if actor in looks else not_seen(actor, group)
        ask(world, actor, "get", reverse(f"admin:{table}_change", args=[record.pk]), seen)
        past = 404 if seen == 403 else seen  # past and end of a record are not even there
        ask(world, actor, "get", reverse(f"admin:{table}_history", args=[record.pk]), past)
        if actor not in changes:
            refused = 403 if actor in looks else past
            ask(world, actor, "get", reverse(f"admin:{table}_delete", args=[record.pk]), refused)


def not_seen(actor, group):
    """A row one cannot see is not there; a table one may not open at all is refused."""
    return 404 if actor in group.opens_list else closed_to(actor)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages_of_no_table(name, world):
    url = reverse(f"admin:{name}", kwargs={"app_label": "partners"} if name == "app_list" else {})
    for actor in ACTORS:
        if name == "login":
            status = 302
        elif name == "autocomplete" and actor in STAFF:
            status = 403  # without saying for which field
        else:
            status = 200 if actor in STAFF else closed_to(actor)
        ask(world, actor, "get", url, status)


def test_an_address_nobody_knows_is_not_there_for_anybody(world):
    for actor in ACTORS:
        ask(world, actor, "get", "/verwaltung/gibt/es/nicht/", 302 if actor == ANONYMOUS else 404)


@pytest.mark.parametrize("actor", [ANONYMOUS, Role.ADMINISTRATION, Role.PLANNER])
def test_nothing_is_changed_without_a_token(actor, world):
    strict = Client(enforce_csrf_checks=True)
    for name in sorted(names()):
        table, kind = table_and_kind(name)
        arguments = {"object_id": "1"} if kind in {"change", "delete", "history", "verb", "dates"} else {}
        arguments |= {"verb": "close"} if kind == "verb" else {}
        arguments |= {"app_label": "partners"} if name == "app_list" else {}
        url = reverse(f"admin:{name}", kwargs=arguments)
        for method in ("POST", "PUT", "DELETE") if actor == Role.ADMINISTRATION else ("POST",):
            strict.cookies = world.clients[actor].cookies.copy()
            assert strict.generic(method, url).status_code == 403, f"{actor} {method} {url}"
