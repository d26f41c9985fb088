"""The columns of a file of organisations, by the German names people write on top."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.imports import contacts
from kit.imports.cells import choice_parser, long_text_up_to, read_identifier, read_yes_no, several_parser, text_up_to
from kit.imports.columns import Column, Layout
from kit.imports.dates import read_day
from kit.imports.numbers import read_coordinate
from partners.enums import LegalForm, OrganizationKind, OrganizationStatus, Reach, Sector, StepFree, Visibility
from partners.imports.postal import postal_code
from partners.models import Municipality, PartnerCategory, PlanningArea

CONTACTS = (1, 2, 3)
PEOPLE = (
    "Ansprechpartner",
    "Ansprechpartnerin",
    "Ansprechperson",
    "Ansprechpartner/in",
    "Kontaktperson",
    "Kontakt Name",
    "Kontakt 2 Name",
    "Kontakt 3 Name",
    "Name der Person",
    "Name Ansprechpartner",
    "Vorname",
    "Nachname",
    "Familienname",
    "Anrede",
    "Leiter",
    "Leiterin",
    "Name der Leitung",
    "Geschäftsführer",
    "Geschäftsführerin",
    "Vorsitzender",
    "Vorsitzende",
    "Koordinator",
    "Koordinatorin",
)


def _labels(choices: Iterable[tuple[str, object]]) -> Callable[[], list[str]]:
    return lambda: [str(label) for _, label in choices]


def _contact_columns(number: int) -> tuple[Column, ...]:
    """Columns of the n-th contact; the first one needs no number: ``Telefon`` and ``Kontakt Telefon`` are the same."""
    prefix = "Kontakt" if number == 1 else f"Kontakt {number}"
    first = number == 1

    def named(short: str, *others: str) -> tuple[str, tuple[str, ...]]:
        if first:
            return short, (f"Kontakt {short}", f"Kontakt 1 {short}", *others)
        return f"{prefix} {short}", ()

    phone, phone_aliases = named("Telefon", "Tel", "Telefonnummer", "Fon", "Rufnummer")
    mail, mail_aliases = named("E-Mail", "Mail", "E-Mail-Adresse", "Mailadresse")
    hours, hours_aliases = named("Sprechzeiten", "Sprechzeit")
    return (
        Column(
            f"function_{number}",
            f"{prefix} Funktion",
            text_up_to(120),
            ("Kontakt 1 Funktion", "Funktion") if first else (),
            clearable=False,
            hint=gettext("Zum Beispiel Koordination oder Anmeldung, kein Name einer Person."),
            example="Koordination" if first else "",
        ),
        Column(f"phone_{number}", phone, contacts.read_phone, phone_aliases, example="030 23125-010" if first else ""),
        Column(
            f"email_{number}",
            mail,
            contacts.read_mail_address,
            mail_aliases,
            example="kontakt@familienhaus.example" if first else "",
        ),
        Column(f"hours_{number}", hours, text_up_to(200), hours_aliases, example="Di 9-12 Uhr" if first else ""),
        Column(
            f"visibility_{number}",
            f"{prefix} sichtbar",
            choice_parser(Visibility.choices, ja="public", nein="internal", netz="network", netzwerk="network"),
            ("Kontakt 1 sichtbar",) if first else (),
            clearable=False,
            hint=gettext("Wer den Kontakt sieht."),
            example="Öffentlich" if first else "",
            choices=_labels(Visibility.choices),
        ),
    )


BASIC = (
    Column(
        "external_id",
        "Kennung",
        read_identifier,
        ("ID", "Nummer", "Externe Kennung", "Kennung der Herkunft"),
        required=True,
        hint=_("Nummer aus Ihrem eigenen System. Daran erkennen wir die Zeile wieder."),
        example="ORG-001",
    ),
    Column(
        "name",
        "Name",
        text_up_to(200),
        ("Organisation", "Einrichtung", "Bezeichnung", "Name der Organisation", "Name der Einrichtung"),
        required=True,
        example="Familienhaus Beispiel",
    ),
    Column("short_name", "Kurzname", text_up_to(80), ("Kürzel", "Abkürzung"), example="Familienhaus"),
    Column(
        "kind",
        "Art",
        choice_parser(OrganizationKind.choices),
        ("Organisationsart", "Typ"),
        clearable=False,
        hint=_("Bei neuen Organisationen nötig."),
        example="Einrichtung",
        choices=_labels(OrganizationKind.choices),
    ),
    Column(
        "category",
        "Kategorie",
        text_up_to(120),
        ("Partnerkategorie",),
        choices=lambda: PartnerCategory.objects.values_list("name", flat=True),
    ),
    Column(
        "sector",
        "Sektor",
        choice_parser(Sector.choices),
        ("Bereich",),
        clearable=False,
        example="Vereine",
        choices=_labels(Sector.choices),
    ),
    Column(
        "legal_form",
        "Rechtsform",
        choice_parser(LegalForm.choices, eingetragenerverein="ev", verein="ev", ag="none"),
        clearable=False,
        example="e. V.",
        choices=_labels(LegalForm.choices),
    ),
    Column(
        "operator",
        "Träger",
        text_up_to(200),
        ("Trägerorganisation", "Träger Kennung"),
        clearable=False,
        hint=_("Kennung oder genauer Name, auch aus derselben Datei."),
    ),
    Column("operator_since", "Träger seit", read_day, clearable=False),
    Column(
        "parent",
        "Übergeordnete Stelle",
        text_up_to(200),
        ("gehört zu", "Übergeordnet"),
        hint=_("Kennung oder genauer Name; nur für Teile einer Behörde oder eines Verbandes."),
    ),
    Column(
        "municipality",
        "Kommune",
        text_up_to(120),
        ("Gemeinde", "Stadt", "Sitz in", "AGS"),
        hint=_("Name oder Gemeindeschlüssel."),
        choices=lambda: Municipality.objects.values_list("name", flat=True),
    ),
    Column(
        "areas",
        "Stadtteile",
        several_parser,
        ("Wirkungsräume", "Planungsräume", "Sozialräume", "Wirkt in"),
        hint=_("Wo die Organisation wirkt; mehrere mit Semikolon."),
        choices=lambda: PlanningArea.objects.values_list("name", flat=True),
    ),
    Column("reach", "Reichweite", choice_parser(Reach.choices), clearable=False, choices=_labels(Reach.choices)),
    Column("core_mandate", "Kernauftrag", long_text_up_to(2000), ("Auftrag", "Aufgaben")),
    Column("description_public", "Beschreibung", long_text_up_to(10_000), ("Öffentliche Beschreibung",)),
    Column(
        "website",
        "Internet",
        contacts.read_web_address,
        ("Internetseite", "Webseite", "Website", "Homepage", "URL"),
        example="https://www.familienhaus.example",
    ),
    Column(
        "status",
        "Status",
        choice_parser(OrganizationStatus.choices),
        clearable=False,
        hint=_("Öffentlich sind aktive Organisationen, sobald jemand die Angaben bestätigt hat."),
        example="Aktiv",
        choices=_labels(OrganizationStatus.choices),
    ),
    Column("closed_on", "Geschlossen am", read_day, clearable=False),
)
SITE = (
    Column(
        "site_id",
        "Standort Kennung",
        read_identifier,
        ("Kennung Standort", "Standortkennung"),
        clearable=False,
        hint=_("Gleiche Kennung in mehreren Zeilen: Die Organisationen arbeiten unter einem Dach."),
        example="HAUS-01",
    ),
    Column(
        "site_name",
        "Standort",
        text_up_to(160),
        ("Standort Name", "Haus", "Gebäude"),
        clearable=False,
        example="Haus am Beispielweg",
    ),
    Column("street", "Straße", text_up_to(120), example="Am Beispielweg"),
    Column("house_no", "Hausnummer", text_up_to(12), ("Hausnr", "Nr", "HNR"), example="4 a"),
    Column("postal_code", "PLZ", postal_code, ("Postleitzahl",), example="07552"),
    Column("city", "Ort", text_up_to(80), ("Stadt des Standorts", "Wohnort"), example="Gera"),
    Column(
        "site_area",
        "Stadtteil",
        text_up_to(120),
        ("Ortsteil", "Standort Stadtteil", "Planungsraum"),
        choices=lambda: PlanningArea.objects.values_list("name", flat=True),
    ),
    Column("lat", "Breite", read_coordinate(90, "Breite"), ("Breitengrad", "Latitude", "lat"), example="50,9012"),
    Column("lon", "Länge", read_coordinate(180, "Länge"), ("Längengrad", "Longitude", "lon", "lng"), example="12,0912"),
    Column(
        "step_free",
        "Stufenlos",
        choice_parser(StepFree.choices, ja="yes", nein="no", teilweise="partly", x="yes", unbekannt="unknown"),
        ("Barrierefrei", "Rollstuhlgerecht"),
        clearable=False,
        example="Stufenlos",
        choices=_labels(StepFree.choices),
    ),
    Column("public_transport", "Haltestelle", text_up_to(200), ("Bus und Bahn", "ÖPNV"), example="Bus 12, Beispielweg"),
    Column(
        "is_protected",
        "Adresse schützen",
        read_yes_no,
        ("Adresse nicht veröffentlichen",),
        hint=_("ja: Anschrift und Lage erscheinen nirgends öffentlich."),
        example="nein",
    ),
    Column("opening_hours", "Öffnungszeiten", text_up_to(240), example="Mo-Fr 8-16 Uhr"),
)
LAYOUT = Layout(
    columns=(*BASIC, *SITE, *(column for number in CONTACTS for column in _contact_columns(number))), people=PEOPLE
)
SITE_KEYS = tuple(column.key for column in SITE)
