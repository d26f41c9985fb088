"""Invitations: single use, bound to an address, never above the inviter; looking at a link uses nothing up (T25)."""

import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from kit.models import AuditEvent, OutgoingMail
from kit.secret_links import token_hash
from kit.workflow import StepRefused
from partners import actions
from partners.models import Invitation, Membership
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import InvitationFactory, MembershipFactory, OrganizationFactory, person

pytestmark = pytest.mark.django_db
TOKEN = "ein-langes-geheimes-Zeichen"


@pytest.fixture
def manager():
    return person(Role.PARTNER_MANAGER)


@pytest.fixture
def home(manager):
    return manager.memberships.get().organization


def invited(manager, home, **fields):
    return InvitationFactory(token=TOKEN, organization=home, invited_by=manager, **fields)


def page(client=None):
    return (client or Client()).get(reverse("partners:invitation", args=[TOKEN]))


def answer(client, **data):
    return client.post(reverse("partners:invitation", args=[TOKEN]), data)


NEW = {"display_name": "Neue Kollegin", "password": "Kastanie-Bollerwagen-Elster-9"}


def test_inviting_mails_a_link_and_stores_its_hash_only(manager, home):
    invitation = actions.invite(
        email=" Neu@Familiennetz.example", organization=home, role=Role.PARTNER_EDITOR, by=manager
    )
    mail = OutgoingMail.objects.get()
    token = re.search(rf"{settings.PUBLIC_BASE_URL}/einladung/(\S+)/", mail.body).group(1)
    assert (mail.to, invitation.email) == ("neu@familiennetz.example",) * 2
    assert len(token) == 43  # 256 bit
    assert invitation.token_hash == token_hash(token)
    assert token not in str(Invitation.objects.values().get())
    assert timedelta(days=6) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    assert AuditEvent.objects.get(verb="invite").actor_id == manager.pk


@pytest.mark.parametrize("role", [Role.COORDINATION, Role.ADMINISTRATION, Role.READ_ONLY, "superuser"])
def test_nobody_invites_above_himself(manager, home, role):
    with pytest.raises(StepRefused, match="können Sie hier nicht vergeben"):
        actions.invite(email="neu@familiennetz.example", organization=home, role=role, by=manager)
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_nobody_invites_elsewhere(manager):
    with pytest.raises(StepRefused):
        actions.invite(
            email="neu@familiennetz.example", organization=OrganizationFactory(), role=Role.PARTNER_EDITOR, by=manager
        )


def test_an_auditor_needs_an_end(home):
    coordination = person(Role.COORDINATION, home)
    with pytest.raises(StepRefused, match="braucht ein Ende"):
        actions.invite(email="neu@familiennetz.example", organization=home, role=Role.AUDITOR, by=coordination)


def test_who_has_the_role_already_is_not_invited(manager, home):
    with pytest.raises(StepRefused, match="schon"):
        actions.invite(email=manager.email, organization=home, role=Role.PARTNER_MANAGER, by=manager)


def test_a_second_invitation_replaces_the_first(manager, home):
    first, second = (
        actions.invite(email="neu@familiennetz.example", organization=home, role=Role.PARTNER_EDITOR, by=manager)
        for _ in range(2)
    )
    first.refresh_from_db()
    assert (first.state, second.state) == ("revoked", "open")


def test_looking_changes_nothing_and_leaves_no_trace(manager, home):
    invitation = invited(manager, home)
    for method in ("get", "get", "get", "head"):
        response = getattr(Client(), method)(reverse("partners:invitation", args=[TOKEN]))
        assert response.status_code == 200
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response.headers["Cache-Control"]
    invitation.refresh_from_db()
    assert invitation.state == "open"
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_new_person_chooses_name_and_password_and_is_signed_in(manager, home, client):
    invitation = invited(manager, home)
    response = answer(client, **NEW)
    assert (response.status_code, response.url) == (302, "/intern/")
    user = User.objects.get(email=invitation.email)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.display_name, user.is_staff, user.is_superuser) == ("Neue Kollegin", False, False)
    row = user.memberships.get()
    assert (row.organization, row.role, row.valid_from) == (home, Role.PARTNER_EDITOR, timezone.localdate())
    assert client.get("/intern/").status_code == 200


def test_a_second_answer_is_told_that_it_was_used(manager, home):
    invited(manager, home)
    assert answer(Client(), **NEW).status_code == 302
    again = answer(Client(), **NEW)
    assert again.status_code == 410
    assert "wurde schon angenommen" in again.content.decode()
    assert Membership.objects.exclude(user=manager).count() == 1


@pytest.mark.parametrize("password", ["kurz", "Passwort-2026!", "123456789012345", "neue kollegin"])
def test_weak_passwords_are_refused_and_make_no_account(manager, home, password):
    invited(manager, home)
    response = answer(Client(), display_name="Neue Kollegin", password=password)
    assert response.status_code == 422
    assert "Neue Kollegin" in response.content.decode()
    assert User.objects.count() == 1


