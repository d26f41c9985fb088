"""Choices of the partners app; terms from domain 3.2."""

from django.db import models


class MunicipalityKind(models.TextChoices):
    INDEPENDENT_CITY = "independent_city", "Kreisfreie Stadt"
    COUNTY = "county", "Landkreis"
    TOWN = "town", "Kreisangehörige Gemeinde"
    STATE = "state", "Land"


class AreaKind(models.TextChoices):
    STATISTICAL_DISTRICT = "statistical_district", "Statistischer Bezirk"
    SOCIAL_SPACE = "social_space", "Sozialraum"
    DISTRICT = "district", "Stadtteil"
    VILLAGE = "village", "Ortsteil"


class OrganizationKind(models.TextChoices):
    OPERATING_BODY = "operating_body", "Träger"
    FACILITY = "facility", "Einrichtung"
    UNIT = "unit", "Organisationseinheit"
    NETWORK = "network", "Netzwerk"
    OTHER = "other", "Sonstige"


class Sector(models.TextChoices):
    AUTHORITY = "authority", "Kommune und Behörden"
    ECONOMY = "economy", "Wirtschaft"
    WELFARE = "welfare", "Freie Wohlfahrtspflege"
    ASSOCIATION = "association", "Vereine"
    CHURCH = "church", "Kirchen und Religionsgemeinschaften"
    INITIATIVE = "initiative", "Initiativen"
    EDUCATION = "education", "Bildung"
    HEALTH = "health", "Gesundheit"
    OTHER = "other", "Sonstige"


class LegalForm(models.TextChoices):
    EV = "ev", "e. V."
    GGMBH = "ggmbh", "gGmbH"
    GMBH = "gmbh", "GmbH"
    EG = "eg", "eG"
    KDOER = "kdoer", "Körperschaft des öffentlichen Rechts"
    FOUNDATION = "foundation", "Stiftung"
    MUNICIPAL = "municipal", "Kommunal"
    SOLE = "sole", "Einzelunternehmen"
    NONE = "none", "Ohne Rechtsform"


class Recognition(models.TextChoices):
    YES = "yes", "Ja"
    NO = "no", "Nein"
    UNKNOWN = "unknown", "Nicht bekannt"


class DataProtectionRegime(models.TextChoices):
    """Which law applies to personal data (domain 7.2)."""

    GDPR = "gdpr", "DSGVO"
    DSG_EKD = "dsg_ekd", "DSG-EKD (evangelisch)"
    KDG = "kdg", "KDG (katholisch)"


class Reach(models.TextChoices):
    LOCAL = "local", "Örtlich"
    REGIONAL = "regional", "Regional"
    SUPRA_REGIONAL = "supra_regional", "Überregional"
    STATE = "state", "Landesweit"
    FEDERAL = "federal", "Bundesweit"


class OrganizationStatus(models.TextChoices):
    PROSPECT = "prospect", "Potenziell"
    ACTIVE = "active", "Aktiv"
    DORMANT = "dormant", "Ruht"
    CLOSED = "closed", "Geschlossen"


class OperatorRole(models.TextChoices):
    OPERATOR = "operator", "Träger der Einrichtung"
    PROGRAM_CARRIER = "program_carrier", "Programmträger"
    BUILDING_OWNER = "building_owner", "Eigentümer des Gebäudes"


class ParticipationState(models.TextChoices):
    INTERESTED = "interested", "Interessiert"
    DEVELOPING = "developing", "Im Aufbau"
    ACTIVE = "active", "Aktiv"
    FORMER = "former", "Ehemalig"


class StepFree(models.TextChoices):
    YES = "yes", "Stufenlos"
    PARTLY = "partly", "Teilweise stufenlos"
    NO = "no", "Nicht stufenlos"
    UNKNOWN = "unknown", "Nicht bekannt"


class Visibility(models.TextChoices):
    PUBLIC = "public", "Öffentlich"
    NETWORK = "network", "Im Netzwerk"
    INTERNAL = "internal", "Nur intern"


