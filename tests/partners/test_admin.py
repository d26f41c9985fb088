"""Organisations and partnerships in the staff admin: states change by verbs, nothing with history is deleted."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from kit.editing import edition_of
from partners.enums import JoinRequestState, OperatorRole, OrganizationStatus, PartnershipState
from partners.models import OperatorAssignment, Organization
from tests.counting import queries_of
from tests.factories.partners import (
    ContactPointFactory,
    HostedOrganizationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
    PartnershipFactory,
    ProgramParticipationFactory,
    person,
)

pytestmark = pytest.mark.django_db
NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
PREFIXES = [
    "contact_points",
    "sites",
    "operators",
    "operated",
    "umbrellas",
    "participations",
    "former_names",
    "partnerships_as_partner",
]


def no_rows(prefix):
    return {f"{prefix}-{name}": value for name, value in NO_ROWS.items()}


def form_of(organization, **changes):
    """What the record page of an organisation sends."""
    data = {
        "name": organization.name,
        "slug": organization.slug,
        "kind": organization.kind,
        "sector": organization.sector,
        "legal_form": organization.legal_form,
        "reach": organization.reach,
        "recognized_youth_welfare": organization.recognized_youth_welfare,
        "data_protection_regime": organization.data_protection_regime,
        "version": edition_of(organization) if organization.pk else "",
    }
    for prefix in PREFIXES:
        data |= no_rows(prefix)
    return data | changes


def change(organization):
    return reverse("admin:partners_organization_change", args=[organization.pk])


def verb(organization, name):
    return reverse("admin:partners_organization_verb", args=[organization.pk, name])


@pytest.fixture
def office(client):
    client.user = person(Role.ADMINISTRATION)
    client.force_login(client.user)
    return client


def test_saving_keeps_who_did_it(office):
    organization = OrganizationFactory()
    assert office.post(change(organization), form_of(organization, name="Neuer Name")).status_code == 302
    organization.refresh_from_db()
    assert (organization.name, organization.updated_by) == ("Neuer Name", office.user)


def test_adding_keeps_who_did_it(office):
    data = form_of(OrganizationFactory.build(name="Neu", slug="neu"))
    assert office.post(reverse("admin:partners_organization_add"), data).status_code == 302
    assert Organization.objects.get(slug="neu").created_by == office.user


def test_states_sent_along_change_nothing(office):
    organization = OrganizationFactory(status=OrganizationStatus.PROSPECT)
    sent = {"status": "active", "assured_on": "2026-01-01", "assured_by": office.user.pk, "closed_on": "2026-01-01"}
    sent |= {"created_by": office.user.pk, "is_demo": "on", "uuid": "00000000-0000-0000-0000-000000000000"}
    before = Organization.objects.filter(pk=organization.pk).values(*sent).get()
    assert office.post(change(organization), form_of(organization, name="Anders", **sent)).status_code == 302
    assert Organization.objects.filter(pk=organization.pk).values(*sent).get() == before


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("aktiv", "prospect", "active"), ("ruhen", "active", "dormant"), ("schliessen", "active", "closed")],
)
def test_a_status_changes_by_its_button(office, name, before, after):
    organization = OrganizationFactory(status=before)
    assert verb(organization, name) in office.get(change(organization)).content.decode()
    assert office.get(verb(organization, name)).status_code == 200
    assert office.post(verb(organization, name), {"on": timezone.localdate()}).url == change(organization)
    organization.refresh_from_db()
    assert organization.status == after


def test_confirming_keeps_day_and_person_and_refuses_the_future(office):
    organization = OrganizationFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert office.post(verb(organization, "bestaetigen"), {"on": tomorrow}).status_code == 422
    assert office.post(verb(organization, "bestaetigen"), {"on": timezone.localdate()}).status_code == 302
    organization.refresh_from_db()
    assert (organization.assured_on, organization.assured_by) == (timezone.localdate(), office.user)


def test_a_button_that_is_not_possible_now_is_not_shown_and_refused(office):
    closed = OrganizationFactory(status=OrganizationStatus.CLOSED, closed_on=timezone.localdate())
    assert verb(closed, "schliessen") not in office.get(change(closed)).content.decode()
    response = office.post(verb(closed, "schliessen"), {"on": timezone.localdate()})
    assert response.status_code == 422
    assert "schon geschlossen" in response.content.decode()
    assert office.get(verb(closed, "gibt-es-nicht")).status_code == 404


def test_bulk_confirmation_asks_first_and_tells_what_did_not_work(office):
    fresh = OrganizationFactory.create_batch(2)
    closed = OrganizationFactory(status=OrganizationStatus.CLOSED, closed_on=timezone.localdate())
    chosen = {"action": "verb_bestaetigen", "_selected_action": [row.pk for row in [*fresh, closed]]}
    address = reverse("admin:partners_organization_changelist")
    asked = office.post(address, chosen | {"index": "0"})
    assert asked.status_code == 200
    assert closed.name in asked.content.decode()
    assert not Organization.objects.exclude(assured_on=None).exists()
    done = office.post(address, chosen | {"confirmed": "1", "on": timezone.localdate()})
    assert [str(message) for message in get_messages(done.wsgi_request)] == [
        "Als bestätigt markieren: 2 Einträge.",
        "Ein Eintrag blieb, wie er war: Eine geschlossene Organisation kann nicht bestätigt werden.",
    ]
    assert Organization.objects.exclude(assured_on=None).count() == 2


def test_what_was_active_is_closed_not_deleted(office):
    organization = OrganizationFactory()
    address = reverse("admin:partners_organization_delete", args=[organization.pk])
    response = office.post(address, {"post": "yes"})
    assert response.url == change(organization)
    assert "Bitte schließen" in str(next(iter(get_messages(response.wsgi_request))))
    assert Organization.objects.filter(pk=organization.pk).exists()


def test_what_others_hang_on_is_kept_and_says_so(office):
    prospect = OrganizationFactory(status=OrganizationStatus.PROSPECT)
    MembershipFactory(organization=prospect)
    address = reverse("admin:partners_organization_delete", args=[prospect.pk])
    assert "weil noch andere Einträge daran hängen" in office.get(address).content.decode()
    office.post(address, {"post": "yes"})
    assert Organization.objects.filter(pk=prospect.pk).exists()


def test_a_slip_made_a_minute_ago_can_be_deleted(office):
    slip = OrganizationFactory(status=OrganizationStatus.PROSPECT)
    address = reverse("admin:partners_organization_delete", args=[slip.pk])
    assert office.post(address, {"post": "yes"}).status_code == 302
    assert not Organization.objects.filter(pk=slip.pk).exists()


def test_two_overlapping_operators_in_one_form_are_refused_in_german(office):
    """Each row alone is valid; only the exclusion constraint sees both. Nothing is saved, everything typed stays."""
    facility, first, second = OrganizationFactory.create_batch(3)
    rows = {"operators-TOTAL_FORMS": "2", "operators-INITIAL_FORMS": "0"}
    for number, body in enumerate([first, second]):
        rows |= {
            f"operators-{number}-operating_body": body.pk,
            f"operators-{number}-role": OperatorRole.OPERATOR,
            f"operators-{number}-source_note": f"Quelle {number}",
        }
    response = office.post(change(facility), form_of(facility, name="Umbenannt") | rows)
    page = response.content.decode()
    assert response.status_code == 200
    assert "In dieser Zeit hat die Einrichtung in dieser Rolle schon einen Träger." in page
    assert "Umbenannt" in page
    assert "Quelle 1" in page
    assert not OperatorAssignment.objects.exists()


def test_an_existing_state_of_a_participation_is_fixed(office):
    """A new state is a new dated row, not a rewritten one."""
    row = ProgramParticipationFactory(state="active")
    address = reverse("admin:partners_programparticipation_change", args=[row.pk])
    data = {"program": row.program_id, "organization": row.organization_id, "state": "former", "certificate_no": "7"}
    assert office.post(address, data | {"version": edition_of(row)}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.certificate_no) == ("active", "7")


def test_a_partnership_goes_its_steps_and_asks_for_reasons(office):
    partnership = PartnershipFactory(state=PartnershipState.IN_TALKS)
    address = reverse("admin:partners_partnership_verb", args=[partnership.pk, "decline"])
    assert office.post(address, {"note": ""}).status_code == 422
    assert office.post(address, {"note": "Keine Zeit"}).status_code == 302
    partnership.refresh_from_db()
    assert partnership.state == PartnershipState.DECLINED
    assert partnership.steps.get().note == "Keine Zeit"


def test_a_refused_step_says_why_and_keeps_the_note(office):
    partnership = PartnershipFactory(state=PartnershipState.PROSPECT)
    address = reverse("admin:partners_partnership_verb", args=[partnership.pk, "talk"])
    response = office.post(address, {"note": "Mein langer Grund"})
    assert response.status_code == 422
    assert "Bitte legen Sie zuerst eine Ansprechstelle des Partners an." in response.content.decode()
    assert "Mein langer Grund" in response.content.decode()
    ContactPointFactory(organization=partnership.partner)
    assert office.post(address, {"note": ""}).status_code == 302


def test_a_partnership_with_steps_is_not_deleted(office):
    partnership = PartnershipFactory(state=PartnershipState.ACTIVE)
    office.post(reverse("admin:partners_partnership_verb", args=[partnership.pk, "rest"]), {"note": ""})
    office.post(reverse("admin:partners_partnership_delete", args=[partnership.pk]), {"post": "yes"})
    partnership.refresh_from_db()


def test_join_requests_are_taken_converted_and_closed(office):
    request, other = JoinRequestFactory.create_batch(2)
    became = OrganizationFactory()

    def do(row, name, **data):
        return office.post(reverse("admin:partners_joinrequest_verb", args=[row.pk, name]), data).status_code

    assert do(request, "uebernehmen") == 302
    assert do(request, "partner", to=became.pk) == 302
    assert do(request, "abschliessen") == 422
    assert do(other, "abschliessen") == 302
    request.refresh_from_db()
    assert (request.state, request.converted_to, request.assigned_to) == (
        JoinRequestState.CONVERTED,
        became,
        office.user,
    )


def test_search_finds_parts_former_names_and_words_without_umlaut(office):
    found = OrganizationFactory(name="Haus der Bücherwürmer", core_mandate="Wir beraten junge Eltern.")
    found.former_names.create(name="Altes Lesehaus")
    OrganizationFactory(name="Ganz andere Stelle")
    address = reverse("admin:partners_organization_changelist")
    for text in ("cherw", "BUCHERWURMER", "lesehaus", "beratung", found.slug, "haus eltern"):
        page = office.get(address, {"q": text}).content.decode()
        assert ("Haus der Bücherwürmer" in page, "Ganz andere Stelle" in page) == (True, False), text
    assert "Bücherwürmer" not in office.get(address, {"q": "haus gibtesnicht"}).content.decode()


def test_links_to_the_website_only_where_there_is_a_page(office):
    public, hidden = OrganizationFactory(public=True), OrganizationFactory()
    assert "Auf der Website ansehen" in office.get(change(public)).content.decode()
    assert "Auf der Website ansehen" not in office.get(change(hidden)).content.decode()


def test_history_tells_who_changed_what_from_what(office):
    organization = OrganizationFactory(name="Alter Name")
    office.post(change(organization), form_of(organization, name="Neuer Name"))
    body = OperatorAssignmentFactory(facility=organization, operating_body__name="Der Träger")
    office.post(verb(organization, "ruhen"))
    page = office.get(reverse("admin:partners_organization_history", args=[organization.pk])).content.decode()
    for words in ("Alter Name", "Neuer Name", "Trägerschaft angelegt", body.operating_body.name, "Aktiv", "Ruht"):
        assert words in page
    assert str(office.user) in page


def test_record_page_costs_no_query_per_inline_row(office):
    organization = OrganizationFactory()
    HostedOrganizationFactory(organization=organization)
    OperatorAssignmentFactory(facility=organization, valid_to="2020-01-01")
    office.get(change(organization))
    one = queries_of(lambda: office.get(change(organization)))
    HostedOrganizationFactory(organization=organization)
    HostedOrganizationFactory(organization=organization)
    OperatorAssignmentFactory(facility=organization, valid_from="2020-01-02")
    assert queries_of(lambda: office.get(change(organization))) == one
