"""Addresses of the agreements: ``/intern/vereinbarungen/`` for those who work on them."""

from django.urls import URLPattern, path, re_path

from agreements.urls import life as life_urls
from agreements.urls import negotiation as negotiation_urls
from agreements.views import (
    agreement,
    compare,
    coverage,
    create,
    files,
    overview,
    recording,
    reports,
    signing,
    template_editing,
    templates,
    text,
    verification,
    workbench,
    workbench_clauses,
    workbench_rows,
)

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    # --- templates
    path("intern/vereinbarungen/muster/", templates.template_list, name="templates"),
    path("intern/vereinbarungen/muster/<uuid:uuid>/", templates.template_page, name="template"),
    path("intern/vereinbarungen/muster/<uuid:uuid>/kopieren/", templates.template_copy, name="template_copy"),
    path("intern/vereinbarungen/muster/<uuid:uuid>/neue-fassung/", templates.template_draft, name="template_draft"),
    path(
        "intern/vereinbarungen/muster/<uuid:uuid>/veroeffentlichen/",
        templates.template_publish,
        name="template_publish",
    ),
    path("intern/vereinbarungen/muster/<uuid:uuid>/zurueckziehen/", templates.template_retire, name="template_retire"),
    path("intern/vereinbarungen/muster/<uuid:uuid>/verwerfen/", templates.template_discard, name="template_discard"),
    path("intern/vereinbarungen/muster/<uuid:uuid>/bearbeiten/", template_editing.template_edit, name="template_edit"),
    path(
        "intern/vereinbarungen/muster/<uuid:uuid>/klauseln/neu/",
        template_editing.template_clause_new,
        name="template_clause_new",
    ),
    path(
        "intern/vereinbarungen/muster/<uuid:uuid>/klauseln/<slug:key>/",
        template_editing.template_clause,
        name="template_clause",
    ),
    path(
        "intern/vereinbarungen/muster/<uuid:uuid>/klauseln/<slug:key>/verschieben/",
        template_editing.template_clause_move,
        name="template_clause_move",
    ),
    path(
        "intern/vereinbarungen/muster/<uuid:uuid>/klauseln/<slug:key>/entfernen/",
        template_editing.template_clause_remove,
        name="template_clause_remove",
    ),
    # --- overviews
    path("intern/vereinbarungen/", overview.agreement_list, name="list"),
    path("intern/vereinbarungen/zeitstrahl/", overview.term_chart_page, name="timeline"),
    path("intern/vereinbarungen/themen/", reports.topic_matrix, name="matrix"),
    path("intern/vereinbarungen/zustaendigkeiten/", reports.responsibilities_page, name="responsibilities"),
    path("intern/vereinbarungen/auslastung/", reports.capacity_page, name="capacity"),
    path("intern/vereinbarungen/grundlagen/", reports.shared_things_list, name="basis_list"),
    path("intern/vereinbarungen/mappe.pdf", reports.folder_pdf, name="folder"),
    re_path(r"^intern/vereinbarungen/tabelle\.(?P<ending>csv|xlsx)$", overview.table_download, name="table"),
    path("intern/vereinbarungen/<uuid:uuid>/", agreement.agreement_page, name="agreement"),
    path("intern/vereinbarungen/<uuid:uuid>/abdeckung/", coverage.coverage_page, name="coverage"),
    path(
        "intern/vereinbarungen/<uuid:uuid>/abdeckung/<uuid:row>/entfernen/",
        coverage.coverage_remove,
        name="coverage_remove",
    ),
    path("intern/vereinbarungen/<uuid:uuid>/abdeckung/<uuid:row>/", coverage.coverage_edit, name="coverage_edit"),
    path("intern/vereinbarungen/<uuid:uuid>/abdeckung/dazu/", coverage.coverage_add, name="coverage_add"),
    path("intern/vereinbarungen/<uuid:uuid>/abdeckung/geleistet/", coverage.delivery_add, name="deliver"),
    path(
        "intern/vereinbarungen/<uuid:uuid>/abdeckung/geleistet/<int:number>/entfernen/",
        coverage.delivery_remove,
        name="deliver_remove",
    ),
    # --- the workbench
    path("intern/vereinbarungen/neu/", create.create_page, name="create"),
    path("intern/vereinbarungen/<uuid:uuid>/text/", text.text_page, name="text"),
    path("intern/vereinbarungen/<uuid:uuid>/vergleich/", compare.compare_page, name="compare"),
    path("intern/vereinbarungen/<uuid:uuid>/werkstatt/", workbench.workbench_page, name="workbench"),
    path("intern/vereinbarungen/<uuid:uuid>/werkstatt/kopf/", workbench_rows.workbench_head, name="workbench_head"),
    path("intern/vereinbarungen/<uuid:uuid>/werkstatt/klausel/neu/", workbench_clauses.clause_new, name="clause_new"),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/klausel/<uuid:key>/",
        workbench_clauses.workbench_clause,
        name="workbench_clause",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/klausel/<uuid:key>/verlauf/",
        workbench_clauses.clause_history,
        name="clause_history",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/klausel/<uuid:key>/verlauf/zurueck/",
        workbench_clauses.clause_restore,
        name="clause_restore",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/klausel/<uuid:key>/verschieben/",
        workbench_clauses.clause_move,
        name="clause_move",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/klausel/<uuid:key>/streichen/",
        workbench_clauses.clause_strike,
        name="clause_strike",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/klausel/<uuid:key>/aufnehmen/",
        workbench_clauses.clause_take_up,
        name="clause_take_up",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/angaben/<slug:word>/",
        workbench_rows.workbench_part,
        name="workbench_part",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/zuordnen/",
        workbench_rows.workbench_assign,
        name="workbench_assign",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/zeile/<slug:word>/neu/",
        workbench_rows.workbench_row_new,
        name="workbench_row_new",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/zeile/<slug:word>/<uuid:key>/",
        workbench_rows.workbench_row,
        name="workbench_row",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/zeile/<slug:word>/<uuid:key>/entfernen/",
        workbench_rows.workbench_row_remove,
        name="workbench_row_remove",
    ),
    path(
        "intern/vereinbarungen/<uuid:uuid>/werkstatt/zeile/<slug:word>/<uuid:key>/verschieben/",
        workbench_rows.workbench_row_move,
        name="workbench_row_move",
    ),
    # --- negotiation
    *negotiation_urls.urlpatterns,
    # --- locking and signing
    path("intern/vereinbarungen/erfassen/", recording.record_page, name="record"),
    path("intern/vereinbarungen/<uuid:uuid>/unterschriften/", signing.signing_page, name="signing"),
    path("intern/vereinbarungen/<uuid:uuid>/unterschriften/<uuid:key>/", signing.sign_page, name="sign"),
    path(
        "intern/vereinbarungen/<uuid:uuid>/unterschriften/<uuid:signature_uuid>/ungueltig/",
        signing.signature_void,
        name="signature_void",
    ),
    path("intern/vereinbarungen/<uuid:uuid>/fassung-<int:number>.pdf", files.version_pdf, name="pdf"),
    path("intern/vereinbarungen/<uuid:uuid>/dateien/", files.files_page, name="files"),
    path("intern/vereinbarungen/<uuid:uuid>/dateien/hinzufuegen/", files.file_add, name="file_add"),
    path("intern/vereinbarungen/<uuid:uuid>/dateien/<uuid:file_uuid>/", files.download_file, name="file"),
    path("intern/vereinbarungen/<uuid:uuid>/anlagen/", files.annexes_page, name="annexes"),
    path(
        "intern/vereinbarungen/<uuid:uuid>/anlagen/<uuid:file_uuid>/entfernen/",
        files.annex_remove,
        name="annex_remove",
    ),
    # --- life
    *life_urls.urlpatterns,
    # --- public
    path("pruefung/", verification.verification_page, name="verification"),
    re_path(r"^pruefung/(?P<content_hash>[0-9a-f]{64})/$", verification.verification_result_page, name="verify"),
]