def test_the_form_cannot_grant_more(manager, home):
    invitation = invited(manager, home)
    answer(
        Client(), **NEW, role="administration", organization="1", is_staff="1", is_superuser="1", email="x@y.example"
    )
    user = User.objects.get(email=invitation.email)
    assert (user.is_staff, user.is_superuser, user.memberships.get().role) == (False, False, Role.PARTNER_EDITOR)


def test_an_existing_account_must_be_signed_in(manager, home, client):
    known = UserFactory()
    invited(manager, home, email=known.email)
    assert reverse("account_login") in page(client).content.decode()
    assert answer(client, **NEW).status_code == 200
    assert not known.memberships.exists()
    client.force_login(known)
    assert "Einladung annehmen" in page(client).content.decode()
    assert answer(client).url == "/intern/"
    assert known.memberships.get().organization == home


def test_somebody_else_cannot_take_it(manager, home, client):
    invited(manager, home)
    other = UserFactory()
    client.force_login(other)
    assert "anderen Adresse angemeldet" in page(client).content.decode()
    answer(client, **NEW)
    assert not other.memberships.exists()
    with pytest.raises(StepRefused, match="andere E-Mail-Adresse"):
        actions.accept_invitation(TOKEN, user=other)


def test_a_locked_account_cannot_come_back_by_invitation(manager, home):
    locked = UserFactory(is_active=False)
    invited(manager, home, email=locked.email)
    assert answer(Client(), **NEW).status_code == 200
    assert not locked.memberships.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"created_at": timezone.now() - timedelta(days=8), "expires_at": timezone.now()}, "abgelaufen"),
        ({"revoked_at": timezone.now()}, "zurückgezogen"),
        ({"membership_valid_to": timezone.localdate() - timedelta(days=1)}, "abgelaufen"),
    ],
)
def test_what_is_over_gets_a_friendly_page(manager, home, change, reason):
    Invitation.objects.filter(pk=invited(manager, home).pk).update(**change)
    for response in (page(), answer(Client(), **NEW)):
        assert response.status_code == 410
        assert reason in response.content.decode()
    assert User.objects.count() == 1


def test_a_made_up_link_is_not_found(manager):
    for token in ("x", "%F0%9F%92%A9", "a" * 500, "'; DROP TABLE"):
        response = Client().get(f"/einladung/{token}/")
        assert response.status_code == 404
        assert "no-store" in response.headers["Cache-Control"]


def test_who_has_left_leaves_no_keys_behind(manager, home):
    """An invitation dies with the right to send it: a manager cannot invite himself back before leaving."""
    invited(manager, home)
    other = person(Role.ADMINISTRATION)
    actions.end_membership(manager.memberships.get(), by=other)
    assert "zurückgezogen" in page().content.decode()
    assert answer(Client(), **NEW).status_code == 410


def test_withdrawing_counts_at_once_and_only_once(manager, home):
    invitation = invited(manager, home)
    actions.revoke_invitation(invitation, by=manager)
    assert page().status_code == 410
    with pytest.raises(actions.InvitationGone):
        actions.revoke_invitation(invitation, by=manager)


def test_taking_a_role_one_has_makes_no_second_row(manager, home):
    known = MembershipFactory(organization=home, role=Role.PARTNER_EDITOR).user
    invited(manager, home, email=known.email)
    actions.accept_invitation(TOKEN, user=known)
    assert known.memberships.count() == 1
    assert Invitation.objects.get().accepted_by == known


def test_the_page_sends_no_cookie_but_the_forms(manager, home):
    invited(manager, home)
    assert set(page().cookies) == {settings.CSRF_COOKIE_NAME}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_answers_at_the_same_moment_make_one_membership():
    cache.clear()
    manager = person(Role.PARTNER_MANAGER)
    invitation = invited(manager, manager.memberships.get().organization)
    start, answers = threading.Barrier(4), []

    def accept():
        client = Client()
        start.wait()
        try:
            answers.append(answer(client, **NEW).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 410, 410, 410]
    assert Membership.objects.filter(user__email=invitation.email).count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_invitations_for_one_new_address_at_the_same_moment_make_one_account():
    manager = person(Role.PARTNER_MANAGER)
    home = manager.memberships.get().organization
    tokens = ("erster-link", "zweiter-link")
    for token, role in zip(tokens, (Role.PARTNER_EDITOR, Role.INSTRUCTOR), strict=True):
        InvitationFactory(
            token=token, organization=home, invited_by=manager, email="neu@familiennetz.example", role=role
        )
    start, answers = threading.Barrier(2), []

    def accept(token):
        start.wait()
        try:
            actions.accept_as_new_person(token, display_name="Neu", password=PASSWORD)
            answers.append("accepted")
        except StepRefused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[token]) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers)[1] == "accepted"
    assert sorted(answers)[0].startswith("Zu dieser Adresse gibt es schon ein Konto.")
    assert User.objects.filter(email="neu@familiennetz.example").count() == 1
