"""``/partner/<slug>/``: what anybody may read about one organisation, and what nobody may."""

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from offers.enums import Approval, EditionState, OfferRole, RegistrationMode
from partners.enums import (
    Assessment,
    Intensity,
    OperatorRole,
    OrganizationKind,
    OrganizationStatus,
    ParticipationState,
    PartnershipState,
    Visibility,
)
from partners.models import UmbrellaMembership
from tests.counting import queries_of, rendering_queries
from tests.factories.offers import (
    CampaignEditionFactory,
    ContributionFactory,
    OfferFactory,
    OfferPartnerFactory,
    OfferRunFactory,
    OfferSessionFactory,
    PracticeExampleFactory,
)
from tests.factories.partners import (
    ContactPointFactory,
    HostedOrganizationFactory,
    LanguageFactory,
    LocationFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonConsentFactory,
    PlanningAreaFactory,
    ProgramParticipationFactory,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return OrganizationFactory(public=True, name="Familienzentrum Elsterbogen", slug="elsterbogen")


@pytest.fixture
def page(client, center):
    """The text of the centre's page, as it is now."""

    def read():
        response = client.get(center.get_absolute_url())
        assert response.status_code == 200
        return response.text

    return read


def test_address_is_the_decided_one(center):
    assert center.get_absolute_url() == "/partner/elsterbogen/"


# --- who may see it ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"status": OrganizationStatus.PROSPECT, "public": True},
        {"status": OrganizationStatus.DORMANT, "public": True},
        {"assured_on": None},
        {"assured_on": date(2020, 1, 1)},
    ],
)
def test_what_is_not_public_is_not_there(client, fields):
    hidden = OrganizationFactory(**fields)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(reverse("organization_vcard", args=[hidden.slug])).status_code == 404


def test_who_looks_after_it_sees_it_before_it_is_public(client):
    hidden = OrganizationFactory(assured_on=None)
    client.force_login(person("partner_editor", hidden))
    response = client.get(hidden.get_absolute_url())
    assert response.status_code == 200
    assert "Noch nicht öffentlich" in response.text
    assert "noindex" in response.text
    assert "no-store" in response["Cache-Control"]


def test_other_partners_do_not_see_it(client):
    client.force_login(person("partner_editor"))
    assert client.get(OrganizationFactory(assured_on=None).get_absolute_url()).status_code == 404


def test_closed_is_gone_with_a_friendly_page(client):
    closed = OrganizationFactory(
        public=True, name="Kita Altbau", status=OrganizationStatus.CLOSED, closed_on=date(2025, 12, 31)
    )
    response = client.get(closed.get_absolute_url())
    assert response.status_code == 410
    assert "seit dem 31. Dezember 2025 geschlossen" in response.text
    assert client.get(reverse("organization_vcard", args=[closed.slug])).status_code == 404


def test_closed_that_never_was_public_is_not_there(client):
    never = OrganizationFactory(status=OrganizationStatus.CLOSED, closed_on=date(2025, 12, 31), assured_on=None)
    assert client.get(never.get_absolute_url()).status_code == 404


# --- addresses and people ------------------------------------------------------------------------------------------
def test_site_with_address_and_hours(page, center):
    location = LocationFactory(street="Am Elsterbogen", house_no="4", public_transport="Linie 1")
    HostedOrganizationFactory(organization=center, location=location, opening_hours="Mo bis Fr 8–18 Uhr")
    text = page()
    assert "Am Elsterbogen 4, 07552 Gera" in text
    assert "Mo bis Fr 8–18 Uhr" in text
    assert "Linie 1" in text


def test_protected_address_is_nowhere(client, page, center):
    area = PlanningAreaFactory(name="Geheimviertel")
    location = LocationFactory(
        name="Versteckhaus",
        street="Stille Gasse",
        house_no="77",
        postal_code="07545",
        area=area,
        lat=50.123456,
        lon=12.654321,
        is_protected=True,
        public_transport="Linie 99",
        entrance_note="Hinterhof",
        slug="versteck",
        photo_alt="Bild vom Haus",
    )
    HostedOrganizationFactory(organization=center, location=location)
    mate = OrganizationFactory(public=True, name="Verräterische Nachbarin")
    HostedOrganizationFactory(organization=mate, location=location)
    ContactPointFactory(organization=center, phone="+493023125007", phone_display="030 23125007")
    secrets = ["Versteckhaus", "Stille Gasse", "07545", "Geheimviertel", "50.123", "50,123", "12.654", "Linie 99"]
    secrets += ["Hinterhof", "Verräterische", "versteck"]
    card = client.get(reverse("organization_vcard", args=[center.slug])).content.decode()
    for secret in secrets:
        assert secret not in page()
        assert secret not in card
    assert "Adresse wird aus Schutzgründen nicht gezeigt" in page()
    assert "030 23125007" in page()


