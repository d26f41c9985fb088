"""Offers from tables: with lists, places, prices, dates; published by the rules everybody keeps."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from kit.imports.cells import CellRefused
from offers.actions import cancel_session, move_session, step_offer
from offers.enums import OfferState, SessionState
from offers.imports import OfferImport
from offers.imports.rhythm import read_rhythm, read_single_dates, read_weekdays
from offers.models import FeeOption, Offer, OfferDocument, OfferPartner, OfferRun, OfferSession, OfferStep, RoomBooking
from tests.factories.offers import LifeStageFactory, OfferFactory, TargetGroupFactory
from tests.factories.partners import (
    ContactPointFactory,
    HostedOrganizationFactory,
    LanguageFactory,
    LocationFactory,
    OrganizationFactory,
    RoomFactory,
    TopicFactory,
    person,
)
from tests.imports import outcomes, reasons, take_over

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def house():
    """An active organisation with a public contact, a site and a room, and the lists a row names."""
    lead = OrganizationFactory(name="Familienhaus", external_source="liste", external_id="1", public=True)
    ContactPointFactory(organization=lead, function="Koordination", position=1)
    location = LocationFactory(name="Haus am Bogen", external_source="liste", external_id="H")
    HostedOrganizationFactory(location=location, organization=lead)
    RoomFactory(location=location, name="Bewegungsraum")
    TopicFactory(name="Eltern-Kind")
    TargetGroupFactory(name="Babys")
    LifeStageFactory(name="Geburt")
    LanguageFactory(name="Deutsch", code="de")
    return lead


def monday(weeks=4):
    """A Monday some weeks ahead, on which no clock changes."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def course(**cells):
    return {
        "Kennung": "1",
        "Titel": "Krabbelgruppe",
        "Kurztext": "Singen und krabbeln.",
        "Art": "Kurs",
        "Veranstalter": "Familienhaus",
        "Themen": "Eltern-Kind",
        "Zielgruppen": "Babys",
        "Lebenslagen": "Geburt",
        "Sprachen": "de",
        "Alter": "6-12 Monate",
        "Ort": "H",
        "Anmeldung": "online",
        "Kosten regulär": "32,00 €",
        "Kosten ermäßigt": 16,
        "Kursnummer": "K1",
        "Mindestzahl": 4,
        "Höchstzahl": 12.0,
    } | cells


def weekly(**cells):
    first = f"{monday():%d.%m.%Y}"
    return course(
        **{
            "Wochentag": "Mo",
            "Rhythmus": "wöchentlich",
            "Beginn": "9:30",
            "Ende": "11 Uhr",
            "Erster Tag": first,
            "Anzahl": 3,
            "Nicht an Feiertagen": "nein",
        }
        | cells
    )


def importer(by=None):
    return OfferImport("liste", by)


def only(*names):
    """The cells of a small row: the two required columns and those named."""
    return {"Kennung": "1", "Titel": "Krabbelgruppe"} | dict(names)


def state_of_everything():
    models = [model for model in apps.get_app_config("offers").get_models() if model is not OfferDocument]
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


def local(day, clock):
    return datetime.combine(day, clock, tzinfo=BERLIN)


def test_a_whole_row_becomes_an_offer_with_run_prices_and_dates(house):
    result = take_over(importer(), weekly(**{"Raum": "Bewegungsraum"}))
    assert reasons(result) == []
    offer = Offer.objects.get()
    assert (offer.lead, offer.slug, offer.state) == (house, "krabbelgruppe", OfferState.IDEA)
    assert (offer.minimum_age_months, offer.maximum_age_months, offer.registration_mode) == (6, 12, "online")
    assert offer.contact_point.function == "Koordination"
    assert [offer.topics.get().name, offer.target_groups.get().name, offer.languages.get().code] == [
        "Eltern-Kind",
        "Babys",
        "de",
    ]
    run = OfferRun.objects.get()
    assert (run.course_number, run.maximum_places, run.lead) == ("K1", 12, house)
    assert dict(FeeOption.objects.values_list("label", "amount")) == {"Regulär": 32, "Ermäßigt": Decimal("16.00")}
    starts = [local(monday(weeks), time(9, 30)) for weeks in (4, 5, 6)]
    assert list(OfferSession.objects.values_list("starts_at", flat=True)) == starts
    assert RoomBooking.objects.count() == 3


