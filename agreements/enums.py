"""Choices of the agreements app; terms from domain 3.4 and 5."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    """Kinds of domain 5.5; each has a template."""

    BILATERAL = "bilateral", _("Kooperation zweier Partner")
    MULTILATERAL = "multilateral", _("Kooperation mehrerer Partner")
    FRAMEWORK = "framework", _("Rahmenvereinbarung")
    ROOM_USE = "room_use", _("Raumnutzung")
    PROJECT = "project", _("Projekt")
    ALLIANCE = "alliance", _("Bündniserklärung")
    INSTRUCTOR = "instructor", _("Honorarvereinbarung")
    CHILD_PROTECTION = "child_protection", _("Kinderschutz (§§ 8a, 72a SGB VIII)")
    JOINT_CONTROLLERS = "joint_controllers", _("Gemeinsame Verantwortung (Art. 26 DSGVO)")
    PROCESSING = "processing", _("Auftragsverarbeitung (Art. 28 DSGVO)")


class AgreementState(models.TextChoices):
    """States of domain 3.7.2; changed by ``agreements.actions`` only."""

    DRAFT = "draft", _("Entwurf")
    IN_NEGOTIATION = "in_negotiation", _("In Abstimmung")
    FINAL_TEXT = "final_text", _("Text abgestimmt")
    PARTIALLY_SIGNED = "partially_signed", _("Teilweise unterschrieben")
    SIGNED = "signed", _("Unterschrieben")
    IN_FORCE = "in_force", _("In Kraft")
    NOTICE_GIVEN = "notice_given", _("Gekündigt")
    EXPIRED = "expired", _("Ausgelaufen")
    ENDED = "ended", _("Beendet")
    SUPERSEDED = "superseded", _("Abgelöst")
    ABANDONED = "abandoned", _("Nicht zustande gekommen")
    ARCHIVED = "archived", _("Archiviert")


class PartyRole(models.TextChoices):
    """What an organisation is in an agreement. A supporting authority need not sign (trap 25)."""

    MAIN = "main", _("Hauptpartei")
    PARTNER = "partner", _("Partner")
    SUPPORTING = "supporting", _("Unterstützende Behörde")
    OPERATING_BODY = "operating_body", _("Träger einer Einrichtung")


class TermKind(models.TextChoices):
    OPEN_ENDED = "open_ended", _("Unbefristet")
    FIXED = "fixed", _("Befristet")
    PROJECT = "project", _("Für ein Projekt")
    RENEWING = "renewing", _("Befristet, verlängert sich")


class NoticeTo(models.TextChoices):
    """To which day notice can be given."""

    ANY_DAY = "any_day", _("jederzeit")
    MONTH = "month", _("Ende eines Monats")
    QUARTER = "quarter", _("Ende eines Quartals")
    HALF_YEAR = "half_year", _("Ende eines Halbjahres")
    YEAR = "year", _("Ende eines Jahres")
    TERM = "term", _("Ende der Laufzeit")


class FormRequired(models.TextChoices):
    """Which form the parties agreed on (domain 5.4; BGB §§ 126, 126a, 126b, 127)."""

    WRITTEN = "written", _("Schriftform (§ 126 BGB)")
    AGREED_WRITTEN = "agreed_written", _("Vereinbarte Schriftform (§ 127 BGB)")
    QES = "qes", _("Qualifizierte elektronische Signatur (§ 126a BGB)")
    TEXT = "text", _("Textform (§ 126b BGB)")


class SignatureMethod(models.TextChoices):
    """How a party signed. A click is no method here: even text form is a declaration that is kept."""

    PAPER = "paper", _("Auf Papier")
    QES = "qes", _("Qualifizierte elektronische Signatur")
    LETTERS = "letters", _("Briefwechsel")
    TEXT_FORM = "text_form", _("Erklärung in Textform")


class CommitmentKind(models.TextChoices):
    OFFER = "offer", _("Angebot")
    HOURS = "hours", _("Stunden")
    ROOM = "room", _("Raum")
    STAFF = "staff", _("Personal")
    MONEY = "money", _("Geld")
    MATERIAL = "material", _("Material")
    PUBLICITY = "publicity", _("Öffentlichkeitsarbeit")
    TRAINING = "training", _("Fortbildung")


class CommitmentUnit(models.TextChoices):
    SESSIONS = "sessions", _("Termine")
    HOURS = "hours", _("Stunden")
    ROOM_HOURS = "room_hours", _("Raumstunden")
    EUROS = "euros", _("Euro")
    PIECES = "pieces", _("Stück")
    PLACES = "places", _("Plätze")


class Rhythm(models.TextChoices):
    """How often a commitment falls due."""

    ONCE = "once", _("einmalig")
    WEEKLY = "weekly", _("je Woche")
    MONTHLY = "monthly", _("je Monat")
    QUARTERLY = "quarterly", _("je Quartal")
    HALF_YEARLY = "half_yearly", _("je Halbjahr")
    YEARLY = "yearly", _("je Jahr")


class DueKind(models.TextChoices):
    """Rule for the deadline of a responsibility."""

    NONE = "none", _("keine Frist")
    ON_DATE = "on_date", _("an einem Tag")
    YEARLY = "yearly", _("jedes Jahr zum Tag")
    MONTHLY = "monthly", _("jeden Monat zum Tag")
    BEFORE_START = "before_start", _("Tage vor Beginn eines Angebots")
    AFTER_END = "after_end", _("Tage nach Ende eines Angebots")
    AFTER_EVENT = "after_event", _("Tage nach dem Anlass")


class ContactTopic(models.TextChoices):
    CONTENT = "content", _("Inhalt")
    ORGANISATION = "organisation", _("Organisation")
    DATA_PROTECTION = "data_protection", _("Datenschutz")
    CHILD_PROTECTION = "child_protection", _("Kinderschutz")


class Block(models.TextChoices):
    """Structured part that a clause shows; its content are rows, not text (domain 5.2, 5.3)."""

    NONE = "", _("nur Text")
    PARTIES = "parties", _("Vertragsparteien")
    BASES = "bases", _("Grundlagen")
    COMMITMENTS = "commitments", _("Leistungen")
    RESPONSIBILITIES = "responsibilities", _("Zuständigkeiten")
    ROOM_USES = "room_uses", _("Raumnutzung")
    CONTACTS = "contacts", _("Ansprechpersonen")
    TERM = "term", _("Laufzeit und Kündigung")
    REVIEW = "review", _("Auswertung und Zusammenarbeit")
    PROTECTION = "protection", _("Kinderschutz")
    DATA = "data", _("Datenschutz")
    ATTACHMENTS = "attachments", _("Anlagen")
    SIGNATURES = "signatures", _("Unterschriften")


class DataProtectionRole(models.TextChoices):
    SEPARATE = "separate", _("Jede Stelle ist für sich verantwortlich")
    JOINT = "joint", _("Gemeinsam verantwortlich (Art. 26)")
    PROCESSOR = "processor", _("Verarbeitung im Auftrag (Art. 28)")


class CoursesAfterEnd(models.TextChoices):
    """What happens with running courses when the agreement ends."""

    FINISH = "finish", _("Laufende Kurse werden zu Ende geführt")
    STOP = "stop", _("Laufende Kurse enden mit der Vereinbarung")
    TALK = "talk", _("Die Parteien einigen sich im Einzelfall")


class CommentState(models.TextChoices):
    OPEN = "open", _("offen")
    RESOLVED = "resolved", _("erledigt")
    ACCEPTED = "accepted", _("angenommen")
    REFUSED = "refused", _("abgelehnt")


class ReviewResult(models.TextChoices):
    CONTINUE = "continue", _("weiter wie bisher")
    ADJUST = "adjust", _("anpassen")
    END = "end", _("beenden")


class TerminationKind(models.TextChoices):
    ORDINARY = "ordinary", _("Kündigung mit Frist")
    EXTRAORDINARY = "extraordinary", _("Kündigung aus wichtigem Grund")
    MUTUAL = "mutual", _("Aufhebung im Einvernehmen")


class AttachmentKind(models.TextChoices):
    """What a file is for. Annexes belong to the text and are hashed with it; the others are kept beside it."""

    ANNEX = "annex", _("Anlage")
    SCAN = "scan", _("Unterschriebene Fassung")
    LETTER = "letter", _("Schreiben")
    MINUTES = "minutes", _("Niederschrift")


class ReminderKind(models.TextChoices):
    NOTICE = "notice", _("Kündigungsfrist")
    END = "end", _("Ende der Laufzeit")
    REVIEW = "review", _("Auswertungsgespräch")
