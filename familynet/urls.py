"""All addresses; German words, one include per app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from familynet.views import health
from familynet.views.account.kept_form import kept_form
from familynet.views.account.page import account, account_data
from familynet.views.demo import mail
from familynet.views.demo.gallery import gallery
from familynet.views.imports.pages import import_job, import_report, import_start, import_template
from familynet.views.machine_readable.feeds import new_offers
from familynet.views.machine_readable.robots import robots_txt, security_txt
from familynet.views.machine_readable.sitemap import sitemap_index, sitemap_part
from familynet.views.pages.house import house
from familynet.views.pages.organization import organization, vcard
from familynet.views.pages.practice import practice_example, practice_list
from familynet.views.pages.start import start_page
from familynet.views.workspace import workspace

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start_page, name="start"),
    path("partner/haus/<slug:slug>/", house, name="house"),
    path("partner/<slug:slug>.vcf", vcard, name="organization_vcard"),
    path("partner/<slug:slug>/", organization, name="organization"),
    path("praxis/", practice_list, name="practice_list"),
    path("praxis/<slug:slug>/", practice_example, name="practice_example"),
    path("feed.atom", new_offers, name="feed"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemap_part, name="sitemap_part"),
    path("robots.txt", robots_txt, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("demo/post/", mail.post_list, name="demo_post"),
    path("demo/post/<uuid:uuid>/", mail.post_detail, name="demo_post_detail"),
    path("konto/", account, name="account"),
    path("konto/eingaben/", kept_form, name="kept_form"),
    path("konto/daten/", account_data, name="account_data"),
    path("konto/", include("accounts.urls")),
    path("intern/", workspace, name="workspace"),
    path("intern/import/", import_start, name="import_start"),
    re_path(
        r"^intern/import/vorlage/(?P<word>[a-z]{1,30})\.(?P<ending>csv|xlsx)$", import_template, name="import_template"
    ),
    path("intern/import/<uuid:uuid>/", import_job, name="import_job"),
    path("intern/import/<uuid:uuid>/bericht.csv", import_report, name="import_report"),
    path("intern/bausteine/", gallery, name="gallery"),
    path("verwaltung/", admin.site.urls),
    path("", include("agreements.urls")),
    path("", include("offers.urls")),
    path("", include("partners.urls")),
    path("", include("texts.urls")),
]

handler400 = "familynet.views.errors.bad_request"
handler403 = "familynet.views.errors.forbidden"
handler404 = "familynet.views.errors.not_found"
handler500 = "familynet.views.errors.server_error"
