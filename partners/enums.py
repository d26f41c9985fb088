"""Choices of the partners app; terms from domain 3.2."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MunicipalityKind(models.TextChoices):
    INDEPENDENT_CITY = "independent_city", _("Kreisfreie Stadt")
    COUNTY = "county", _("Landkreis")
    TOWN = "town", _("Kreisangehörige Gemeinde")
    STATE = "state", _("Land")


class AreaKind(models.TextChoices):
    STATISTICAL_DISTRICT = "statistical_district", _("Statistischer Bezirk")
    SOCIAL_SPACE = "social_space", _("Sozialraum")
    DISTRICT = "district", _("Stadtteil")
    VILLAGE = "village", _("Ortsteil")


class OrganizationKind(models.TextChoices):
    OPERATING_BODY = "operating_body", _("Träger")
    FACILITY = "facility", _("Einrichtung")
    UNIT = "unit", _("Organisationseinheit")
    NETWORK = "network", _("Netzwerk")
    OTHER = "other", _("Sonstige")


class Sector(models.TextChoices):
    AUTHORITY = "authority", _("Kommune und Behörden")
    ECONOMY = "economy", _("Wirtschaft")
    WELFARE = "welfare", _("Freie Wohlfahrtspflege")
    ASSOCIATION = "association", _("Vereine")
    CHURCH = "church", _("Kirchen und Religionsgemeinschaften")
    INITIATIVE = "initiative", _("Initiativen")
    EDUCATION = "education", _("Bildung")
    HEALTH = "health", _("Gesundheit")
    OTHER = "other", _("Sonstige")


class LegalForm(models.TextChoices):
    EV = "ev", "e. V."
    GGMBH = "ggmbh", _("gGmbH")
    GMBH = "gmbh", _("GmbH")
    EG = "eg", _("eG")
    KDOER = "kdoer", _("Körperschaft des öffentlichen Rechts")
    FOUNDATION = "foundation", _("Stiftung")
    MUNICIPAL = "municipal", _("Kommunal")
    SOLE = "sole", _("Einzelunternehmen")
    NONE = "none", _("Ohne Rechtsform")


class Recognition(models.TextChoices):
    YES = "yes", _("Ja")
    NO = "no", _("Nein")
    UNKNOWN = "unknown", _("Nicht bekannt")


class DataProtectionRegime(models.TextChoices):
    """Which law applies to personal data (domain 7.2)."""

    GDPR = "gdpr", _("DSGVO")
    DSG_EKD = "dsg_ekd", _("DSG-EKD (evangelisch)")
    KDG = "kdg", _("KDG (katholisch)")


class Reach(models.TextChoices):
    LOCAL = "local", _("Örtlich")
    REGIONAL = "regional", _("Regional")
    SUPRA_REGIONAL = "supra_regional", _("Überregional")
    STATE = "state", _("Landesweit")
    FEDERAL = "federal", _("Bundesweit")


class OrganizationStatus(models.TextChoices):
    PROSPECT = "prospect", _("Potenziell")
    ACTIVE = "active", _("Aktiv")
    DORMANT = "dormant", _("Ruht")
    CLOSED = "closed", _("Geschlossen")


class OperatorRole(models.TextChoices):
    OPERATOR = "operator", _("Träger der Einrichtung")
    PROGRAM_CARRIER = "program_carrier", _("Programmträger")
    BUILDING_OWNER = "building_owner", _("Eigentümer des Gebäudes")


class ParticipationState(models.TextChoices):
    INTERESTED = "interested", _("Interessiert")
    DEVELOPING = "developing", _("Im Aufbau")
    ACTIVE = "active", _("Aktiv")
    FORMER = "former", _("Ehemalig")


class StepFree(models.TextChoices):
    YES = "yes", _("Stufenlos")
    PARTLY = "partly", _("Teilweise stufenlos")
    NO = "no", _("Nicht stufenlos")
    UNKNOWN = "unknown", _("Nicht bekannt")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Öffentlich")
    NETWORK = "network", _("Im Netzwerk")
    INTERNAL = "internal", _("Nur intern")


class ConsentChannel(models.TextChoices):
    ONLINE = "online", _("Online")
    WRITTEN = "written", _("Schriftlich")
    ORAL = "oral", _("Mündlich")


class Intensity(models.TextChoices):
    CONTACT = "contact", _("Kontakt")
    REGULAR = "regular", _("Regelmäßiger Austausch")
    COORDINATED = "coordinated", _("Abgestimmte Arbeit")
    CLOSE = "close", _("Enge Zusammenarbeit")
    JOINT = "joint", _("Gemeinsamer Betrieb")


class Basis(models.TextChoices):
    INFORMAL = "informal", _("Formlos")
    ORAL = "oral", _("Mündliche Absprache")
    PROJECT = "project", _("Projekt")
    WRITTEN = "written", _("Schriftliche Vereinbarung")
    STATUTORY = "statutory", _("Gesetzlicher Auftrag")
    SAME_BODY = "same_body", _("Gleicher Träger")


class Scope(models.TextChoices):
    LOCAL = "local", _("Örtlich")
    REGIONAL = "regional", _("Regional")
    SUPRA_REGIONAL = "supra_regional", _("Überregional")


class CooperationModel(models.TextChoices):
    UNDER_ONE_ROOF = "under_one_roof", _("Unter einem Dach")
    GUIDE = "guide", _("Lotsenmodell")
    GALLERY = "gallery", _("Galeriemodell")
    CONSULTATION = "consultation", _("Sprechstunde vor Ort")
    REFERRAL = "referral", _("Nur Verweis")
    ROOM_SHARING = "room_sharing", _("Gemeinsame Räume")
    TEAM_COACHING = "team_coaching", _("Beratung des Teams")
    PROJECT = "project", _("Projekt")


class PartnershipState(models.TextChoices):
    """States of domain 3.7.1; changed by ``actions.step_partnership`` only."""

    PROSPECT = "prospect", _("Potenziell")
    IN_TALKS = "in_talks", _("Im Gespräch")
    ACTIVE = "active", _("Aktiv")
    DECLINED = "declined", _("Nicht zustande gekommen")
    DORMANT = "dormant", _("Ruht")
    ENDED = "ended", _("Beendet")


class Assessment(models.TextChoices):
    """Internal view of a partner's willingness and possibility (domain 001-09); never public."""

    HIGH = "high", _("Hoch")
    MEDIUM = "medium", _("Mittel")
    LOW = "low", _("Gering")
    UNKNOWN = "unknown", _("Nicht bekannt")


