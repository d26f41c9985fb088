"""The page about oneself, and one's data to take along."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import ROLE_DUTIES, Role
from familynet.views.account.own_data import keys_to_people, own_data
from kit.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import InvitationFactory, MembershipFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


def sign_in(user):
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def test_every_role_has_its_duty_in_words():
    assert set(ROLE_DUTIES) == set(Role)


def test_the_page_names_roles_with_organisation_and_dates(client):
    user = UserFactory()
    row = MembershipFactory(user=user, role=Role.AUDITOR)
    page = sign_in(user).get("/konto/").content.decode()
    assert "Begutachtung" in page
    assert row.organization.name in page
    assert f"bis {row.valid_to.day}." in page


def test_the_name_can_be_changed_and_nothing_else():
    user = UserFactory()
    sign_in(user).post(
        "/konto/", {"display_name": "Anders", "email": "x@y.example", "is_staff": "1", "is_superuser": "1"}
    )
    before = user.email
    user.refresh_from_db()
    assert (user.display_name, user.email, user.is_staff, user.is_superuser) == ("Anders", before, False, False)


def test_a_name_that_is_too_long_is_an_error_at_the_field():
    response = sign_in(UserFactory()).post("/konto/", {"display_name": "x" * 121})
    assert response.status_code == 422


def test_the_account_page_costs_the_same_for_one_role_and_for_three(django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        user = UserFactory()
        for _ in range(number):
            MembershipFactory(user=user)
        client = sign_in(user)
        with django_assert_max_num_queries(20) as seen:
            client.get("/konto/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_export_is_a_file_with_ones_own_data_and_without_secrets():
    user, other = UserFactory(), UserFactory()
    MembershipFactory(user=user, organization=OrganizationFactory(name="Mein Haus"))
    mine = InvitationFactory(email=user.email)
    InvitationFactory(email=other.email)
    response = sign_in(user).get(reverse("account_data"))
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = response.content.decode()
    data = json.loads(text)
    assert data["Konto"]["E-Mail-Adresse"] == user.email
    assert data["Rollen"][0]["Organisation"] == "Mein Haus"
    assert data["Angemeldete Geräte"]
    assert len(data["Einladungen an Ihre Adresse"]) == 1
    assert user.password not in text
    assert mine.token_hash not in text
    assert other.email not in text
    assert AuditEvent.objects.get(verb="export-own-data").actor_id == user.pk


def test_the_export_names_every_table_that_points_at_the_account():
    """Negative control for forgotten tables: whoever adds a key to an account need not think of the export."""
    user = UserFactory()
    OrganizationFactory(created_by=user, updated_by=user)
    assert own_data(user)["Wo Ihr Konto außerdem vermerkt ist"] == {
        "Organisationen: angelegt von": 1,
        "Organisationen: geändert von": 1,
    }
    assert len(keys_to_people()) > 50


def test_the_export_asks_for_the_password_when_the_sign_in_is_long_ago(client):
    client.force_login(UserFactory())  # a session without a fresh proof
    response = client.get(reverse("account_data"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))
