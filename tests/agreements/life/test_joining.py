"""Who joined leaves again: entered once, told in the story, and the declaration stays as it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from agreements.actions.life.joining import leave_agreement
from agreements.forms.joining import AccessionForm
from agreements.life.recipients import party_mailboxes
from agreements.models import Accession
from kit.models import AuditEvent
from kit.workflow import StepRefused
from tests.agreements.life_world import living_agreement, on
from tests.factories.partners import ContactPointFactory, OrganizationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined():
    agreement, long_ago = living_agreement(OrganizationFactory()), timezone.localdate() - timedelta(days=30)
    return Accession.objects.create(
        agreement=agreement,
        version=agreement.versions.first(),
        organization=OrganizationFactory(name="Verein Neu"),
        signed_on=long_ago,
        effective_on=long_ago,
        signatory_function="Vorstand",
    )


def test_leaving_is_entered_once_and_told(client, joined):
    today = timezone.localdate()
    client.force_login(person(Role.COORDINATION, joined.agreement.center))
    life = reverse("agreements:life", args=[joined.agreement.uuid])
    address = reverse("agreements:leave", args=[joined.agreement.uuid, joined.uuid])
    assert address in client.get(life).content.decode()
    too_early = client.post(address, {"left_on": joined.effective_on - timedelta(days=1)})
    assert (too_early.status_code, "gilt erst ab" in too_early.content.decode()) == (422, True)
    assert client.post(address, {"left_on": "gestern abend"}).status_code == 422
    assert client.post(address, {"left_on": today}).status_code == 302
    text = client.get(life).content.decode()
    assert "Verein Neu nimmt bis" in text
    assert address not in text
    assert "schon eingetragen" in client.post(address, {"left_on": today}).content.decode()
    assert AuditEvent.objects.filter(verb="agreement-leave").count() == 1


def test_who_left_gets_no_more_letters_and_may_join_again(joined):
    ContactPointFactory(organization=joined.organization, email="neu@verein.example")
    version, user = joined.version, person(Role.ADMINISTRATION)

    def may_join():
        form = AccessionForm(agreement=joined.agreement, user=user)
        return joined.organization in form.fields["organization"].queryset

    today = timezone.localdate()
    leave_agreement(joined, left_on=today, by=None)
    assert "neu@verein.example" in party_mailboxes(version)
    assert not may_join()
    with on(today + timedelta(days=1)):
        assert "neu@verein.example" not in party_mailboxes(version)
        assert may_join()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(signed_on=timezone.localdate()),
        lambda rows: rows.update(left_on=timezone.localdate(), signatory_function="Kasse"),
        lambda rows: rows.delete(),
        lambda rows: [rows.update(left_on=timezone.localdate()), rows.update(left_on=None)],
    ],
    ids=["changed", "changed with leaving", "deleted", "taken back"],
)
def test_the_database_keeps_what_was_declared(joined, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(Accession.objects.filter(pk=joined.pk))
    assert Accession.objects.filter(pk=joined.pk, signatory_function="Vorstand", left_on=None).exists()


def test_two_who_press_at_once_enter_it_once(joined):
    first, second = Accession.objects.get(pk=joined.pk), Accession.objects.get(pk=joined.pk)
    leave_agreement(first, left_on=timezone.localdate(), by=None)
    with pytest.raises(StepRefused):
        leave_agreement(second, left_on=timezone.localdate(), by=None)
