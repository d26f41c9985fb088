"""Who may open which page: the truth table behind ``tests/roof/test_access_matrix.py`` and ``docs/permissions.md``.

Written from the role descriptions (architecture 7, domain 2 and 7), not from the code: the test asks every address as
everybody and compares. A new address needs a line here (the test names the missing one):

* ``public("partners:directory", "Partnerverzeichnis")`` for everybody,
* ``internal("workspace", "Arbeitsplatz")`` for everybody who is signed in,
* ``internal("partners:people", "Personen", {R.ADMINISTRATION, ...})`` for some roles; the others get 403,
* ``otherwise=404`` when the page does not exist for the others, ``post=`` for what a button answers.

Pages about one record say in ``elsewhere`` who may open the same page for a record of a foreign organisation; how to
build the address stands in ``tests/roof/access_examples.py``.
"""

from dataclasses import dataclass

from accounts.enums import Role

R = Role
ANONYMOUS = "anonymous"
SIGNED_IN = frozenset(Role.values)
EVERYBODY = SIGNED_IN | {ANONYMOUS}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """One address and who may open it.

    ``get`` is the answer to people in ``who``, ``otherwise`` to signed-in people who are not; anonymous people who may
    not are sent to the sign-in. ``post`` is the answer to an empty form with a valid token for people in ``who``;
    empty means: the page takes no forms. ``sees`` are people who see the record but may not do this with it: they get
    403 where the others get ``otherwise``. ``library`` marks pages of other packages, whose methods we do not decide.
    ``post_signed_in`` is for pages that answer people with an account differently from those without.
    """

    name: str
    title: str
    who: frozenset[str] = SIGNED_IN
    get: int = 200
    otherwise: int = 403
    post: int | None = None
    sees: frozenset[str] = NOBODY
    elsewhere: frozenset[str] | None = None
    elsewhere_sees: frozenset[str] = NOBODY
    library: bool = False
    post_signed_in: int | None = None

    def answer_to_form(self, actor: str) -> int | None:
        """What ``actor`` in ``who`` gets for an empty form."""
        return self.post if actor == ANONYMOUS or self.post_signed_in is None else self.post_signed_in


def public(name: str, title: str, **answers: object) -> Page:
    """A page for everybody."""
    return Page(name, title, EVERYBODY, **answers)  # type: ignore[arg-type]


def internal(name: str, title: str, who: set[Role] | frozenset[str] = SIGNED_IN, **answers: object) -> Page:
    """A page for people who are signed in: all of them, or those with one of the roles ``who``."""
    return Page(name, title, frozenset(str(role) for role in who), **answers)  # type: ignore[arg-type]


def entrance(name: str, title: str, **answers: object) -> Page:
    """A page on the way in; whoever is in already is sent on."""
    return Page(name, title, frozenset({ANONYMOUS}), otherwise=302, library=True, **answers)  # type: ignore[arg-type]


def own_account(name: str, title: str, **answers: object) -> Page:
    """A page of the sign-in library about one's own account."""
    return Page(name, title, library=True, **answers)  # type: ignore[arg-type]


