"""Who may open which page: the rows of all apps and those of the roof's own pages, together the table of the matrix.

The words the rows are written with stand in ``accounts.page_access``, the rows of an app in its ``access.py``.
"""

import accounts.access
import agreements.access
import offers.access
import partners.access
import texts.access
from accounts.enums import Role
from accounts.page_access import ADMINISTRATION, Audience, internal, public

R = Role
SEES_REGISTER = partners.access.SEES_REGISTER
IMPORTS = frozenset({R.ADMINISTRATION, R.COORDINATION})
ONE_IMPORT = Audience(IMPORTS, otherwise=404, elsewhere=ADMINISTRATION)

ROOF = (
    # --- for everybody ---------------------------------------------------------------------------------------------
    public("start", "Startseite"),
    public("house", "Ein Haus mit mehreren Einrichtungen"),
    public("organization", "Eine Organisation", elsewhere=SEES_REGISTER),
    public("organization_vcard", "Eine Organisation fürs Adressbuch", elsewhere=SEES_REGISTER),
    public("practice_list", "Praxisbeispiele"),
    public("practice_example", "Ein Praxisbeispiel"),
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
    # --- one's own account -----------------------------------------------------------------------------------------
    internal("account", "Mein Konto", post=302),
    internal("account_data", "Meine Daten herunterladen"),
    internal("kept_form", "Eingaben nach einer abgelaufenen Anmeldung", get=302, post=302),
    # --- working together ------------------------------------------------------------------------------------------
    internal("workspace", "Arbeitsplatz: Heute"),
    internal("import_start", "Tabellen übernehmen", IMPORTS, post=422),
    internal("import_template", "Vorlage für eine Tabelle", IMPORTS),
    internal("import_job", "Eine hochgeladene Tabelle", ONE_IMPORT, post=302),
    internal("import_report", "Bericht über eine hochgeladene Tabelle", ONE_IMPORT),
)

PAGES = (
    *ROOF,
    *texts.access.PAGES,
    *offers.access.PAGES,
    *partners.access.PAGES,
    *accounts.access.PAGES,
    *agreements.access.PAGES,
)
"""In the order in which ``docs/permissions.md`` shows them."""
