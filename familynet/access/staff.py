"""Who may do what in the staff area ``/verwaltung/``: the truth table, written from the role descriptions.

Each table belongs to a group; a group says who looks and who changes. Coordination changes rows of organisations it
looks after and, where personal data is concerned, sees only those of its own centre: each organisation is its own
controller (domain 7.2). Who has no role here does not learn that a page exists (404).
"""

from dataclasses import dataclass

from accounts.enums import Role

R = Role
NOBODY: frozenset[Role] = frozenset()
STAFF = frozenset({R.ADMINISTRATION, R.DATA_PROTECTION, R.COORDINATION, R.READ_ONLY})


@dataclass(frozen=True, slots=True)
class Group:
    """``looks``: opens lists and records. ``changes``: adds, changes and deletes. ``own``: only own rows of both.

    ``grows`` is false where nobody adds rows by hand, ``leaves`` where nobody downloads the list.
    """

    title: str
    looks: frozenset[Role]
    changes: frozenset[Role] = frozenset({R.ADMINISTRATION})
    own_looks: frozenset[Role] = NOBODY
    own_changes: frozenset[Role] = NOBODY
    grows: bool = True
    leaves: bool = True

    @property
    def opens_list(self) -> frozenset[Role]:
        return self.looks | self.own_looks

    @property
    def opens_form(self) -> frozenset[Role]:
        return self.changes | self.own_changes if self.grows else NOBODY

    @property
    def downloads(self) -> frozenset[Role]:
        return self.opens_list if self.leaves else NOBODY


REGISTER = Group("Verzeichnis und Angebote", STAFF, own_changes=frozenset({R.COORDINATION}))
LISTS = Group("Gemeinsame Listen", STAFF)
PEOPLE = Group(
    "Personenbezogenes einer Organisation",
    frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}),
    own_looks=frozenset({R.COORDINATION}),
    own_changes=frozenset({R.COORDINATION}),
)
ACCOUNTS = Group("Konten", frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}), grows=False)  # begin by invitation
ROLES = Group("Rollen", frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}))
CREDENTIALS = Group("Nachweise", frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}))
LOG = Group("Protokoll und Löschregeln", frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}), NOBODY)
MACHINERY = Group("Technik", frozenset({R.ADMINISTRATION}), NOBODY, leaves=False)
AGREEMENTS = Group(
    "Vereinbarungen",
    frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}),
    NOBODY,
    own_looks=frozenset({R.COORDINATION}),
    grows=False,
)  # changed in the workbench only
TEMPLATES = Group("Mustervereinbarungen", STAFF, NOBODY, grows=False)  # written on their own pages
SENT = Group("Einladungen", frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}), NOBODY)

TABLES: dict[str, Group] = {
    "kit_outgoingmail": MACHINERY,
    "kit_jobrun": MACHINERY,
    "kit_heartbeat": MACHINERY,
    "kit_auditevent": LOG,
    "kit_dataclass": LOG,
    "accounts_user": ACCOUNTS,
    "texts_textpage": LISTS,
    "partners_organization": REGISTER,
    "partners_partnership": REGISTER,
    "partners_operatorassignment": REGISTER,
    "partners_umbrellamembership": REGISTER,
    "partners_programparticipation": REGISTER,
    "partners_contactpoint": REGISTER,
    "partners_personconsent": PEOPLE,
    "partners_resource": REGISTER,
    "partners_fundingaward": REGISTER,
    "partners_location": REGISTER,
    "partners_room": REGISTER,
    "partners_hostedorganization": REGISTER,
    "partners_pointofinterest": LISTS,
    "partners_municipality": LISTS,
    "partners_planningarea": LISTS,
    "partners_membership": ROLES,
    "partners_invitation": SENT,
    "partners_joinrequest": PEOPLE,
    "partners_topic": LISTS,
    "partners_partnercategory": LISTS,
    "partners_language": LISTS,
    "partners_program": LISTS,
    "partners_actionfield": LISTS,
    "offers_offer": REGISTER,
    "offers_offerpartner": REGISTER,
    "offers_offerrun": REGISTER,
    "offers_programperiod": LISTS,
    "offers_cancellationpolicy": REGISTER,
    "offers_offersession": REGISTER,
    "offers_roombooking": REGISTER,
    "offers_campaign": REGISTER,
    "offers_campaignedition": REGISTER,
    "offers_contribution": REGISTER,
    "offers_eventprogramitem": REGISTER,
    "offers_eventresult": REGISTER,
    "offers_practiceexample": REGISTER,
    "offers_mediaasset": REGISTER,
    "offers_resourceuse": REGISTER,
    "offers_instructor": PEOPLE,
    "offers_instructorcredential": CREDENTIALS,
    "offers_targetgroup": LISTS,
    "offers_lifestage": LISTS,
    "offers_accessmeasure": LISTS,
    "offers_schoolholiday": LISTS,
    "offers_closingday": REGISTER,
    "offers_searchword": LISTS,
    "agreements_agreement": AGREEMENTS,
    "agreements_agreementtemplate": TEMPLATES,
}

PAGES = {
    "index": "Übersicht",
    "login": "Anmeldung (führt zur gemeinsamen)",
    "autocomplete": "Vorschläge beim Tippen",
    "jsi18n": "Texte für Eingabehilfen",
    "app_list": "Übersicht einer Abteilung",
}
"""Pages of the staff area that belong to no table."""

KINDS = ("changelist", "add", "change", "delete", "history", "export", "verb", "dates")
"""What a table can have a page for; ``verb`` is a step such as closing, ``dates`` makes the dates of a run."""
