"""The vocabulary for sets of partners, places and contacts."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone

from kit.model_fields import Fold
from kit.querysets import DatedQuerySet, contains_day
from partners import permissions
from partners.calendar import fresh_since
from partners.enums import OrganizationStatus, ParticipationState, Visibility
from partners.rights.held import Person, is_administration, managed_organization_ids, own_organization_ids, roles_of
from partners.rights.roles import IN_NETWORK

if TYPE_CHECKING:
    from partners.models import ContactPoint, Membership, Organization  # noqa: F401


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def public(self, day: date | None = None) -> Self:
        """What anybody may see: active and confirmed in time, or expressly exempt (I-07)."""
        return self.filter(_is_public(day))

    def visible_to(self, user: Person, day: date | None = None) -> Self:
        """Twin of ``permissions.can_view_organization``."""
        if permissions.sees_all_organizations(user):
            return self
        own = managed_organization_ids(user) | own_organization_ids(user)
        return self.filter(_is_public(day) | Q(pk__in=own) if own else _is_public(day))

    def editable_by(self, user: Person) -> Self:
        """Twin of ``permissions.can_edit_organization``."""
        if is_administration(user):
            return self
        return self.filter(pk__in=managed_organization_ids(user))

    def invitable_by(self, user: Person) -> Self:
        """Where this person may hand out a role (``permissions.grantable_roles`` is not empty)."""
        if is_administration(user):
            return self
        return self.filter(pk__in=permissions.invitable_organization_ids(user))

    def named(self, text: str) -> Self:
        """Organisations whose name contains ``text``, whatever its case and accents; empty text means all."""
        return self.filter(name_key__contains=Fold(Value(text))) if text else self

    def by_name(self) -> Self:
        """Sorted as in a German directory."""
        return self.order_by("name_key", "pk")

    def participating(self, program_slug: str, day: date | None = None) -> Self:
        """Organisations that actively take part in a programme on ``day``; counts are queries, never typed."""
        participation: Any = self.model._meta.get_field("participations").related_model
        return self.filter(
            Exists(
                participation.objects.valid_on(day).filter(
                    organization=OuterRef("pk"), program__slug=program_slug, state=ParticipationState.ACTIVE
                )
            )
        )


def _is_public(day: date | None) -> Q:
    return Q(status=OrganizationStatus.ACTIVE) & (Q(freshness_exempt=True) | Q(assured_on__gte=fresh_since(day)))


class ContactPointQuerySet(DatedQuerySet):
    def public(self, day: date | None = None) -> Self:
        """Valid today and meant for everybody."""
        return self.valid_on(day).filter(visibility=Visibility.PUBLIC)

    def visible_to(self, user: Person, day: date | None = None) -> Self:
        """Twin of ``permissions.can_view_contact``."""
        roles = roles_of(user)
        if roles & permissions.SEES_INTERNAL_CONTACTS:
            return self
        managed = Q(organization__in=managed_organization_ids(user))
        organization: Any = self.model._meta.get_field("organization").related_model
        organizations = organization.objects.visible_to(user, day)
        audience = [Visibility.PUBLIC]
        if roles & IN_NETWORK:
            audience.append(Visibility.NETWORK)
        seen = Q(organization__in=organizations) & contains_day(day) & Q(visibility__in=audience)
        return self.filter(managed | seen)


class MembershipQuerySet(DatedQuerySet):
    def roles_of(self, user_id: int, day: date | None = None) -> Self:
        """Memberships that count for a person on ``day``."""
        return self.valid_on(day).filter(user_id=user_id, user__is_active=True)

    def current(self, day: date | None = None) -> Self:
        """Memberships that count today or will begin later."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def visible_to(self, user: Person) -> Self:
        """Twin of ``permissions.can_view_membership``."""
        return _people_visible_to(self, user)

    def matching(self, q: str = "", rolle: str = "") -> Self:
        """Roles whose person or organisation contains ``q``, in the role ``rolle``; empty means all."""
        found = self.filter(role=rolle) if rolle else self
        if not q:
            return found
        return found.filter(
            Q(user__display_name__icontains=q) | Q(user__email__icontains=q) | Q(organization__name__icontains=q)
        )

    def for_list(self) -> Self:
        """With person and organisation, sorted as in a German directory."""
        return self.select_related("user", "organization").order_by(
            "organization__name_key", "user__email", "role", "pk"
        )


class InvitationQuerySet(models.QuerySet):
    def open(self, now: datetime | None = None) -> Self:
        """Neither accepted nor withdrawn, and not run out."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now or timezone.now())

    def visible_to(self, user: Person) -> Self:
        """Twin of ``permissions.can_view_membership``."""
        return _people_visible_to(self, user)


def _people_visible_to(rows: Any, user: Person) -> Any:
    if permissions.sees_all_people(user):
        return rows
    return rows.filter(
        Q(organization__in=permissions.people_organization_ids(user))
        | Q(
            organization__in=permissions.committee_organization_ids(user),
            role__in=permissions.COMMITTEE_ROLES,
        )
    )


class NearbyQuerySet(models.QuerySet):
    """Rows with ``lat`` and ``lon``."""

    def with_position(self) -> Self:
        return self.exclude(lat=None)

    def by_distance(self, lat: float, lon: float) -> Self:
        """Nearest first; ``distance_km`` on every row (flat-earth metres are exact enough within a county)."""
        return self.with_position().annotate(distance_km=distance_km(lat, lon)).order_by("distance_km", "pk")


def distance_km(lat: float, lon: float, prefix: str = "") -> models.Func:
    """Great-circle distance in km between a point and the columns ``lat``/``lon`` (haversine)."""
    return models.Func(
        F(f"{prefix}lat"),
        F(f"{prefix}lon"),
        models.Value(lat),
        models.Value(lon),
        function="familynet_distance_km",
        output_field=models.FloatField(),
    )
