"""Parts of the home about organisations: one's own, those that owe a confirmation, those one may read."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from partners.calendar import fresh_since
from partners.enums import OrganizationStatus, PartnershipState, Visibility
from partners.models import ContactPoint, Organization, PartnerCategory, Partnership
from partners.rights.held import rights_of
from partners.rights.roles import EDITS_OWN
from partners.rights.staff_links import staff_record

MOST = 12


def own_organizations(user: User) -> dict[str, Any]:
    """The organisations of this person's own house, with last confirmation and where the public sees them."""
    ids = rights_of(user).organizations(EDITS_OWN)
    rows = Organization.objects.filter(pk__in=ids).exclude(status=OrganizationStatus.CLOSED).by_name()
    public = set(rows.public().values_list("pk", flat=True))
    return {
        "rows": [
            {
                "name": row.name,
                "status": row.get_status_display(),
                "assured_on": row.assured_on,
                "fresh": row.pk in public,
                "url": row.get_absolute_url(),
                "is_public": row.pk in public,
                "edit_url": staff_record(user, "partners_organization", row.pk),
            }
            for row in rows[:MOST]
        ],
        "number": len(ids),
        "more": max(0, len(ids) - MOST),
    }


def unconfirmed_partners(user: User) -> dict[str, Any]:
    """Partners in an open partnership whose entry nobody confirmed within the period, longest ago first."""
    centers = rights_of(user).organizations(frozenset({Role.COORDINATION}))
    open_partnership = Partnership.objects.filter(center__in=centers, partner=OuterRef("pk")).exclude(
        state__in=[PartnershipState.DECLINED, PartnershipState.ENDED]
    )
    rows = (
        Organization.objects.filter(Exists(open_partnership), status=OrganizationStatus.ACTIVE, freshness_exempt=False)
        .filter(Q(assured_on=None) | Q(assured_on__lt=fresh_since()))
        .order_by(F("assured_on").asc(nulls_first=True), "name_key", "pk")
    )
    found = list(rows[: MOST + 1])
    return {
        "rows": [
            {"name": row.name, "assured_on": row.assured_on, "url": staff_record(user, "partners_organization", row.pk)}
            for row in found[:MOST]
        ],
        "more": len(found) > MOST,
    }


def missing_categories(user: User) -> dict[str, Any]:
    """Kinds of partners a centre should work with and does not (domain 2.3)."""
    centers = rights_of(user).organizations(frozenset({Role.COORDINATION}))
    working = Partnership.objects.filter(
        center__in=centers, partner__category=OuterRef("pk"), state=PartnershipState.ACTIVE
    )
    priority = PartnerCategory.objects.filter(is_priority=True)
    missing = priority.exclude(Exists(working)).order_by("name_key", "pk")
    return {"names": [row.name for row in missing], "number": priority.count()}


def audited_organizations(user: User) -> dict[str, Any]:
    """What an auditor may read, and until when."""
    rows = user.memberships.valid_on().filter(role=Role.AUDITOR).select_related("organization")
    below = rights_of(user).reach
    parts = Organization.objects.filter(pk__in=frozenset().union(*(below[row.organization_id] for row in rows)))
    known = {row.pk: row for row in parts}
    public = set(parts.public().values_list("pk", flat=True))
    return {
        "rows": [
            {
                "name": row.organization.name,
                "valid_to": row.valid_to,
                "parts": sorted(
                    (
                        {
                            "name": known[pk].name,
                            "assured_on": known[pk].assured_on,
                            "status": known[pk].get_status_display(),
                            "url": known[pk].get_absolute_url() if pk in public else "",
                        }
                        for pk in below[row.organization_id]
                    ),
                    key=lambda part: part["name"].casefold(),
                ),
            }
            for row in rows.order_by("valid_to", "organization__name_key", "pk")
        ]
    }


def network_contacts(user: User) -> dict[str, Any]:
    """What the network shares with its committee members: role contacts that are not public."""
    rows = (
        ContactPoint.objects.visible_to(user)
        .valid_on(timezone.localdate())
        .filter(visibility=Visibility.NETWORK)
        .select_related("organization")
        .order_by("organization__name_key", "position", "pk")
    )
    found = list(rows[: MOST + 1])
    return {"rows": found[:MOST], "more": len(found) > MOST}
