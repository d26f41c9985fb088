"""Choices of the agreements app; terms from domain 3.4 and 5."""

from django.db import models


class AgreementKind(models.TextChoices):
    """Kinds of domain 5.5; each has a template."""

    BILATERAL = "bilateral", "Kooperation zweier Partner"
    MULTILATERAL = "multilateral", "Kooperation mehrerer Partner"
    FRAMEWORK = "framework", "Rahmenvereinbarung"
    ROOM_USE = "room_use", "Raumnutzung"
    PROJECT = "project", "Projekt"
    ALLIANCE = "alliance", "Bündniserklärung"
    INSTRUCTOR = "instructor", "Honorarvereinbarung"
    CHILD_PROTECTION = "child_protection", "Kinderschutz (§§ 8a, 72a SGB VIII)"
    JOINT_CONTROLLERS = "joint_controllers", "Gemeinsame Verantwortung (Art. 26 DSGVO)"
    PROCESSING = "processing", "Auftragsverarbeitung (Art. 28 DSGVO)"


class AgreementState(models.TextChoices):
    """States of domain 3.7.2; changed by ``agreements.actions`` only."""

    DRAFT = "draft", "Entwurf"
    IN_NEGOTIATION = "in_negotiation", "In Abstimmung"
    FINAL_TEXT = "final_text", "Text abgestimmt"
    PARTIALLY_SIGNED = "partially_signed", "Teilweise unterschrieben"
    SIGNED = "signed", "Unterschrieben"
    IN_FORCE = "in_force", "In Kraft"
    NOTICE_GIVEN = "notice_given", "Gekündigt"
    EXPIRED = "expired", "Ausgelaufen"
    ENDED = "ended", "Beendet"
    SUPERSEDED = "superseded", "Abgelöst"
    ABANDONED = "abandoned", "Nicht zustande gekommen"
    ARCHIVED = "archived", "Archiviert"


class PartyRole(models.TextChoices):
    """What an organisation is in an agreement. A supporting authority need not sign (trap 25)."""

    MAIN = "main", "Hauptpartei"
    PARTNER = "partner", "Partner"
    SUPPORTING = "supporting", "Unterstützende Behörde"
    OPERATING_BODY = "operating_body", "Träger einer Einrichtung"


class TermKind(models.TextChoices):
    OPEN_ENDED = "open_ended", "Unbefristet"
    FIXED = "fixed", "Befristet"
    PROJECT = "project", "Für ein Projekt"
    RENEWING = "renewing", "Befristet, verlängert sich"


class NoticeTo(models.TextChoices):
    """To which day notice can be given."""

    ANY_DAY = "any_day", "jederzeit"
    MONTH = "month", "Ende eines Monats"
    QUARTER = "quarter", "Ende eines Quartals"
    HALF_YEAR = "half_year", "Ende eines Halbjahres"
    YEAR = "year", "Ende eines Jahres"
    TERM = "term", "Ende der Laufzeit"


class FormRequired(models.TextChoices):
    """Which form the parties agreed on (domain 5.4; BGB §§ 126, 126a, 126b, 127)."""

    WRITTEN = "written", "Schriftform (§ 126 BGB)"
    AGREED_WRITTEN = "agreed_written", "Vereinbarte Schriftform (§ 127 BGB)"
    QES = "qes", "Qualifizierte elektronische Signatur (§ 126a BGB)"
    TEXT = "text", "Textform (§ 126b BGB)"


class SignatureMethod(models.TextChoices):
    """How a party signed. A click is no method here: even text form is a declaration that is kept."""

    PAPER = "paper", "Auf Papier"
    QES = "qes", "Qualifizierte elektronische Signatur"
    LETTERS = "letters", "Briefwechsel"
    TEXT_FORM = "text_form", "Erklärung in Textform"


class CommitmentKind(models.TextChoices):
    OFFER = "offer", "Angebot"
    HOURS = "hours", "Stunden"
    ROOM = "room", "Raum"
    STAFF = "staff", "Personal"
    MONEY = "money", "Geld"
    MATERIAL = "material", "Material"
    PUBLICITY = "publicity", "Öffentlichkeitsarbeit"
    TRAINING = "training", "Fortbildung"