@pytest.mark.parametrize(
    "row", [weekly, lambda: course(Termine=f"{monday():%d.%m.%Y} 9:30-11:00 | {monday(5):%d.%m.%Y}")]
)
def test_the_same_file_twice_changes_nothing_not_even_history(house, row):
    assert take_over(importer(), row() | {"Veröffentlichen": "ja"}).applied
    before = state_of_everything()
    assert outcomes(take_over(importer(), row() | {"Veröffentlichen": "ja"})) == ["unchanged"]
    assert state_of_everything() == before


def test_publishing_goes_through_every_step_and_is_found_at_once(house):
    assert take_over(importer(), weekly(Veröffentlichen="ja")).applied
    offer = Offer.objects.get()
    assert (offer.state, offer.assured_on) == (OfferState.PUBLISHED, timezone.localdate())
    assert list(OfferStep.objects.values_list("verb", flat=True)) == ["coordinate", "approve", "publish"]
    document = OfferDocument.objects.get()
    assert document.next_start == local(monday(), time(9, 30))
    offer.refresh_from_db()
    assert document.modified_at == offer.updated_at


def test_documents_follow_by_trigger_again_after_an_import(house):
    take_over(importer(), weekly(Veröffentlichen="ja"))
    Offer.objects.update(title="Neuer Titel")
    assert OfferDocument.objects.get().title == "Neuer Titel"


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"Kurztext": ""}, "Kurztext"),
        ({"Themen": ""}, "Thema"),
        ({"Zielgruppen": ""}, "Zielgruppe"),
        ({"Sprachen": ""}, "Sprache vor Ort"),
        ({"Ort": ""}, "Ort oder „online“"),
    ],
)
def test_what_is_missing_refuses_the_row(house, cells, missing):
    result = take_over(importer(), weekly(Veröffentlichen="ja") | cells)
    assert reasons(result) == [f"Veröffentlichen: Zum Veröffentlichen fehlt noch: {missing}."]
    assert take_over(importer(), weekly() | cells).applied


def test_what_people_decided_about_publication_stays(house):
    take_over(importer(), weekly(Veröffentlichen="ja"))
    step_offer(Offer.objects.get(), verb="pause", by=None, note="Umbau")
    result = take_over(importer(), weekly(Veröffentlichen="ja"))
    assert outcomes(result) == ["unchanged"]
    assert result.rows[0].hints == ["Das Angebot bleibt im Stand „Pausiert“."]


def test_co_organizers_agree_before_publication(house):
    OrganizationFactory(name="Musikschule")
    row = weekly(Mitveranstalter="Musikschule", Veröffentlichen="ja")
    assert reasons(take_over(importer(), row)) == ["Veröffentlichen: Noch haben nicht alle Mitveranstalter zugestimmt."]
    assert take_over(importer(), row | {"Mitveranstalter einverstanden": "ja"}).applied
    assert OfferPartner.objects.get().approval == "agreed"
    result = take_over(importer(), weekly(Mitveranstalter="(leer)"))
    assert [(c.label, c.before, c.after) for c in result.rows[0].changes] == [("Mitveranstalter", "Musikschule", "–")]


def test_changes_are_told_with_before_and_after(house):
    TopicFactory(name="Musik")
    take_over(importer(), weekly())
    result = take_over(importer(), weekly(Titel="Krabbeltreff", Themen="Musik", **{"Kosten regulär": "kostenlos"}))
    assert {(c.label, c.before, c.after) for c in result.rows[0].changes} == {
        ("Titel", "Krabbelgruppe", "Krabbeltreff"),
        ("Themen", "Eltern-Kind", "Musik"),
        ("Kosten regulär", "32,00", "0,00"),
    }


