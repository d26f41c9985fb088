"""Who may open the pages about agreements, and their tables in the staff area."""

from accounts.enums import Role
from accounts.page_access import ADMINISTRATION, Audience, button, internal, public
from accounts.staff_access import COORDINATION, NO_ONE, PROTECTED, STAFF, Group

R = Role
EDITS = frozenset({R.ADMINISTRATION, R.COORDINATION})
ONLY_READS = frozenset({R.DATA_PROTECTION, R.READ_ONLY})
READS = EDITS | ONLY_READS
OPENS = READS | {R.PARTNER_MANAGER, R.PARTNER_EDITOR, R.AUDITOR}
"""Who has any business with agreements: those who look after them, the parties, and whoever examines them."""

EDITS_ONE = Audience(EDITS, otherwise=404, sees=ONLY_READS, elsewhere=ADMINISTRATION, elsewhere_sees=ONLY_READS)
"""Pages of one agreement for who looks after it; others who may read it get 403, partners that are not invited 404."""
READS_ONE = Audience(READS, otherwise=404, elsewhere=ADMINISTRATION | ONLY_READS)
EDITS_DRAFT = Audience(EDITS, otherwise=404, elsewhere=ADMINISTRATION)
"""Drafts of templates are seen only by those who may edit them."""
READS_SIGNED = Audience(OPENS, otherwise=404, elsewhere=ADMINISTRATION | ONLY_READS)
"""Once a text is locked its parties read it without an invitation, and so does whoever examines them."""
EDITS_SIGNED = Audience(EDITS, otherwise=404, sees=OPENS - EDITS, elsewhere=ADMINISTRATION, elsewhere_sees=ONLY_READS)

