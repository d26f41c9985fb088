"""Who may open the pages about offers, and their tables in the staff area."""

from accounts.enums import Role
from accounts.page_access import internal, public
from accounts.staff_access import LISTS, PEOPLE, PROTECTED, REGISTER, Group

R = Role
SEES_DEMAND = frozenset({R.PLANNER, R.ADMINISTRATION, R.COORDINATION})

PAGES = (
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
    internal("offers:demand", "Nachfrage: wonach Familien suchen", SEES_DEMAND),
    internal("offers:demand_file", "Nachfrage als Tabelle", SEES_DEMAND),
)

CREDENTIALS = Group("Nachweise", PROTECTED)
TABLES = {
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
}
