"""Addresses of the public text pages; the fixed ones are named in ``models.FIXED_ADDRESSES``."""

from django.urls import path

from texts.views import text_page

app_name = "texts"
urlpatterns = [
    path("impressum/", text_page, {"slug": "impressum"}, name="imprint"),
    path("datenschutz/", text_page, {"slug": "datenschutz"}, name="privacy"),
    path("barrierefreiheit/", text_page, {"slug": "barrierefreiheit"}, name="accessibility"),
    path("leichte-sprache/", text_page, {"slug": "leichte-sprache"}, name="easy_language"),
    path("mitmachen/", text_page, {"slug": "mitmachen"}, name="join"),
    path("hilfe/reihenfolge/", text_page, {"slug": "so-sortieren-wir"}, name="ranking"),
    path("seiten/<slug:slug>/", text_page, name="page"),
]
