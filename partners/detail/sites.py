"""Where organisations work, and who shares a house. What a protected address hides is decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from partners.enums import LegalForm, OperatorRole, OrganizationKind
from partners.models import HostedOrganization, Location, OperatorAssignment, Organization

MOST = 100
"""Sites of one organisation, organisations of one house; more would be no page."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where an organisation works. Of a protected site nothing may be shown but that it exists."""

    location: Location
    opening_hours: str
    is_main: bool

    @property
    def is_protected(self) -> bool:
        return self.location.is_protected

    @property
    def street(self) -> str:
        return f"{self.location.street} {self.location.house_no}".strip()


@dataclass(frozen=True, slots=True)
class Resident:
    """An organisation in a house, with who operates it."""

    organization: Organization
    location_id: int
    opening_hours: str
    operator: str
    operator_id: int | None

    @property
    def operator_words(self) -> str:
        """Who operates it; a facility of the town has no body of its own beside the town."""
        if self.operator:
            return self.operator
        return str(
            _("die Kommune selbst") if self.organization.legal_form == LegalForm.MUNICIPAL else _("nicht angegeben")
        )

    @property
    def is_house(self) -> bool:
        """The house itself (a network) as opposed to a facility in it."""
        return self.organization.kind == OrganizationKind.NETWORK


def sites_of(organization: Organization, day: date) -> list[Site]:
    """Sites on ``day``, the main one first."""
    rows = (
        HostedOrganization.objects.valid_on(day)
        .filter(organization=organization)
        .select_related("location__area", "location__municipality")
        .order_by("-is_main_site", "location__name_key", "pk")[:MOST]
    )
    return [Site(row.location, row.opening_hours, row.is_main_site) for row in rows]


def residents_of(location_ids: Sequence[int], day: date) -> list[Resident]:
    """Public organisations at these sites on ``day``, the house first, then by name; protected sites have none."""
    operators = OperatorAssignment.objects.valid_on(day).filter(
        facility=OuterRef("organization"), role=OperatorRole.OPERATOR
    )
    rows = (
        HostedOrganization.objects.valid_on(day)
        .filter(
            location__in=location_ids,
            location__is_protected=False,
            organization__in=Organization.objects.public(day),
        )
        .select_related("organization")
        .defer("organization__search", "organization__description_public")
        .annotate(
            operator=Subquery(operators.values("operating_body__name")[:1]),
            operator_id=Subquery(operators.values("operating_body")[:1]),
        )
        .order_by("organization__name_key", "pk")[:MOST]
    )
    residents = [
        Resident(row.organization, row.location_id, row.opening_hours, row.operator or "", row.operator_id)
        for row in rows
    ]
    return sorted(residents, key=lambda resident: not resident.is_house)
