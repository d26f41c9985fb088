"""Choices of the accounts app."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do in an organisation (architecture 7); held by dated memberships."""

    ADMINISTRATION = "administration", "Administration"
    DATA_PROTECTION = "data_protection", "Datenschutz"
    COORDINATION = "coordination", "Koordination"
    PARTNER_EDITOR = "partner_editor", "Redaktion der Organisation"
    PARTNER_MANAGER = "partner_manager", "Leitung der Organisation"
    INSTRUCTOR = "instructor", "Kursleitung"
    COMMITTEE_OFFICE = "committee_office", "Geschäftsstelle eines Gremiums"
    COMMITTEE_MEMBER = "committee_member", "Mitglied eines Gremiums"
    PLANNER = "planner", "Planung"
    AUDITOR = "auditor", "Begutachtung"
    READ_ONLY = "read_only", "Nur lesen"
