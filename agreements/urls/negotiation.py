"""Addresses of the negotiation: signed in below the agreement, by link below ``/vereinbarung/``; what all may read."""

from django.urls import URLPattern, path

from agreements.views import guest, negotiation, negotiation_centre, public

HERE = "intern/vereinbarungen/<uuid:uuid>/abstimmung/"
INVITED = HERE + "einladung/<uuid:invitation>/"
LINK = "vereinbarung/<slug:token>/"
urlpatterns: list[URLPattern] = [
    path(HERE, negotiation.negotiation_page, name="negotiation"),
    path(HERE + "anmerken/", negotiation.negotiation_views.remark, name="negotiation_remark"),
    path(HERE + "zustimmung/", negotiation.negotiation_views.agree, name="negotiation_agree"),
    path(HERE + "zuruecknehmen/", negotiation.negotiation_views.take_back, name="negotiation_take_back"),
    path(HERE + "aenderungen/", negotiation.negotiation_views.changes, name="negotiation_changes"),
    path(HERE + "beginnen/", negotiation_centre.negotiation_start, name="negotiation_start"),
    path(HERE + "einladen/", negotiation_centre.negotiation_invite, name="negotiation_invite"),
    path(HERE + "frist/", negotiation_centre.negotiation_deadline, name="negotiation_deadline"),
    path(INVITED + "erinnern/", negotiation_centre.negotiation_remind, name="negotiation_remind"),
    path(INVITED + "zurueckziehen/", negotiation_centre.negotiation_revoke, name="negotiation_revoke"),
    path(HERE + "anmerkung/<uuid:remark>/", negotiation_centre.negotiation_answer, name="negotiation_answer"),
    path(LINK, guest.guest_page, name="guest"),
    path(LINK + "anmerken/", guest.guest_views.remark, name="guest_remark"),
    path(LINK + "zustimmung/", guest.guest_views.agree, name="guest_agree"),
    path(LINK + "zuruecknehmen/", guest.guest_views.take_back, name="guest_take_back"),
    path(LINK + "aenderungen/", guest.guest_views.changes, name="guest_changes"),
    path(LINK + "fassung/", guest.guest_text, name="guest_text"),
    path(LINK + "fassung.pdf", guest.guest_pdf, name="guest_pdf"),
    path("vereinbarungen/", public.public_list, name="public_list"),
    path("vereinbarungen/<uuid:uuid>/", public.public_summary, name="public_summary"),
    path("intern/vereinbarungen/<uuid:uuid>/oeffentlich/", public.publicity_page, name="publicity"),
]
