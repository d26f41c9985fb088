"""``/intern/vereinbarungen/erfassen/``: an agreement signed elsewhere comes in with its scan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.actions.recording import record_existing
from agreements.forms.recording import RecordForm
from kit.sealing import SealUnavailable
from kit.workflow import StepRefused


@require_http_methods(["GET", "HEAD", "POST"])
def record_page(request: SignedInRequest) -> HttpResponse:
    """One page, one press: core data and scan; the state follows from the dates."""
    if not permissions.may_create_agreement(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = RecordForm(*([request.POST, request.FILES] if posted else []), user=request.user)
    if posted and form.is_valid():
        try:
            agreement = record_existing(**form.values(), by=request.user)
        except (StepRefused, SealUnavailable) as refused:
            form.add_error(None, str(refused))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("%s ist erfasst.") % agreement)
            return redirect("agreements:agreement", uuid=agreement.uuid)
    return TemplateResponse(request, "agreements/signing/recording.html", {"form": form}, status=422 if posted else 200)
