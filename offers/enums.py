"""Choices of the offers app; terms from domain 3.3."""

from django.db import models


class OfferKind(models.TextChoices):
    COURSE = "course", "Kurs"
    EVENT = "event", "Veranstaltung"
    OPEN_MEETING = "open_meeting", "Offener Treff"
    CONSULTATION = "consultation", "Sprechstunde"
    COUNSELLING = "counselling", "Beratung"
    GROUP = "group", "Gruppe"
    SERVICE = "service", "Dauerangebot"
    CONFERENCE = "conference", "Fachtagung"
    VOLUNTEERING = "volunteering", "Ehrenamt"
    EMPLOYER = "employer", "Angebot für Betriebe"


class AgeOf(models.TextChoices):
    CHILD = "child", "Kind"
    ADULT = "adult", "Erwachsene"
    ALL = "all", "Alle"


class RegistrationMode(models.TextChoices):
    NONE = "none", "Ohne Anmeldung"
    OPTIONAL = "optional", "Anmeldung möglich"
    ONLINE = "online", "Anmeldung online"
    PHONE = "phone", "Anmeldung per Telefon"
    REFERRAL = "referral", "Nur mit Überweisung"


class CapacityUnit(models.TextChoices):
    PERSON = "person", "Person"
    PAIR = "pair", "Eltern-Kind-Paar"
    FAMILY = "family", "Familie"
    COUPLE = "couple", "Paar"


class LegalBasis(models.TextChoices):
    SGB8_16 = "sgb8_16", "§ 16 SGB VIII (Familienförderung)"
    SGB8_28 = "sgb8_28", "§ 28 SGB VIII (Erziehungsberatung)"
    SGB8_11 = "sgb8_11", "§ 11 SGB VIII (Jugendarbeit)"
    ADULT_EDUCATION = "adult_education", "Erwachsenenbildungsgesetz"
    VOLUNTARY = "voluntary", "Freiwillige Leistung"
    NONE = "none", "Ohne"


class Supervision(models.TextChoices):
    PARENTS = "parents", "Eltern oder Begleitperson"
    ORGANIZER = "organizer", "Veranstalter"
    NONE = "none", "Nicht nötig"


class OfferRole(models.TextChoices):
    """Roles of organisations beside the lead, which every offer has exactly once (``Offer.lead``)."""

    CO_ORGANIZER = "co_organizer", "Mitveranstalter"
    ROOM_PROVIDER = "room_provider", "Stellt den Raum"
    FUNDER = "funder", "Förderung"
    EXPERT = "expert", "Fachliche Begleitung"
    PUBLICITY = "publicity", "Öffentlichkeitsarbeit"


class Approval(models.TextChoices):
    PENDING = "pending", "Offen"
    AGREED = "agreed", "Zugestimmt"
    OBJECTED = "objected", "Einwände"


class OfferState(models.TextChoices):
    """States of domain 3.7.3; changed by ``actions.step_offer`` only."""

    IDEA = "idea", "Idee"
    COORDINATION = "coordination", "In Abstimmung"
    APPROVED = "approved", "Freigegeben"
    PUBLISHED = "published", "Veröffentlicht"
    PAUSED = "paused", "Pausiert"
    RETIRED = "retired", "Eingestellt"
    REJECTED = "rejected", "Nicht weiterverfolgt"


class RunState(models.TextChoices):
    """States of domain 3.7.4; changed by ``actions.step_run`` only."""

    PLANNED = "planned", "Geplant"
    OPEN = "open", "Anmeldung offen"
    CLOSED = "closed", "Anmeldung geschlossen"
    CONFIRMED = "confirmed", "Findet statt"
    RUNNING = "running", "Läuft"
    COMPLETED = "completed", "Abgeschlossen"
    REPORTED = "reported", "Abgerechnet"
    CANCELLED = "cancelled", "Abgesagt"


class SessionState(models.TextChoices):
    PLANNED = "planned", "Geplant"
    MOVED = "moved", "Verlegt"
    CANCELLED = "cancelled", "Fällt aus"
    HELD = "held", "Hat stattgefunden"


class Frequency(models.TextChoices):
    ONCE = "once", "Einmalig"
    WEEKLY = "weekly", "Wöchentlich"
    MONTHLY = "monthly", "Monatlich"


