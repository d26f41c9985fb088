"""Who may what in the staff admin, read from the roles (architecture 7, domain 2), not from the code."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.enums import Role
from kit.models import AuditEvent
from offers.models import Instructor, InstructorCredential, Offer
from partners.enums import PartnershipState
from partners.models import ContactPoint, Membership, Organization, Partnership, PersonConsent, Topic
from tests.factories.accounts import UserFactory
from tests.factories.offers import (
    InstructorCredentialFactory,
    InstructorFactory,
    OfferFactory,
    OfferRunFactory,
    OfferSessionFactory,
)
from tests.factories.partners import (
    ContactPointFactory,
    LocationFactory,
    OrganizationFactory,
    PartnershipFactory,
    person,
)
from tests.roof.test_admin_pages import address

pytestmark = pytest.mark.django_db

REGISTER, LISTS = "offers.offer", "partners.topic"
PEOPLE, ACCOUNTS = "offers.instructor", "partners.membership"
CREDENTIALS, LOG, MAIL = "offers.instructorcredential", "kit.auditevent", "kit.outgoingmail"
SEES = {
    Role.ADMINISTRATION: {REGISTER, LISTS, PEOPLE, ACCOUNTS, CREDENTIALS, LOG, MAIL},
    Role.DATA_PROTECTION: {REGISTER, LISTS, PEOPLE, ACCOUNTS, CREDENTIALS, LOG},
    Role.COORDINATION: {REGISTER, LISTS, PEOPLE},
    Role.READ_ONLY: {REGISTER, LISTS},
}
ADDS = {
    Role.ADMINISTRATION: {REGISTER, LISTS, PEOPLE, ACCOUNTS, CREDENTIALS},
    Role.COORDINATION: {REGISTER, PEOPLE},
}
TABLES = SEES[Role.ADMINISTRATION]


def url(table, page, *args):
    return reverse(f"admin:{table.replace('.', '_')}_{page}", args=args)


@pytest.mark.parametrize("role", Role.values)
def test_who_sees_and_adds_in_which_table(client, role):
    client.force_login(person(role))
    if role not in SEES:
        for table in TABLES:
            assert client.get(url(table, "changelist")).status_code == 404
        return
    seen = {table for table in TABLES if client.get(url(table, "changelist")).status_code == 200}
    added = {table for table in TABLES if client.get(url(table, "add")).status_code == 200}
    assert (seen, added) == (SEES[role], ADDS.get(role, set()))
    for table in TABLES - seen:
        assert client.get(url(table, "changelist")).status_code == 403


def test_the_start_page_lists_what_one_may_see_and_nothing_else(client):
    client.force_login(person(Role.READ_ONLY))
    page = client.get(reverse("admin:index")).content.decode()
    assert url(REGISTER, "changelist") in page
    for table in (PEOPLE, ACCOUNTS, CREDENTIALS, LOG, MAIL):
        assert url(table, "changelist") not in page


def test_anonymous_visitors_are_asked_to_sign_in_everywhere(client):
    for path in ("/verwaltung/", url(REGISTER, "changelist"), "/verwaltung/gibt-es-nicht/"):
        response = client.get(path)
        assert response.status_code == 302
        assert "next=" in response.url
    response = client.get("/verwaltung/login/", {"next": "https://boese.example/"})
    assert response.url == f"{reverse('account_login')}?next=/verwaltung/"


def test_the_staff_flag_alone_opens_nothing(client):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse("admin:index")).status_code == 404


@pytest.fixture
def centre():
    return OrganizationFactory(name="Zentrum")


@pytest.fixture
def coordination(client, centre):
    client.force_login(person(Role.COORDINATION, centre))
    return client


def test_coordination_changes_what_it_looks_after_and_sees_the_rest(coordination, centre):
    own, foreign = OfferFactory(lead=centre), OfferFactory()
    assert "_save" in coordination.get(address(Offer, "change", own.pk)).content.decode()
    page = coordination.get(address(Offer, "change", foreign.pk))
    assert page.status_code == 200
    assert "_save" not in page.content.decode()
    assert coordination.post(address(Offer, "change", foreign.pk), {"title": "gekapert"}).status_code == 403
    verb = reverse("admin:offers_offer_verb", args=[foreign.pk, "coordinate"])
    assert coordination.get(verb).status_code == coordination.post(verb).status_code == 403


def test_what_hangs_two_floors_below_is_own_as_well(coordination, centre):
    own = OfferSessionFactory(run=OfferRunFactory(offer=OfferFactory(lead=centre)))
    foreign = OfferSessionFactory()
    for session, expected in ((own, 200), (foreign, 403)):
        verb = reverse("admin:offers_offersession_verb", args=[session.pk, "absagen"])
        assert coordination.get(verb).status_code == expected


def test_personal_tables_show_own_rows_only_and_the_rest_does_not_exist(coordination, centre):
    own, foreign = InstructorFactory(organization=centre), InstructorFactory()
    partner = PartnershipFactory(center=centre).partner
    of_partner = InstructorFactory(organization=partner)
    page = coordination.get(address(Instructor, "changelist")).content.decode()
    assert own.label in page
    assert foreign.label not in page
    assert of_partner.label not in page
    assert coordination.get(address(Instructor, "change", own.pk)).status_code == 200
    for row in (foreign, of_partner):
        assert coordination.get(address(Instructor, "change", row.pk)).status_code == 404
        assert coordination.get(address(Instructor, "history", row.pk)).status_code == 404


def test_credentials_are_for_two_functions_only(coordination, centre, client):
    instructor = InstructorFactory(organization=centre)
    credential = InstructorCredentialFactory(instructor=instructor, inspected_by_function="Geheime Stelle")
    assert "Geheime Stelle" not in coordination.get(address(Instructor, "change", instructor.pk)).content.decode()
    assert coordination.get(address(InstructorCredential, "change", credential.pk)).status_code == 403
    for role in (Role.ADMINISTRATION, Role.DATA_PROTECTION):
        client.force_login(person(role))
        assert "Geheime Stelle" in client.get(address(Instructor, "change", instructor.pk)).content.decode()


def test_assessments_are_for_the_centre_that_wrote_them(coordination, centre, client):
    own = PartnershipFactory(center=centre, assessment_note="sehr verlässlich")
    foreign = PartnershipFactory(assessment_note="kaum erreichbar")
    assert "sehr verlässlich" in coordination.get(address(Partnership, "change", own.pk)).content.decode()
    page = coordination.get(address(Partnership, "change", foreign.pk)).content.decode()
    assert "kaum erreichbar" not in page
    assert "assessment_note" not in page
    for role in (Role.READ_ONLY, Role.DATA_PROTECTION):
        client.force_login(person(role))
        assert "sehr verlässlich" not in client.get(address(Partnership, "change", own.pk)).content.decode()


def test_assessments_of_others_stay_out_of_the_export(coordination, centre):
    PartnershipFactory(center=centre, assessment_note="sehr verlässlich")
    PartnershipFactory(assessment_note="kaum erreichbar")
    response = coordination.post(address(Partnership, "export"), {"format": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "sehr verlässlich" in text
    assert "kaum erreichbar" not in text


def test_internal_contacts_of_others_do_not_exist(coordination, centre):
    own = ContactPointFactory(organization=centre, visibility="internal")
    foreign = ContactPointFactory(visibility="internal")
    assert coordination.get(address(ContactPoint, "change", own.pk)).status_code == 200
    assert coordination.get(address(ContactPoint, "change", foreign.pk)).status_code == 404


def test_a_foreign_organisation_cannot_be_chosen_as_owner(coordination, centre):
    foreign = OrganizationFactory()
    data = {"organization": foreign.pk, "purpose": "x", "text_version": "1", "given_on": "2026-01-01"}
    response = coordination.post(address(PersonConsent, "add"), data | {"channel": "online"})
    assert response.status_code == 200
    assert not PersonConsent.objects.exists()
    data["organization"] = centre.pk
    assert coordination.post(address(PersonConsent, "add"), data | {"channel": "online"}).status_code == 302


def test_nobody_moves_an_organisation_into_a_foreign_house(coordination, centre):
    """Who shares a house is coordinated; so joining a foreign house would widen one's own rights."""
    house = LocationFactory()
    table = "partners.hostedorganization"
    response = coordination.post(url(table, "add"), {"organization": centre.pk, "location": house.pk})
    assert response.status_code == 200
    assert not house.hosted.exists()


