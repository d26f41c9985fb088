"""Addresses of the partner register: ``/partner/`` for everybody, ``/intern/`` for those who work in it."""

from django.urls import path

from partners.views import directory, invitation, people, picture, places

app_name = "partners"
urlpatterns = [
    path("partner/", directory.directory, name="directory"),
    path("orte/", places.places, name="places"),
    path("medien/logos/<str:name>", picture.logo, name="logo"),
    path("medien/orte/<str:name>", picture.site_photo, name="site_photo"),
    path("einladung/<str:token>/", invitation.invitation, name="invitation"),
    path("intern/personen/", people.people_list, name="people"),
    path("intern/personen/einladen/", people.invite_where, name="invite_where"),
    path("intern/personen/einladen/<slug:slug>/", people.invite, name="invite"),
    path("intern/personen/einladung/<uuid:uuid>/zurueckziehen/", people.invitation_revoke, name="invitation_revoke"),
    path("intern/personen/rolle/<uuid:uuid>/beenden/", people.membership_end, name="membership_end"),
]
