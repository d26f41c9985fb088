"""The home of each role: what stands on it, what must not, and what it costs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from kit.models import MailState, OutgoingMail
from offers.models import RunInstructor
from partners.enums import Visibility
from tests.factories.accounts import UserFactory
from tests.factories.offers import InstructorFactory, OfferFactory, OfferRunFactory, OfferSessionFactory
from tests.factories.partners import (
    ContactPointFactory,
    InvitationFactory,
    JoinRequestFactory,
    LocationFactory,
    MembershipFactory,
    OrganizationFactory,
    PartnerCategoryFactory,
    PartnershipFactory,
    PlanningAreaFactory,
    person,
)

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.localdate() - timedelta(days=800)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def home(user):
    response = client_of(user).get("/intern/")
    assert response.status_code == 200
    return response.content.decode()


def test_strangers_are_sent_to_the_sign_in(client):
    assert client.get("/intern/").url == "/konto/anmelden/?next=/intern/"


def test_without_a_role_the_page_says_whom_to_ask():
    assert "Noch keine Rolle" in home(UserFactory())


SECTION_OF = {
    Role.ADMINISTRATION: {"konten", "rollen", "verzeichnis"},
    Role.DATA_PROTECTION: {"loeschregeln", "rollen"},
    Role.COORDINATION: {"eigene-angaben", "unbestaetigt", "kategorien", "naechste-termine"},
    Role.PARTNER_MANAGER: {"eigene-angaben", "naechste-termine"},
    Role.PARTNER_EDITOR: {"eigene-angaben", "naechste-termine"},
    Role.INSTRUCTOR: {"meine-termine"},
    Role.COMMITTEE_OFFICE: {"gremienmitglieder", "netzkontakte"},
    Role.COMMITTEE_MEMBER: {"netzkontakte"},
    Role.PLANNER: {"raeume"},
    Role.AUDITOR: {"begutachtung"},
    Role.READ_ONLY: {"verzeichnis"},
}


@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_home_of_its_own(role):
    text = home(person(role))
    every = set().union(*SECTION_OF.values())
    assert {name for name in every if f'id="{name}"' in text} == SECTION_OF[role]
    assert str(role.label) in text


@pytest.mark.parametrize("role", Role)
def test_links_on_the_home_lead_somewhere(role):
    """No link to a page that does not exist, and none that turns this person away."""
    center = OrganizationFactory(public=True)
    user = person(role, center)
    JoinRequestFactory(addressed_to=center)
    PartnershipFactory(center=center, partner=OrganizationFactory(assured_on=LONG_AGO))
    InvitationFactory(organization=center)
    OutgoingMail.objects.create(message_id="<1>", to="a@b.example", subject="x", purpose="x", state=MailState.FAILED)
    client = client_of(user)
    import re

    links = set(
        re.findall(r"<main.*</main>", client.get("/intern/").content.decode(), re.DOTALL)[0].split('href="')[1:]
    )
    for link in {link.split('"')[0] for link in links}:
        if link.startswith("/"):
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize("role", Role)
def test_the_home_costs_the_same_for_one_row_and_for_three_and_rendering_nothing(role, django_assert_max_num_queries):
    center = OrganizationFactory(public=True)
    user = person(role, center)
    client, counts = client_of(user), []
    for number in (1, 3):
        for _ in range(number):
            fill(center, user)
        with django_assert_max_num_queries(30) as seen:
            response = client.get("/intern/")
        counts.append(len(seen))
        with django_assert_max_num_queries(0):
            response.rendered_content  # noqa: B018 - renders again
    assert counts[0] == counts[1]


def fill(center, user):
    """One more of everything any home shows."""
    JoinRequestFactory(addressed_to=center)
    part = OrganizationFactory(parent=center, assured_on=LONG_AGO)
    partner = PartnershipFactory(center=center, partner=OrganizationFactory(assured_on=LONG_AGO)).partner
    PartnerCategoryFactory(is_priority=True)
    InvitationFactory(organization=center)
    ContactPointFactory(organization=partner, visibility=Visibility.NETWORK)
    MembershipFactory(organization=center, role=Role.COMMITTEE_MEMBER)
    MembershipFactory(organization=part, role=Role.INSTRUCTOR)
    OfferFactory(published=True, location=LocationFactory(area=PlanningAreaFactory()))
    run = OfferRunFactory(offer=OfferFactory(lead=center))
    RunInstructor.objects.create(run=run, instructor=InstructorFactory(user=user))
    start = timezone.now() + timedelta(days=2)
    OfferSessionFactory(run=run, starts_at=start, ends_at=start + timedelta(hours=1))


def test_coordination_sees_what_is_owed():
    center = OrganizationFactory()
    user = person(Role.COORDINATION, center)
    PartnershipFactory(center=center, partner=OrganizationFactory(name="Alter Eintrag", assured_on=LONG_AGO))
    PartnershipFactory(center=center, partner=OrganizationFactory(name="Frischer Eintrag", public=True))
    OrganizationFactory(name="Gehört nicht dazu", assured_on=LONG_AGO)
    missing, present = PartnerCategoryFactory(is_priority=True), PartnerCategoryFactory(is_priority=True)
    PartnershipFactory(center=center, partner__category=present)
    JoinRequestFactory(addressed_to=center, organization_name="Firma Mitmachen")
    JoinRequestFactory(organization_name="Firma Anderswo")
    text = home(user)
    assert "Alter Eintrag" in text
    assert "Frischer Eintrag" not in text
    assert "Gehört nicht dazu" not in text
    assert missing.name in text
    assert present.name not in text
    assert "Firma Mitmachen möchte mitmachen." in text
    assert "Firma Anderswo" not in text


def test_an_instructor_sees_own_dates_and_nothing_of_other_courses():
    user = person(Role.INSTRUCTOR)
    start = timezone.now() + timedelta(days=2)
    mine = OfferRunFactory(offer__title="Mein Kurs")
    RunInstructor.objects.create(run=mine, instructor=InstructorFactory(user=user))
    OfferSessionFactory(run=mine, starts_at=start, ends_at=start + timedelta(hours=1))
    other = OfferRunFactory(offer__title="Anderer Kurs")
    RunInstructor.objects.create(run=other, instructor=InstructorFactory(user=UserFactory()))
    OfferSessionFactory(run=other, starts_at=start, ends_at=start + timedelta(hours=1))
    text = home(user)
    assert "Mein Kurs" in text
    assert "Anderer Kurs" not in text


def test_a_substitute_sees_the_date_and_the_replaced_instructor_does_not():
    replaced, substitute = person(Role.INSTRUCTOR), person(Role.INSTRUCTOR)
    run = OfferRunFactory(offer__title="Vertretener Kurs")
    RunInstructor.objects.create(run=run, instructor=InstructorFactory(user=replaced))
    start = timezone.now() + timedelta(days=2)
    OfferSessionFactory(
        run=run, starts_at=start, ends_at=start + timedelta(hours=1), instructor=InstructorFactory(user=substitute)
    )
    assert "Vertretener Kurs" in home(substitute)
    assert "Vertretener Kurs" not in home(replaced)


def test_a_planner_gets_counts_by_area():
    area = PlanningAreaFactory(name="Bieblach-Ost")
    OfferFactory(published=True, location=LocationFactory(area=area))
    OfferFactory(location=LocationFactory(area=area))  # an idea, not public
    text = " ".join(home(person(Role.PLANNER)).split())
    assert "Bieblach-Ost" in text
    assert '<td class="num" data-label="Angebote">1</td>' in text
    assert "@" not in text.split("<main")[1].split("Guten Tag")[1].split("</main>")[0]


def test_the_administration_sees_who_lacks_protection_and_mail_that_failed():
    unprotected = person(Role.COORDINATION)
    harmless = person(Role.PLANNER)
    OutgoingMail.objects.create(message_id="<1>", to="a@b.example", subject="x", purpose="x", state=MailState.FAILED)
    text = home(person(Role.ADMINISTRATION))
    assert unprotected.email in text
    assert harmless.email not in text
    assert "1 E-Mail kam nicht an." in text


def test_an_auditor_sees_until_when_and_what():
    user = person(Role.AUDITOR, OrganizationFactory(name="Zentrum zur Prüfung"))
    text = home(user)
    end = user.memberships.get().valid_to
    assert f"Ihr Zugang endet am {end.day}." in text
    assert "Zentrum zur Prüfung" in text
