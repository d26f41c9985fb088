"""What everybody may read of an agreement: only when published and in force, or clearly over; never what is inside."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.actions.drafting import begin_successor
from agreements.actions.publishing import set_publicity
from agreements.enums import TermKind
from agreements.models import Agreement, AgreementNote, Termination
from agreements.reports.publication import public_summaries, published_agreements
from kit.models import AuditEvent
from tests.agreements.negotiation_world import negotiation, published_agreement
from tests.counting import queries_of
from tests.factories.agreements import AgreementInvitationFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def page(client, agreement):
    return client.get(reverse("agreements:public_summary", args=[agreement.uuid]))


def test_a_published_agreement_in_force_tells_who_why_and_how_long(client):
    agreement = published_agreement()
    Agreement.objects.filter(pk=agreement.pk).update(purpose="Beratung vor Ort")
    response = page(client, agreement)
    text = response.content.decode()
    for said in (
        "Gemeinsame Sprechstunde",
        "Beratung am Markt",
        "Verein Regenbogen",
        "Beratung vor Ort",
        "In Kraft",
        "<strong>gemeinsam</strong>",
        "ohne festes Ende",
    ):
        assert said in text, said
    assert "s-maxage" in response.headers["Cache-Control"]
    assert not response.cookies
    listed = client.get(reverse("agreements:public_list"))
    assert "Gemeinsame Sprechstunde" in listed.content.decode()
    assert not listed.cookies


def test_never_clauses_persons_notes_or_addresses(client):
    agreement = published_agreement()
    AgreementNote.objects.create(agreement=agreement, text="KANARIENVOGEL-NOTIZ")
    AgreementInvitationFactory(agreement=agreement, email="kanarienvogel@gast.example")
    secrets = ("KANARIENVOGEL", "kanarienvogel", "Vorstand", "Testperson", "Vertragsparteien", agreement.reference)
    for response in (page(client, agreement), client.get(reverse("agreements:public_list"))):
        text = response.content.decode()
        for secret in secrets:
            assert secret not in text, secret


@pytest.mark.parametrize("what", ["not published", "negotiated", "begins later"])
def test_everything_else_does_not_exist(client, what):
    if what == "negotiated":
        agreement = negotiation(is_public=True, public_summary="Text").agreement
    elif what == "begins later":
        agreement = published_agreement(begins=TODAY + timedelta(days=14))
    else:
        agreement = published_agreement()
        Agreement.objects.filter(pk=agreement.pk).update(is_public=False)
    assert page(client, agreement).status_code == 404
    assert "Sprechstunde" not in client.get(reverse("agreements:public_list")).content.decode()


def test_one_that_is_over_says_so_and_leaves_the_list(client):
    ended = TODAY - timedelta(days=10)
    agreement = published_agreement(term_kind=TermKind.FIXED, ends_on=ended)
    text = page(client, agreement).content.decode()
    assert "Nicht mehr in Kraft" in text
    assert "War in Kraft bis" in text
    (summary,) = public_summaries(published_agreements())
    assert (summary.is_in_force, summary.ended_on) == (False, ended)
    assert "Sprechstunde" not in client.get(reverse("agreements:public_list")).content.decode()


def test_notice_names_the_last_day():
    agreement = published_agreement()
    last = TODAY + timedelta(days=30)
    Termination.objects.create(
        agreement=agreement,
        kind="mutual",
        declared_by=agreement.center,
        declared_on=TODAY,
        received_on=TODAY,
        earliest_on=last,
        effective_on=last,
    )
    (summary,) = public_summaries(published_agreements())
    assert (summary.is_in_force, summary.until) == (True, last)


def test_a_successor_is_not_published_by_itself(client):
    agreement = published_agreement()
    successor = begin_successor(agreement, by=None)
    assert not successor.is_public
    assert page(client, successor).status_code == 404


def test_a_list_of_three_costs_what_one_costs():
    def cost():
        return queries_of(lambda: public_summaries(published_agreements()))

    published_agreement()
    once = cost()
    published_agreement()
    published_agreement()
    assert cost() == once


def test_the_centre_writes_it(client):
    world = negotiation()
    url = reverse("agreements:publicity", args=[world.agreement.uuid])
    client.force_login(world.boss)
    assert client.get(url).status_code == 200
    refused = client.post(url, {"is_public": "on", "purpose": "", "public_summary": ""})
    assert refused.status_code == 422
    assert "Zusammenfassung" in refused.content.decode()
    assert client.post(url, {"is_public": "on", "purpose": "Wozu", "public_summary": "Für alle."}).status_code == 302
    world.agreement.refresh_from_db()
    assert (world.agreement.is_public, world.agreement.public_summary) == (True, "Für alle.")
    assert AuditEvent.objects.filter(verb="agreement-publish").count() == 1
    set_publicity(world.agreement, is_public=False, purpose="", public_summary="", by=world.boss)
    assert AuditEvent.objects.filter(verb="agreement-unpublish").count() == 1
    client.force_login(world.manager)
    assert client.get(url).status_code == 403