def test_only_public_contacts_of_today(page, center):
    today = timezone.localdate()
    ContactPointFactory(organization=center, function="Koordination")
    ContactPointFactory(organization=center, function="Interne Leitung", visibility=Visibility.INTERNAL)
    ContactPointFactory(organization=center, function="Netzfunktion", visibility=Visibility.NETWORK)
    ContactPointFactory(organization=center, function="Frühere Stelle", valid_to=today - timedelta(days=1))
    text = page()
    assert "Koordination" in text
    for hidden in ("Interne Leitung", "Netzfunktion", "Frühere Stelle"):
        assert hidden not in text


def test_name_needs_a_consent_that_stands(page, center):
    consent = PersonConsentFactory(organization=center)
    contact = ContactPointFactory(organization=center, person_name="Testperson 01", person_consent=consent)
    assert "Testperson 01" in page()
    consent.withdrawn_on = timezone.localdate()
    consent.save()
    assert "Testperson 01" not in page()
    contact.refresh_from_db()
    assert contact.function in page()


def test_languages_of_a_contact(page, center):
    ContactPointFactory(organization=center).languages.add(LanguageFactory(name="Ukrainisch"))
    assert "Ukrainisch" in page()


# --- relations -------------------------------------------------------------------------------------------------------
def test_operators_with_their_roles(page, center):
    body = OrganizationFactory(public=True, name="Verein Familienbildung e. V.")
    OperatorAssignmentFactory(facility=center, operating_body=body, valid_from=date(2010, 1, 1))
    carrier = OrganizationFactory(public=True, name="Familienbund e. V.")
    OperatorAssignmentFactory(facility=center, operating_body=carrier, role=OperatorRole.PROGRAM_CARRIER)
    former = OrganizationFactory(public=True, name="Früherer Träger")
    OperatorAssignmentFactory(facility=center, operating_body=former, valid_to=date(2009, 12, 31))
    text = page()
    assert "Verein Familienbildung e. V." in text
    assert "(Träger der Einrichtung, seit 2010)" in text
    assert "Programmträger" in text
    assert "Früherer Träger" not in text


def test_body_shows_its_facilities_but_no_hidden_ones(client, center):
    body = OrganizationFactory(public=True)
    OperatorAssignmentFactory(facility=center, operating_body=body)
    OperatorAssignmentFactory(facility=OrganizationFactory(name="Geheime Kita"), operating_body=body)
    text = client.get(body.get_absolute_url()).text
    assert "Familienzentrum Elsterbogen" in text
    assert "Geheime Kita" not in text


def test_hidden_body_is_named_without_a_link(page, center):
    body = OrganizationFactory(name="Unbestätigter Träger", slug="unbestaetigt")
    OperatorAssignmentFactory(facility=center, operating_body=body)
    assert "Unbestätigter Träger" in page()
    assert "/partner/unbestaetigt/" not in page()


def test_umbrella_programme_and_former_names(page, center):
    umbrella = OrganizationFactory(public=True, name="Landesverband (Demo)")
    UmbrellaMembership.objects.create(organization=center, umbrella=umbrella)
    row = ProgramParticipationFactory(organization=center, valid_from=date(2015, 3, 1))
    ended = ProgramParticipationFactory(organization=center, valid_to=date(2016, 1, 1), valid_from=date(2014, 1, 1))
    center.former_names.create(name="Mütterzentrum")
    text = page()
    assert "Landesverband (Demo)" in text
    assert row.program.name in text
    assert "(Aktiv, seit 2015)" in text
    assert ended.program.name not in text
    assert "Mütterzentrum" in text


