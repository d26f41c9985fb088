"""Addresses below ``/intern/vereinbarungen/<uuid>/verlauf/``, and the personal calendar."""

from django.urls import path

from agreements.views import calendar_feed, life, life_care, life_steps

LIFE = "intern/vereinbarungen/<uuid:uuid>/verlauf/"
urlpatterns = [
    path(LIFE, life.life, name="life"),
    path(LIFE + "schritt/<slug:verb>/", life_steps.step, name="step"),
    path(LIFE + "kuendigung/", life_steps.notice, name="notice"),
    path(LIFE + "kuendigung/zuruecknehmen/", life_steps.withdraw, name="notice_withdraw"),
    path(LIFE + "nachtrag/", life_steps.amendment, name="amend"),
    path(LIFE + "nachfolge/", life_steps.successor, name="succeed"),
    path(LIFE + "beitritt/", life_steps.accession, name="accede"),
    path(LIFE + "beitritt/<uuid:joined>/austritt/", life_steps.leaving, name="leave"),
    path(LIFE + "auswertung/", life_care.review, name="review"),
    path(LIFE + "auswertung/<uuid:review>/erledigt/", life_care.follow_up_done, name="follow_up_done"),
    path(LIFE + "ruhen/", life_care.rest, name="rest"),
    path(LIFE + "ruhen/<int:number>/ende/", life_care.rest_over, name="rest_over"),
    path(LIFE + "notiz/", life_care.note, name="note"),
    path(LIFE + "zustaendigkeit/", life_care.responsible, name="responsible"),
    path("intern/vereinbarungen/kalender/", calendar_feed.calendar_page, name="calendar"),
    path("kalender/vereinbarungen-<slug:token>.ics", calendar_feed.feed, name="calendar_feed"),
]
