"""All addresses; German words, one include per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from familynet.views.gallery import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    path("intern/bausteine/", gallery, name="gallery"),
    path("verwaltung/", admin.site.urls),
    path("", include("familynet.texts.urls")),
]