class PartnerRole(models.TextChoices):
    OFFER_PROVIDER = "offer_provider", _("Angebote")
    ROOM_PROVIDER = "room_provider", _("Räume")
    REFERRAL = "referral", _("Weitervermittlung")
    EXPERT = "expert", _("Fachwissen")
    FUNDER = "funder", _("Förderung")
    PUBLICITY = "publicity", _("Öffentlichkeitsarbeit")
    COMMITTEE = "committee", _("Gremienarbeit")


class ResourceKind(models.TextChoices):
    STAFF_HOURS = "staff_hours", _("Arbeitszeit")
    SKILL = "skill", _("Fachwissen")
    LANGUAGE = "language", _("Sprache")
    ROOM = "room", _("Raum")
    EQUIPMENT = "equipment", _("Ausstattung")
    VEHICLE = "vehicle", _("Fahrzeug")
    MONEY = "money", _("Geld")
    PUBLICITY = "publicity", _("Öffentlichkeit")


class Direction(models.TextChoices):
    OFFER = "offer", _("Bieten wir an")
    NEED = "need", _("Suchen wir")


class PlaceKind(models.TextChoices):
    PLAYGROUND = "playground", _("Spielplatz")
    PARK = "park", _("Park")
    LIBRARY = "library", _("Bibliothek")
    SWIMMING_POOL = "swimming_pool", _("Schwimmbad")
    FAMILY_CAFE = "family_cafe", _("Familiencafé")
    NURSING_ROOM = "nursing_room", _("Still- und Wickelraum")


class JoinRequestState(models.TextChoices):
    OPEN = "open", _("Offen")
    IN_PROGRESS = "in_progress", _("In Bearbeitung")
    CONVERTED = "converted", _("Übernommen")
    CLOSED = "closed", _("Abgeschlossen")
