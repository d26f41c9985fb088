"""Addresses of the agreements: ``/intern/vereinbarungen/`` for those who work on them."""

from django.urls import URLPattern, path, re_path

from agreements.views import agreement, compare, create, files, signing, text, verification, workbench

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    # --- templates
    # --- overviews
    path("intern/vereinbarungen/<uuid:uuid>/", agreement.agreement, name="agreement"),
    # --- the workbench
    path("intern/vereinbarungen/neu/", create.create, name="create"),
    path("intern/vereinbarungen/<uuid:uuid>/text/", text.text, name="text"),
    path("intern/vereinbarungen/<uuid:uuid>/vergleich/", compare.compare, name="compare"),
    path("intern/vereinbarungen/<uuid:uuid>/werkstatt/", workbench.workbench, name="workbench"),
    # --- negotiation
    # --- locking and signing
    path("intern/vereinbarungen/<uuid:uuid>/unterschriften/", signing.signing, name="signing"),
    path("intern/vereinbarungen/<uuid:uuid>/unterschriften/<uuid:key>/", signing.sign, name="sign"),
    path(
        "intern/vereinbarungen/<uuid:uuid>/unterschriften/<uuid:signature_uuid>/ungueltig/", signing.signature_void,
        name="signature_void",
    ),
    path("intern/vereinbarungen/<uuid:uuid>/fassung-<int:number>.pdf", files.pdf, name="pdf"),
    path("intern/vereinbarungen/<uuid:uuid>/dateien/", files.files, name="files"),
    path("intern/vereinbarungen/<uuid:uuid>/dateien/<uuid:file_uuid>/", files.file, name="file"),
    path("intern/vereinbarungen/<uuid:uuid>/anlagen/", files.annexes, name="annexes"),
    path(
        "intern/vereinbarungen/<uuid:uuid>/anlagen/<uuid:file_uuid>/entfernen/", files.annex_remove,
        name="annex_remove",
    ),
    # --- life
    # --- public
    path("pruefung/", verification.verification, name="verification"),
    re_path(r"^pruefung/(?P<content_hash>[0-9a-f]{64})/$", verification.verify, name="verify"),
]
