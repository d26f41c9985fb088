"""Who may open the text pages: everybody."""

from accounts.page_access import public
from accounts.staff_access import LISTS

PAGES = (
    public("texts:imprint", "Impressum"),
    public("texts:privacy", "Datenschutz"),
    public("texts:accessibility", "Barrierefreiheit"),
    public("texts:easy_language", "Leichte Sprache"),
    public("texts:join", "Mitmachen"),
    public("texts:ranking", "Wie die Reihenfolge entsteht"),
    public("texts:page", "Textseite"),
)

TABLES = {"texts_textpage": LISTS}
