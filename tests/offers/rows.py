"""Offers the way a family would look for them, for the tests of search, list and page."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from offers.enums import OfferKind, RegistrationMode, RunState
from tests.factories.offers import FeeOptionFactory, OfferFactory, OfferRunFactory, OfferSessionFactory


def next_weekday(iso_day: int, at: time, weeks: int = 0) -> datetime:
    """The next such weekday after today, local time."""
    today = timezone.localdate()
    ahead = (iso_day - today.isoweekday() - 1) % 7 + 1
    return timezone.make_aware(datetime.combine(today + timedelta(days=ahead + 7 * weeks), at))


def published(title="Krabbelgruppe", *, starts=(), places=None, taken=0, fee=None, run_state=RunState.OPEN, **fields):
    """A public offer; ``starts`` are the beginnings of its sessions, 90 minutes each. Without them it is open-ended."""
    lists = {
        name: fields.pop(name)
        for name in ("topics", "target_groups", "languages", "areas", "life_stages")
        if name in fields
    }
    kind = OfferKind.COURSE if starts else OfferKind.SERVICE
    defaults = {"kind": kind, "registration_mode": RegistrationMode.NONE, "catalogue": False}
    offer = OfferFactory(published=True, title=title, **{**defaults, **fields})
    for name, rows in lists.items():
        getattr(offer, name).set(rows)
    if starts or places is not None or fee is not None:
        run = OfferRunFactory(offer=offer, maximum_places=places, places_taken=taken, state=run_state)
        for start in starts:
            OfferSessionFactory(run=run, starts_at=start, ends_at=start + timedelta(minutes=90))
        if fee is not None:
            FeeOptionFactory(run=run, amount=fee, label="Regulär")
    return offer
