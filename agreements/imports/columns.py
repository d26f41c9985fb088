"""The columns of a table of signed agreements, by the German names people write on top."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementKind, NoticeTo, TermKind
from kit.imports.cells import choice_parser, several_parser, text_up_to, whole_number_parser
from kit.imports.columns import Column, Layout
from kit.imports.dates import read_day

PEOPLE = (
    "Unterzeichner",
    "Unterzeichnerin",
    "Unterzeichnende",
    "Name der Person",
    "Vorname",
    "Nachname",
    "Ansprechpartner",
    "Ansprechpartnerin",
    "Ansprechperson",
)


def _labels(choices: Iterable[tuple[str, object]]) -> Callable[[], list[str]]:
    return lambda: [str(label) for _, label in choices]


LAYOUT = Layout(
    (
        Column(
            "external_id",
            "Aktenzeichen",
            text_up_to(40),
            ("Kennung", "Zeichen", "Nummer"),
            required=True,
            hint=_("Daran erkennen wir die Zeile wieder. Was es schon gibt, bleibt unverändert."),
            example="KV-2019-004",
        ),
        Column(
            "title",
            "Titel",
            text_up_to(200),
            ("Bezeichnung", "Name"),
            required=True,
            example="Kooperation mit der Erziehungsberatung",
        ),
        Column(
            "file",
            "Datei",
            text_up_to(160),
            ("Scan", "Dateiname", "PDF"),
            required=True,
            hint=_("Name des Scans im ZIP."),
            example="kv-2019-004.pdf",
        ),
        Column(
            "kind",
            "Art",
            choice_parser(AgreementKind.choices),
            clearable=False,
            example="Kooperation zweier Partner",
            hint=_("Ohne Angabe: Kooperation zweier Partner."),
            choices=_labels(AgreementKind.choices),
        ),
        Column(
            "center",
            "Zentrum",
            text_up_to(200),
            ("Federführend", "Familienzentrum"),
            required=True,
            hint=_("Genauer Name."),
            example="Familienzentrum Beispiel",
        ),
        Column(
            "center_function",
            "Funktion Zentrum",
            text_up_to(160),
            clearable=False,
            example="Leitung",
            hint=_("Wer unterschrieben hat, als Funktion. Ohne Angabe: Leitung."),
        ),
        Column(
            "partners",
            "Partner",
            several_parser,
            ("Kooperationspartner", "Vertragspartner"),
            required=True,
            hint=_("Genaue Namen, mehrere mit Semikolon."),
            example="Beratungsstelle Beispiel",
        ),
        Column(
            "partner_functions",
            "Funktion Partner",
            several_parser,
            clearable=False,
            example="Geschäftsführung",
            hint=_("Je Partner eine, mit Semikolon. Ohne Angabe: Leitung."),
        ),
        Column(
            "signed_on",
            "Unterschrieben am",
            read_day,
            ("Datum", "Datum der Unterschrift"),
            required=True,
            hint=_("Tag der letzten Unterschrift."),
            example="01.03.2019",
        ),
        Column("place", "Ort", text_up_to(80), clearable=False),
        Column(
            "effective_from",
            "Gilt ab",
            read_day,
            ("Beginn", "Laufzeit ab"),
            clearable=False,
            hint=_("Ohne Angabe: ab der Unterschrift."),
        ),
        Column(
            "ends_on",
            "Gilt bis",
            read_day,
            ("Ende", "Laufzeit bis"),
            clearable=False,
            hint=_("Ohne Angabe: unbefristet."),
        ),
        Column(
            "term_kind",
            "Laufzeit",
            choice_parser(TermKind.choices),
            clearable=False,
            choices=_labels(TermKind.choices),
            hint=_("Ohne Angabe: befristet, wenn ein Ende dasteht."),
        ),
        Column("renewal_months", "Verlängerung in Monaten", whole_number_parser(1, 240), clearable=False),
        Column(
            "notice_months", "Kündigungsfrist in Monaten", whole_number_parser(0, 120), clearable=False, example="3"
        ),
        Column(
            "notice_to",
            "Kündbar zum",
            choice_parser(NoticeTo.choices),
            clearable=False,
            choices=_labels(NoticeTo.choices),
            example="Ende eines Halbjahres",
        ),
        Column("next_review_on", "Nächste Auswertung", read_day, clearable=False),
    ),
    people=PEOPLE,
)
