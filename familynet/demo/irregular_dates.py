"""What happens in real life: one date falls out, another is moved."""

from datetime import timedelta

from familynet.demo.demo_rows import Rows
from familynet.demo.reference_date import Day
from offers.actions import cancel_session, move_session
from offers.models import Offer, OfferSession


def load_changes(rows: Rows, day: Day) -> None:
    """Once, when the offers are new: a football afternoon is off, a parents' café begins later."""
    football, cafe = rows.get(Offer, "bolzplatz-liga"), rows.get(Offer, "elterncafe-loewenzahnwiese")
    if rows.is_new(football):
        cancel_session(_coming(football, day, 2), by=None, note="Fällt aus: Der Platz wird neu markiert.")
    if rows.is_new(cafe):
        session = _coming(cafe, day, 1)
        later = timedelta(hours=1)
        move_session(
            session,
            starts_at=session.starts_at + later,
            ends_at=session.ends_at + later,
            by=None,
            note="Beginnt heute eine Stunde später.",
        )


def _coming(offer: Offer, day: Day, number: int) -> OfferSession:
    after = day.moment(day.plus(days=2), "00:00")
    return OfferSession.objects.filter(run__offer=offer, starts_at__gte=after).order_by("starts_at")[number]
