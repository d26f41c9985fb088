"""``/partner/``: who is in it, how one finds them, what wrong questions get."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.enums import OrganizationStatus, ParticipationState, Sector, Visibility
from tests.counting import queries_of
from tests.factories.partners import (
    ContactPointFactory,
    HostedOrganizationFactory,
    LocationFactory,
    MunicipalityFactory,
    OrganizationFactory,
    PartnerCategoryFactory,
    PlanningAreaFactory,
    ProgramFactory,
    ProgramParticipationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(client):
    """Names the directory lists for given parameters, in order."""

    def ask(**parameters):
        response = client.get(reverse("partners:directory"), parameters)
        assert response.status_code == 200
        return [entry.name for entry in response.context_data["page"]]

    return ask


def public(**fields):
    return OrganizationFactory(public=True, **fields)


def test_lists_public_organizations_by_name(names):
    public(name="Zwergenhaus")
    public(name="Äpfelchen e. V.")
    public(name="Bücherei")
    OrganizationFactory(name="Unbestätigt")
    OrganizationFactory(public=True, name="Erst im Gespräch", status=OrganizationStatus.PROSPECT)
    OrganizationFactory(name="Lange her", assured_on=timezone.localdate() - timedelta(days=500))
    assert names() == ["Äpfelchen e. V.", "Bücherei", "Zwergenhaus"]


def test_address_is_the_decided_one():
    assert reverse("partners:directory") == "/partner/"


@pytest.mark.parametrize(
    "typed", ["Beratung", "Erzihung", "famil", "FAMILIENBERATUNG", "Familien Berat", "„Beratungsstelle“"]
)
def test_finds_by_beginnings_parts_and_with_typing_errors(names, typed):
    public(name="Erziehungs- und Familienberatungsstelle am Mühlgraben")
    public(name="Gärtnerei Blattgrün")
    assert names(q=typed) == ["Erziehungs- und Familienberatungsstelle am Mühlgraben"]


@pytest.mark.parametrize("typed", ["gartnerei", "GÄRTNEREI", "blattgrun"])
def test_umlauts_may_be_left_out(names, typed):
    public(name="Gärtnerei Blattgrün")
    assert names(q=typed) == ["Gärtnerei Blattgrün"]


def test_finds_by_the_core_mandate(names):
    public(name="Lichtblick", core_mandate="Wir begleiten Alleinerziehende.")
    assert names(q="alleinerziehend") == ["Lichtblick"]


def test_former_name_finds_and_is_told(client):
    jobcenter = public(name="Jobcenter Gera")
    jobcenter.former_names.create(name="ARGE SGB II")
    response = client.get(reverse("partners:directory"), {"q": "ARGE"})
    assert [entry.name for entry in response.context_data["page"]] == ["Jobcenter Gera"]
    assert "gefunden unter dem früheren Namen „ARGE SGB II“" in response.text


def test_former_name_is_not_told_when_todays_name_matches(client):
    jobcenter = public(name="Jobcenter Gera")
    jobcenter.former_names.create(name="Jobcenter Alt")
    assert "früheren Namen" not in client.get(reverse("partners:directory"), {"q": "Jobcenter"}).text


@pytest.mark.parametrize("typed", ["!!!", "a:*|b", "'; drop", "\\", "%", "_", "()&|!<->", "x" * 100, "ﷺ", "und", " "])
def test_operators_and_nonsense_raise_nothing(names, typed):
    public(name="Jobcenter Gera")
    names(q=typed)


def test_filters_by_category(names):
    category = PartnerCategoryFactory()
    public(name="Mit", category=category)
    public(name="Ohne")
    assert names(kategorie=category.slug) == ["Mit"]


def test_filters_by_sector_and_kind(names):
    public(name="Firma", sector=Sector.ECONOMY, kind="other")
    public(name="Kita", sector=Sector.WELFARE)
    assert names(sektor="economy") == ["Firma"]
    assert names(art="facility") == ["Kita"]


def test_filters_by_town_of_seat_or_of_work(names):
    town = MunicipalityFactory()
    public(name="Sitzt dort", municipality=town)
    works = public(name="Wirkt dort")
    works.areas.add(PlanningAreaFactory(municipality=town))
    public(name="Woanders", municipality=MunicipalityFactory())
    assert names(kommune=town.slug) == ["Sitzt dort", "Wirkt dort"]


def test_filters_by_district_of_site(names):
    area = PlanningAreaFactory()
    there = public(name="Im Viertel")
    HostedOrganizationFactory(organization=there, location=LocationFactory(area=area))
    public(name="Woanders")
    assert names(stadtteil=area.slug) == ["Im Viertel"]


def test_district_of_a_protected_address_is_not_found(names):
    area = PlanningAreaFactory()
    shelter = public(name="Schutzwohnung")
    HostedOrganizationFactory(organization=shelter, location=LocationFactory(area=area, is_protected=True))
    assert names(stadtteil=area.slug) == []


def test_district_of_a_former_site_is_not_found(names):
    area = PlanningAreaFactory()
    moved = public(name="Umgezogen")
    yesterday = timezone.localdate() - timedelta(days=1)
    HostedOrganizationFactory(organization=moved, location=LocationFactory(area=area), valid_to=yesterday)
    assert names(stadtteil=area.slug) == []


def test_program_filter_follows_the_reference_date(names):
    program = ProgramFactory()
    now, before = public(name="Heute"), public(name="Damals")
    ProgramParticipationFactory(program=program, organization=now, valid_from=date(2020, 1, 1))
    ProgramParticipationFactory(
        program=program, organization=before, valid_from=date(2010, 1, 1), valid_to=date(2019, 12, 31)
    )
    assert names(programm=program.slug) == ["Heute"]
    assert names(programm=program.slug, stichtag="1.6.2019") == ["Damals"]
    assert names(programm=program.slug, stichtag="2019-06-01") == ["Damals"]


def test_program_filter_wants_active_participation(names):
    program = ProgramFactory()
    ProgramParticipationFactory(program=program, organization=public(), state=ParticipationState.INTERESTED)
    assert names(programm=program.slug) == []


def test_wrong_values_are_named_and_not_used(client):
    public(name="Kita")
    response = client.get(reverse("partners:directory"), {"kategorie": "gibt-es-nicht", "stichtag": "32.13.2019"})
    assert [entry.name for entry in response.context_data["page"]] == ["Kita"]
    assert "nicht verstanden und nicht beachtet" in response.text
    assert "Stichtag: „32.13.2019“" in response.text
    assert "Art der Stelle: „gibt-es-nicht“" in response.text


def test_wrong_value_is_escaped(client):
    text = client.get(reverse("partners:directory"), {"stichtag": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text


def test_right_values_are_not_called_wrong(client):
    assert "nicht beachtet" not in client.get(reverse("partners:directory"), {"stichtag": "01.01.2019", "q": "x"}).text


def test_letters_jump(client, names):
    public(name="Bücherei")
    public(name="Ärztehaus")
    public(name="Chor")
    response = client.get(reverse("partners:directory"))
    assert [str(chip.label) for chip in response.context_data["letters"]] == ["alle", "A", "B", "C"]
    assert names(buchstabe="b") == ["Bücherei"]


def test_grouped_view_puts_the_nameless_group_last(client):
    category = PartnerCategoryFactory(name="Zoo")
    public(name="Mit", category=category)
    public(name="Ohne")
    response = client.get(reverse("partners:directory"), {"ansicht": "kategorien"})
    groups = [(str(name), [entry.name for entry in rows]) for name, rows in response.context_data["groups"]]
    assert groups == [("Zoo", ["Mit"]), ("Weitere", ["Ohne"])]


def test_print_list_says_when_confirmed(client):
    public(name="Kita", assured_on=timezone.localdate())
    response = client.get(reverse("partners:directory"), {"ansicht": "druck"})
    assert f"{timezone.localdate():%d.%m.%Y}" in response.text
    assert "Zuletzt bestätigt" in response.text


def test_phone_is_a_public_one(client):
    kita = public(name="Kita")
    ContactPointFactory(organization=kita, phone_display="030 23125111", visibility=Visibility.INTERNAL, position=1)
    ContactPointFactory(organization=kita, phone_display="030 23125222", position=2)
    text = client.get(reverse("partners:directory")).text
    assert "030 23125222" in text
    assert "030 23125111" not in text


@pytest.mark.parametrize("view", ["liste", "kategorien", "druck"])
@pytest.mark.parametrize("question", [{}, {"q": "Test"}, {"stichtag": "01.01.2020"}])
def test_costs_the_same_for_one_and_three(client, view, question):
    def cost():
        return queries_of(lambda: client.get(reverse("partners:directory"), {"ansicht": view, **question}))

    def one():
        kita = public(category=PartnerCategoryFactory(), municipality=MunicipalityFactory())
        ContactPointFactory(organization=kita)
        ProgramParticipationFactory(organization=kita)

    one()
    first = cost()
    one()
    one()
    assert cost() == first <= 10


def test_anonymous_gets_no_cookie_and_may_be_cached(client):
    response = client.get(reverse("partners:directory"))
    assert not response.cookies
    assert "s-maxage" in response["Cache-Control"]
