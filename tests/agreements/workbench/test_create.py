"""From template and partner to a draft: what is filled in, what is refused, who may."""

import pytest

from accounts.enums import Role
from agreements.models import Agreement
from agreements.text.defaults import default_responsibilities
from partners.enums import Sector
from tests.agreements.bench_world import template
from tests.factories.partners import OperatorAssignmentFactory, OrganizationFactory, person

pytestmark = pytest.mark.django_db
NEW = "/intern/vereinbarungen/neu/"


@pytest.fixture
def center():
    return OrganizationFactory(name="Familienzentrum Sonnenhof", short_name="FZ Sonnenhof")


@pytest.fixture
def boss(client, center):
    client.force_login(person(Role.COORDINATION, center))
    return client


@pytest.fixture
def partner():
    kita = OrganizationFactory(name="Kita Regenbogen")
    body = OrganizationFactory(name="Diakonie Ostgera", legal_form="ggmbh")
    OperatorAssignmentFactory(facility=kita, operating_body=body)
    return kita


def address(model, *partners, **more):
    query = [("muster", model.uuid), *(("partner", one.slug) for one in partners), *more.items()]
    return NEW + "?" + "&".join(f"{name}={value}" for name, value in query)


def details(page) -> dict:
    """What the third page has filled in, as a browser would send it."""
    found = {}
    for form in (page.context["form"], *page.context["parties"]):
        for field in form:
            value = field.value()
            if value not in (None, False):
                found[field.html_name] = "on" if value is True else value
    return found


def test_three_presses_from_new_to_a_draft(boss, center, partner):
    model = template()
    assert str(model.uuid) in boss.get(NEW).content.decode()
    found = boss.get(address(model) + "&q=regenb").content.decode()
    assert f"partner={partner.slug}" in found
    page = boss.get(address(model, partner, fertig=1))
    answer = boss.post(address(model, partner, fertig=1), details(page) | {"effective_from": "2027-01-01"})
    agreement = Agreement.objects.get()
    assert answer.headers["Location"] == f"/intern/vereinbarungen/{agreement.uuid}/werkstatt/"
    assert agreement.title == "Kooperation FZ Sonnenhof – Kita Regenbogen"
    version = agreement.versions.get()
    assert str(version.effective_from) == "2027-01-01"
    first, second = version.parties.all()
    assert (first.organization, first.role) == (center, "main")
    assert (second.organization.name, second.facility) == ("Diakonie Ostgera", partner)
    assert second.represented_by_function == "Geschäftsführung"
    assert list(version.responsibilities.values_list("task", flat=True)) == default_responsibilities(agreement.kind)


def test_the_facility_itself_can_conclude(boss, partner):
    model = template()
    sent = details(boss.get(address(model, partner, fertig=1))) | {f"{partner.slug}-conclude_as": "self"}
    boss.post(address(model, partner, fertig=1), sent)
    party = Agreement.objects.get().versions.get().parties.last()
    assert (party.organization, party.facility) == (partner, None)


def test_an_authority_beside_a_partner_supports_and_need_not_sign(boss, partner):
    office = OrganizationFactory(name="Jugendamt Ostgera", sector=Sector.AUTHORITY)
    page = boss.get(address(template(), partner, office, fertig=1))
    suggested = page.context["parties"][-1].initial
    assert (suggested["role"], suggested["must_sign"]) == ("supporting", False)


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(boss, partner):
    model = template()
    sent = details(boss.get(address(model, partner, fertig=1))) | {"title": "", "purpose": "Bleibt stehen"}
    answer = boss.post(address(model, partner, fertig=1), sent)
    assert answer.status_code == 422
    assert "Bleibt stehen" in answer.content.decode()
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("muster", ["x", "00000000-0000-4000-8000-000000000000", "%00"])
def test_unknown_templates_are_not_found(boss, muster):
    assert boss.get(f"{NEW}?muster={muster}").status_code in {400, 404}


def test_only_those_who_look_after_agreements(client):
    client.force_login(person(Role.PARTNER_MANAGER))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW).status_code == 403


def test_nobody_begins_for_a_foreign_centre(boss, center, partner):
    model, foreign = template(), OrganizationFactory()
    page = boss.get(address(model, partner, fertig=1, zentrum=foreign.slug))
    assert page.context["center"] == center


def test_of_many_that_fit_twelve_are_shown_and_that_there_are_more_is_said(boss):
    model = template()
    for number in range(12):
        OrganizationFactory(name=f"Kita Sommer {number}")
    page = boss.get(address(model) + "&q=Sommer").content.decode()
    assert page.count("Kita Sommer") == 12
    assert "Es passen noch mehr" not in page
    OrganizationFactory(name="Kita Sommer 12")
    page = boss.get(address(model) + "&q=Sommer").content.decode()
    assert page.count("Kita Sommer") == 12
    assert "Es passen noch mehr; schreiben Sie mehr vom Namen." in page


def test_a_partner_of_before_is_offered_by_the_house_people_know(boss, partner):
    """Not by the body that concluded for it; choosing the house leads to that body again."""
    model = template()
    boss.post(address(model, partner, fertig=1), details(boss.get(address(model, partner, fertig=1))))
    party = Agreement.objects.get().versions.get().parties.get(facility=partner)
    page = boss.get(address(model))
    assert [one.name for one, _ in page.context["results"]] == ["Kita Regenbogen"]
    assert "Aus früheren Vereinbarungen:" in page.content.decode()
    again = boss.get(address(model, partner, fertig=1)).content.decode()
    assert party.organization.name in again


def test_in_lists_the_body_that_runs_a_named_house_is_told_from_it(boss, partner):
    model = template()
    boss.post(address(model, partner, fertig=1), details(boss.get(address(model, partner, fertig=1))))
    made = Agreement.objects.get()
    page = boss.get(f"/intern/vereinbarungen/{made.uuid}/werkstatt/zeile/leistung/neu/").content.decode()
    assert ">Diakonie Ostgera (Träger)</option>" in page
    assert ">Kita Regenbogen</option>" in page
    assert ">Familienzentrum Sonnenhof</option>" in page
