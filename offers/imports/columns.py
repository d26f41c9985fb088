"""The columns of a file of offers, by the German names people write on top."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from kit.imports import ages
from kit.imports.cells import (
    choice_parser,
    long_text_up_to,
    read_identifier,
    read_yes_no,
    several_parser,
    text_up_to,
    whole_number_parser,
)
from kit.imports.columns import Column, Layout
from kit.imports.dates import read_clock, read_day
from kit.imports.numbers import read_money
from offers.enums import AgeOf, OfferKind, RegistrationMode
from offers.imports.rhythm import RHYTHM_NAMES, read_rhythm, read_single_dates, read_weekdays
from offers.models import LifeStage, TargetGroup
from partners.models import Language, PlanningArea, Topic

PEOPLE = (
    "Ansprechpartner",
    "Ansprechpartnerin",
    "Ansprechperson",
    "Kontaktperson",
    "Vorname",
    "Nachname",
    "Name der Person",
    "Kursleitung",
    "Kursleiter",
    "Kursleiterin",
    "Dozent",
    "Dozentin",
    "Referent",
    "Referentin",
    "Leitung",
    "Leiter",
    "Leiterin",
    "Trainer",
    "Trainerin",
)


def _labels(choices: Iterable[tuple[str, object]]) -> Callable[[], list[str]]:
    return lambda: [str(label) for _, label in choices]


WHAT = (
    Column(
        "external_id",
        "Kennung",
        read_identifier,
        ("ID", "Angebotsnummer", "Externe Kennung", "Kennung der Herkunft"),
        required=True,
        hint=_("Nummer aus Ihrem eigenen System. Daran erkennen wir die Zeile wieder."),
        example="ANG-001",
    ),
    Column(
        "title",
        "Titel",
        text_up_to(160),
        ("Angebot", "Name", "Bezeichnung", "Kurstitel"),
        required=True,
        example="Krabbelgruppe am Dienstag",
    ),
    Column("subtitle", "Untertitel", text_up_to(160)),
    Column(
        "summary",
        "Kurztext",
        text_up_to(200),
        ("Kurzbeschreibung", "Zusammenfassung"),
        hint=_("Ein bis zwei einfache Sätze, höchstens 200 Zeichen."),
        example="Singen, krabbeln und andere Eltern treffen.",
    ),
    Column("description", "Beschreibung", long_text_up_to(10_000), ("Text", "Ausführliche Beschreibung")),
    Column(
        "kind",
        "Art",
        choice_parser(OfferKind.choices, treff="open_meeting", fortlaufendegruppe="group"),
        ("Angebotsart", "Typ"),
        clearable=False,
        hint=_("Bei neuen Angeboten nötig."),
        example="Offener Treff",
        choices=_labels(OfferKind.choices),
    ),
    Column(
        "lead",
        "Veranstalter",
        text_up_to(200),
        ("Anbieter", "Träger", "Organisation", "Veranstalter Kennung"),
        clearable=False,
        hint=_("Kennung oder genauer Name. Bei neuen Angeboten nötig."),
        example="Familienhaus Beispiel",
    ),
    Column(
        "co_organizers",
        "Mitveranstalter",
        several_parser,
        ("Kooperationspartner", "Partner"),
        hint=_("Kennung oder genauer Name, mehrere mit Semikolon."),
    ),
    Column(
        "co_agreed",
        "Mitveranstalter einverstanden",
        read_yes_no,
        ("Zustimmung", "Mitveranstalter zugestimmt"),
        clearable=False,
        hint=_("Ohne ihre Zustimmung wird das Angebot nicht veröffentlicht."),
    ),
    Column(
        "topics",
        "Themen",
        several_parser,
        ("Thema", "Themenfeld"),
        example="Eltern-Kind-Gruppe",
        choices=lambda: Topic.objects.filter(is_active=True).values_list("name", flat=True),
    ),
    Column(
        "target_groups",
        "Zielgruppen",
        several_parser,
        ("Zielgruppe",),
        example="Eltern mit Babys",
        choices=lambda: TargetGroup.objects.filter(is_active=True).values_list("name", flat=True),
    ),
    Column(
        "life_stages",
        "Lebenslagen",
        several_parser,
        ("Lebenslage",),
        choices=lambda: LifeStage.objects.values_list("name", flat=True),
    ),
    Column(
        "ages",
        "Alter",
        ages.read_age_span,
        ("Altersgruppe", "Alter von bis"),
        hint=_("Zum Beispiel 6-12 Monate, ab 3 Jahre, 0 bis 3 Jahre, alle. Zahlen ohne Einheit sind Jahre."),
        example="6-12 Monate",
    ),
    Column("age_from", "Alter von", ages.read_lowest_age, ("Mindestalter", "Alter ab")),
    Column(
        "age_to",
        "Alter bis",
        ages.read_highest_age,
        ("Höchstalter",),
        hint=_("3 Jahre heißt: bis zum Tag vor dem vierten Geburtstag."),
    ),
    Column(
        "age_of",
        "Alter bezieht sich auf",
        choice_parser(AgeOf.choices),
        clearable=False,
        choices=_labels(AgeOf.choices),
    ),
    Column("cross_generational", "Generationenübergreifend", read_yes_no),
    Column(
        "languages",
        "Sprachen",
        several_parser,
        ("Sprache", "Sprachen vor Ort"),
        example="Deutsch",
        choices=lambda: Language.objects.values_list("name", flat=True),
    ),
)
WHERE = (
    Column(
        "location",
        "Ort",
        text_up_to(160),
        ("Standort", "Veranstaltungsort", "Standort Kennung", "Haus"),
        hint=_("Kennung oder Name eines Standortes aus dem Verzeichnis, oder online."),
        example="HAUS-01",
    ),
    Column(
        "location_text", "Ort in Worten", text_up_to(200), ("Treffpunkt",), hint=_("Wenn es keinen festen Ort gibt.")
    ),
    Column("is_online", "Online", read_yes_no, example="nein"),
    Column("is_outreach", "Kommt zu den Familien", read_yes_no, ("Aufsuchend", "Hausbesuche")),
    Column(
        "areas",
        "Gilt in",
        several_parser,
        ("Stadtteile", "Stadtteil"),
        hint=_("Für Angebote ohne festen Ort."),
        choices=lambda: PlanningArea.objects.values_list("name", flat=True),
    ),
    Column("room", "Raum", text_up_to(120), hint=_("Name eines Raumes an diesem Ort. Der Raum wird belegt.")),
    Column(
        "contact",
        "Ansprechstelle",
        text_up_to(120),
        ("Kontakt", "Kontakt Funktion"),
        clearable=False,
        hint=_("Funktion eines Kontaktes des Veranstalters; leer: sein erster öffentlicher Kontakt."),
        example="Koordination",
    ),
    Column("opening_hours", "Öffnungszeiten", text_up_to(240), hint=_("Für Dauerangebote.")),
    Column("proof_note", "Mitzubringen", text_up_to(200)),
)
HOW = (
    Column(
        "registration_mode",
        "Anmeldung",
        choice_parser(
            RegistrationMode.choices,
            nein="none",
            ohne="none",
            keine="none",
            ja="optional",
            online="online",
            telefonisch="phone",
            telefon="phone",
        ),
        ("Anmeldeweg", "Anmeldung nötig"),
        clearable=False,
        example="Ohne Anmeldung",
        choices=_labels(RegistrationMode.choices),
    ),
    Column(
        "fee",
        "Kosten regulär",
        read_money,
        ("Kosten", "Gebühr", "Preis", "Teilnahmegebühr", "Kosten regulär in Euro"),
        hint=_("In Euro; kostenlos oder 0 heißt: kostet nichts."),
        example="kostenlos",
    ),
    Column("fee_reduced", "Kosten ermäßigt", read_money, ("Ermäßigt", "Gebühr ermäßigt", "Preis ermäßigt")),
    Column("cost_note", "Kostenhinweis", text_up_to(160), ("Kosten in Worten",)),
    Column("childcare", "Kinderbetreuung", read_yes_no, example="nein"),
    Column("publish_from", "Zeigen ab", read_day),
    Column("publish_until", "Zeigen bis", read_day),
    Column(
        "publish",
        "Veröffentlichen",
        read_yes_no,
        ("Öffentlich", "Publizieren"),
        clearable=False,
        hint=_("ja: Das Angebot erscheint, wenn alles Nötige da ist; sonst wird die Zeile abgelehnt."),
        example="ja",
    ),
)
RUN = (
    Column("course_number", "Kursnummer", text_up_to(30), ("Kurs-Nr", "Kursnr"), clearable=False),
    Column(
        "minimum_places", "Mindestzahl", whole_number_parser(0, 10_000), ("Mindestteilnehmende", "Mindestplätze", "min")
    ),
    Column(
        "maximum_places",
        "Höchstzahl",
        whole_number_parser(0, 10_000),
        ("Plätze", "Höchstteilnehmende", "max"),
        example="12",
    ),
)
DATES = (
    Column(
        "dates",
        "Termine",
        read_single_dates,
        ("Einzeltermine", "Termin"),
        clearable=False,
        hint=_("Einzelne Termine: 24.11.2026 09:30-11:00 | 01.12.2026. Oder die folgenden Spalten für eine Reihe."),
    ),
    Column("weekdays", "Wochentag", read_weekdays, ("Wochentage", "Tag"), clearable=False, example="Di"),
    Column(
        "rhythm",
        "Rhythmus",
        read_rhythm,
        ("Turnus", "Wiederholung"),
        clearable=False,
        example="wöchentlich",
        choices=lambda: RHYTHM_NAMES,
    ),
    Column(
        "start_time",
        "Beginn",
        read_clock,
        ("Uhrzeit von", "von Uhr", "Startzeit", "Uhrzeit Beginn"),
        clearable=False,
        example="9:30",
    ),
    Column(
        "end_time",
        "Ende",
        read_clock,
        ("Uhrzeit bis", "bis Uhr", "Endzeit", "Uhrzeit Ende"),
        clearable=False,
        example="11:00",
    ),
    Column(
        "starts_on",
        "Erster Tag",
        read_day,
        ("Startdatum", "Datum", "ab Datum", "Datum von"),
        clearable=False,
        example="05.01.2027",
    ),
    Column(
        "until", "Letzter Tag", read_day, ("Enddatum", "bis Datum", "Datum bis"), clearable=False, example="30.06.2027"
    ),
    Column("count", "Anzahl", whole_number_parser(1, 400), ("Anzahl Termine", "Anzahl der Termine"), clearable=False),
    Column(
        "skip_public_holidays",
        "Nicht an Feiertagen",
        read_yes_no,
        ("Feiertage auslassen",),
        clearable=False,
        hint=_("Ohne Angabe fallen Termine an Feiertagen aus."),
        example="ja",
    ),
    Column(
        "skip_school_holidays",
        "Nicht in Ferien",
        read_yes_no,
        ("Nicht in den Schulferien", "Ferien auslassen"),
        clearable=False,
        example="nein",
    ),
)
LAYOUT = Layout(columns=(*WHAT, *WHERE, *HOW, *RUN, *DATES), people=PEOPLE)
RULE_KEYS = tuple(column.key for column in DATES if column.key != "dates")
RUN_KEYS = tuple(column.key for column in (*RUN, *DATES)) + ("fee", "fee_reduced", "room")
