"""How much of a partner's capacity agreements take: agreed hours of a year over all centres (domain 001-08, 001-13)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from agreements.calendar import planned_days
from agreements.enums import CommitmentUnit
from agreements.models import Agreement, AgreementVersion, Commitment
from agreements.models.agreement import AgreementQuerySet
from partners.models import OperatorAssignment, Organization, Partnership

NEARLY_FULL = 90


@dataclass(frozen=True, slots=True)
class CapacityShare:
    """What one agreement takes of a partner's year."""

    agreement: Agreement
    hours: Decimal


@dataclass(frozen=True, slots=True)
class PartnerLoad:
    """One partner; ``capacity`` is ``None`` where nobody entered it."""

    partner: Organization
    shares: tuple[CapacityShare, ...]
    hours: Decimal
    capacity: Decimal | None

    @property
    def percent(self) -> int | None:
        return int(self.hours * 100 / self.capacity) if self.capacity else None

    @property
    def words(self) -> str:
        """„96 von 100 Stunden, fast ausgeschöpft“."""
        hours = f"{self.hours.normalize():f}".replace(".", ",")
        if not self.capacity:
            return _("%(hours)s Stunden, Kapazität nicht bekannt") % {"hours": hours}
        said = _("%(hours)s von %(capacity)s Stunden") % {
            "hours": hours,
            "capacity": f"{self.capacity.normalize():f}".replace(".", ","),
        }
        if self.hours > self.capacity:
            return _("%(said)s, mehr als möglich") % {"said": said}
        return _("%(said)s, fast ausgeschöpft") % {"said": said} if (self.percent or 0) >= NEARLY_FULL else said


def partner_loads(rows: AgreementQuerySet, on: date) -> list[PartnerLoad]:
    """Hours promised for the year of ``on`` by agreements in force then, by partner, fullest first; five queries.

    All centres count, whoever asks: a partner's year is full or not. ``rows`` are the agreements that may be named; the
    others go into one number. The capacity of a partner is the sum of what its partnerships set aside for it and for
    the facilities it operates.
    """
    in_force = Agreement.objects.in_force(on).values("pk")
    versions = AgreementVersion.objects.governing_on(on).filter(agreement__in=in_force)
    promised = Commitment.objects.filter(
        version__in=versions.values("pk"), unit=CommitmentUnit.HOURS, is_excluded=False, organization__isnull=False
    ).exclude(quantity=None)
    named = set(rows.values_list("pk", flat=True))
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    found: defaultdict[Organization, defaultdict[Agreement, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in promised.select_related("organization", "version__agreement__center").defer("version__content"):
        version = one.version
        start = max(filter(None, (version.effective_from, one.starts_on)))
        # A promise that runs longer than this year counts a whole year even when it began in the middle of it.
        hours = planned_days(one.quantity or Decimal(0), one.rhythm, min(start, first), version.ends_on, first, last)
        if one.organization_id != version.agreement.center_id and one.organization is not None:
            found[one.organization][version.agreement] += hours
    capacities = _capacities([partner.pk for partner in found], on)
    listed = [
        PartnerLoad(
            partner,
            tuple(CapacityShare(agreement, hours) for agreement, hours in shares.items() if agreement.pk in named),
            sum(shares.values(), Decimal(0)),
            capacities.get(partner.pk),
        )
        for partner, shares in found.items()
        if any(agreement.pk in named for agreement in shares)
    ]
    return sorted(listed, key=lambda load: (-(load.percent or 0), load.partner.name_key))


def _capacities(partners: list[int], on: date) -> dict[int, Decimal]:
    """Hours a year set aside in active partnerships with a partner or a facility it operates; two queries."""
    operated = OperatorAssignment.objects.filter(operating_body__in=partners, role="operator").filter(
        (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))
    )
    owners: defaultdict[int, set[int]] = defaultdict(set, {pk: {pk} for pk in partners})
    for facility, body in operated.values_list("facility", "operating_body"):
        owners[facility].add(body)
    sums = (
        Partnership.objects.filter(partner__in=list(owners), state="active")
        .exclude(capacity_hours_year=None)
        .order_by()
        .values("partner")
        .annotate(hours=Sum("capacity_hours_year"))
    )
    found: defaultdict[int, Decimal] = defaultdict(Decimal)
    for row in sums:
        for owner in owners[row["partner"]]:
            found[owner] += row["hours"]
    return found