def test_parts_of_an_authority(client):
    authority = OrganizationFactory(public=True, name="Stadtverwaltung")
    office = OrganizationFactory(public=True, name="Jugendamt", parent=authority)
    OrganizationFactory(public=True, name="Sozialamt", parent=authority)
    OrganizationFactory(public=True, name="Kita-Fachberatung", parent=office)
    OrganizationFactory(name="Geheimamt", parent=authority)
    text = client.get(office.get_absolute_url()).text
    for name in ("Stadtverwaltung", "Sozialamt", "Kita-Fachberatung"):
        assert name in text
    assert "Geheimamt" not in text


def test_partnerships_are_facts_without_judgement(page, center):
    firm = OrganizationFactory(public=True, name="Gärtnerei Blattgrün")
    PartnershipFactory(
        center=center,
        partner=firm,
        intensity=Intensity.CLOSE,
        willingness=Assessment.LOW,
        feasibility=Assessment.LOW,
        assessment_note="Schwierig im Gespräch",
        purpose="Interner Zweck",
    )
    talks = OrganizationFactory(public=True, name="Noch im Gespräch")
    PartnershipFactory(center=center, partner=talks, state=PartnershipState.IN_TALKS)
    hidden = OrganizationFactory(name="Unbestätigte Firma")
    PartnershipFactory(center=center, partner=hidden)
    text = page()
    assert "Gärtnerei Blattgrün" in text
    assert "Enge Zusammenarbeit" in text
    for secret in ("Schwierig", "Interner Zweck", "Gering", "Noch im Gespräch", "Unbestätigte Firma"):
        assert secret not in text


def test_the_partner_sees_the_centre_as_well(client, center):
    firm = OrganizationFactory(public=True)
    PartnershipFactory(center=center, partner=firm)
    assert "Familienzentrum Elsterbogen" in client.get(firm.get_absolute_url()).text


# --- offers, campaigns, practice -------------------------------------------------------------------------------------
def test_offers_led_and_organised_together(page, center):
    OfferFactory(published=True, title="Eigenes Angebot", lead=center)
    shared = OfferFactory(published=True, title="Gemeinsames Angebot")
    OfferPartnerFactory(offer=shared, organization=center, approval=Approval.AGREED)
    objected = OfferFactory(published=True, title="Abgelehntes Angebot")
    OfferPartnerFactory(offer=objected, organization=center, approval=Approval.OBJECTED)
    funded = OfferFactory(published=True, title="Nur gefördert")
    OfferPartnerFactory(offer=funded, organization=center, role=OfferRole.FUNDER)
    OfferFactory(title="Nur eine Idee", lead=center)
    text = page()
    assert "Eigenes Angebot" in text
    assert "Gemeinsames Angebot" in text
    for hidden in ("Abgelehntes Angebot", "Nur gefördert", "Nur eine Idee"):
        assert hidden not in text


def test_offer_shows_its_next_real_date(page, center):
    offer = OfferFactory(published=True, lead=center, registration_mode=RegistrationMode.NONE)
    start = (timezone.localtime() + timedelta(days=1)).replace(hour=9, minute=30, second=0, microsecond=0)
    OfferSessionFactory(run=OfferRunFactory(offer=offer), starts_at=start, ends_at=start + timedelta(hours=1))
    assert "morgen" in page()


def test_contributions_and_practice(page, center):
    told = CampaignEditionFactory(state=EditionState.HELD)
    ContributionFactory(edition=told, organization=center, description="Bastelstand")
    planned = CampaignEditionFactory(state=EditionState.PLANNED)
    ContributionFactory(edition=planned, organization=center, description="Noch geheim")
    PracticeExampleFactory(organization=center, title="Elterncafé im Treppenhaus", is_public=True)
    PracticeExampleFactory(organization=center, title="Unfertig", is_public=False)
    text = page()
    assert "Bastelstand" in text
    assert "Elterncafé im Treppenhaus" in text
    assert "Noch geheim" not in text
    assert "Unfertig" not in text


def test_description_is_markdown_and_harmless(page, center):
    center.description_public = "**Offen** für alle <script>alert(1)</script>"
    center.save()
    text = page()
    assert "<strong>Offen</strong>" in text
    assert "<script>alert" not in text


