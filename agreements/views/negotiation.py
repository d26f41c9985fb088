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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.enums import AgreementState
from agreements.forms.negotiation import DeadlineForm
from agreements.models import Agreement, AgreementVersion
from agreements.negotiation.guest_links import note_opened
from agreements.negotiation.next_steps import party_positions, pending_steps
from agreements.negotiation.party_text import Voice, read_party_text
from agreements.views import party
from agreements.views.page import Standing, fetch, framed, standing
from agreements.views.party import DONE, Desk, Places

LAYOUT = "agreements/_frame.html"


@require_safe
def negotiation(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Where the negotiation stands; for a party the text to answer to, for the centre what was said."""
    found = fetch(request, uuid)
    person = standing(request, found)
    version = negotiated(found)
    if version is None:
        return _nothing_to_read(request, found, person)
    voices = voices_of(request, version, person)
    if person.can_edit or not voices:
        return _overview(request, version, person)
    if request.method == "GET":
        note_opened(found, frozenset(voice.organization.pk for voice in voices))
    return party.read_page(_desk(request, version, voices, person))


def as_party(view: Callable[[Desk], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the desk of somebody who may speak here; 403 for who sees the text and speaks for nobody.

    Outside the negotiation there is nothing to answer to: the page about its state comes instead.
    """

    @wraps(view)
    def answering(request: SignedInRequest, uuid: UUID) -> HttpResponse:
        found = fetch(request, uuid)
        person = standing(request, found)
        if not (person.can_edit or person.speaks_for):
            raise PermissionDenied
        version = negotiated(found)
        if version is None:
            return _nothing_to_read(request, found, person, status=409)
        voices = voices_of(request, version, person)
        if not voices:
            raise PermissionDenied
        return view(_desk(request, version, voices, person))

    return answering


@require_http_methods(["GET", "HEAD", "POST"])
@as_party
def negotiation_remark(desk: Desk) -> HttpResponse:
    """A remark or other words."""
    return party.remark_page(desk)


@require_POST
@as_party
def negotiation_agree(desk: Desk) -> HttpResponse:
    """Agreement, or taking it back."""
    return party.agree(desk)


@require_POST
@as_party
def negotiation_take_back(desk: Desk) -> HttpResponse:
    """One's own remark is settled."""
    return party.take_back(desk)


@require_safe
@as_party
def negotiation_changes(desk: Desk) -> HttpResponse:
    """What changed since this organisation agreed."""
    return party.changes_page(desk)


def negotiated(agreement: Agreement) -> AgreementVersion | None:
    """The text the partners are reading now."""
    rows = agreement.versions.open().filter(stage=AgreementState.IN_NEGOTIATION).select_related("amends")
    version = rows.first()
    if version is not None:
        version.agreement = agreement
    return version


def voices_of(request: SignedInRequest, version: AgreementVersion, person: Standing) -> list[Voice]:
    """For whom this person may speak about this text: the centre first, then parties that are not its side."""
    agreement = version.agreement
    found = {}
    if person.can_edit:
        found[agreement.center_id] = Voice(agreement.center, may_agree=False, is_center=True, by=request.user)
    agreeing = permissions.agreeing_ids(request.user)
    center_side = Q(organization=agreement.center_id) | Q(facility=agreement.center_id)
    for row in version.parties.exclude(center_side).select_related("organization", "facility"):
        for one in filter(None, (row.facility, row.organization)):
            if one.pk in person.speaks_for:
                found.setdefault(one.pk, Voice(one, may_agree=one.pk in agreeing, by=request.user))
    return list(found.values())


def _desk(request: SignedInRequest, version: AgreementVersion, voices: list[Voice], person: Standing) -> Desk:
    """Speaking for several, one says for whom (``fuer``)."""
    asked = request.POST.get("fuer") or request.GET.get("fuer", "")
    voice = next((one for one in voices if str(one.organization.uuid) == asked), voices[0])

    def frame(**context: Any) -> dict[str, Any]:
        shared = {"layout": LAYOUT, "is_guest": False, "person": person, "voices": voices}
        return framed(request, version.agreement, "negotiation", **shared, **context)

    return Desk(request, version, voice, Places("negotiation", version.agreement.uuid), frame)


def _overview(request: SignedInRequest, version: AgreementVersion, person: Standing) -> TemplateResponse:
    """Who is invited, what was said, what waits: for the centre, and for those who read everything."""
    agreement = version.agreement
    reading = read_party_text(version, None)
    context = {
        "person": person,
        "version": version,
        "turns": pending_steps(agreement),
        "standpoints": party_positions(version),
        "cards": [card for card in reading.cards if card.remarks],
        "general": reading.general,
        "form": DeadlineForm(initial={"reply_by": agreement.reply_by}),
        "done": DONE.get(request.GET.get("getan", ""), ""),
        "places": Places("negotiation", agreement.uuid),
    }
    template = "agreements/negotiation_overview.html"
    return TemplateResponse(request, template, framed(request, agreement, "negotiation", **context))


def _nothing_to_read(
    request: SignedInRequest, agreement: Agreement, person: Standing, status: int = 200
) -> TemplateResponse:
    """Before and after: whose turn it is, and nothing of the text."""
    draft = agreement.versions.open().filter(stage=AgreementState.DRAFT).exists()
    context = {"person": person, "turns": pending_steps(agreement), "is_draft": draft}
    template = "agreements/negotiation_none.html"
    return TemplateResponse(request, template, framed(request, agreement, "negotiation", **context), status=status)
