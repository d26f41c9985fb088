"""``/intern/import/``: tables of organisations and offers come in, are checked, looked at and taken over."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import Now
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from agreements.models import Agreement
from familynet.registry.import_kinds import KINDS
from familynet.views.imports.form import ImportForm
from kit.exports.tables import csv_response
from kit.imports import jobs
from kit.imports.results import LABELS, REPORT_HEADER, Outcome
from kit.imports.templates import csv_template, xlsx_template
from kit.models import Heartbeat, ImportJob, ImportLine, ImportNote, ImportState
from kit.pagination import paginate
from kit.view_models import Tab
from kit.workflow import StepRefused
from partners.imports.rights import may_import
from partners.rights.held import is_administration, may_use_admin

LINES = 50
AWAY = timedelta(minutes=2)
WORST_FIRST = Case(
    When(outcome=Outcome.REFUSED, then=Value(0)),
    When(outcome=Outcome.UPDATED, then=Value(1)),
    When(outcome=Outcome.CREATED, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)
TONES = {Outcome.REFUSED: "danger", Outcome.UPDATED: "warning", Outcome.CREATED: "success", Outcome.UNCHANGED: "muted"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def visible_jobs(user: User) -> QuerySet[ImportJob]:
    """Files one sent oneself; administration sees all of them."""
    if is_administration(user):
        return ImportJob.objects.defer("content")
    own = ImportJob.objects.filter(uploaded_by=user) if may_import(user) else ImportJob.objects.none()
    return own.defer("content")


def _asked(request: SignedInRequest) -> dict[str, str]:
    """The kind a link asked for (``?art=vereinbarungen``), already chosen."""
    word = request.GET.get("art", "")
    found = [name for name, kind in KINDS.items() if kind.word == word]
    return {"kind": found[0]} if found else {}


@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: SignedInRequest) -> HttpResponse:
    """Send a file; below, what was sent in the last days."""
    user = request.user
    if not may_import(user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = (
        ImportForm(request.POST, request.FILES, user=user) if posted else ImportForm(user=user, initial=_asked(request))
    )
    if posted and form.is_valid():
        job = jobs.take_in_file(
            kind=form.cleaned_data["kind"],
            source=form.cleaned_data["source"],
            file_name=form.cleaned_data["file"].name or "",
            content=form.content,
            by=user,
        )
        return redirect("import_job", uuid=job.uuid)
    context = {
        "form": form,
        "kinds": KINDS.values(),
        "jobs": list(visible_jobs(user).select_related("uploaded_by")[:20]),
        "labels": {name: kind.label for name, kind in KINDS.items()},
        "limited": not is_administration(user),
    }
    return TemplateResponse(request, "imports/start.html", context, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def import_job(request: SignedInRequest, uuid: str) -> HttpResponse:
    """Progress, preview and result of one file; the button takes it over, once, however often it is pressed."""
    user = request.user
    job = get_object_or_404(visible_jobs(user), uuid=uuid)
    if request.method == "POST":
        try:
            if jobs.release_job(job, skip_errors="skip" in request.POST):
                messages.success(request, _("Die Datei wird jetzt übernommen."))
        except StepRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("import_job", uuid=job.uuid)
    return TemplateResponse(request, "imports/job.html", _job_context(request, job))


def _job_context(request: SignedInRequest, job: ImportJob) -> dict[str, object]:
    outcome = request.GET.get("ergebnis", "")
    lines = ImportLine.objects.filter(job=job).order_by(WORST_FIRST, "number", "pk").prefetch_related("notes")
    if outcome in LABELS:
        lines = lines.filter(outcome=outcome)
    page = paginate(lines, request, LINES)
    rows = list(page.object_list)
    links = _links(request, job, rows)
    return {
        "job": job,
        "kind": KINDS[job.kind],
        "notices": job.notices.splitlines(),
        "page": page,
        "rows": [_row(line, links.get(line.key, "")) for line in rows],
        "tabs": _tabs(job, outcome),
        "counts": [(LABELS[one], getattr(job, one)) for one in Outcome],
        "worker_is_away": job.is_busy and _worker_is_away(),
        "can_release": job.state == ImportState.CHECKED and job.changes_something,
    }


def _worker_is_away() -> bool:
    return not Heartbeat.objects.filter(process="worker", seen_at__gt=Now() - AWAY).exists()


def _links(request: SignedInRequest, job: ImportJob, rows: list[ImportLine]) -> dict[str, str]:
    """Where to look at the records of these rows, once they are there."""
    if job.state != ImportState.APPLIED:
        return {}
    model = KINDS[job.kind].model
    if model is Agreement:
        seen = Agreement.objects.visible_to(request.user).filter(reference__in=[row.key for row in rows])
        return {
            key: reverse("agreements:agreement", args=[uuid]) for key, uuid in seen.values_list("reference", "uuid")
        }
    if not may_use_admin(request.user):
        return {}
    found = model._default_manager.filter(external_source=job.source, external_id__in=[row.key for row in rows])
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return {key: reverse(address, args=[pk]) for key, pk in found.values_list("external_id", "pk")}


def _row(line: ImportLine, url: str) -> dict[str, object]:
    outcome = Outcome(line.outcome)
    return {"line": line, "label": outcome.label, "tone": TONES[outcome], "notes": list(line.notes.all()), "url": url}


def _tabs(job: ImportJob, current: str) -> list[Tab]:
    address = reverse("import_job", args=[job.uuid])
    tabs = [Tab(_("Alle"), address, current not in LABELS, count=job.rows_total)]
    for outcome in (Outcome.REFUSED, Outcome.UPDATED, Outcome.CREATED, Outcome.UNCHANGED):
        if count := getattr(job, outcome):
            tabs.append(Tab(outcome.label, f"{address}?ergebnis={outcome}", current == outcome, count=count))
    return tabs


@require_safe
def import_report(request: SignedInRequest, uuid: str) -> StreamingHttpResponse:
    """Every row with its result, reasons and changes, as CSV."""
    job = get_object_or_404(visible_jobs(request.user), uuid=uuid)
    notes = ImportNote.objects.filter(line__job=job).order_by("line__number", "pk")
    by_line: dict[int, list[ImportNote]] = {}
    for note in notes:
        by_line.setdefault(note.line_id, []).append(note)

    def rows():  # type: ignore[no-untyped-def]
        for line in ImportLine.objects.filter(job=job).order_by("number", "pk"):
            about = (line.number, line.key, line.title, LABELS[Outcome(line.outcome)])
            for note in by_line.get(line.pk, []):
                column = _("Hinweis") if note.kind == ImportNote.Kind.HINT else note.column
                yield (*about, column, note.before, note.text)
            if line.pk not in by_line:
                yield (*about, "", "", "")

    return csv_response(f"import-{KINDS[job.kind].word}", REPORT_HEADER, rows())


@require_safe
def import_template(request: SignedInRequest, word: str, ending: str) -> HttpResponse:
    """The file to fill in, as CSV or workbook."""
    if not may_import(request.user):
        raise PermissionDenied
    kind = next((kind for kind in KINDS.values() if kind.word == word), None)
    if kind is None:
        raise Http404
    if ending == "csv":
        content, content_type = b"".join(csv_template(kind.layout, "external_id")), "text/csv; charset=utf-8"
    else:
        with xlsx_template(kind.layout, "external_id", str(kind.label)) as file:
            content, content_type = file.read(), XLSX
    headers = {
        "Content-Disposition": f'attachment; filename="vorlage-{kind.word}.{ending}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