def test_online_and_elsewhere(house):
    take_over(
        importer(), course(Ort="online"), course(Kennung="2", Kursnummer="K2", Ort="", **{"Ort in Worten": "Stadtpark"})
    )
    first, second = Offer.objects.order_by("external_id")
    assert (first.is_online, first.location) == (True, None)
    assert second.location_text == "Stadtpark"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Veranstalter": "Niemand"}, "Veranstalter: Eine Organisation mit der Kennung"),
        ({"Veranstalter": ""}, "Veranstalter: Neue Angebote brauchen eine Angabe."),
        ({"Art": "Disco"}, "Art: „Disco“ gibt es hier nicht."),
        ({"Themen": "Eltern-Kin"}, "Themen: „Eltern-Kin“ kennen wir nicht (Thema). Meinten Sie „Eltern-Kind“?"),
        ({"Ort": "Nirgends"}, "Ort: Den Standort „Nirgends“ gibt es im Verzeichnis nicht."),
        ({"Raum": "Keller"}, "Raum: Den Raum „Keller“ gibt es am Standort „Haus am Bogen“ nicht."),
        ({"Ansprechstelle": "Leitung"}, "Ansprechstelle: „Leitung“ ist keine Funktion bei „Familienhaus“."),
        ({"Alter": "", "Alter von": "3", "Alter bis": "1"}, "Alter bis: Das Alter „bis“ liegt unter"),
        ({"Mindestzahl": 20}, "Mindestzahl: Die Mindestzahl ist größer"),
        ({"Kosten regulär": "-3"}, "Kosten regulär: Ein Betrag kann nicht negativ sein."),
        ({"Termine": "24.11.2026"}, "Termine: „24.11.2026“: Es fehlen Beginn und Ende"),
        ({"Erster Tag": "1.2.2027"}, "Beginn: Für eine Reihe von Terminen fehlt"),
        ({"Termine": "4.1.2027 9-10", "Beginn": "9"}, "Termine: Bitte entweder einzelne Termine oder eine Reihe"),
    ],
)
def test_why_a_row_is_refused(house, cells, reason):
    result = take_over(importer(), course(**cells))
    assert reasons(result)[0].startswith(reason)
    assert not Offer.objects.exists()


def test_a_taken_room_refuses_only_the_row_that_wants_it(house):
    take_over(importer(), weekly(Raum="Bewegungsraum"))
    rows = [weekly(Kennung=str(n), Kursnummer=f"K{n}", Raum="Bewegungsraum" if n == 4 else "") for n in range(2, 8)]
    result = take_over(importer(), *rows, skip_errors=True)
    assert [row.key for row in result.rows if row.refused] == ["4"]
    assert reasons(result) == [": Der Raum ist in dieser Zeit schon belegt."]
    assert Offer.objects.count() == 6


# --- dates ---------------------------------------------------------------------------------------------------------
def dates(*texts):
    return only(("Termine", " | ".join(texts)))


def test_dates_are_added_moved_within_the_day_and_cancelled(house):
    days = [f"{monday(weeks):%d.%m.%Y}" for weeks in (4, 5, 6)]
    take_over(importer(), course(Termine=f"{days[0]} 9-10|{days[1]}", Veröffentlichen="ja"))
    result = take_over(importer(), dates(f"{days[0]} 10-11", f"{days[2]} 9-10"))
    assert {(c.label) for c in result.rows[0].changes} == {"Termin", "Termine dazu", "Termine entfallen"}
    first, second, third = OfferSession.objects.order_by("starts_at")
    assert (first.state, first.moved_from) == (SessionState.MOVED, local(monday(4), time(9)))
    assert (second.state, second.sequence) == (SessionState.CANCELLED, 1)
    assert third.state == SessionState.PLANNED
    assert outcomes(take_over(importer(), dates(f"{days[0]} 10-11", f"{days[2]} 9-10"))) == ["unchanged"]


def test_what_people_did_with_dates_stays(house):
    days = [f"{monday(weeks):%d.%m.%Y} 9:00-10:00" for weeks in (4, 5)]
    take_over(importer(), course(Termine="|".join(days)))
    first, second = OfferSession.objects.order_by("starts_at")
    cancel_session(first, by=None)
    move_session(second, starts_at=local(monday(5), time(14)), ends_at=local(monday(5), time(15)), by=None)
    assert outcomes(take_over(importer(), dates(*days))) == ["unchanged"]
    assert OfferSession.objects.count() == 2


