"""The one way a form of an agreement's life is shown, refused and done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.requests import SignedInRequest
from agreements.models import Agreement
from agreements.views.page import agreement_page_context
from kit.sealing import SealUnavailable
from kit.workflow import StepRefused


def form_or_redirect(
    request: SignedInRequest,
    found: Agreement,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    done: str,
    title: str,
    submit: str,
    intro: str = "",
    goes_to: str = "agreements:life",
    template: str = "agreements/life/form.html",
    **context: Any,
) -> HttpResponse:
    """Show ``form``; posted and in order, ``act``, say ``done`` and go on. What ``act`` refuses stands in the form."""
    posted = form.is_bound
    if posted and form.is_valid():
        try:
            act()
        except (StepRefused, SealUnavailable) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(goes_to, uuid=found.uuid)
    page = agreement_page_context(
        request,
        found,
        "life",
        form=form,
        form_title=title,
        submit=submit,
        intro=intro,
        back=reverse("agreements:life", args=[found.uuid]),
        **context,
    )
    return TemplateResponse(request, template, page, status=422 if posted else 200)