def test_freshness_in_words(page, center):
    center.assured_on = timezone.localdate().replace(month=1, day=15)
    center.save()
    assert f"Bestätigt im Januar {timezone.localdate().year}" in page()


# --- for machines ----------------------------------------------------------------------------------------------------
def json_ld(text):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])


def test_schema_org_data(page, center):
    HostedOrganizationFactory(organization=center, location=LocationFactory(lat=50.9, lon=12.09))
    ContactPointFactory(organization=center, function="Koordination", phone="+49 30 23125001")
    data = json_ld(page())
    assert data["@context"] == "https://schema.org"
    assert data["name"] == center.name
    assert data["address"]["postalCode"] == "07552"
    assert data["location"][0]["geo"]["latitude"] == 50.9
    assert data["contactPoint"][0]["telephone"] == "+493023125001"
    assert all(data.values())


def test_vcard(client, center):
    center.core_mandate = "Treffpunkt, Rat; und mehr\nfür alle " + "Ä" * 80
    center.save()
    HostedOrganizationFactory(organization=center)
    ContactPointFactory(organization=center, phone="+49 30 23125001", email="zentrum@familienzentrum.example")
    response = client.get(reverse("organization_vcard", args=[center.slug]))
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert "elsterbogen.vcf" in response["Content-Disposition"]
    lines = response.content.split(b"\r\n")
    assert lines[:2] == [b"BEGIN:VCARD", b"VERSION:4.0"]
    assert lines[-2:] == [b"END:VCARD", b""]
    assert all(len(line) <= 75 for line in lines)
    text = response.content.replace(b"\r\n ", b"").decode()
    assert "\r\nKIND:org\r\n" in text
    assert f"UID:urn:uuid:{center.uuid}" in text
    assert "TEL;VALUE=uri;TYPE=work:tel:+493023125001" in text
    assert r"NOTE:Treffpunkt\, Rat\; und mehr\nfür alle ÄÄ" in text
    assert "ADR;TYPE=work:;;Am Elsterbogen 4;Gera;;07552;Deutschland" in text


def test_vcard_has_no_person(client, center):
    consent = PersonConsentFactory(organization=center)
    ContactPointFactory(organization=center, person_name="Testperson 01", person_consent=consent)
    assert "Testperson" not in client.get(reverse("organization_vcard", args=[center.slug])).content.decode()


# --- what it costs ---------------------------------------------------------------------------------------------------
def furnish(center, times):
    for _ in range(times):
        OperatorAssignmentFactory(
            facility=OrganizationFactory(public=True), operating_body=center, role=OperatorRole.OPERATOR
        )
        location = LocationFactory(area=PlanningAreaFactory())
        HostedOrganizationFactory(organization=center, location=location)
        HostedOrganizationFactory(organization=OrganizationFactory(public=True), location=location)
        ContactPointFactory(organization=center).languages.add(LanguageFactory())
        ProgramParticipationFactory(organization=center, state=ParticipationState.ACTIVE)
        PartnershipFactory(center=center, partner=OrganizationFactory(public=True))
        OrganizationFactory(public=True, parent=center)
        UmbrellaMembership.objects.create(organization=center, umbrella=OrganizationFactory(public=True))
        center.former_names.create(name="Alt")
        center.areas.add(PlanningAreaFactory())
        OfferFactory(published=True, lead=center)
        ContributionFactory(organization=center, edition__state=EditionState.HELD)
        PracticeExampleFactory(organization=center, is_public=True)


def test_costs_at_most_thirteen_queries_whatever_hangs_on_it(client, center):
    assert queries_of(lambda: client.get(center.get_absolute_url())) <= 13
    furnish(center, 1)
    one = queries_of(lambda: client.get(center.get_absolute_url()))
    furnish(center, 2)
    response = client.get(center.get_absolute_url())
    assert queries_of(lambda: client.get(center.get_absolute_url())) == one <= 13
    assert rendering_queries(response) == 0


def test_anonymous_gets_no_cookie_and_may_be_cached(client, center):
    response = client.get(center.get_absolute_url())
    assert not response.cookies
    assert "s-maxage" in response["Cache-Control"]


def test_network_kind_is_no_special_case(client):
    network = OrganizationFactory(public=True, kind=OrganizationKind.NETWORK)
    assert client.get(network.get_absolute_url()).status_code == 200
