"""Which organisation becomes which party: operating bodies conclude, facilities are named (domain 5.1, X-05)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import User
from agreements.actions.drafting import PartyChoice
from agreements.enums import AgreementKind, PartyRole
from agreements.models import AgreementParty
from partners.enums import LegalForm, OperatorRole, OrganizationKind, OrganizationStatus, Sector
from partners.models import OperatorAssignment, Organization
from partners.search.organizations import search_organizations

FUNCTIONS = {
    LegalForm.EV: "Vorstand",
    LegalForm.EG: "Vorstand",
    LegalForm.FOUNDATION: "Vorstand",
    LegalForm.GGMBH: "Geschäftsführung",
    LegalForm.GMBH: "Geschäftsführung",
    LegalForm.MUNICIPAL: "Amtsleitung",
    LegalForm.KDOER: "Leitung",
    LegalForm.SOLE: "Inhaberin oder Inhaber",
}
"""Who usually represents a body of this form; a suggestion people can change."""
WITH_AUTHORITY = (AgreementKind.FRAMEWORK, AgreementKind.CHILD_PROTECTION, AgreementKind.JOINT_CONTROLLERS)
"""Kinds in which the youth office is a party like the others."""
MOST = 12


@dataclass(frozen=True, slots=True)
class PartyChoices:
    """Organisations to choose from, at most ``MOST``; ``more`` tells that there are others beyond them."""

    rows: tuple[Organization, ...] = ()
    more: bool = False


def found_partners(user: User, text: str, *, without: Iterable[int] = ()) -> PartyChoices:
    """Organisations this person may see that match ``text``, best first; none without a word."""
    if not text.strip():
        return PartyChoices()
    rows = Organization.objects.visible_to(user).exclude(status=OrganizationStatus.CLOSED).exclude(pk__in=list(without))
    return _first(search_organizations(rows.select_related("municipality", "category"), text))


def known_partners(user: User, centers: Iterable[int], *, without: Iterable[int] = ()) -> PartyChoices:
    """Partners of earlier agreements of these centres, one press away; by the house people know, not who runs it."""
    parties = AgreementParty.objects.filter(version__agreement__center__in=list(centers)).order_by()
    named = Q(pk__in=parties.exclude(facility=None).values("facility"))
    named |= Q(pk__in=parties.filter(facility=None).values("organization"))
    rows = Organization.objects.visible_to(user).exclude(status=OrganizationStatus.CLOSED)
    rows = rows.filter(named).exclude(pk__in=[*without, *centers]).select_related("municipality", "category")
    return _first(rows.exclude(kind=OrganizationKind.OPERATING_BODY, operated__facility__in=list(centers)).by_name())


def _first(rows: Any) -> PartyChoices:
    found = tuple(rows[: MOST + 1])
    return PartyChoices(found[:MOST], len(found) > MOST)


def operating_body(organization: Organization) -> Organization | None:
    """Who runs this facility today; ``None`` when it stands for itself."""
    rows = OperatorAssignment.objects.valid_on().filter(facility=organization, role=OperatorRole.OPERATOR)
    assignment = rows.select_related("operating_body").first()
    return assignment.operating_body if assignment else None


def suggested_party(organization: Organization, *, kind: str = "", is_center: bool = False) -> PartyChoice:
    """The party for an organisation: its operating body with it as the facility, role, function, must sign."""
    body = operating_body(organization)
    concluding = body or organization
    facility = organization if body else None
    supporting = concluding.sector == Sector.AUTHORITY and kind not in WITH_AUTHORITY and not is_center
    role = PartyRole.MAIN if is_center else PartyRole.SUPPORTING if supporting else PartyRole.PARTNER
    return PartyChoice(concluding, role, not supporting, suggested_function(concluding), facility)


def suggested_function(organization: Organization) -> str:
    """As in its newest agreement, else as usual for its legal form."""
    earlier = AgreementParty.objects.filter(organization=organization).exclude(represented_by_function="")
    newest = earlier.order_by("-version__created_at", "-pk").values_list("represented_by_function", flat=True).first()
    return newest or FUNCTIONS.get(LegalForm(organization.legal_form), "")


def clause_columns(choice: PartyChoice) -> dict[str, Any]:
    """The choice as columns of a party."""
    return {
        "organization": choice.organization,
        "facility": choice.facility,
        "role": choice.role,
        "must_sign": choice.must_sign,
        "represented_by_function": choice.function,
    }
