"""What every page of one agreement shares: fetching it, its head, its tabs, what this person is to it."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.requests import SignedInRequest
from agreements import permissions
from agreements.enums import AgreementState
from agreements.models import Agreement
from kit.access import get_or_refuse
from kit.view_models import Tab

TONES = {
    AgreementState.DRAFT: "muted",
    AgreementState.IN_NEGOTIATION: "info",
    AgreementState.FINAL_TEXT: "info",
    AgreementState.PARTIALLY_SIGNED: "warning",
    AgreementState.SIGNED: "info",
    AgreementState.IN_FORCE: "success",
    AgreementState.NOTICE_GIVEN: "warning",
    AgreementState.EXPIRED: "danger",
}
PAGES = (
    ("agreement", _("Überblick"), "file-text"),
    ("workbench", _("Werkstatt"), "pencil-line"),
    ("negotiation", _("Abstimmung"), "messages-square"),
    ("signing", _("Unterschriften"), "signature"),
    ("coverage", _("Was darauf ruht"), "link"),
    ("life", _("Verlauf"), "history"),
)
"""Tabs in order: name of the address, label, icon. Each page lives in a module of its own."""


@dataclass(frozen=True, slots=True)
class AgreementAccess:
    """What this person is to the agreement."""

    can_edit: bool
    sees_internals: bool
    speaks_for: frozenset[int]
    """Parties (or facilities of parties) this person may speak for; the pages of the negotiation ask."""


def agreement_or_refuse(request: SignedInRequest, uuid: UUID, *, to_edit: bool = False) -> Agreement:
    """The agreement with its centre; 404 when this person may not see it, 403 when it may not be edited but should."""
    rows = Agreement.objects.visible_to(request.user).select_related("center", "template", "responsible", "deputy")
    allowed = partial(permissions.can_edit_agreement, request.user) if to_edit else None
    return get_or_refuse(rows, allowed, uuid=uuid)


def access_to(request: SignedInRequest, agreement: Agreement) -> AgreementAccess:
    """At most two queries: the organisations that take part, and none at all for who speaks for nobody."""
    speaks = permissions.party_ids(request.user)
    parties = agreement.taking_part() if speaks else frozenset()
    return AgreementAccess(
        permissions.can_edit_agreement(request.user, agreement),
        permissions.can_see_internals(request.user, agreement),
        speaks & parties,
    )


def agreement_page_context(
    request: SignedInRequest, agreement: Agreement, current: str, **context: Any
) -> dict[str, Any]:
    """The context of a page in the frame ``agreements/_frame.html``; ``current`` is the name of its tab."""
    return {
        "agreement": agreement,
        "state_tone": TONES.get(AgreementState(agreement.state), "muted"),
        "tabs": [
            Tab(label, reverse(f"agreements:{name}", args=[agreement.uuid]), current == name, icon)
            for name, label, icon in PAGES
        ],
    } | context
