"""The pages about people: who sees whom, inviting, ending a role, and that it counts with the next click (T04)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from kit.models import AuditEvent
from kit.workflow import StepRefused
from partners import actions
from partners.models import Invitation, Membership
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import (
    InvitationFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnershipFactory,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def signed_in(user):
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def page(user, **query):
    return signed_in(user).get(reverse("partners:people"), query).content.decode()


def test_a_manager_sees_colleagues_and_nobody_else():
    manager = person(Role.PARTNER_MANAGER)
    home = manager.memberships.get().organization
    colleague = MembershipFactory(organization=home, user__email="kollege@familiennetz.example")
    stranger = MembershipFactory(user__email="fremd@familiennetz.example")
    InvitationFactory(organization=home, email="eingeladen@familiennetz.example")
    InvitationFactory(email="anderswo@familiennetz.example")
    text = page(manager)
    assert colleague.user.email in text
    assert "eingeladen@familiennetz.example" in text
    assert stranger.user.email not in text
    assert "anderswo@familiennetz.example" not in text


@pytest.mark.parametrize(
    "role",
    [
        Role.PARTNER_EDITOR,
        Role.INSTRUCTOR,
        Role.COMMITTEE_MEMBER,
        Role.PLANNER,
        Role.AUDITOR,
        Role.READ_ONLY,
    ],
)
def test_who_looks_after_nobody_is_refused(role):
    client = signed_in(person(role))
    for name in ("partners:people", "partners:invite_where"):
        assert client.get(reverse(name)).status_code == 403


def test_data_protection_sees_everybody_and_changes_nothing():
    client = signed_in(person(Role.DATA_PROTECTION))
    other = MembershipFactory(user__email="jemand@familiennetz.example")
    text = client.get(reverse("partners:people")).content.decode()
    assert other.user.email in text
    assert "Rolle beenden" not in text
    assert client.get(reverse("partners:invite_where")).status_code == 403
    assert client.post(reverse("partners:membership_end", args=[other.uuid])).status_code == 403


def test_searching_by_name_and_role():
    administration = person(Role.ADMINISTRATION)
    MembershipFactory(user__email="a@familiennetz.example", user__display_name="Redaktion Waldblick")
    MembershipFactory(user__email="b@familiennetz.example", role=Role.PLANNER)
    assert "a@familiennetz.example" in page(administration, q="waldblick")
    assert "b@familiennetz.example" not in page(administration, q="waldblick")
    assert "b@familiennetz.example" in page(administration, rolle="planner")
    assert "a@familiennetz.example" in page(administration, rolle="gibt-es-nicht", seite="-7")


def test_the_list_costs_the_same_for_one_row_and_for_three(django_assert_max_num_queries):
    coordination = person(Role.COORDINATION)
    home = coordination.memberships.get().organization
    client, counts = signed_in(coordination), []
    for number in (1, 3):
        for _ in range(number):
            partner = PartnershipFactory(center=home).partner
            MembershipFactory(organization=partner)
            InvitationFactory(organization=partner)
        with django_assert_max_num_queries(14) as seen:
            response = client.get(reverse("partners:people"))
        counts.append(len(seen))
        with django_assert_max_num_queries(0):
            response.rendered_content  # noqa: B018 - renders again
    assert counts[0] == counts[1]


def test_inviting_from_the_page():
    manager = person(Role.PARTNER_MANAGER)
    home = manager.memberships.get().organization
    client = signed_in(manager)
    where = client.get(reverse("partners:invite_where"))
    assert where.url == reverse("partners:invite", args=[home.slug])
    form = client.get(where.url).content.decode()
    assert "Redaktion der Organisation" in form
    assert 'value="administration"' not in form
    done = client.post(where.url, {"email": "neu@familiennetz.example", "role": "partner_editor"})
    assert done.url == reverse("partners:people")
    assert Invitation.objects.get().organization == home


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "keine-adresse", "role": "partner_editor"},
        {"email": "neu@familiennetz.example", "role": "administration"},
        {"email": "neu@familiennetz.example", "role": "partner_editor", "valid_to": "2001-01-01"},
        {"email": "neu@familiennetz.example", "role": "partner_editor", "valid_to": "gestern"},
    ],
)
def test_a_bad_invitation_is_an_error_at_the_field(data):
    manager = person(Role.PARTNER_MANAGER)
    url = reverse("partners:invite", args=[manager.memberships.get().organization.slug])
    assert signed_in(manager).post(url, data).status_code == 422
    assert not Invitation.objects.exists()


def test_inviting_into_what_one_does_not_see_is_not_found_and_into_what_one_sees_refused():
    client = signed_in(person(Role.PARTNER_MANAGER))
    hidden, public = OrganizationFactory(), OrganizationFactory(public=True)
    assert client.get(reverse("partners:invite", args=[hidden.slug])).status_code == 404
    assert client.get(reverse("partners:invite", args=[public.slug])).status_code == 403
    assert client.post(reverse("partners:invite", args=[public.slug])).status_code == 403


def test_where_to_invite_is_searched_when_there_is_a_choice():
    administration = person(Role.ADMINISTRATION)
    OrganizationFactory(name="Kita Kastanienzwerge")
    OrganizationFactory(name="Gärtnerei Blattgrün")
    client = signed_in(administration)
    assert "Kita Kastanienzwerge" in client.get(reverse("partners:invite_where")).content.decode()
    text = client.get(reverse("partners:invite_where"), {"q": "GÄRTNEREI"}).content.decode()
    assert "Gärtnerei Blattgrün" in text
    assert "Kita Kastanienzwerge" not in text


def test_a_role_ends_with_the_next_click_of_the_other():
    manager = person(Role.PARTNER_MANAGER)
    row = MembershipFactory(organization=manager.memberships.get().organization, role=Role.PARTNER_MANAGER)
    MembershipFactory(user=row.user, role=Role.PLANNER)  # keeps the session alive
    colleague = signed_in(row.user)
    assert colleague.get(reverse("partners:people")).status_code == 200
    signed_in(manager).post(reverse("partners:membership_end", args=[row.uuid]))
    assert colleague.get(reverse("partners:people")).status_code == 403
    assert AuditEvent.objects.get(verb="end-membership").actor_id == manager.pk


def test_without_any_role_left_the_sessions_end():
    manager = person(Role.PARTNER_MANAGER)
    row = MembershipFactory(organization=manager.memberships.get().organization)
    colleague = signed_in(row.user)
    signed_in(manager).post(reverse("partners:membership_end", args=[row.uuid]))
    assert colleague.get(reverse("workspace")).url.startswith(reverse("account_login"))


def test_an_auditors_access_ends_by_date():
    row = MembershipFactory(role=Role.AUDITOR, valid_to=timezone.localdate())
    assert Membership.objects.roles_of(row.user_id).exists()
    assert not Membership.objects.roles_of(row.user_id, timezone.localdate() + timedelta(days=1)).exists()


def test_ending_is_refused_for_strangers_and_for_roles_above():
    manager = person(Role.PARTNER_MANAGER)
    client = signed_in(manager)
    above = MembershipFactory(organization=manager.memberships.get().organization, role=Role.COORDINATION)
    assert client.post(reverse("partners:membership_end", args=[MembershipFactory().uuid])).status_code == 404
    assert client.post(reverse("partners:membership_end", args=[above.uuid])).status_code == 403
    assert client.get(reverse("partners:membership_end", args=[above.uuid])).status_code == 405


def test_withdrawing_an_invitation_from_the_page():
    manager = person(Role.PARTNER_MANAGER)
    own = InvitationFactory(organization=manager.memberships.get().organization)
    client = signed_in(manager)
    assert client.post(reverse("partners:invitation_revoke", args=[own.uuid])).status_code == 302
    assert client.post(reverse("partners:invitation_revoke", args=[InvitationFactory().uuid])).status_code == 404
    own.refresh_from_db()
    assert own.state == "revoked"


def test_the_last_administration_stays():
    last = person(Role.ADMINISTRATION)
    with pytest.raises(StepRefused, match="letzte Administration"):
        actions.end_membership(last.memberships.get(), by=last)
    person(Role.ADMINISTRATION)
    actions.end_membership(last.memberships.get(), by=last)
    assert not last.memberships.current().exists()


def test_a_locked_administration_does_not_count_as_another():
    last = person(Role.ADMINISTRATION)
    person(Role.ADMINISTRATION, is_active=False)
    with pytest.raises(StepRefused):
        actions.end_membership(last.memberships.get(), by=last)


def test_a_role_that_is_over_cannot_be_ended_again():
    row = MembershipFactory(valid_to=timezone.localdate() - timedelta(days=1))
    with pytest.raises(StepRefused, match="schon beendet"):
        actions.end_membership(row, by=UserFactory())


def test_sensitive_steps_ask_for_the_password_when_the_sign_in_is_long_ago():
    manager = person(Role.PARTNER_MANAGER)
    row = MembershipFactory(organization=manager.memberships.get().organization)
    client = Client()
    client.force_login(manager)
    asked = client.post(reverse("partners:membership_end", args=[row.uuid]))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert Membership.objects.current().filter(pk=row.pk).exists()
    done = client.post(asked.url, {"password": PASSWORD})
    assert done.url == reverse("partners:people")
    assert not Membership.objects.current().filter(pk=row.pk).exists()
