"""``/vereinbarungen/``: what everybody may read of agreements, and the page where the centre writes it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from agreements.actions.publishing import set_publicity
from agreements.forms.negotiation import PublicityForm
from agreements.reports.publication import public_summaries, published_agreements
from agreements.views.page import agreement_or_refuse, agreement_page_context
from kit.caching import anonymous_read
from kit.pagination import paginate

PER_PAGE = 30


@anonymous_read(seconds=300)
@login_not_required
@require_safe
def public_list(request: HttpRequest) -> TemplateResponse:
    """Agreements in force that publish a summary."""
    page = paginate(published_agreements().in_force().by_title(), request, per_page=PER_PAGE)
    shown = public_summaries(published_agreements().filter(pk__in=[row.pk for row in page.object_list]))
    return TemplateResponse(request, "agreements/public/list.html", {"page": page, "summaries": shown})


@anonymous_read(seconds=300)
@login_not_required
@require_safe
def public_summary(request: HttpRequest, uuid: UUID) -> TemplateResponse:
    """One summary: parties, purpose, term, topics; of an agreement that is over it says so."""
    found = public_summaries(published_agreements().filter(uuid=uuid))
    if not found:
        raise Http404
    return TemplateResponse(request, "agreements/public/summary.html", {"summary": found[0]})


@require_http_methods(["GET", "HEAD", "POST"])
def publicity_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The centre writes what everybody may read, and whether they may."""
    found = agreement_or_refuse(request, uuid, to_edit=True)
    if request.method != "POST":
        return _form_page(request, uuid, PublicityForm(instance=found))
    form = PublicityForm(request.POST, instance=found)
    if not form.is_valid():
        return _form_page(request, uuid, form, status=422)
    set_publicity(found, **form.cleaned_data, by=request.user)
    messages.success(request, _("Gespeichert."))
    return redirect("agreements:agreement", uuid)


def _form_page(request: SignedInRequest, uuid: UUID, form: PublicityForm, status: int = 200) -> TemplateResponse:
    found = agreement_or_refuse(request, uuid)  # read anew: a form that was refused has written into its own copy
    context = agreement_page_context(
        request, found, "agreement", form=form, is_shown=published_agreements().filter(pk=found.pk).exists()
    )
    return TemplateResponse(request, "agreements/public/publicity.html", context, status=status)
