"""``/vereinbarung/<token>/``: a party reads and answers by the link of its letter, without an account (T25).

Once the text is locked, the link shows it and its PDF. Looking changes nothing but the note that the page was called
up; every answer is a form with a token of its own. The page shows the text and what the parties said to it, and nothing
else of the portal's inside.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import AgreementInvitation, AgreementVersion
from agreements.negotiation.guest_links import LinkGone, guest_by_token, note_opened, reader_by_token
from agreements.negotiation.mailboxes import contact_for_questions
from agreements.negotiation.speaker import Speaker
from agreements.text.canonical import document_of
from agreements.views import party
from agreements.views.party import PartyAnswer, PartyPageLinks, PartyRequest
from agreements.views.pdf_response import pdf_response
from agreements.workflow import BEFORE_SIGNED
from kit.secret_links import secret_page
from kit.workflow import StepRefused

LAYOUT = "agreements/negotiation/guest_layout.html"


def guest_view(answer: PartyAnswer, methods: list[str]) -> Callable[..., HttpResponse]:
    """The door of a link: what ``answer`` says to whoever holds it, without an account, for these methods."""
    return login_not_required(secret_page(require_http_methods(methods)(_opened_by_link(answer))))


def _opened_by_link(answer: PartyAnswer) -> Callable[..., HttpResponse]:
    """A link that does not open says why: 404 unknown, 410 over."""

    @wraps(answer)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation, version = guest_by_token(token)
        except LinkGone as gone:
            return _gone(request, token, gone)
        if request.method == "GET":
            note_opened(invitation.agreement, frozenset({invitation.organization_id}))
        return answer(_guest_request(request, token, invitation, version))

    return opened


def _guest_request(
    request: HttpRequest, token: str, invitation: AgreementInvitation, version: AgreementVersion
) -> PartyRequest:
    def frame(**context: Any) -> dict[str, Any]:
        shared = {
            "layout": "agreements/negotiation/guest_layout.html",
            "agreement": version.agreement,
            "is_guest": True,
        }
        shared |= {"expires_at": invitation.expires_at, "ask": contact_for_questions(version.agreement.center)}
        return shared | {"speakers": []} | context

    speaker = Speaker(invitation.organization, invitation=invitation)
    return PartyRequest(request, version, speaker, True, PartyPageLinks("guest", token), frame)


def _gone(request: HttpRequest, token: str, gone: LinkGone) -> HttpResponse:
    """What a link that opens no negotiation says, and where the text is that came of it."""
    address = ""
    if gone.state == "over":
        with suppress(LinkGone):
            reader_by_token(token)
            address = reverse("agreements:guest_text", args=[token])
    if address and request.method in ("GET", "HEAD"):
        return redirect(address)
    status = 404 if gone.state == "unknown" else 410
    context = {"reason": str(gone), "text_address": address}
    return TemplateResponse(request, "agreements/negotiation/guest_gone.html", context, status=status)


guest_page = guest_view(party.read_page, ["GET", "HEAD"])
"""The text, clause by clause."""
guest_views = party.party_views(guest_view)
"""Remarks, agreement, taking back, and what changed."""


@login_not_required
@secret_page
@require_safe
def guest_text(request: HttpRequest, token: str) -> HttpResponse:
    """The locked text, until the link runs out."""
    return _locked_page(request, token)


@login_not_required
@secret_page
@require_safe
def guest_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The sealed PDF of the locked text."""
    try:
        invitation, version = reader_by_token(token)
        return pdf_response(version, who=f"link-{invitation.pk}")
    except LinkGone as gone:
        return _gone(request, token, gone)
    except StepRefused as refused:
        return _locked_page(request, token, refused=str(refused))


def _locked_page(request: HttpRequest, token: str, refused: str = "") -> HttpResponse:
    try:
        invitation, version = reader_by_token(token)
    except LinkGone as gone:
        if gone.state == "paused":
            return redirect("agreements:guest", token=token)
        return _gone(request, token, gone)
    context = {
        "agreement": version.agreement,
        "version": version,
        "document": document_of(version),
        "refused": refused,
        "is_over": True,
        "is_signed": version.stage not in BEFORE_SIGNED,
        "expires_at": invitation.expires_at,
        "pdf_address": reverse("agreements:guest_pdf", args=[token]),
        "ask": contact_for_questions(version.agreement.center),
    }
    return TemplateResponse(request, "agreements/negotiation/guest_text.html", context, status=503 if refused else 200)
