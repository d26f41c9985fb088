"""Organisations from tables: created, changed, unchanged, refused; all or nothing; each within one's rights."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from kit.imports.tables import FileRefused
from partners.enums import OperatorRole, OrganizationStatus
from partners.imports import OrganizationImport
from partners.models import ContactPoint, HostedOrganization, Location, OperatorAssignment, Organization
from tests.factories.partners import (
    ContactPointFactory,
    HostedOrganizationFactory,
    LocationFactory,
    MunicipalityFactory,
    OperatorAssignmentFactory,
    OrganizationFactory,
    PartnerCategoryFactory,
    PartnershipFactory,
    PlanningAreaFactory,
    person,
)
from tests.imports import outcomes, reasons, take_over

pytestmark = pytest.mark.django_db
HOUSE = {
    "Kennung": "1",
    "Name": "Familienhaus",
    "Art": "Einrichtung",
    "Rechtsform": "e. V.",
    "Status": "Aktiv",
    "Internet": "www.haus.example",
    "Standort": "Haus am Bogen",
    "Straße": "Am Elsterbogen",
    "Hausnummer": "4",
    "PLZ": 7552.0,
    "Ort": "Gera",
    "Breite": "50,9012",
    "Länge": "12,0912",
    "Stufenlos": "ja",
    "Öffnungszeiten": "Mo-Fr 8-16 Uhr",
    "Kontakt Funktion": "Koordination",
    "Telefon": "030 23125-010",
    "E-Mail": "haus@haus.example",
    "Kontakt 2 Funktion": "Anmeldung",
    "Kontakt 2 Telefon": "030 23125011",
}


def new(key, name, **cells):
    return {"Kennung": key, "Name": name, "Art": "Einrichtung"} | cells


def importer(source="liste", by=None):
    return OrganizationImport(source, by)


def state_of_everything():
    """All rows of the register with their history, to see that nothing moved."""
    models = [model for model in apps.get_app_config("partners").get_models() if "search" not in model.__name__.lower()]
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


def test_a_whole_row_becomes_an_organization_with_site_and_contacts():
    result = take_over(importer(), HOUSE)
    assert outcomes(result) == ["created"]
    assert result.applied
    house = Organization.objects.get()
    assert (house.external_source, house.external_id, house.slug) == ("liste", "1", "familienhaus")
    assert (house.kind, house.legal_form, house.website) == ("facility", "ev", "https://www.haus.example")
    site = HostedOrganization.objects.get(organization=house)
    assert site.opening_hours == "Mo-Fr 8-16 Uhr"
    location = site.location
    assert (location.postal_code, location.lat, location.access_step_free) == ("07552", 50.9012, "yes")
    contacts = list(ContactPoint.objects.order_by("position").values_list("function", "phone", "phone_display"))
    assert contacts == [
        ("Koordination", "+493023125010", "030 23125-010"),
        ("Anmeldung", "+493023125011", "030 23125011"),
    ]


def test_the_same_file_twice_changes_nothing_not_even_history():
    PlanningAreaFactory(name="Mitte", municipality=MunicipalityFactory(name="Gera"))
    PlanningAreaFactory(name="Mitte")  # of another town
    rows = [
        HOUSE | {"Träger": "9", "Kommune": "Gera", "Stadtteile": "Mitte"},
        new("9", "Träger e. V.", **{"Straße": "Markt", "Hausnummer": "1", "PLZ": "07545"}),
    ]
    assert take_over(importer(), *rows).applied
    before = state_of_everything()
    result = take_over(importer(), *rows)
    assert outcomes(result) == ["unchanged", "unchanged"]
    assert state_of_everything() == before


def test_a_dry_run_says_everything_and_keeps_nothing():
    before = state_of_everything()
    result = take_over(importer(), HOUSE, new("2", "Kita", Träger="1"), apply=False)
    assert outcomes(result) == ["created", "created"]
    assert not result.applied
    assert state_of_everything() == before


def test_changes_are_told_with_before_and_after():
    take_over(importer(), HOUSE)
    result = take_over(importer(), HOUSE | {"Name": "Haus der Familie", "Telefon": "030 23125099", "Stufenlos": "nein"})
    assert outcomes(result) == ["updated"]
    assert {(c.label, c.before, c.after) for c in result.rows[0].changes} == {
        ("Name", "Familienhaus", "Haus der Familie"),
        ("Koordination: Telefon", "030 23125-010", "030 23125099"),
        ("Stufenlos", "Stufenlos", "Nicht stufenlos"),
    }
    assert Organization.objects.get().slug == "familienhaus"  # addresses do not change


def test_an_empty_cell_keeps_and_the_word_clears():
    take_over(importer(), HOUSE)
    take_over(importer(), {"Kennung": "1", "Name": "Familienhaus", "Internet": "", "Kurzname": None})
    assert Organization.objects.get().website
    take_over(importer(), {"Kennung": "1", "Name": "Familienhaus", "Internet": "(leer)"})
    assert Organization.objects.get().website == ""


def test_all_or_nothing_unless_told_otherwise():
    rows = [new("1", "Gut"), new("2", "Schlecht", Art="Verein auf Probe"), new("3", "Auch gut")]
    result = take_over(importer(), *rows)
    assert outcomes(result) == ["created", "refused", "created"]
    assert not result.applied
    assert not Organization.objects.exists()
    assert reasons(result)[0].startswith("Art: „Verein auf Probe“ gibt es hier nicht. Möglich: Träger")
    assert take_over(importer(), *rows, skip_errors=True).applied
    assert set(Organization.objects.values_list("name", flat=True)) == {"Gut", "Auch gut"}


def test_a_row_only_the_database_refuses_is_found_among_the_others():
    OrganizationFactory(external_source="liste", external_id="3", slug="besetzt")
    rows = [new(str(n), f"Haus {n}") for n in range(7)]
    plan = OrganizationImport.plan

    class Unlucky(OrganizationImport):
        def plan(self, rows):
            plan(self, rows)
            for row in rows:
                if row.key == "5":
                    row.plan.organization.slug = "besetzt"

    result = take_over(Unlucky("liste"), *rows, skip_errors=True)
    assert [row.key for row in result.rows if row.refused] == ["5"]
    assert "gibt es schon" in reasons(result)[0]
    assert Organization.objects.count() == 6


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Kategorie": "Kitta"}, "Kategorie: „Kitta“ kennen wir nicht (Kategorie). Meinten Sie „Kita“?"),
        ({"Kommune": "Nirgends"}, "Kommune: „Nirgends“ kennen wir nicht (Kommune)."),
        ({"Träger": "Unbekannt"}, "Träger: Eine Organisation mit der Kennung oder dem genauen Namen „Unbekannt“"),
        ({"Träger": "1"}, "Träger: Die Organisation kann nicht zu sich selbst gehören."),
        ({"Status": "Geschlossen"}, "Geschlossen am: Zum Schließen gehört ein Tag."),
        ({"PLZ": "123"}, "PLZ: „123“ ist keine Postleitzahl"),
        ({"Breite": "50,9", "Straße": "Markt"}, "Länge: Breite und Länge gehören zusammen."),
        ({"Kontakt Funktion": "Leitung"}, "Telefon: Bitte geben Sie zu dem Kontakt Telefon"),
        ({"Öffnungszeiten": "Mo 8-9"}, "Öffnungszeiten: Dazu fehlt ein Standort."),
        ({"Internet": "javascript:alert(1)"}, "Internet: „javascript:alert(1)“ ist keine Internetadresse"),
        ({"Kurzname": "=1+1"}, "Kurzname: In der Zelle steht eine Formel."),
        ({"Name": ""}, "Name: Hier fehlt eine Angabe."),
        ({"Kennung": ""}, "Kennung: Hier fehlt eine Angabe."),
        ({"Art": ""}, "Art: Neue Organisationen brauchen eine Angabe."),
    ],
)
def test_why_a_row_is_refused(cells, reason):
    PartnerCategoryFactory(name="Kita")
    result = take_over(importer(), new("1", "Haus") | cells)
    assert outcomes(result) == ["refused"]
    assert reasons(result)[0].startswith(reason)


def test_ids_twice_in_a_file_are_refused_with_both_lines():
    result = take_over(importer(), new("1", "A"), new("1", "B"))
    assert reasons(result) == ["Kennung: Die Kennung „1“ steht schon in Zeile 2."]


def test_headers_are_forgiving_but_names_of_people_are_not_read():
    row = {"KENNUNG": "1", "einrichtung": "Haus", "art ": "Einrichtung", "Ansprechpartnerin": "Test", "Telfon": "1"}
    result = take_over(importer(), row)
    assert outcomes(result) == ["created"]
    assert "Namen von Personen" in result.notices[0]
    assert "Meinten Sie „Telefon“?" in result.notices[1]
    assert not ContactPoint.objects.exists()
    with pytest.raises(FileRefused, match="fehlt: Kennung"):
        take_over(importer(), {"Name": "Haus"})
    with pytest.raises(FileRefused, match="mehrmals"):
        take_over(importer(), {"Kennung": "1", "Name": "a", "Einrichtung": "b"})


def test_operators_and_parents_may_stand_anywhere_in_the_file():
    rows = [
        new("1", "Kita", Träger="9"),
        new("2", "Amt, Teil", **{"Übergeordnete Stelle": "Amt"}),
        new("3", "Amt"),
        new("9", "Träger"),
    ]
    take_over(importer(), *rows)
    assert OperatorAssignment.objects.get().operating_body.name == "Träger"
    assert Organization.objects.get(name="Amt, Teil").parent.name == "Amt"


def test_whoever_needs_a_refused_row_is_refused_too():
    rows = [new("1", "Kita", Träger="9"), new("9", "Träger", Art="?"), new("2", "Andere")]
    result = take_over(importer(), *rows, skip_errors=True)
    assert outcomes(result) == ["refused", "refused", "created"]
    assert ": Diese Zeile verweist auf Zeile 3, die abgelehnt wurde." in reasons(result)


def test_circles_are_refused():
    above = "Übergeordnete Stelle"
    result = take_over(importer(), new("1", "A", **{above: "2"}), new("2", "B", **{above: "1"}))
    assert outcomes(result) == ["refused", "refused"]
    take_over(importer(), new("1", "A", **{above: "2"}), new("2", "B"))
    result = take_over(importer(), new("2", "B", **{above: "1"}))
    assert reasons(result) == [": So entsteht ein Kreis: Die übergeordnete Stelle gehört schon hierzu."]


def test_a_new_operator_follows_the_old_one():
    today = timezone.localdate()
    take_over(importer(), new("1", "Kita", Träger="8"), new("8", "Alt"), new("9", "Neu"))
    result = take_over(importer(), {"Kennung": "1", "Name": "Kita", "Träger": "9"})
    assert [(c.label, c.before, c.after) for c in result.rows[0].changes] == [("Träger", "Alt", "Neu")]
    old, current = OperatorAssignment.objects.order_by("pk")
    assert (old.valid_to, current.valid_from) == (today - timedelta(days=1), today)
    assert current.role == OperatorRole.OPERATOR


def test_one_roof_by_id_by_address_and_over_sources():
    roof = {"Standort Kennung": "H", "Standort": "Haus", "Straße": "Markt", "Hausnummer": "1", "PLZ": "07545"}
    take_over(importer(), new("1", "A", **roof), new("2", "B", **{"Standort Kennung": "H"}))
    take_over(importer("andere"), new("1", "C", **{"Straße": "Markt", "Hausnummer": "1", "PLZ": "07545"}))
    assert Location.objects.get().hosted.count() == 3
    result = take_over(importer(), new("3", "D", **roof), new("4", "E", **roof | {"Straße": "Ring"}))
    assert reasons(result) == ["Straße: Zeile 2 nennt für diesen Standort etwas anderes: Markt."]


def test_an_organization_moves_to_another_house():
    other = LocationFactory(street="Ring", house_no="2", postal_code="07545")
    take_over(
        importer(), HOUSE | {"Standort Kennung": "A"}, new("2", "B", **{"Standort Kennung": "B", "Straße": "Ring"})
    )
    result = take_over(importer(), {"Kennung": "1", "Name": "Familienhaus", "Standort Kennung": "B", "Straße": "Ring"})
    assert [c.label for c in result.rows[0].changes] == ["Standort"]
    house = Organization.objects.get(external_id="1")
    assert HostedOrganization.objects.valid_on().get(organization=house).location.external_id == "B"
    assert house.sites.count() == 2
    assert not other.hosted.exists()


def test_namesakes_from_elsewhere_are_pointed_out():
    OrganizationFactory(name="Familienhaus")
    result = take_over(importer(), HOUSE)
    assert result.rows[0].hints == ["Eine Organisation mit diesem Namen gibt es schon. Ist es dieselbe?"]
    assert set(Organization.objects.values_list("slug", flat=True)) >= {"familienhaus"}


def test_closing_and_opening_again():
    take_over(importer(), HOUSE)
    take_over(
        importer(), {"Kennung": "1", "Name": "Familienhaus", "Status": "Geschlossen", "Geschlossen am": "1.2.2026"}
    )
    assert Organization.objects.get().status == OrganizationStatus.CLOSED
    take_over(importer(), {"Kennung": "1", "Name": "Familienhaus", "Status": "Aktiv"})
    assert Organization.objects.get().closed_on is None


def test_contacts_are_known_by_function_and_names_stay_untouched():
    take_over(importer(), HOUSE)
    house = Organization.objects.get()
    contact = ContactPointFactory(
        organization=house, function="Leitung", person_name="Testperson", visibility="internal"
    )
    row = {"Kennung": "1", "Name": "Familienhaus", "Kontakt Funktion": "leitung", "Telefon": "030 23125077"}
    assert outcomes(take_over(importer(), row)) == ["updated"]
    contact.refresh_from_db()
    assert (contact.phone, contact.person_name) == ("+493023125077", "Testperson")
    assert ContactPoint.objects.count() == 3


# --- rights --------------------------------------------------------------------------------------------------------
def test_coordination_changes_what_it_looks_after_and_nothing_else():
    center, stranger = (
        OrganizationFactory(),
        OrganizationFactory(external_source="liste", external_id="2", name="Fremd"),
    )
    partner = OrganizationFactory(external_source="liste", external_id="1", name="Partner")
    PartnershipFactory(center=center, partner=partner)
    user = person(Role.COORDINATION, center)
    rows = [{"Kennung": "1", "Name": "Partner", "Kurzname": "P"}, {"Kennung": "2", "Name": "Fremd", "Kurzname": "F"}]
    result = take_over(importer(by=user), *rows, skip_errors=True)
    assert outcomes(result) == ["updated", "refused"]
    assert reasons(result) == [": Diese Organisation betreuen Sie nicht."]
    stranger.refresh_from_db()
    assert stranger.short_name == ""
    assert Organization.objects.get(pk=partner.pk).updated_by == user


def test_coordination_cannot_reach_further_by_importing():
    center = OrganizationFactory(name="Zentrum")
    partner = OrganizationFactory(external_source="liste", external_id="1", name="Partner")
    PartnershipFactory(center=center, partner=partner)
    user = person(Role.COORDINATION, center)
    rows = [
        {"Kennung": "1", "Name": "Partner", "Träger": "Zentrum"},
        new("2", "Irgendwer"),
        new("3", "Unter dem Partner", Träger="Partner"),
        new("4", "Eigene Gruppe", Träger="Zentrum"),
        new("5", "Teil der Gruppe", **{"Übergeordnete Stelle": "4"}),
    ]
    result = take_over(importer(by=user), *rows, skip_errors=True)
    assert outcomes(result) == ["refused", "refused", "refused", "created", "created"]
    assert "ändert die Administration" in reasons(result)[0]
    assert take_over(importer(by=person(Role.ADMINISTRATION)), *rows).applied


def test_shared_sites_are_corrected_by_those_who_look_after_all_residents():
    center = OrganizationFactory(external_source="liste", external_id="1", name="Zentrum")
    house = LocationFactory(external_source="liste", external_id="H", street="Markt")
    HostedOrganizationFactory(location=house, organization=center, valid_to=None)
    user = person(Role.COORDINATION, center)
    row = {"Kennung": "1", "Name": "Zentrum", "Standort Kennung": "H", "Straße": "Ring"}
    assert outcomes(take_over(importer(by=user), row, apply=False)) == ["updated"]
    far = OperatorAssignmentFactory().facility
    HostedOrganizationFactory(location=house, organization=far)
    # Who shares a house with the centre is coordinated by it, so the correction is still allowed.
    assert outcomes(take_over(importer(by=person(Role.COORDINATION, center)), row, apply=False)) == ["updated"]
    mover = OrganizationFactory(external_source="liste", external_id="2", name="Gruppe", parent=center)
    other = LocationFactory(external_source="liste", external_id="X", street="Markt")
    HostedOrganizationFactory(location=other, organization=far)
    row = {"Kennung": "2", "Name": mover.name, "Standort Kennung": "X", "Straße": "Ring"}
    HostedOrganization.objects.filter(location=house, organization=far).delete()
    result = take_over(importer(by=person(Role.COORDINATION, center)), row, apply=False)
    assert reasons(result) == ["Standort: An diesem Standort arbeiten auch Organisationen, die Sie nicht betreuen."]


def test_ten_times_the_rows_cost_hardly_more_queries():
    def queries(prefix, number):
        rows = [
            HOUSE
            | {
                "Kennung": f"{prefix}{n}",
                "Name": f"Haus {prefix}{n}",
                "Hausnummer": f"{prefix}{n}",
                "Träger": f"{prefix}0" if n else "",
            }
            for n in range(number)
        ]
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert take_over(importer(), *rows).applied
        return len(context)

    assert queries("b", 30) <= queries("a", 3) + 2