SEES_REGISTER = {R.ADMINISTRATION, R.COORDINATION, R.DATA_PROTECTION, R.READ_ONLY}
SEES_PEOPLE = {R.ADMINISTRATION, R.DATA_PROTECTION, R.COORDINATION, R.PARTNER_MANAGER, R.COMMITTEE_OFFICE}
INVITES = {R.ADMINISTRATION, R.COORDINATION, R.PARTNER_MANAGER, R.COMMITTEE_OFFICE}
IMPORTS = {R.ADMINISTRATION, R.COORDINATION}
SEES_DEMAND = {R.PLANNER, R.ADMINISTRATION, R.COORDINATION}
ENDS_EDITORS = {R.ADMINISTRATION, R.COORDINATION, R.PARTNER_MANAGER}
ADMINISTRATION = frozenset({R.ADMINISTRATION.value})
DATA_PROTECTION = frozenset({R.DATA_PROTECTION.value})
SEES_TEMPLATES = {R.ADMINISTRATION, R.COORDINATION, R.DATA_PROTECTION, R.READ_ONLY}
EDITS_TEMPLATES = {R.ADMINISTRATION, R.COORDINATION}
READS_TEMPLATES = frozenset({R.DATA_PROTECTION.value, R.READ_ONLY.value})
TEMPLATE_STEP = {"otherwise": 404, "sees": READS_TEMPLATES, "elsewhere": ADMINISTRATION}
DRAFT_STEP = {"otherwise": 404, "elsewhere": ADMINISTRATION}
SEES_REGISTER_VALUES = frozenset(role.value for role in SEES_REGISTER)
READS_AGREEMENTS = {R.ADMINISTRATION, R.COORDINATION, R.DATA_PROTECTION, R.READ_ONLY}
EDITS_AGREEMENTS = {R.ADMINISTRATION, R.COORDINATION}
ONLY_READS = frozenset({R.DATA_PROTECTION.value, R.READ_ONLY.value})
EDITS_ONE = {"otherwise": 404, "sees": ONLY_READS, "elsewhere": ADMINISTRATION, "elsewhere_sees": ONLY_READS}
"""Pages of one agreement for who looks after it; others who may read it get 403, partners that are not invited 404."""
READS_SIGNED = READS_AGREEMENTS | {R.PARTNER_MANAGER, R.PARTNER_EDITOR, R.AUDITOR}
"""Once a text is locked its parties read it without an invitation, and so does whoever examines them."""
READS_ONE = {"otherwise": 404, "elsewhere": ADMINISTRATION | ONLY_READS}
EDITS_SIGNED = EDITS_ONE | {"sees": frozenset(role.value for role in READS_SIGNED - EDITS_AGREEMENTS)}

