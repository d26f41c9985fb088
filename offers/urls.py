"""Addresses of offers and campaigns for everybody; ``/intern/nachfrage/`` for those who plan (architecture 5)."""

from django.urls import path, re_path

from offers.views.calendars import all_offers_calendar, offer_calendar, organization_calendar
from offers.views.campaigns import campaign, campaign_list
from offers.views.demand import demand, demand_file
from offers.views.offer import offer
from offers.views.offer_list import offer_list
from offers.views.picture import picture
from offers.views.programme import programme, programme_pdf
from offers.views.shortlist import shortlist, shortlist_calendar
from offers.views.suggestions import suggest

app_name = "offers"
urlpatterns = [
    path("angebote/", offer_list, name="offer_list"),
    path("angebote/vorschlaege/", suggest, name="suggestions"),
    path("angebote/programm/", programme, name="programme"),
    path("angebote/programm.pdf", programme_pdf, name="programme_pdf"),
    path("angebote/<slug:slug>/", offer, name="offer"),
    path("angebote/<slug:slug>.ics", offer_calendar, name="offer_calendar"),
    path("kalender/angebote.ics", all_offers_calendar, name="calendar"),
    path("kalender/partner/<slug:slug>.ics", organization_calendar, name="organization_calendar"),
    path("merkliste/", shortlist, name="shortlist"),
    path("merkliste.ics", shortlist_calendar, name="shortlist_calendar"),
    path("aktionen/", campaign_list, name="campaign_list"),
    path("aktionen/<slug:slug>/", campaign, name="campaign"),
    path("medien/bilder/<str:name>", picture, name="picture"),
    path("intern/nachfrage/", demand, name="demand"),
    re_path(r"^intern/nachfrage/tabelle\.(?P<ending>csv|xlsx)$", demand_file, name="demand_file"),
]
