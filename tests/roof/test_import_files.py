"""Real files into the register, through the commands: what arrives, what is refused and in which words."""

import io
import zipfile
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from offers.enums import OfferState
from offers.models import Offer, OfferDocument, OfferSession
from partners.enums import OrganizationStatus
from partners.models import ContactPoint, Location, Organization
from tests.factories.offers import TargetGroupFactory
from tests.factories.partners import (
    ContactPointFactory,
    LanguageFactory,
    LocationFactory,
    OrganizationFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

ORGANIZATIONS = (
    "Kennung;Name;Art;Status;Straße;Hausnummer;PLZ;Ort;Kontakt Funktion;Telefon;E-Mail\n"
    "O-1;Haus Südwärts;Einrichtung;aktiv;Probeweg;4;07545;Gera;Koordination;030 23125-010;kontakt@haus.example\n"
    "O-2;Verein Straßenfest e.V.;Träger;aktiv;;;;;Anmeldung;030 23125-011;\n"
)
HEADER = (
    "Kennung;Titel;Kurztext;Art;Veranstalter;Themen;Zielgruppen;Sprachen;Ort;Alter;Kosten;Wochentag;Rhythmus;Beginn;"
    "Ende;Erster Tag;Anzahl;Veröffentlichen\n"
)


@pytest.fixture
def keep(tmp_path):
    """Writes content to a file and imports it; returns nothing, raises ``CommandError`` like the command does."""

    def run(kind: str, content: bytes | str, *options: str, name: str = "liste.csv", apply: bool = True) -> None:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        flags = ["--apply"] if apply else []
        call_command(f"import_{kind}", str(path), "--source", "stadt", *flags, *options, stdout=io.StringIO())

    return run


@pytest.fixture
def network():
    lead = OrganizationFactory(public=True, name="Haus Anderswo")
    ContactPointFactory(organization=lead)
    TopicFactory(name="Spielen")
    TargetGroupFactory(name="Familien")
    LanguageFactory(name="Deutsch")
    LocationFactory(name="Saal am Probeweg")
    return lead


def offer_row(key: str = "A-1", title: str = "Spielkreis", **cells: str) -> str:
    row = {
        "short": "Wir spielen.",
        "kind": "Gruppe",
        "lead": "Haus Anderswo",
        "topic": "Spielen",
        "group": "Familien",
        "language": "Deutsch",
        "place": "Saal am Probeweg",
        "age": "6-12 Monate",
        "fee": "1.032,50 €",
        "day": "Di",
        "rhythm": "wöchentlich",
        "start": "9.30 Uhr",
        "end": "11:00",
        "first": "05.01.2027",
        "count": "3",
        "publish": "ja",
        **cells,
    }
    return ";".join([key, title, *row.values()]) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_people_have(keep, encoding, delimiter):
    keep("organizations", ORGANIZATIONS.replace(";", delimiter).encode(encoding))
    house = Organization.objects.get(external_id="O-1")
    assert (house.name, house.status) == ("Haus Südwärts", OrganizationStatus.ACTIVE)
    assert Organization.objects.filter(name="Verein Straßenfest e.V.").exists()
    assert Location.objects.get().address == "Probeweg 4, 07545 Gera"
    assert ContactPoint.objects.get(organization=house).phone == "+493023125010"


def test_excel_brings_the_same(keep):
    book = Workbook()
    for line in ORGANIZATIONS.splitlines():
        book.active.append(line.split(";"))
    buffer = io.BytesIO()
    book.save(buffer)
    keep("organizations", buffer.getvalue(), name="liste.xlsx")
    assert Organization.objects.filter(external_source="stadt").count() == 2


def test_a_dry_run_changes_nothing(keep):
    keep("organizations", ORGANIZATIONS, apply=False)
    assert not Organization.objects.exists()


def test_the_same_file_twice_changes_nothing(keep, network):
    keep("organizations", ORGANIZATIONS)
    keep("offers", HEADER + offer_row(), name="angebote.csv")
    history = apps.get_model("partners", "OrganizationEvent")
    before = (
        list(Organization.objects.order_by("pk").values_list("updated_at", flat=True)),
        list(Offer.objects.values_list("updated_at", flat=True)),
        list(OfferSession.objects.order_by("pk").values_list("pk", flat=True)),
        history.objects.count(),
    )
    keep("organizations", ORGANIZATIONS)
    keep("offers", HEADER + offer_row(), name="angebote.csv")
    assert before == (
        list(Organization.objects.order_by("pk").values_list("updated_at", flat=True)),
        list(Offer.objects.values_list("updated_at", flat=True)),
        list(OfferSession.objects.order_by("pk").values_list("pk", flat=True)),
        history.objects.count(),
    )


def test_a_changed_row_updates_by_its_id(keep):
    keep("organizations", ORGANIZATIONS)
    keep("organizations", ORGANIZATIONS.replace("Haus Südwärts", "Haus Nordwärts"))
    assert Organization.objects.get(external_id="O-1").name == "Haus Nordwärts"
    assert Organization.objects.filter(external_source="stadt").count() == 2


def test_an_offer_with_dates_is_published_and_found(keep, network):
    keep("offers", HEADER + offer_row())
    offer = Offer.objects.get()
    assert (offer.state, offer.minimum_age_months, offer.maximum_age_months) == (OfferState.PUBLISHED, 6, 12)
    fee = offer.runs.get().fees.get()
    assert str(fee.amount) == "1032.50"
    starts = [timezone.localtime(s.starts_at) for s in OfferSession.objects.order_by("starts_at")]
    assert [(s.date(), s.hour, s.minute) for s in starts] == [(date(2027, 1, day), 9, 30) for day in (5, 12, 19)]
    assert OfferDocument.objects.get().offer == offer


def test_publishing_asks_what_the_page_asks(keep, network):
    """The same guard as everywhere: without a topic the row is refused, naming what is missing."""
    with pytest.raises(CommandError):
        keep("offers", HEADER + offer_row(topic=""))
    assert not Offer.objects.exists()


def test_one_wrong_row_stops_all_unless_told_otherwise(keep, tmp_path):
    wrong = ORGANIZATIONS + "O-3;;Einrichtung;aktiv;;;;;;;\n" + "O-4;Haus;Raumschiff;aktiv;;;;;;;\n"
    report = tmp_path / "bericht.csv"
    with pytest.raises(CommandError, match="2 Zeilen wurden abgelehnt"):
        keep("organizations", wrong, "--report", str(report))
    assert not Organization.objects.exists()
    text = report.read_bytes().decode("utf-8-sig")
    assert "4" in text
    assert "Name" in text
    assert "Raumschiff" in text
    with pytest.raises(CommandError):
        keep("organizations", wrong, "--skip-errors")
    assert Organization.objects.filter(external_source="stadt").count() == 2


def test_the_same_id_twice_in_one_file_is_refused(keep):
    with pytest.raises(CommandError):
        keep("organizations", ORGANIZATIONS + "O-1;Doppelt;Einrichtung;aktiv;;;;;;;\n")
    assert not Organization.objects.exists()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return buffer.getvalue()


def entities() -> bytes:
    buffer = io.BytesIO()
    laugh = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook>&b;</workbook>'
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", laugh)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.csv", b""),
        ("kopf.csv", b"Kennung;Name\n"),
        ("fremd.csv", b"a;b\n1;2\n"),
        ("null.csv", b"Kennung;Name\nO-1;Ha\x00us\n"),
        ("offen.csv", b'Kennung;Name\nO-1;"Haus ohne Ende\n'),
        ("gross.csv", b"Kennung;Name\n" + b"O;x\n" * 3_000_000),
        ("breit.csv", b";".join(b"s" for _ in range(100_000)) + b"\n"),
        ("bild.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 500),
        ("kaputt.xlsx", b"PK\x03\x04kaputt"),
        ("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("seite.pdf", b"%PDF-1.7\n"),
        ("bombe.xlsx", bomb()),
        ("lachen.xlsx", entities()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_damaged_and_malicious_files_get_a_clear_answer(keep, name, content):
    with pytest.raises(CommandError) as refused:
        keep("organizations", content, name=name)
    words = str(refused.value)
    assert words.endswith(".")
    assert not any(sign in words for sign in ("Traceback", "Error", "Exception", "0x"))
    assert not Organization.objects.exists()


def test_a_formula_is_refused(keep):
    """It would come back out of an export as a formula."""
    with pytest.raises(CommandError, match="1 Zeilen wurden abgelehnt"):
        keep("organizations", "Kennung;Name;Art;Status\nO-1;=1+1;Einrichtung;aktiv\n")
    assert not Organization.objects.exists()