OPENS_AGREEMENTS = {
    R.ADMINISTRATION,
    R.DATA_PROTECTION,
    R.READ_ONLY,
    R.COORDINATION,
    R.PARTNER_MANAGER,
    R.PARTNER_EDITOR,
    R.AUDITOR,
}
PAGES = (
    # --- for everybody ---------------------------------------------------------------------------------------------
    public("start", "Startseite"),
    public("offers:offer_list", "Angebote"),
    public("offers:suggestions", "Vorschläge beim Tippen"),
    public("offers:offer", "Ein Angebot"),
    public("offers:offer_calendar", "Termine eines Angebots als Kalender"),
    public("offers:calendar", "Alle Termine als Kalender"),
    public("offers:shortlist", "Merkliste"),
    public("offers:shortlist_calendar", "Termine der Merkliste als Kalender"),
    public("offers:organization_calendar", "Termine einer Organisation als Kalender"),
    public("offers:picture", "Ein Bild"),
    public("offers:programme", "Programm zum Drucken"),
    public("offers:programme_pdf", "Programm als PDF"),
    public("offers:campaign_list", "Aktionen"),
    public("offers:campaign", "Eine Aktion"),
    public("partners:directory", "Partnerverzeichnis"),
    public("partners:places", "Orte für Familien"),
    public("partners:logo", "Logo einer Organisation", elsewhere=SEES_REGISTER_VALUES),
    public("partners:site_photo", "Bild eines Hauses"),
    public("house", "Ein Haus mit mehreren Einrichtungen"),
    public("organization", "Eine Organisation", elsewhere=SEES_REGISTER_VALUES),
    public("organization_vcard", "Eine Organisation fürs Adressbuch", elsewhere=SEES_REGISTER_VALUES),
    public("practice_list", "Praxisbeispiele"),
    public("practice_example", "Ein Praxisbeispiel"),
    public("texts:imprint", "Impressum"),
    public("texts:privacy", "Datenschutz"),
    public("texts:accessibility", "Barrierefreiheit"),
    public("texts:easy_language", "Leichte Sprache"),
    public("texts:join", "Mitmachen"),
    public("texts:ranking", "Wie die Reihenfolge entsteht"),
    public("texts:page", "Textseite"),
    public("robots", "Hinweise für Suchmaschinen"),
    public("sitemap", "Verzeichnis der Seiten"),
    public("sitemap_part", "Verzeichnis der Seiten, ein Teil"),
    public("feed", "Neue Angebote als Nachrichtenstrom"),
    public("security_txt", "Wohin mit Hinweisen auf Sicherheitslücken"),
    public("livez", "Lebenszeichen"),
    public("readyz", "Bereitschaft"),
    public("demo_post", "Briefe der Demo"),
    public("demo_post_detail", "Ein Brief der Demo"),
    public("gallery", "Bausteine der Gestaltung (nur Demo)"),
    public("partners:invitation", "Eine Einladung", post=422, post_signed_in=403),
    # --- signing in ------------------------------------------------------------------------------------------------
    entrance("account_login", "Anmelden", post=200),
    entrance("mfa_authenticate", "Zweiter Faktor bei der Anmeldung", get=302, post=302),
    entrance("mfa_login_webauthn", "Anmelden mit Passkey", get=302, post=302),
    Page("account_logout", "Abmelden", get=200, post=302, library=True),
    public("account_inactive", "Gesperrtes Konto", library=True),
    public("account_reset_password", "Passwort vergessen", post=200, library=True),
    public("account_reset_password_done", "Passwort vergessen: Link verschickt", library=True),
    public("account_reset_password_from_key", "Neues Passwort über einen Link", post=200, library=True),
    public("account_reset_password_from_key_done", "Neues Passwort gilt", library=True),
    # --- one's own account -----------------------------------------------------------------------------------------
    internal("account", "Mein Konto", post=302),
    internal("account_data", "Meine Daten herunterladen"),
    internal("kept_form", "Eingaben nach einer abgelaufenen Anmeldung", get=302, post=302),
    own_account("account_reauthenticate", "Anmeldung bestätigen", post=200),
    own_account("mfa_reauthenticate", "Anmeldung mit Code bestätigen", get=302, post=302),
    own_account("mfa_reauthenticate_webauthn", "Anmeldung mit Schlüssel bestätigen", get=302, post=302),
    own_account("account_change_password", "Passwort ändern", post=200),
    own_account("account_set_password", "Passwort festlegen", get=302, post=302),
    own_account("mfa_index", "Zweiter Faktor"),
    own_account("mfa_activate_totp", "App einrichten", post=200),
    own_account("mfa_deactivate_totp", "App entfernen", get=404, post=404),
    own_account("mfa_view_recovery_codes", "Notfallcodes", get=404),
    own_account("mfa_generate_recovery_codes", "Neue Notfallcodes", post=200),
    own_account("mfa_download_recovery_codes", "Notfallcodes als Datei", get=404),
    own_account("mfa_list_webauthn", "Schlüssel"),
    own_account("mfa_add_webauthn", "Schlüssel einrichten", post=200),
    own_account("mfa_edit_webauthn", "Schlüssel umbenennen", get=404, post=404),
    own_account("mfa_remove_webauthn", "Schlüssel entfernen", get=404, post=404),
    own_account("usersessions_list", "Angemeldete Geräte", post=302),
    # --- working together ------------------------------------------------------------------------------------------
    internal("workspace", "Arbeitsplatz: Heute"),
    internal("import_start", "Tabellen übernehmen", IMPORTS, post=422),
    internal("import_template", "Vorlage für eine Tabelle", IMPORTS),
    internal("import_job", "Eine hochgeladene Tabelle", IMPORTS, post=302, otherwise=404, elsewhere=ADMINISTRATION),
    internal(
        "import_report", "Bericht über eine hochgeladene Tabelle", IMPORTS, otherwise=404, elsewhere=ADMINISTRATION
    ),
    internal("offers:demand", "Nachfrage: wonach Familien suchen", SEES_DEMAND),
    internal("offers:demand_file", "Nachfrage als Tabelle", SEES_DEMAND),
    internal("partners:people", "Personen und Rollen", SEES_PEOPLE),
    internal("partners:invite_where", "Einladen: wohin", INVITES),
    # --- agreements: templates (drafts are seen only by those who may edit them) ---
    internal("agreements:templates", "Mustervereinbarungen", SEES_TEMPLATES),
    internal(
        "agreements:template",
        "Eine Mustervereinbarung",
        SEES_TEMPLATES,
        otherwise=404,
        elsewhere=ADMINISTRATION | READS_TEMPLATES,
    ),
    internal(
        "agreements:template_copy",
        "Eigene Fassung eines Musters",
        EDITS_TEMPLATES,
        post=422,
        otherwise=404,
        sees=READS_TEMPLATES,
        elsewhere=ADMINISTRATION,
        elsewhere_sees=READS_TEMPLATES,
    ),
    internal(
        "agreements:template_draft",
        "Neue Fassung eines Musters",
        EDITS_TEMPLATES,
        get=405,
        post=302,
        elsewhere_sees=READS_TEMPLATES,
        **TEMPLATE_STEP,
    ),
    internal(
        "agreements:template_publish",
        "Muster veröffentlichen",
        EDITS_TEMPLATES,
        get=405,
        post=302,
        elsewhere_sees=READS_TEMPLATES,
        **TEMPLATE_STEP,
    ),
    internal(
        "agreements:template_retire",
        "Muster zurückziehen",
        EDITS_TEMPLATES,
        get=405,
        post=302,
        elsewhere_sees=READS_TEMPLATES,
        **TEMPLATE_STEP,
    ),
    internal(
        "agreements:template_discard",
        "Entwurf eines Musters verwerfen",
        EDITS_TEMPLATES,
        get=405,
        post=302,
        **DRAFT_STEP,
    ),
    internal("agreements:template_edit", "Entwurf eines Musters bearbeiten", EDITS_TEMPLATES, post=422, **DRAFT_STEP),
    internal("agreements:template_clause", "Klausel eines Musters", EDITS_TEMPLATES, post=422, **DRAFT_STEP),
    internal("agreements:template_clause_new", "Neue Klausel eines Musters", EDITS_TEMPLATES, post=422, **DRAFT_STEP),
    internal(
        "agreements:template_clause_move",
        "Klausel eines Musters verschieben",
        EDITS_TEMPLATES,
        get=405,
        post=302,
        **DRAFT_STEP,
    ),
    internal(
        "agreements:template_clause_remove",
        "Klausel eines Musters entfernen",
        EDITS_TEMPLATES,
        get=405,
        post=302,
        **DRAFT_STEP,
    ),
    # --- agreements: beginning and workbench -------------------------------------------------------------------------
    internal("agreements:create", "Neue Vereinbarung", EDITS_AGREEMENTS, post=200),
    internal("agreements:text", "Text einer Vereinbarung", READS_AGREEMENTS, **READS_ONE),
    internal("agreements:compare", "Fassungen vergleichen", READS_AGREEMENTS, **READS_ONE),
    internal("agreements:workbench", "Werkstatt einer Vereinbarung", READS_AGREEMENTS, **READS_ONE),
    internal("agreements:workbench_head", "Titel, Zweck und Themen", EDITS_AGREEMENTS, post=422, **EDITS_ONE),
    internal("agreements:clause_new", "Eigene Klausel", EDITS_AGREEMENTS, post=422, **EDITS_ONE),
    internal("agreements:workbench_clause", "Eine Klausel", EDITS_AGREEMENTS, post=422, **EDITS_ONE),
    internal("agreements:clause_history", "Was in einer Klausel stand", READS_AGREEMENTS, **READS_ONE),
    internal(
        "agreements:clause_restore", "Klausel wie früher schreiben", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE
    ),
    internal("agreements:clause_move", "Klausel verschieben", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    internal("agreements:clause_strike", "Klausel streichen", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    internal("agreements:clause_take_up", "Klausel wieder aufnehmen", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    internal("agreements:workbench_assign", "Aufgaben zuordnen", EDITS_AGREEMENTS, post=302, **EDITS_ONE),
    internal("agreements:workbench_part", "Laufzeit und andere Angaben", EDITS_AGREEMENTS, post=422, **EDITS_ONE),
    internal("agreements:workbench_row_new", "Neue Zeile einer Vereinbarung", EDITS_AGREEMENTS, post=422, **EDITS_ONE),
    internal("agreements:workbench_row", "Zeile einer Vereinbarung", EDITS_AGREEMENTS, post=422, **EDITS_ONE),
    internal("agreements:workbench_row_remove", "Zeile herausnehmen", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    internal("agreements:workbench_row_move", "Zeile verschieben", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    # --- agreements: negotiation (who is invited: tests/agreements/negotiation/test_agreement_access.py) ---
    internal(
        "agreements:negotiation",
        "Abstimmung einer Vereinbarung",
        READS_AGREEMENTS,
        otherwise=404,
        elsewhere=ADMINISTRATION | ONLY_READS,
    ),
    internal(
        "agreements:negotiation_remark", "Anmerkung zu einer Vereinbarung", EDITS_AGREEMENTS, post=422, **EDITS_ONE
    ),
    internal("agreements:negotiation_agree", "Zustimmung zum Text", EDITS_AGREEMENTS, get=405, post=409, **EDITS_ONE),
    internal(
        "agreements:negotiation_take_back",
        "Eigene Anmerkung zurücknehmen",
        EDITS_AGREEMENTS,
        get=405,
        post=409,
        **EDITS_ONE,
    ),
    internal("agreements:negotiation_changes", "Änderungen seit der Zustimmung", EDITS_AGREEMENTS, **EDITS_ONE),
    internal(
        "agreements:negotiation_start", "Entwurf zur Abstimmung geben", EDITS_AGREEMENTS, get=302, post=302, **EDITS_ONE
    ),
    internal(
        "agreements:negotiation_invite", "Partei zur Abstimmung einladen", EDITS_AGREEMENTS, post=422, **EDITS_ONE
    ),
    internal(
        "agreements:negotiation_deadline", "Frist der Abstimmung", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE
    ),
    internal("agreements:negotiation_remind", "Partei erinnern", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    internal(
        "agreements:negotiation_revoke",
        "Einladung zur Abstimmung zurückziehen",
        EDITS_AGREEMENTS,
        get=405,
        post=302,
        **EDITS_ONE,
    ),
    internal("agreements:negotiation_answer", "Anmerkung beantworten", EDITS_AGREEMENTS, post=422, **EDITS_ONE),
    internal("agreements:publicity", "Was alle über eine Vereinbarung lesen", EDITS_AGREEMENTS, post=302, **EDITS_ONE),
    public("agreements:guest", "Abstimmung über einen Link"),
    public("agreements:guest_remark", "Anmerkung über einen Link", post=422),
    public("agreements:guest_agree", "Zustimmung über einen Link", get=405, post=409),
    public("agreements:guest_take_back", "Anmerkung über einen Link zurücknehmen", get=405, post=409),
    public("agreements:guest_changes", "Änderungen über einen Link"),
    public("agreements:guest_text", "Fertiger Text über einen Link"),
    public("agreements:guest_pdf", "PDF des fertigen Textes über einen Link"),
    public("agreements:public_list", "Veröffentlichte Vereinbarungen"),
    public("agreements:public_summary", "Zusammenfassung einer Vereinbarung"),
    # --- agreements: locking, signing, files -----------------------------------------------------------------------
    internal("agreements:record", "Bestehende Vereinbarung erfassen", EDITS_AGREEMENTS, post=422),
    internal("agreements:signing", "Unterschriften einer Vereinbarung", READS_SIGNED, **READS_ONE),
    internal("agreements:sign", "Unterschrift eintragen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:signature_void", "Unterschrift zählt nicht", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:pdf", "Fassung einer Vereinbarung als PDF", READS_SIGNED, **READS_ONE),
    internal("agreements:files", "Dateien einer Vereinbarung", READS_SIGNED, **READS_ONE),
    internal("agreements:file", "Eine Datei einer Vereinbarung", READS_SIGNED, **READS_ONE),
    internal("agreements:file_add", "Datei hinzufügen", EDITS_AGREEMENTS, get=405, post=422, **EDITS_SIGNED),
    internal("agreements:annexes", "Anlage hinzufügen", EDITS_AGREEMENTS, get=405, post=422, **EDITS_ONE),
    internal("agreements:annex_remove", "Anlage entfernen", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    # --- agreements: life ------------------------------------------------------------------------------------------
    internal("agreements:life", "Verlauf einer Vereinbarung", READS_SIGNED, **READS_ONE),
    internal("agreements:step", "Schritt einer Vereinbarung bestätigen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:notice", "Kündigung eintragen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:notice_withdraw", "Kündigung zurücknehmen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:amend", "Nachtrag beginnen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:succeed", "Nachfolge beginnen", EDITS_AGREEMENTS, post=302, **EDITS_SIGNED),
    internal("agreements:accede", "Beitritt eintragen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:leave", "Austritt eintragen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:review", "Auswertungsgespräch eintragen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal(
        "agreements:follow_up_done",
        "Was aus einem Gespräch folgt ist erledigt",
        EDITS_AGREEMENTS,
        get=405,
        post=302,
        **EDITS_SIGNED,
    ),
    internal("agreements:suspend", "Vereinbarung ruhen lassen", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:suspension_end", "Ruhen beenden", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:note", "Interne Notiz", EDITS_AGREEMENTS, post=422, **EDITS_SIGNED),
    internal("agreements:responsible", "Zuständigkeit ändern", EDITS_AGREEMENTS, post=302, **EDITS_SIGNED),
    internal("agreements:calendar", "Fristen der Vereinbarungen im eigenen Kalender", OPENS_AGREEMENTS, post=302),
    public("agreements:calendar_feed", "Kalender einer Person"),
    public("agreements:verification", "Fassung prüfen"),
    public("agreements:verify", "Ergebnis der Prüfung einer Fassung"),
    internal(
        "partners:invite",
        "Person in eine Organisation einladen",
        INVITES,
        post=422,
        elsewhere=ADMINISTRATION,
        elsewhere_sees=SEES_REGISTER_VALUES,
    ),
    internal(
        "partners:invitation_revoke",
        "Einladung zurückziehen",
        ENDS_EDITORS,
        get=405,
        post=302,
        otherwise=404,
        sees=DATA_PROTECTION,
        elsewhere=ADMINISTRATION,
        elsewhere_sees=DATA_PROTECTION,
    ),
    internal(
        "partners:membership_end",
        "Rolle einer Person beenden",
        ENDS_EDITORS,
        get=405,
        post=302,
        otherwise=404,
        sees=DATA_PROTECTION,
        elsewhere=ADMINISTRATION,
        elsewhere_sees=DATA_PROTECTION,
    ),
    # --- agreements: overviews
    internal("agreements:list", "Vereinbarungen", OPENS_AGREEMENTS),
    internal("agreements:timeline", "Laufzeiten der Vereinbarungen", OPENS_AGREEMENTS),
    internal("agreements:matrix", "Partner und Themen der Vereinbarungen", OPENS_AGREEMENTS),
    internal("agreements:responsibilities", "Zusagen eines Partners", OPENS_AGREEMENTS),
    internal("agreements:capacity", "Zusagen und Kapazität der Partner", READS_AGREEMENTS),
    internal("agreements:basis_list", "Worauf geteilte Angebote und Räume ruhen", OPENS_AGREEMENTS),
    internal("agreements:table", "Vereinbarungen als Tabelle", OPENS_AGREEMENTS),
    internal("agreements:folder", "Mappe der Vereinbarungen (ohne Zentrum: 404)", OPENS_AGREEMENTS, get=404),
    internal("agreements:agreement", "Eine Vereinbarung", READS_AGREEMENTS, **READS_ONE),
    internal("agreements:coverage", "Was auf einer Vereinbarung ruht", READS_AGREEMENTS, **READS_ONE),
    internal("agreements:coverage_add", "Etwas ruht nun darauf", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
    internal("agreements:coverage_edit", "Wofür und wann etwas darauf ruht", EDITS_AGREEMENTS, post=302, **EDITS_ONE),
    internal(
        "agreements:coverage_remove", "Etwas ruht nicht mehr darauf", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE
    ),
    internal("agreements:deliver", "Geleistetes notieren", EDITS_AGREEMENTS, get=405, post=422, **EDITS_ONE),
    internal("agreements:deliver_remove", "Notiertes zurücknehmen", EDITS_AGREEMENTS, get=405, post=302, **EDITS_ONE),
)