def test_lookups_offer_what_may_be_chosen(coordination, centre):
    OrganizationFactory(name="Zentrum der anderen")

    def found(model, field, term):
        app, name = model._meta.label_lower.split(".")
        query = {"app_label": app, "model_name": name, "field_name": field, "term": term}
        response = coordination.get(reverse("admin:autocomplete"), query)
        return [row["text"] for row in response.json()["results"]]

    assert found(Offer, "lead", "zentrum") == ["Zentrum"]
    assert found(Organization, "parent", "zentrum") == ["Zentrum", "Zentrum der anderen"]
    query = {"app_label": "partners", "model_name": "membership", "field_name": "user", "term": "a"}
    assert coordination.get(reverse("admin:autocomplete"), query).status_code == 403


def test_only_administration_exempts_from_confirmation(coordination, centre):
    page = coordination.get(address(Organization, "change", centre.pk)).content.decode()
    assert 'name="freshness_exempt"' not in page
    assert 'name="name"' in page


def test_only_list_keepers_change_lists(coordination):
    topic = Topic.objects.create(name="Testthema", slug="testthema")
    assert coordination.get(address(Topic, "change", topic.pk)).status_code == 200
    assert coordination.post(address(Topic, "change", topic.pk), {"name": "x"}).status_code == 403


def test_data_protection_reads_and_changes_nothing(client):
    client.force_login(person(Role.DATA_PROTECTION))
    instructor = InstructorFactory()
    page = client.get(address(Instructor, "change", instructor.pk)).content.decode()
    assert instructor.label in page
    assert "_save" not in page
    for model, row in ((Instructor, instructor), (Offer, OfferFactory()), (Membership, Membership.objects.first())):
        assert client.post(address(model, "change", row.pk), {}).status_code == 403
        assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.get(address(AuditEvent, "changelist")).status_code == 200


def test_a_role_that_ends_is_gone_with_the_next_click(client):
    user = person(Role.ADMINISTRATION)
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200
    user.memberships.update(valid_from="2020-01-01", valid_to="2020-12-31")
    assert client.get(reverse("admin:index")).status_code == 404


def test_only_classes_that_ask_for_rights_are_registered():
    class Careless(admin.ModelAdmin):
        pass

    admin.site.register(Permission, Careless)
    assert Permission not in admin.site._registry
    assert all(hasattr(pages, "audience") for pages in admin.site._registry.values())
    assert not any(model._meta.app_label in {"auth", "account", "mfa"} for model in admin.site._registry)


def test_steps_of_partnerships_of_others_are_refused_in_bulk(coordination, centre):
    own = PartnershipFactory(center=centre, state=PartnershipState.ACTIVE)
    foreign = PartnershipFactory(state=PartnershipState.ACTIVE)
    data = {"action": "verb_rest", "_selected_action": [own.pk, foreign.pk], "confirmed": "1"}
    coordination.post(address(Partnership, "changelist"), data)
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.state, foreign.state) == (PartnershipState.DORMANT, PartnershipState.ACTIVE)
