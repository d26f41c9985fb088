"""Addresses below ``/intern/vereinbarungen/<uuid>/verlauf/``, and the personal calendar."""

from django.urls import path

from agreements.views import calendar_feed, life, life_care, life_steps

LIFE = "intern/vereinbarungen/<uuid:uuid>/verlauf/"
urlpatterns = [
    path(LIFE, life.life_page, name="life"),
    path(LIFE + "schritt/<slug:verb>/", life_steps.step_page, name="step"),
    path(LIFE + "kuendigung/", life_steps.notice_page, name="notice"),
    path(LIFE + "kuendigung/zuruecknehmen/", life_steps.notice_withdraw_page, name="notice_withdraw"),
    path(LIFE + "nachtrag/", life_steps.amendment_page, name="amend"),
    path(LIFE + "nachfolge/", life_steps.successor_page, name="succeed"),
    path(LIFE + "beitritt/", life_steps.accession_page, name="accede"),
    path(LIFE + "beitritt/<uuid:joined>/austritt/", life_steps.leaving_page, name="leave"),
    path(LIFE + "auswertung/", life_care.record_review_page, name="review"),
    path(LIFE + "auswertung/<uuid:review>/erledigt/", life_care.follow_up_done, name="follow_up_done"),
    path(LIFE + "ruhen/", life_care.suspend_page, name="suspend"),
    path(LIFE + "ruhen/<int:number>/ende/", life_care.suspension_end, name="suspension_end"),
    path(LIFE + "notiz/", life_care.add_note_page, name="note"),
    path(LIFE + "zustaendigkeit/", life_care.responsible_page, name="responsible"),
    path("intern/vereinbarungen/kalender/", calendar_feed.calendar_page, name="calendar"),
    path("kalender/vereinbarungen-<slug:token>.ics", calendar_feed.calendar_feed_file, name="calendar_feed"),
]
