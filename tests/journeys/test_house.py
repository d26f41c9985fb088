"""Walkthrough (domain 8.10.3): the house has four facilities, three operators, one map position."""

import re
from datetime import date

import pytest

from partners.enums import OperatorRole, OrganizationKind
from tests.factories.partners import (
    HostedOrganizationFactory,
    LocationFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """One building, four facilities of three bodies, and a programme carrier of the house that is one of them."""
    location = LocationFactory(name="Haus Elsterbogen", slug="haus-elsterbogen", lat=50.9011, lon=12.0911)
    names = ["Familienzentrum", "Freizeitzentrum", "Kita", "Kleiderkammer"]
    facilities = [OrganizationFactory(public=True, name=name) for name in names]
    umbrella = OrganizationFactory(public=True, name="Mehrgenerationenhaus", slug="mgh", kind=OrganizationKind.NETWORK)
    for one in [*facilities, umbrella]:
        HostedOrganizationFactory(organization=one, location=location)
    education, town, family = (
        OrganizationFactory(public=True, name=name, kind=OrganizationKind.OPERATING_BODY)
        for name in ("Verein Familienbildung", "Stadt (Demo)", "Familienbund")
    )
    for facility, body in zip(facilities, [education, town, family, family], strict=True):
        OperatorAssignmentFactory(facility=facility, operating_body=body, valid_from=date(2012, 1, 1))
    OperatorAssignmentFactory(facility=umbrella, operating_body=family, role=OperatorRole.PROGRAM_CARRIER)
    OperatorAssignmentFactory(
        facility=facilities[0],
        operating_body=OrganizationFactory(),
        role=OperatorRole.OPERATOR,
        valid_to=date(2011, 12, 31),
    )
    return umbrella


def test_from_the_directory_to_the_house(client, house):
    assert "/partner/mgh/" in client.get("/partner/").text
    page = client.get("/partner/mgh/")
    assert "4 Einrichtungen, 3 Träger, eine Adresse" in page.text
    assert "Programmträger" in page.text
    assert "/partner/haus/haus-elsterbogen/" in page.text


def test_the_house_page(client, house):
    response = client.get("/partner/haus/haus-elsterbogen/")
    found = response.context_data["house"]
    assert len(found.facilities) == 4
    assert found.operators == ["Verein Familienbildung", "Stadt (Demo)", "Familienbund"]
    assert len(set(re.findall(r"geo:([\d.]+,[\d.]+)", response.text))) == 1
    assert "geo:50.9011,12.0911" in response.text


def test_each_facility_leads_back_to_the_house(client, house):
    page = client.get("/partner/haus/haus-elsterbogen/")
    for facility in page.context_data["house"].facilities:
        text = client.get(facility.resident.organization.get_absolute_url()).text
        assert "Unter einem Dach" in text
        assert "/partner/haus/haus-elsterbogen/" in text
