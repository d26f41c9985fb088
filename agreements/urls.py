"""Addresses of the agreements: ``/intern/vereinbarungen/`` for those who work on them."""

from django.urls import URLPattern

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    # --- templates
    # --- overviews
    # --- the workbench
    # --- negotiation
    # --- locking and signing
    # --- life
    # --- public
]
