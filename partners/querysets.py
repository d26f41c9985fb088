"""The vocabulary for sets of partners, places and contacts."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from partners.enums import OrganizationStatus, ParticipationState, Visibility

if TYPE_CHECKING:
    from partners.models import ContactPoint, Membership, Organization, ProgramParticipation  # noqa: F401


def fresh_since(day: date | None = None) -> date:
    """First day whose confirmation still counts on ``day`` (I-07: ``FAMILYNET_FRESH_MONTHS``, default 12)."""
    day = day or timezone.localdate()
    years, months = divmod(day.month - 1 - settings.FRESH_MONTHS, 12)
    return day.replace(year=day.year + years, month=months + 1, day=min(day.day, 28))


class DatedQuerySet(models.QuerySet):
    """Rows with ``valid_from`` and ``valid_to``, both days included, an empty end is open."""

    def valid_on(self, day: date | None = None) -> Self:
        """Rows whose period contains ``day`` (default: today)."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day)).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def public(self, day: date | None = None) -> Self:
        """What anybody may see: active and confirmed in time, or expressly exempt (I-07)."""
        return self.filter(status=OrganizationStatus.ACTIVE).filter(
            Q(freshness_exempt=True) | Q(assured_on__gte=fresh_since(day))
        )

    def by_name(self) -> Self:
        """Sorted as in a German directory."""
        return self.order_by("name_key", "pk")

    def participating(self, program_slug: str, day: date | None = None) -> Self:
        """Organisations that actively take part in a programme on ``day``; counts are queries, never typed."""
        participation: models.QuerySet[ProgramParticipation] = self.model._meta.get_field(
            "participations"
        ).related_model.objects.all()
        return self.filter(
            Exists(
                participation.valid_on(day).filter(
                    organization=OuterRef("pk"), program__slug=program_slug, state=ParticipationState.ACTIVE
                )
            )
        )


class ContactPointQuerySet(DatedQuerySet):
    def public(self, day: date | None = None) -> Self:
        """Valid today and meant for everybody."""
        return self.valid_on(day).filter(visibility=Visibility.PUBLIC)


class MembershipQuerySet(DatedQuerySet):
    def roles_of(self, user_id: int, day: date | None = None) -> Self:
        """Memberships that count for a person on ``day``."""
        return self.valid_on(day).filter(user_id=user_id, user__is_active=True)


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