class Weekday(models.TextChoices):
    """RFC 5545 codes; ISO order."""

    MO = "MO", "Montag"
    TU = "TU", "Dienstag"
    WE = "WE", "Mittwoch"
    TH = "TH", "Donnerstag"
    FR = "FR", "Freitag"
    SA = "SA", "Samstag"
    SU = "SU", "Sonntag"


class DayPart(models.IntegerChoices):
    """Times of day families think in, by local start time."""

    MORNING = 1, "Vormittag (bis 12 Uhr)"
    AFTERNOON = 2, "Nachmittag (12 bis 17 Uhr)"
    EVENING = 3, "Abend (ab 17 Uhr)"


class BookingStatus(models.TextChoices):
    REQUESTED = "requested", "Angefragt"
    CONFIRMED = "confirmed", "Bestätigt"
    CANCELLED = "cancelled", "Abgesagt"


class FeePer(models.TextChoices):
    PERSON = "person", "pro Person"
    PAIR = "pair", "pro Eltern-Kind-Paar"
    FAMILY = "family", "pro Familie"
    SESSION = "session", "pro Termin"
    COURSE = "course", "pro Kurs"


class MaterialPayee(models.TextChoices):
    INCLUDED = "included", "Im Preis enthalten"
    INSTRUCTOR = "instructor", "Bei der Kursleitung"
    ORGANIZER = "organizer", "Beim Veranstalter"


class ContractType(models.TextChoices):
    EMPLOYEE = "employee", "Angestellt"
    FEE = "fee", "Honorarvertrag"
    VOLUNTEER = "volunteer", "Ehrenamt oder Übungsleitung"
    PARTNER_STAFF = "partner_staff", "Personal eines Partners"


class InstructorRole(models.TextChoices):
    LEAD = "lead", "Leitung"
    ASSISTANT = "assistant", "Mithilfe"
    CHILDCARE = "childcare", "Kinderbetreuung"


class CredentialKind(models.TextChoices):
    """What may be recorded about credentials (domain 7.6)."""

    CONDUCT = "conduct", "Erweitertes Führungszeugnis"
    MEASLES = "measles", "Masernschutz gegenüber der Einrichtung nachgewiesen"
    FOOD = "food", "Belehrung nach § 43 IfSG"
    QUALIFICATION = "qualification", "Fachliche Qualifikation"


class CredentialResult(models.TextChoices):
    CLEAR = "clear", "Kein Hindernis"
    EXCLUDED = "excluded", "Tätigkeit ausgeschlossen"


class EditionState(models.TextChoices):
    PLANNED = "planned", "In Planung"
    ANNOUNCED = "announced", "Angekündigt"
    HELD = "held", "Hat stattgefunden"
    CANCELLED = "cancelled", "Abgesagt"


class ContributionKind(models.TextChoices):
    STAND = "stand", "Stand"
    ACTIVITY = "activity", "Mitmachangebot"
    STAGE = "stage", "Bühnenbeitrag"
    FOOD = "food", "Essen und Trinken"
    ROOM = "room", "Raum oder Fläche"
    MONEY = "money", "Geld oder Sachspende"
    HELPERS = "helpers", "Helfende"
    INFORMATION = "information", "Information und Beratung"


class ProgramItemKind(models.TextChoices):
    GREETING = "greeting", "Begrüßung"
    LECTURE = "lecture", "Vortrag"
    PANEL = "panel", "Podium"
    WORKSHOP = "workshop", "Werkstatt"
    BREAK = "break", "Pause"


class ConsentBasis(models.TextChoices):
    NO_PEOPLE = "no_people", "Keine Personen zu sehen"
    CONSENT = "consent", "Einwilligung liegt vor"
    GATHERING = "gathering", "Bild einer Versammlung (§ 23 KunstUrhG)"


class TextKind(models.TextChoices):
    PLAIN = "plain", "Einfache Sprache"
    EASY = "easy", "Leichte Sprache"
    TRANSLATION = "translation", "Übersetzung"


class HitsClass(models.TextChoices):
    """How many offers a search found, as roughly as planners need it."""

    NONE = "0", "keine Treffer"
    FEW = "1-4", "1 bis 4 Treffer"
    SOME = "5-20", "5 bis 20 Treffer"
    MANY = "20+", "mehr als 20 Treffer"

    @classmethod
    def of(cls, hits: int) -> "HitsClass":
        """The class of a number of hits."""
        if hits <= 0:
            return cls.NONE
        if hits < 5:
            return cls.FEW
        return cls.SOME if hits <= 20 else cls.MANY
