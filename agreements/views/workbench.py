"""``/intern/vereinbarungen/<uuid>/werkstatt/``: where the text is written.

All clauses stand on one page, each a form of its own that names the state it was read in; the pages for single clauses,
rows and parts (``workbench_clauses``, ``workbench_rows``) work alone as well. A script opens them in place and saves
while people type; it says so with the header ``X-Workbench`` and gets fragments.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from agreements.actions.editing import EDITABLE
from agreements.enums import AgreementState
from agreements.forms.clauses import LONGEST_TEXT
from agreements.models import Agreement, AgreementVersion
from agreements.text.canonical import document_of
from agreements.text.variables import VARIABLES
from agreements.views.files import visible_versions
from agreements.views.page import access_to, agreement_or_refuse, agreement_page_context
from agreements.views.text import chosen_version
from agreements.workbench import read_bench


@require_safe
def workbench_page(request: SignedInRequest, uuid: UUID) -> TemplateResponse:
    """The version that is worked on, or the newest one to read; partners see it without what is internal."""
    found = agreement_or_refuse(request, uuid)
    person = access_to(request, found)
    version = chosen_version(list(visible_versions(request, found, person).defer("content").order_by("-number")), "")
    may_write = version is not None and person.can_edit and version.is_open and version.stage in EDITABLE
    shown, document = None, None
    if version is not None:
        version.agreement = found
        if version.is_locked:  # what was frozen, not what the register says today
            document = document_of(version)
        else:
            shown = read_bench(version, for_editing=may_write)
    context = agreement_page_context(
        request,
        found,
        "workbench",
        person=person,
        version=version,
        bench=shown,
        document=document,
        may_write=may_write,
        variables=VARIABLES.values() if may_write else (),
        longest=LONGEST_TEXT,
        can_answer=may_write and version is not None and version.stage == AgreementState.IN_NEGOTIATION,
    )
    return TemplateResponse(request, "agreements/workbench/workbench.html", context)


def wants_fragment(request: HttpRequest) -> bool:
    """The script of the workbench asks; without it the answer is a whole page."""
    return request.headers.get("X-Workbench") == "1"


def edited_version(request: SignedInRequest, uuid: UUID) -> tuple[Agreement, AgreementVersion]:
    """The agreement, and the version that is worked on or, when none is, the newest: saving there is refused in words.

    404 and 403 as in ``fetch(to_edit=True)``.
    """
    found = agreement_or_refuse(request, uuid, to_edit=True)
    rows = list(found.versions.select_related("amends").defer("content").order_by("-number"))
    version = next((one for one in rows if one.is_open), rows[0] if rows else None)
    if version is None:
        raise Http404
    version.agreement = found
    return found, version


def bench_page(
    request: SignedInRequest, agreement: Agreement, name: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """``agreements/workbench/<name>.html`` as a page, or only its inside for the script."""
    layout = "agreements/workbench/_fragment.html" if wants_fragment(request) else "agreements/workbench/_page.html"
    context = agreement_page_context(request, agreement, "workbench", layout=layout, **context)
    return TemplateResponse(request, f"agreements/workbench/{name}.html", context, status=status)


def back_to(agreement: Agreement, anchor: str) -> HttpResponse:
    """The workbench, at the place where one was."""
    return redirect(reverse("agreements:workbench", args=[agreement.uuid]) + f"#{anchor}")