class CommitmentUnit(models.TextChoices):
    SESSIONS = "sessions", "Termine"
    HOURS = "hours", "Stunden"
    ROOM_HOURS = "room_hours", "Raumstunden"
    EUROS = "euros", "Euro"
    PIECES = "pieces", "Stück"
    PLACES = "places", "Plätze"


class Rhythm(models.TextChoices):
    """How often a commitment falls due."""

    ONCE = "once", "einmalig"
    WEEKLY = "weekly", "je Woche"
    MONTHLY = "monthly", "je Monat"
    QUARTERLY = "quarterly", "je Quartal"
    HALF_YEARLY = "half_yearly", "je Halbjahr"
    YEARLY = "yearly", "je Jahr"


class DueKind(models.TextChoices):
    """Rule for the deadline of a responsibility."""

    NONE = "none", "keine Frist"
    ON_DATE = "on_date", "an einem Tag"
    YEARLY = "yearly", "jedes Jahr zum Tag"
    MONTHLY = "monthly", "jeden Monat zum Tag"
    BEFORE_START = "before_start", "Tage vor Beginn eines Angebots"
    AFTER_END = "after_end", "Tage nach Ende eines Angebots"
    AFTER_EVENT = "after_event", "Tage nach dem Anlass"


class ContactTopic(models.TextChoices):
    CONTENT = "content", "Inhalt"
    ORGANISATION = "organisation", "Organisation"
    DATA_PROTECTION = "data_protection", "Datenschutz"
    CHILD_PROTECTION = "child_protection", "Kinderschutz"


class Block(models.TextChoices):
    """Structured part that a clause shows; its content are rows, not text (domain 5.2, 5.3)."""

    NONE = "", "nur Text"
    PARTIES = "parties", "Vertragsparteien"
    BASES = "bases", "Grundlagen"
    COMMITMENTS = "commitments", "Leistungen"
    RESPONSIBILITIES = "responsibilities", "Zuständigkeiten"
    ROOM_USES = "room_uses", "Raumnutzung"
    CONTACTS = "contacts", "Ansprechpersonen"
    TERM = "term", "Laufzeit und Kündigung"
    REVIEW = "review", "Auswertung und Zusammenarbeit"
    PROTECTION = "protection", "Kinderschutz"
    DATA = "data", "Datenschutz"
    ATTACHMENTS = "attachments", "Anlagen"
    SIGNATURES = "signatures", "Unterschriften"


class DataProtectionRole(models.TextChoices):
    SEPARATE = "separate", "Jede Stelle ist für sich verantwortlich"
    JOINT = "joint", "Gemeinsam verantwortlich (Art. 26)"
    PROCESSOR = "processor", "Verarbeitung im Auftrag (Art. 28)"


class CoursesAfterEnd(models.TextChoices):
    """What happens with running courses when the agreement ends."""

    FINISH = "finish", "Laufende Kurse werden zu Ende geführt"
    STOP = "stop", "Laufende Kurse enden mit der Vereinbarung"
    TALK = "talk", "Die Parteien einigen sich im Einzelfall"


class CommentState(models.TextChoices):
    OPEN = "open", "offen"
    RESOLVED = "resolved", "erledigt"
    ACCEPTED = "accepted", "angenommen"
    REFUSED = "refused", "abgelehnt"


class ReviewResult(models.TextChoices):
    CONTINUE = "continue", "weiter wie bisher"
    ADJUST = "adjust", "anpassen"
    END = "end", "beenden"


class TerminationKind(models.TextChoices):
    ORDINARY = "ordinary", "Kündigung mit Frist"
    EXTRAORDINARY = "extraordinary", "Kündigung aus wichtigem Grund"
    MUTUAL = "mutual", "Aufhebung im Einvernehmen"


class AttachmentKind(models.TextChoices):
    """What a file is for. Annexes belong to the text and are hashed with it; the others are kept beside it."""

    ANNEX = "annex", "Anlage"
    SCAN = "scan", "Unterschriebene Fassung"
    LETTER = "letter", "Schreiben"
    MINUTES = "minutes", "Niederschrift"


class ReminderKind(models.TextChoices):
    NOTICE = "notice", "Kündigungsfrist"
    END = "end", "Ende der Laufzeit"
    REVIEW = "review", "Auswertungsgespräch"
