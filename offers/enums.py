"""Choices of the offers app; terms from domain 3.3."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferKind(models.TextChoices):
    COURSE = "course", _("Kurs")
    EVENT = "event", _("Veranstaltung")
    OPEN_MEETING = "open_meeting", _("Offener Treff")
    CONSULTATION = "consultation", _("Sprechstunde")
    COUNSELLING = "counselling", _("Beratung")
    GROUP = "group", _("Gruppe")
    SERVICE = "service", _("Dauerangebot")
    CONFERENCE = "conference", _("Fachtagung")
    VOLUNTEERING = "volunteering", _("Ehrenamt")
    EMPLOYER = "employer", _("Angebot für Betriebe")


class AgeOf(models.TextChoices):
    CHILD = "child", _("Kind")
    ADULT = "adult", _("Erwachsene")
    ALL = "all", _("Alle")


class RegistrationMode(models.TextChoices):
    NONE = "none", _("Ohne Anmeldung")
    OPTIONAL = "optional", _("Anmeldung möglich")
    ONLINE = "online", _("Anmeldung online")
    PHONE = "phone", _("Anmeldung per Telefon")
    REFERRAL = "referral", _("Nur mit Überweisung")


class CapacityUnit(models.TextChoices):
    PERSON = "person", _("Person")
    PAIR = "pair", _("Eltern-Kind-Paar")
    FAMILY = "family", _("Familie")
    COUPLE = "couple", _("Paar")


class LegalBasis(models.TextChoices):
    SGB8_16 = "sgb8_16", _("§ 16 SGB VIII (Familienförderung)")
    SGB8_28 = "sgb8_28", _("§ 28 SGB VIII (Erziehungsberatung)")
    SGB8_11 = "sgb8_11", _("§ 11 SGB VIII (Jugendarbeit)")
    ADULT_EDUCATION = "adult_education", _("Erwachsenenbildungsgesetz")
    VOLUNTARY = "voluntary", _("Freiwillige Leistung")
    NONE = "none", _("Ohne")


class Supervision(models.TextChoices):
    PARENTS = "parents", _("Eltern oder Begleitperson")
    ORGANIZER = "organizer", _("Veranstalter")
    NONE = "none", _("Nicht nötig")


class OfferRole(models.TextChoices):
    """Roles of organisations beside the lead, which every offer has exactly once (``Offer.lead``)."""

    CO_ORGANIZER = "co_organizer", _("Mitveranstalter")
    ROOM_PROVIDER = "room_provider", _("Stellt den Raum")
    FUNDER = "funder", _("Förderung")
    EXPERT = "expert", _("Fachliche Begleitung")
    PUBLICITY = "publicity", _("Öffentlichkeitsarbeit")


class Approval(models.TextChoices):
    PENDING = "pending", _("Offen")
    AGREED = "agreed", _("Zugestimmt")
    OBJECTED = "objected", _("Einwände")


class OfferState(models.TextChoices):
    """States of domain 3.7.3; changed by ``actions.step_offer`` only."""

    IDEA = "idea", _("Idee")
    COORDINATION = "coordination", _("In Abstimmung")
    APPROVED = "approved", _("Freigegeben")
    PUBLISHED = "published", _("Veröffentlicht")
    PAUSED = "paused", _("Pausiert")
    RETIRED = "retired", _("Eingestellt")
    REJECTED = "rejected", _("Nicht weiterverfolgt")


class RunState(models.TextChoices):
    """States of domain 3.7.4; changed by ``actions.step_run`` only."""

    PLANNED = "planned", _("Geplant")
    OPEN = "open", _("Anmeldung offen")
    CLOSED = "closed", _("Anmeldung geschlossen")
    CONFIRMED = "confirmed", _("Findet statt")
    RUNNING = "running", _("Läuft")
    COMPLETED = "completed", _("Abgeschlossen")
    REPORTED = "reported", _("Abgerechnet")
    CANCELLED = "cancelled", _("Abgesagt")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Geplant")
    MOVED = "moved", _("Verlegt")
    CANCELLED = "cancelled", _("Fällt aus")
    HELD = "held", _("Hat stattgefunden")


class Frequency(models.TextChoices):
    ONCE = "once", _("Einmalig")
    WEEKLY = "weekly", _("Wöchentlich")
    MONTHLY = "monthly", _("Monatlich")


class Weekday(models.TextChoices):
    """RFC 5545 codes; ISO order."""

    MO = "MO", _("Montag")
    TU = "TU", _("Dienstag")
    WE = "WE", _("Mittwoch")
    TH = "TH", _("Donnerstag")
    FR = "FR", _("Freitag")
    SA = "SA", _("Samstag")
    SU = "SU", _("Sonntag")


class DayPart(models.IntegerChoices):
    """Times of day families think in, by local start time."""

    MORNING = 1, _("Vormittag (bis 12 Uhr)")
    AFTERNOON = 2, _("Nachmittag (12 bis 17 Uhr)")
    EVENING = 3, _("Abend (ab 17 Uhr)")


class BookingStatus(models.TextChoices):
    REQUESTED = "requested", _("Angefragt")
    CONFIRMED = "confirmed", _("Bestätigt")
    CANCELLED = "cancelled", _("Abgesagt")


class FeePer(models.TextChoices):
    PERSON = "person", _("pro Person")
    PAIR = "pair", _("pro Eltern-Kind-Paar")
    FAMILY = "family", _("pro Familie")
    SESSION = "session", _("pro Termin")
    COURSE = "course", _("pro Kurs")


class MaterialPayee(models.TextChoices):
    INCLUDED = "included", _("Im Preis enthalten")
    INSTRUCTOR = "instructor", _("Bei der Kursleitung")
    ORGANIZER = "organizer", _("Beim Veranstalter")


class ContractType(models.TextChoices):
    EMPLOYEE = "employee", _("Angestellt")
    FEE = "fee", _("Honorarvertrag")
    VOLUNTEER = "volunteer", _("Ehrenamt oder Übungsleitung")
    PARTNER_STAFF = "partner_staff", _("Personal eines Partners")


class InstructorRole(models.TextChoices):
    LEAD = "lead", _("Leitung")
    ASSISTANT = "assistant", _("Mithilfe")
    CHILDCARE = "childcare", _("Kinderbetreuung")


class CredentialKind(models.TextChoices):
    """What may be recorded about credentials (domain 7.6)."""

    CONDUCT = "conduct", _("Erweitertes Führungszeugnis")
    MEASLES = "measles", _("Masernschutz gegenüber der Einrichtung nachgewiesen")
    FOOD = "food", _("Belehrung nach § 43 IfSG")
    QUALIFICATION = "qualification", _("Fachliche Qualifikation")


class CredentialResult(models.TextChoices):
    CLEAR = "clear", _("Kein Hindernis")
    EXCLUDED = "excluded", _("Tätigkeit ausgeschlossen")


class EditionState(models.TextChoices):
    PLANNED = "planned", _("In Planung")
    ANNOUNCED = "announced", _("Angekündigt")
    HELD = "held", _("Hat stattgefunden")
    CANCELLED = "cancelled", _("Abgesagt")


class ContributionKind(models.TextChoices):
    STAND = "stand", _("Stand")
    ACTIVITY = "activity", _("Mitmachangebot")
    STAGE = "stage", _("Bühnenbeitrag")
    FOOD = "food", _("Essen und Trinken")
    ROOM = "room", _("Raum oder Fläche")
    MONEY = "money", _("Geld oder Sachspende")
    HELPERS = "helpers", _("Helfende")
    INFORMATION = "information", _("Information und Beratung")


class ProgramItemKind(models.TextChoices):
    GREETING = "greeting", _("Begrüßung")
    LECTURE = "lecture", _("Vortrag")
    PANEL = "panel", _("Podium")
    WORKSHOP = "workshop", _("Werkstatt")
    BREAK = "break", _("Pause")


class ConsentBasis(models.TextChoices):
    NO_PEOPLE = "no_people", _("Keine Personen zu sehen")
    CONSENT = "consent", _("Einwilligung liegt vor")
    GATHERING = "gathering", _("Bild einer Versammlung (§ 23 KunstUrhG)")


class TextKind(models.TextChoices):
    PLAIN = "plain", _("Einfache Sprache")
    EASY = "easy", _("Leichte Sprache")
    TRANSLATION = "translation", _("Übersetzung")


class HitsClass(models.TextChoices):
    """How many offers a search found, as roughly as planners need it."""

    NONE = "0", _("keine Treffer")
    FEW = "1-4", _("1 bis 4 Treffer")
    SOME = "5-20", _("5 bis 20 Treffer")
    MANY = "20+", _("mehr als 20 Treffer")

    @classmethod
    def of(cls, hits: int) -> "HitsClass":
        """The class of a number of hits."""
        if hits <= 0:
            return cls.NONE
        if hits < 5:
            return cls.FEW
        return cls.SOME if hits <= 20 else cls.MANY