def test_a_changed_rule_changes_its_dates_and_an_unchanged_one_leaves_them(house):
    take_over(importer(), weekly())
    OfferSession.objects.order_by("starts_at").first().delete()
    assert outcomes(take_over(importer(), weekly())) == ["unchanged"]
    result = take_over(importer(), weekly(Rhythmus="14-täglich", Anzahl=2))
    assert outcomes(result) == ["updated"]
    open_dates = OfferSession.objects.exclude(state=SessionState.CANCELLED).values_list("starts_at", flat=True)
    assert list(open_dates) == [local(monday(4), time(9, 30)), local(monday(6), time(9, 30))]


def test_a_new_course_number_is_a_new_run(house):
    take_over(importer(), weekly())
    take_over(importer(), weekly(Kursnummer="K2"))
    assert set(OfferRun.objects.values_list("course_number", flat=True)) == {"K1", "K2"}
    assert Offer.objects.count() == 1


def test_spellings_of_dates():
    assert read_weekdays("Mo-Fr") == ("MO", "TU", "WE", "TH", "FR")
    assert read_weekdays("Di und Do") == ("TU", "TH")
    assert read_rhythm("alle 3 Wochen") == ("weekly", 3, None)
    assert read_rhythm("letzter im Monat") == ("monthly", 1, -1)
    assert read_rhythm("jeden 2. Dienstag im Monat") == ("monthly", 1, 2)
    winter, summer = read_single_dates("24.10.2026 9-10; 26.10.2026")
    assert (winter[0].hour, summer[0].hour) == (9, 9)  # the same hour on the wall, before and after the clock change
    for nonsense in ("24.11.2026", "24.11.2026 11-9", "29.3.2026 2:30-4", "24.11.2026 9-10|24.11.2026 9-11", "x"):
        with pytest.raises(CellRefused):
            read_single_dates(nonsense)
    with pytest.raises(CellRefused, match="Möglich: wöchentlich"):
        read_rhythm("ab und zu")


# --- rights and size -----------------------------------------------------------------------------------------------
def test_coordination_imports_offers_of_those_it_looks_after(house):
    user = person(Role.COORDINATION, house)
    OrganizationFactory(name="Fremd", public=True)
    foreign = OfferFactory(external_source="liste", external_id="3", title="Krabbelgruppe")
    rows = [
        weekly(),
        weekly(Kennung="2", Veranstalter="Fremd"),
        {"Kennung": "3", "Titel": "Übernommen", "Veranstalter": "Familienhaus"},
    ]
    result = take_over(importer(by=user), *rows, skip_errors=True)
    assert outcomes(result) == ["created", "refused", "refused"]
    assert set(reasons(result)) == {
        "Veranstalter: Angebote dieses Veranstalters betreuen Sie nicht.",
        ": Angebote dieses Veranstalters betreuen Sie nicht.",
    }
    foreign.refresh_from_db()
    assert foreign.title == "Krabbelgruppe"
    assert Offer.objects.get(external_id="1").created_by == user


def test_coordination_books_no_rooms_of_strangers(house):
    RoomFactory(location=LocationFactory(name="Fremdes Haus"), name="Saal")
    row = weekly(Ort="Fremdes Haus", Raum="Saal")
    result = take_over(importer(by=person(Role.COORDINATION, house)), row)
    assert reasons(result) == ["Raum: Räume an diesem Standort können Sie nicht belegen."]
    assert take_over(importer(by=person(Role.ADMINISTRATION)), row).applied


def test_ten_times_the_rows_cost_hardly_more_queries(house):
    def queries(prefix, number):
        rows = [
            weekly(Kennung=f"{prefix}{n}", Kursnummer=f"{prefix}{n}", Titel=f"Kurs {prefix}{n}", Veröffentlichen="ja")
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as context:
            assert take_over(importer(), *rows).applied
        return len(context)

    assert queries("b", 30) <= queries("a", 3) + 2