PAGES = (
    # --- templates (drafts are seen only by those who may edit them) ------------------------------------------------
    internal("agreements:templates", "Mustervereinbarungen", READS),
    internal("agreements:template", "Eine Mustervereinbarung", READS_ONE),
    internal("agreements:template_copy", "Eigene Fassung eines Musters", EDITS_ONE, post=422),
    button("agreements:template_draft", "Neue Fassung eines Musters", EDITS_ONE),
    button("agreements:template_publish", "Muster veröffentlichen", EDITS_ONE),
    button("agreements:template_retire", "Muster zurückziehen", EDITS_ONE),
    button("agreements:template_discard", "Entwurf eines Musters verwerfen", EDITS_DRAFT),
    internal("agreements:template_edit", "Entwurf eines Musters bearbeiten", EDITS_DRAFT, post=422),
    internal("agreements:template_clause", "Klausel eines Musters", EDITS_DRAFT, post=422),
    internal("agreements:template_clause_new", "Neue Klausel eines Musters", EDITS_DRAFT, post=422),
    button("agreements:template_clause_move", "Klausel eines Musters verschieben", EDITS_DRAFT),
    button("agreements:template_clause_remove", "Klausel eines Musters entfernen", EDITS_DRAFT),
    # --- beginning and workbench ------------------------------------------------------------------------------------
    internal("agreements:create", "Neue Vereinbarung", EDITS, post=200),
    internal("agreements:text", "Text einer Vereinbarung", READS_ONE),
    internal("agreements:compare", "Fassungen vergleichen", READS_ONE),
    internal("agreements:workbench", "Werkstatt einer Vereinbarung", READS_ONE),
    internal("agreements:workbench_head", "Titel, Zweck und Themen", EDITS_ONE, post=422),
    internal("agreements:clause_new", "Eigene Klausel", EDITS_ONE, post=422),
    internal("agreements:workbench_clause", "Eine Klausel", EDITS_ONE, post=422),
    internal("agreements:clause_history", "Was in einer Klausel stand", READS_ONE),
    button("agreements:clause_restore", "Klausel wie früher schreiben", EDITS_ONE),
    button("agreements:clause_move", "Klausel verschieben", EDITS_ONE),
    button("agreements:clause_strike", "Klausel streichen", EDITS_ONE),
    button("agreements:clause_take_up", "Klausel wieder aufnehmen", EDITS_ONE),
    internal("agreements:workbench_assign", "Aufgaben zuordnen", EDITS_ONE, post=302),
    internal("agreements:workbench_part", "Laufzeit und andere Angaben", EDITS_ONE, post=422),
    internal("agreements:workbench_row_new", "Neue Zeile einer Vereinbarung", EDITS_ONE, post=422),
    internal("agreements:workbench_row", "Zeile einer Vereinbarung", EDITS_ONE, post=422),
    button("agreements:workbench_row_remove", "Zeile herausnehmen", EDITS_ONE),
    button("agreements:workbench_row_move", "Zeile verschieben", EDITS_ONE),
    # --- negotiation (who is invited besides: tests/agreements/negotiation/test_agreement_access.py) ---
    internal("agreements:negotiation", "Abstimmung einer Vereinbarung", READS_ONE),
    internal("agreements:negotiation_remark", "Anmerkung zu einer Vereinbarung", EDITS_ONE, post=422),
    button("agreements:negotiation_agree", "Zustimmung zum Text", EDITS_ONE, post=409),
    button("agreements:negotiation_take_back", "Eigene Anmerkung zurücknehmen", EDITS_ONE, post=409),
    internal("agreements:negotiation_changes", "Änderungen seit der Zustimmung", EDITS_ONE),
    internal("agreements:negotiation_start", "Entwurf zur Abstimmung geben", EDITS_ONE, get=302, post=302),
    internal("agreements:negotiation_invite", "Partei zur Abstimmung einladen", EDITS_ONE, post=422),
    button("agreements:negotiation_deadline", "Frist der Abstimmung", EDITS_ONE),
    button("agreements:negotiation_remind", "Partei erinnern", EDITS_ONE),
    button("agreements:negotiation_revoke", "Einladung zur Abstimmung zurückziehen", EDITS_ONE),
    internal("agreements:negotiation_answer", "Anmerkung beantworten", EDITS_ONE, post=422),
    internal("agreements:publicity", "Was alle über eine Vereinbarung lesen", EDITS_ONE, post=302),
    public("agreements:guest", "Abstimmung über einen Link"),
    public("agreements:guest_remark", "Anmerkung über einen Link", post=422),
    public("agreements:guest_agree", "Zustimmung über einen Link", get=405, post=409),
    public("agreements:guest_take_back", "Anmerkung über einen Link zurücknehmen", get=405, post=409),
    public("agreements:guest_changes", "Änderungen über einen Link"),
    public("agreements:guest_text", "Fertiger Text über einen Link"),
    public("agreements:guest_pdf", "PDF des fertigen Textes über einen Link"),
    public("agreements:public_list", "Veröffentlichte Vereinbarungen"),
    public("agreements:public_summary", "Zusammenfassung einer Vereinbarung"),
    # --- locking, signing, files ------------------------------------------------------------------------------------
    internal("agreements:record", "Bestehende Vereinbarung erfassen", EDITS, post=422),
    internal("agreements:signing", "Unterschriften einer Vereinbarung", READS_SIGNED),
    internal("agreements:sign", "Unterschrift eintragen", EDITS_SIGNED, post=422),
    internal("agreements:signature_void", "Unterschrift zählt nicht", EDITS_SIGNED, post=422),
    internal("agreements:pdf", "Fassung einer Vereinbarung als PDF", READS_SIGNED),
    internal("agreements:files", "Dateien einer Vereinbarung", READS_SIGNED),
    internal("agreements:file", "Eine Datei einer Vereinbarung", READS_SIGNED),
    button("agreements:file_add", "Datei hinzufügen", EDITS_SIGNED, post=422),
    button("agreements:annexes", "Anlage hinzufügen", EDITS_ONE, post=422),
    button("agreements:annex_remove", "Anlage entfernen", EDITS_ONE),
    # --- life -------------------------------------------------------------------------------------------------------
    internal("agreements:life", "Verlauf einer Vereinbarung", READS_SIGNED),
    internal("agreements:step", "Schritt einer Vereinbarung bestätigen", EDITS_SIGNED, post=422),
    internal("agreements:notice", "Kündigung eintragen", EDITS_SIGNED, post=422),
    internal("agreements:notice_withdraw", "Kündigung zurücknehmen", EDITS_SIGNED, post=422),
    internal("agreements:amend", "Nachtrag beginnen", EDITS_SIGNED, post=422),
    internal("agreements:succeed", "Nachfolge beginnen", EDITS_SIGNED, post=302),
    internal("agreements:accede", "Beitritt eintragen", EDITS_SIGNED, post=422),
    internal("agreements:leave", "Austritt eintragen", EDITS_SIGNED, post=422),
    internal("agreements:review", "Auswertungsgespräch eintragen", EDITS_SIGNED, post=422),
    button("agreements:follow_up_done", "Was aus einem Gespräch folgt ist erledigt", EDITS_SIGNED),
    internal("agreements:suspend", "Vereinbarung ruhen lassen", EDITS_SIGNED, post=422),
    internal("agreements:suspension_end", "Ruhen beenden", EDITS_SIGNED, post=422),
    internal("agreements:note", "Interne Notiz", EDITS_SIGNED, post=422),
    internal("agreements:responsible", "Zuständigkeit ändern", EDITS_SIGNED, post=302),
    internal("agreements:calendar", "Fristen der Vereinbarungen im eigenen Kalender", OPENS, post=302),
    public("agreements:calendar_feed", "Kalender einer Person"),
    public("agreements:verification", "Fassung prüfen"),
    public("agreements:verify", "Ergebnis der Prüfung einer Fassung"),
    # --- overviews --------------------------------------------------------------------------------------------------
    internal("agreements:list", "Vereinbarungen", OPENS),
    internal("agreements:timeline", "Laufzeiten der Vereinbarungen", OPENS),
    internal("agreements:matrix", "Partner und Themen der Vereinbarungen", OPENS),
    internal("agreements:responsibilities", "Zusagen eines Partners", OPENS),
    internal("agreements:capacity", "Zusagen und Kapazität der Partner", READS),
    internal("agreements:basis_list", "Worauf geteilte Angebote und Räume ruhen", OPENS),
    internal("agreements:table", "Vereinbarungen als Tabelle", OPENS),
    internal("agreements:folder", "Mappe der Vereinbarungen (ohne Zentrum: 404)", OPENS, get=404),
    internal("agreements:agreement", "Eine Vereinbarung", READS_ONE),
    internal("agreements:coverage", "Was auf einer Vereinbarung ruht", READS_ONE),
    button("agreements:coverage_add", "Etwas ruht nun darauf", EDITS_ONE),
    internal("agreements:coverage_edit", "Wofür und wann etwas darauf ruht", EDITS_ONE, post=302),
    button("agreements:coverage_remove", "Etwas ruht nicht mehr darauf", EDITS_ONE),
    button("agreements:deliver", "Geleistetes notieren", EDITS_ONE, post=422),
    button("agreements:deliver_remove", "Notiertes zurücknehmen", EDITS_ONE),
)

AGREEMENTS = Group("Vereinbarungen", PROTECTED, NO_ONE, own_looks=COORDINATION, grows=False)
"""Changed in the workbench only."""
TEMPLATES = Group("Mustervereinbarungen", STAFF, NO_ONE, grows=False)
"""Written on their own pages."""
TABLES = {"agreements_agreement": AGREEMENTS, "agreements_agreementtemplate": TEMPLATES}
