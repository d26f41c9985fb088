"""The vocabulary for sets of offers, runs and sessions."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from offers.enums import OfferState, RunState, SessionState
from partners.enums import OrganizationStatus
from partners.querysets import fresh_since

if TYPE_CHECKING:
    from offers.models import Offer, OfferRun, Session  # noqa: F401


class OfferQuerySet(models.QuerySet["Offer"]):
    def public(self) -> Self:
        """What anybody may see: published, inside its window, lead active, confirmed in time (I-07, I-27)."""
        day = timezone.localdate()
        return (
            self.filter(state=OfferState.PUBLISHED, lead__status=OrganizationStatus.ACTIVE)
            .filter(Q(publish_from=None) | Q(publish_from__lte=day))
            .filter(Q(publish_until=None) | Q(publish_until__gte=day))
            .filter(Q(lead__freshness_exempt=True) | Q(assured_on__gte=fresh_since(day)))
        )

    def by_title(self) -> Self:
        return self.order_by("title_key", "pk")


class RunQuerySet(models.QuerySet["OfferRun"]):
    def taking_place(self) -> Self:
        """Runs families can still count on: neither cancelled nor over."""
        return self.exclude(state__in=[RunState.CANCELLED, RunState.COMPLETED, RunState.REPORTED])


class SessionQuerySet(models.QuerySet["Session"]):
    def upcoming(self, moment: datetime | None = None) -> Self:
        """Not over at ``moment`` (default: now), not cancelled, run not cancelled; soonest first."""
        return (
            self.filter(ends_at__gt=moment or timezone.now())
            .exclude(state=SessionState.CANCELLED)
            .exclude(run__state=RunState.CANCELLED)
            .order_by("starts_at", "pk")
        )