class ConsentChannel(models.TextChoices):
    ONLINE = "online", "Online"
    WRITTEN = "written", "Schriftlich"
    ORAL = "oral", "Mündlich"


class Intensity(models.TextChoices):
    CONTACT = "contact", "Kontakt"
    REGULAR = "regular", "Regelmäßiger Austausch"
    COORDINATED = "coordinated", "Abgestimmte Arbeit"
    CLOSE = "close", "Enge Zusammenarbeit"
    JOINT = "joint", "Gemeinsamer Betrieb"


class Basis(models.TextChoices):
    INFORMAL = "informal", "Formlos"
    ORAL = "oral", "Mündliche Absprache"
    PROJECT = "project", "Projekt"
    WRITTEN = "written", "Schriftliche Vereinbarung"
    STATUTORY = "statutory", "Gesetzlicher Auftrag"
    SAME_BODY = "same_body", "Gleicher Träger"


class Scope(models.TextChoices):
    LOCAL = "local", "Örtlich"
    REGIONAL = "regional", "Regional"
    SUPRA_REGIONAL = "supra_regional", "Überregional"


class CooperationModel(models.TextChoices):
    UNDER_ONE_ROOF = "under_one_roof", "Unter einem Dach"
    GUIDE = "guide", "Lotsenmodell"
    GALLERY = "gallery", "Galeriemodell"
    CONSULTATION = "consultation", "Sprechstunde vor Ort"
    REFERRAL = "referral", "Nur Verweis"
    ROOM_SHARING = "room_sharing", "Gemeinsame Räume"
    TEAM_COACHING = "team_coaching", "Beratung des Teams"
    PROJECT = "project", "Projekt"


class PartnershipState(models.TextChoices):
    """States of domain 3.7.1; changed by ``actions.step_partnership`` only."""

    PROSPECT = "prospect", "Potenziell"
    IN_TALKS = "in_talks", "Im Gespräch"
    ACTIVE = "active", "Aktiv"
    DECLINED = "declined", "Nicht zustande gekommen"
    DORMANT = "dormant", "Ruht"
    ENDED = "ended", "Beendet"


class Assessment(models.TextChoices):
    """Internal view of a partner's willingness and possibility (domain 001-09); never public."""

    HIGH = "high", "Hoch"
    MEDIUM = "medium", "Mittel"
    LOW = "low", "Gering"
    UNKNOWN = "unknown", "Nicht bekannt"


class PartnerRole(models.TextChoices):
    OFFER_PROVIDER = "offer_provider", "Angebote"
    ROOM_PROVIDER = "room_provider", "Räume"
    REFERRAL = "referral", "Weitervermittlung"
    EXPERT = "expert", "Fachwissen"
    FUNDER = "funder", "Förderung"
    PUBLICITY = "publicity", "Öffentlichkeitsarbeit"
    COMMITTEE = "committee", "Gremienarbeit"


class ResourceKind(models.TextChoices):
    STAFF_HOURS = "staff_hours", "Arbeitszeit"
    SKILL = "skill", "Fachwissen"
    LANGUAGE = "language", "Sprache"
    ROOM = "room", "Raum"
    EQUIPMENT = "equipment", "Ausstattung"
    VEHICLE = "vehicle", "Fahrzeug"
    MONEY = "money", "Geld"
    PUBLICITY = "publicity", "Öffentlichkeit"


class Direction(models.TextChoices):
    OFFER = "offer", "Bieten wir an"
    NEED = "need", "Suchen wir"


class PlaceKind(models.TextChoices):
    PLAYGROUND = "playground", "Spielplatz"
    PARK = "park", "Park"
    LIBRARY = "library", "Bibliothek"
    SWIMMING_POOL = "swimming_pool", "Schwimmbad"
    FAMILY_CAFE = "family_cafe", "Familiencafé"
    NURSING_ROOM = "nursing_room", "Still- und Wickelraum"


class JoinRequestState(models.TextChoices):
    OPEN = "open", "Offen"
    IN_PROGRESS = "in_progress", "In Bearbeitung"
    CONVERTED = "converted", "Übernommen"
    CLOSED = "closed", "Abgeschlossen"
