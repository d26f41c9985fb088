"""Choices of the accounts app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do in an organisation (architecture 7); held by dated memberships."""

    ADMINISTRATION = "administration", _("Administration")
    DATA_PROTECTION = "data_protection", _("Datenschutz")
    COORDINATION = "coordination", _("Koordination")
    PARTNER_EDITOR = "partner_editor", _("Redaktion der Organisation")
    PARTNER_MANAGER = "partner_manager", _("Leitung der Organisation")
    INSTRUCTOR = "instructor", _("Kursleitung")
    COMMITTEE_OFFICE = "committee_office", _("Geschäftsstelle eines Gremiums")
    COMMITTEE_MEMBER = "committee_member", _("Mitglied eines Gremiums")
    PLANNER = "planner", _("Planung")
    AUDITOR = "auditor", _("Begutachtung")
    READ_ONLY = "read_only", _("Nur lesen")


ROLE_DUTIES = {
    Role.ADMINISTRATION: _("Richtet das Portal ein, sieht und ändert alles, vergibt und beendet alle Rollen."),
    Role.DATA_PROTECTION: _("Sieht alle Daten und wer sie sieht, um Auskunft zu geben; ändert nichts."),
    Role.COORDINATION: _("Pflegt das eigene Zentrum oder Netz und dessen Partner, lädt deren Leute ein."),
    Role.PARTNER_EDITOR: _("Pflegt die Angaben der eigenen Organisation und was zu ihr gehört."),
    Role.PARTNER_MANAGER: _("Wie Redaktion; lädt außerdem Kolleginnen und Kollegen ein und beendet deren Rollen."),
    Role.INSTRUCTOR: _("Sieht die eigenen Kurse und Termine."),
    Role.COMMITTEE_OFFICE: _("Betreut Gremien und deren Mitglieder."),
    Role.COMMITTEE_MEMBER: _("Liest, was das Netz unter sich teilt."),
    Role.PLANNER: _("Sieht Zahlen nach Räumen und Themen, keine Daten einzelner Menschen."),
    Role.AUDITOR: _("Liest bis zu einem festen Tag, was zu einer Organisation gehört; ändert nichts."),
    Role.READ_ONLY: _("Liest das ganze Partnerverzeichnis; ändert nichts."),
}
"""What each role may do, in one sentence for people."""
