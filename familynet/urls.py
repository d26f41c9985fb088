"""All addresses; German words, one include per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("verwaltung/", admin.site.urls),
]
