"""What loses its basis when an agreement ends: what rests on it and on no other that goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement, Coverage
from offers.enums import EditionState, SessionState
from offers.models import CampaignEdition, OfferSession

KINDS = ("offer", "room", "resource", "campaign")


@dataclass(frozen=True, slots=True)
class LossOfBasis:
    """One offer, room, resource or campaign. ``sessions`` are dates after the last day, ``first`` the first of them."""

    kind: str
    thing: object
    lead: int | None = None
    sessions: int = 0
    first: date | None = None

    def __str__(self) -> str:
        words = {"offer": "Angebot", "room": "Raum", "resource": "Ressource", "campaign": "Aktion"}[self.kind]
        if not self.first:
            return f"{words}: {self.thing}"
        number = _("ein Termin") if self.sessions == 1 else f"{self.sessions} Termine"
        return _("%(words)s: %(thing)s (%(number)s danach, der erste am %(first)s)") % {
            "words": words,
            "thing": self.thing,
            "number": number,
            "first": f"{self.first:%d.%m.%Y}",
        }


def losses_of_basis(agreement: Agreement, last_day: date) -> list[LossOfBasis]:
    """What rests on ``agreement`` after ``last_day`` and on nothing else that is in force then; six queries at most."""
    after = last_day + timedelta(days=1)
    rows = list(_covered_after(Coverage.objects.filter(agreement=agreement), after))
    others = _covered_after(
        Coverage.objects.filter(agreement__in=Agreement.objects.in_force(after)).exclude(agreement=agreement), after
    )
    held = {_thing(row) for row in others.filter(_same_things(rows))} if rows else set()
    lost = {_thing(row): row for row in rows if _thing(row) not in held}
    sessions = _sessions(lost.values(), after)
    editions = _editions(lost.values(), after)
    return [_loss(row, sessions, editions) for row in lost.values()]


def _covered_after(rows, after: date):
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=after)).select_related(*KINDS, "room__location")


def _thing(row: Coverage) -> tuple[str, int]:
    return next((kind, getattr(row, f"{kind}_id")) for kind in KINDS if getattr(row, f"{kind}_id"))


def _same_things(rows: Iterable[Coverage]) -> Q:
    found = Q(pk=None)
    for row in rows:
        kind, pk = _thing(row)
        found |= Q(**{kind: pk})
    return found


def _sessions(rows: Iterable[Coverage], after: date) -> dict[int, tuple[int, datetime]]:
    offers = [row.offer_id for row in rows if row.offer_id]
    if not offers:
        return {}
    start = timezone.make_aware(datetime.combine(after, time.min))
    coming = OfferSession.objects.filter(run__offer__in=offers, starts_at__gte=start).exclude(
        state=SessionState.CANCELLED
    )
    grouped = coming.order_by().values("run__offer").annotate(number=Count("pk"), first=Min("starts_at"))
    return {row["run__offer"]: (row["number"], row["first"]) for row in grouped}


def _editions(rows: Iterable[Coverage], after: date) -> dict[int, tuple[int, date]]:
    campaigns = [row.campaign_id for row in rows if row.campaign_id]
    if not campaigns:
        return {}
    coming = CampaignEdition.objects.filter(campaign__in=campaigns, starts_on__gte=after)
    coming = coming.exclude(state=EditionState.CANCELLED).order_by()
    grouped = coming.values("campaign").annotate(number=Count("pk"), first=Min("starts_on"))
    return {row["campaign"]: (row["number"], row["first"]) for row in grouped}


def _loss(row: Coverage, sessions: dict, editions: dict) -> LossOfBasis:
    kind, pk = _thing(row)
    lead = row.offer.lead_id if row.offer else row.campaign.organizer_id if row.campaign else None
    number, first = (sessions if kind == "offer" else editions if kind == "campaign" else {}).get(pk, (0, None))
    day = timezone.localdate(first) if isinstance(first, datetime) else first
    return LossOfBasis(kind, getattr(row, kind), lead, number, day)
