"""The vocabulary for sets of offers, runs and sessions."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import BooleanField, Case, Q, When
from django.utils import timezone

from offers.enums import OfferState, RunState, SessionState
from partners.enums import OrganizationStatus
from partners.querysets import fresh_since

if TYPE_CHECKING:
    from offers.models import Offer, OfferDocument, OfferRun, OfferSession  # noqa: F401


class OfferQuerySet(models.QuerySet["Offer"]):
    def public(self) -> Self:
        """What anybody may see: published, inside its window, lead active, confirmed in time (I-07, I-27)."""
        return self.filter(_is_public(timezone.localdate()))

    def with_publicity(self) -> Self:
        """Every row with ``is_public``, which says whether ``public()`` would hold it."""
        seen = When(_is_public(timezone.localdate()), then=True)
        return self.annotate(is_public=Case(seen, default=False, output_field=BooleanField()))

    def by_title(self) -> Self:
        return self.order_by("title_key", "pk")


def _is_public(day: date) -> Q:
    return (
        Q(state=OfferState.PUBLISHED, lead__status=OrganizationStatus.ACTIVE)
        & (Q(publish_from=None) | Q(publish_from__lte=day))
        & (Q(publish_until=None) | Q(publish_until__gte=day))
        & (Q(lead__freshness_exempt=True) | Q(assured_on__gte=fresh_since(day)))
    )


class RunQuerySet(models.QuerySet["OfferRun"]):
    def taking_place(self) -> Self:
        """Runs families can still count on: neither cancelled nor over."""
        return self.exclude(state__in=[RunState.CANCELLED, RunState.COMPLETED, RunState.REPORTED])


class OfferSessionQuerySet(models.QuerySet["OfferSession"]):
    def upcoming(self, moment: datetime | None = None) -> Self:
        """Not over at ``moment`` (default: now), not cancelled, run not cancelled; soonest first."""
        return (
            self.filter(ends_at__gt=moment or timezone.now())
            .exclude(state=SessionState.CANCELLED)
            .exclude(run__state=RunState.CANCELLED)
            .order_by("starts_at", "pk")
        )


class DocumentQuerySet(models.QuerySet["OfferDocument"]):
    def public(self, moment: datetime | None = None) -> Self:
        """Twin of ``OfferQuerySet.public`` for search documents, without those whose last session is over.

        State and lead are known from the row being there at all; an exempt lead stands as the day 9999-12-31.
        """
        moment = moment or timezone.now()
        day = timezone.localdate(moment)
        return (
            self.filter(assured_on__gte=fresh_since(day))
            .filter(Q(publish_from=None) | Q(publish_from__lte=day))
            .filter(Q(publish_until=None) | Q(publish_until__gte=day))
            .filter(Q(is_standing=True) | Q(last_end__gte=moment))
        )
