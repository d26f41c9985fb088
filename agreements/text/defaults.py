"""Tasks every agreement of a kind should have somebody for (domain 5.2 § 6); they begin as rows nobody has yet."""

from agreements.enums import AgreementKind

COOPERATION = (
    "Anmeldung und Daten der Teilnehmenden",
    "Räume und Schlüssel",
    "Öffentlichkeitsarbeit",
    "Betreuung der Kinder während der Angebote",
    "Notfälle und Erste Hilfe",
    "Beschwerden von Familien",
    "Statistik und Zahlen für Nachweise",
    "Rechnungen und Abrechnung",
    "Dokumentation und Protokolle",
)
DEFAULTS: dict[str, tuple[str, ...]] = {
    AgreementKind.BILATERAL: COOPERATION,
    AgreementKind.MULTILATERAL: (
        *COOPERATION,
        "Einladung zur Hausrunde und Ergebnisse",
        "Belegungsplan der gemeinsamen Räume",
        "Hausordnung, Alarmplan, Brandschutz",
    ),
    AgreementKind.FRAMEWORK: (
        "Einladung und Niederschrift der Treffen",
        "Einzelne Vereinbarungen der Zentren",
        "Insoweit erfahrene Fachkraft vermitteln",
        "Zusammengefasste Zahlen für die Planung",
        "Förderung und Nachweise",
        "Beschwerden von Familien",
    ),
    AgreementKind.ROOM_USE: (
        "Schlüssel ausgeben und zurücknehmen",
        "Belegungsplan",
        "Reinigung",
        "Schäden melden und beheben",
        "Alarmplan und Erste Hilfe",
        "Aufsicht über Kinder",
        "Abrechnung der Kosten",
    ),
    AgreementKind.PROJECT: (
        "Leitung des Projekts",
        "Anmeldung und Daten der Teilnehmenden",
        "Öffentlichkeitsarbeit",
        "Begleitung der Freiwilligen",
        "Notfälle und Beschwerden",
        "Geld, Material und Nachweise",
        "Auswertung und Abschluss",
    ),
    AgreementKind.ALLIANCE: (
        "Einladung zum Bündnistreffen und Ergebnisse",
        "Liste der Partner und Beitritte",
        "Öffentlichkeitsarbeit",
    ),
    AgreementKind.INSTRUCTOR: (
        "Anmeldung und Daten der Teilnehmenden",
        "Liste der Anwesenden",
        "Aufsicht über Kinder",
        "Material und Raum vorbereiten",
        "Notfälle und Erste Hilfe",
        "Absagen und Ersatztermine",
        "Rechnung",
    ),
    AgreementKind.CHILD_PROTECTION: (
        "Einsicht in Führungszeugnisse und Wiedervorlage",
        "Insoweit erfahrene Fachkraft hinzuziehen",
        "Meldung an das Jugendamt",
        "Schutzkonzept überprüfen",
        "Fortbildung der Fachkräfte",
    ),
    AgreementKind.JOINT_CONTROLLERS: (
        "Betroffene informieren (Art. 13 und 14)",
        "Auskunft, Berichtigung, Löschung",
        "Sicherheit der Verarbeitung",
        "Datenpannen melden",
        "Verzeichnis der Verarbeitungstätigkeiten",
        "Fristen der Löschung einhalten",
        "Dienstleister beauftragen und prüfen",
    ),
    AgreementKind.PROCESSING: (
        "Weisungen geben",
        "Maßnahmen zur Sicherheit prüfen",
        "Liste weiterer Auftragsverarbeiter",
        "Datenpannen melden",
        "Löschung oder Rückgabe am Ende",
    ),
}


def default_responsibilities(kind: str) -> list[str]:
    """The tasks a new agreement of ``kind`` begins with; none for a kind that is not known."""
    return list(DEFAULTS.get(kind, ()))
