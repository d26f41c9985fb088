"""People who lead courses, called by what they do and never by name (R-1); their credentials; terms for cancelling."""

from dataclasses import dataclass, field

from familynet.demo.catalogs import german_slug
from familynet.demo.demo_rows import Rows
from familynet.demo.phone_numbers import fictional_phone
from familynet.demo.reference_date import Day
from offers.enums import ContractType, CredentialKind
from offers.models import CancellationPolicy, Instructor, InstructorCredential
from partners.models import Organization, Topic

FIRST_PHONE = 900
CENTER = "familienzentrum-elsterbogen"


@dataclass(frozen=True)
class Leader:
    """One instructor: who answers for the data, what for, and which credentials were seen (kind, days until due)."""

    label: str
    contract: str
    qualification: str
    topics: list[str]
    seen: list[tuple[str, int]] = field(default_factory=list)
    organization: str = CENTER


CONDUCT, MEASLES, FOOD, SKILL = (
    CredentialKind.CONDUCT,
    CredentialKind.MEASLES,
    CredentialKind.FOOD,
    CredentialKind.QUALIFICATION,
)
LEADERS = (
    Leader(
        "Kursleitung Ernährung",
        ContractType.FEE,
        "Diätassistenz, Ernährungsbildung für Familien",
        ["kochen-und-essen"],
        [(CONDUCT, 700), (FOOD, 20), (SKILL, 900)],
    ),
    Leader(
        "Kursleitung Eltern-Kind",
        ContractType.FEE,
        "Heilpädagogik, Ausbildung in Babymassage",
        ["eltern-kind-gruppe", "babymassage"],
        [(CONDUCT, 400), (MEASLES, 2000)],
    ),
    Leader(
        "Kursleitung Elternkurse",
        ContractType.EMPLOYEE,
        "Sozialpädagogik, Trainerin für Elternkurse",
        ["elternkurs"],
        [(CONDUCT, 1100)],
    ),
    Leader(
        "Kursleitung Rückbildung",
        ContractType.FEE,
        "Physiotherapie, Beckenbodentraining",
        ["rueckbildung", "bewegung"],
        [(CONDUCT, 45), (SKILL, 300)],
    ),
    Leader(
        "Kursleitung Deutsch",
        ContractType.FEE,
        "Deutsch als Zweitsprache",
        ["deutsch-lernen"],
        [(CONDUCT, 820)],
    ),
    Leader(
        "Übungsleitung Kinderturnen",
        ContractType.PARTNER_STAFF,
        "Übungsleitung Breitensport",
        ["bewegung"],
        [(CONDUCT, 510)],
    ),
    Leader(
        "Werkstattleitung Holz",
        ContractType.VOLUNTEER,
        "Tischlerhandwerk, Maschinenschein",
        ["werken-und-basteln"],
        [(CONDUCT, 640)],
    ),
    Leader(
        "Kinderbetreuung Kurse",
        ContractType.EMPLOYEE,
        "Kinderpflege",
        ["spielen-und-treffen"],
        [(CONDUCT, 980), (MEASLES, 2000)],
    ),
)
POLICIES = (
    ("Kurse im Familienzentrum", CENTER, 7, 50, 0),
    ("Kurse im Lichtblick", "familienbildungsstaette-lichtblick", 14, 100, 5),
)


def load_people(rows: Rows, day: Day) -> None:
    """Instructors with credentials; one is due soon so that the reminder shows (O-04)."""
    for number, leader in enumerate(LEADERS):
        key = german_slug(leader.label)
        contact = fictional_phone(FIRST_PHONE + number)
        instructor = rows.keep(
            Instructor,
            key,
            organization=rows.get(Organization, leader.organization),
            label=leader.label,
            email=f"{key}@{leader.organization}.example",
            phone=contact.number,
            qualification=leader.qualification,
            contract_type=leader.contract,
            last_activity_on=day.plus(days=-3 - number),
            sgb4_127_consent_on=day.plus(days=-120) if leader.contract == ContractType.FEE else None,
            many={"topics": rows.all(Topic, leader.topics)},
        )
        for kind, due in leader.seen:
            _credential(rows, day, instructor, f"{key} {kind}", kind, due)
    for name, organization, free_until, percent, fee in POLICIES:
        rows.keep(
            CancellationPolicy,
            name,
            organization=rows.get(Organization, organization),
            name=name,
            free_until_days_before=free_until,
            fee_after=percent,
            admin_fee=fee,
            text_version="Demo 1",
        )


def _credential(rows: Rows, day: Day, instructor: Instructor, key: str, kind: str, due: int) -> None:
    inspected = day.plus(days=min(due - 1825, -30))
    rows.keep(
        InstructorCredential,
        key,
        instructor=instructor,
        kind=kind,
        inspected_on=inspected,
        inspected_by_function="Koordination",
        certificate_date=inspected if kind == CONDUCT else None,
        next_due_on=day.plus(days=due),
        erase_by=day.plus(days=due + 90) if kind == CONDUCT else None,
    )
