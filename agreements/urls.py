"""Addresses of the agreements: ``/intern/vereinbarungen/`` for those who work on them."""

from django.urls import URLPattern, path

from agreements.views import agreement, signing

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    # --- templates
    # --- overviews
    path("intern/vereinbarungen/<uuid:uuid>/", agreement.agreement, name="agreement"),
    # --- the workbench
    # --- negotiation
    # --- locking and signing
    path("intern/vereinbarungen/<uuid:uuid>/unterschriften/", signing.signing, name="signing"),
    # --- life
    # --- public
]
