"""``/intern/vereinbarungen/<uuid>/abstimmung/``: the text goes to the partners, they answer, everybody sees whose turn.

Partners read and answer here; the centre sees who is invited, what was said and what waits for it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.enums import AgreementState
from agreements.forms.negotiation import DeadlineForm
from agreements.models import Agreement, AgreementVersion
from agreements.negotiation.guest_links import note_opened
from agreements.negotiation.next_steps import party_positions, pending_steps
from agreements.negotiation.party_text import read_party_text
from agreements.negotiation.speaker import Speaker
from agreements.views import party
from agreements.views.page import AgreementAccess, access_to, agreement_or_refuse, agreement_page_context
from agreements.views.party import DONE, PartyAnswer, PartyPageLinks, PartyRequest

LAYOUT = "agreements/_frame.html"


@require_safe
def negotiation_page(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Where the negotiation stands; for a party the text to answer to, for the centre what was said."""
    found = agreement_or_refuse(request, uuid)
    person = access_to(request, found)
    version = version_in_negotiation(found)
    if version is None:
        return _nothing_to_read(request, found, person)
    speakers = speakers_of(request, version, person)
    if person.can_edit or not speakers:
        return _overview(request, version, person)
    if request.method == "GET":
        note_opened(found, frozenset(speaker.organization.pk for speaker in speakers))
    return party.read_page(_party_request(request, version, speakers, person))


def signed_in_view(answer: PartyAnswer, methods: list[str]) -> Callable[..., HttpResponse]:
    """The door for people with an account: what ``answer`` says to somebody who may speak here, for these methods.

    403 for who sees the text and speaks for nobody. Outside the negotiation there is nothing to answer to: the page
    about its state comes instead.
    """

    @wraps(answer)
    def opened(request: SignedInRequest, uuid: UUID) -> HttpResponse:
        found = agreement_or_refuse(request, uuid)
        person = access_to(request, found)
        if not (person.can_edit or person.speaks_for):
            raise PermissionDenied
        version = version_in_negotiation(found)
        if version is None:
            return _nothing_to_read(request, found, person, status=409)
        speakers = speakers_of(request, version, person)
        if not speakers:
            raise PermissionDenied
        return answer(_party_request(request, version, speakers, person))

    return require_http_methods(methods)(opened)


negotiation_views = party.party_views(signed_in_view)
"""Remarks, agreement, taking back, and what changed."""


def version_in_negotiation(agreement: Agreement) -> AgreementVersion | None:
    """The text the partners are reading now."""
    rows = agreement.versions.open().filter(stage=AgreementState.IN_NEGOTIATION).select_related("amends")
    version = rows.first()
    if version is not None:
        version.agreement = agreement
    return version


def speakers_of(request: SignedInRequest, version: AgreementVersion, person: AgreementAccess) -> list[Speaker]:
    """For whom this person may speak about this text: the centre first, then parties that are not its side."""
    agreement = version.agreement
    found = {}
    if person.can_edit:
        found[agreement.center_id] = Speaker(agreement.center, request.user)
    center_side = Q(organization=agreement.center_id) | Q(facility=agreement.center_id)
    for row in version.parties.exclude(center_side).select_related("organization", "facility"):
        for one in filter(None, (row.facility, row.organization)):
            if one.pk in person.speaks_for:
                found.setdefault(one.pk, Speaker(one, request.user))
    return list(found.values())


def _party_request(
    request: SignedInRequest, version: AgreementVersion, speakers: list[Speaker], person: AgreementAccess
) -> PartyRequest:
    """Speaking for several, one says for whom (``fuer``)."""
    agreement = version.agreement
    asked = request.POST.get("fuer") or request.GET.get("fuer", "")
    speaker = next((one for one in speakers if str(one.organization.uuid) == asked), speakers[0])
    # The centre wrote the text: it remarks and answers, but the whole text is agreed to by the others.
    is_center = speaker.organization.pk == agreement.center_id
    may_approve_text = not is_center and speaker.organization.pk in permissions.agreeing_ids(request.user)

    def frame(**context: Any) -> dict[str, Any]:
        shared = {"layout": LAYOUT, "is_guest": False, "person": person, "speakers": speakers}
        return agreement_page_context(request, agreement, "negotiation", **shared, **context)

    page_links = PartyPageLinks("negotiation", agreement.uuid)
    return PartyRequest(request, version, speaker, may_approve_text, page_links, frame)


def _overview(request: SignedInRequest, version: AgreementVersion, person: AgreementAccess) -> TemplateResponse:
    """Who is invited, what was said, what waits: for the centre, and for those who read everything."""
    agreement = version.agreement
    reading = read_party_text(version, None)
    context = {
        "person": person,
        "version": version,
        "turns": pending_steps(agreement),
        "positions": party_positions(version),
        "cards": [card for card in reading.cards if card.remarks],
        "general": reading.general,
        "form": DeadlineForm(initial={"reply_by": agreement.reply_by}),
        "done": DONE.get(request.GET.get("getan", ""), ""),
        "page_links": PartyPageLinks("negotiation", agreement.uuid),
    }
    template = "agreements/negotiation/overview.html"
    return TemplateResponse(request, template, agreement_page_context(request, agreement, "negotiation", **context))


def _nothing_to_read(
    request: SignedInRequest, agreement: Agreement, person: AgreementAccess, status: int = 200
) -> TemplateResponse:
    """Before and after: whose turn it is, and nothing of the text."""
    draft = agreement.versions.open().filter(stage=AgreementState.DRAFT).exists()
    context = {"person": person, "turns": pending_steps(agreement), "is_draft": draft}
    template = "agreements/negotiation/none.html"
    return TemplateResponse(
        request, template, agreement_page_context(request, agreement, "negotiation", **context), status=status
    )
