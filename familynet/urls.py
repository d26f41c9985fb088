"""All addresses; German words, one include per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from familynet.views import demo_mail, health
from familynet.views.gallery import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("demo/post/", demo_mail.post_list, name="demo_post"),
    path("demo/post/<uuid:uuid>/", demo_mail.post_detail, name="demo_post_detail"),
    path("intern/bausteine/", gallery, name="gallery"),
    path("verwaltung/", admin.site.urls),
    path("", include("familynet.texts.urls")),
]

handler400 = "familynet.views.errors.bad_request"
handler403 = "familynet.views.errors.forbidden"
handler404 = "familynet.views.errors.not_found"
handler500 = "familynet.views.errors.server_error"
