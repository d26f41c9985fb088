"""What time itself changes: run by the worker, safe to repeat and to run twice at once."""

from django.db import connection
from django.db.models import Min, Q
from django.utils import timezone

from kit.workflow import StepRefused
from offers.actions.runs import step_run
from offers.enums import OfferState, RunState, SessionState
from offers.models import OfferRun

BATCH = 500


def refresh_passed_documents() -> int:
    """Rewrite search documents whose next session is over; returns how many.

    A change of data refreshes documents by trigger; only the passing of time needs this.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), offers_refresh_documents(array_agg(offer_id)) FROM (
                SELECT d.offer_id FROM offers_offerdocument d
                WHERE d.next_start < now() AND NOT EXISTS (
                    SELECT 1 FROM offers_offersession s JOIN offers_offerrun r ON r.id = s.run_id
                    WHERE r.offer_id = d.offer_id AND s.starts_at = d.next_start AND s.ends_at > now())
                ORDER BY d.offer_id LIMIT %s
            ) AS passed
            """,
            [BATCH],
        )
        return int(cursor.fetchone()[0])


def advance_runs() -> int:
    """Open, close and start runs whose time has come (domain 3.7.4); returns how many steps were taken."""
    now = timezone.now()
    runs = OfferRun.objects.annotate(
        first=Min("sessions__starts_at", filter=~Q(sessions__state=SessionState.CANCELLED))
    )
    due = {
        "open": runs.filter(
            state=RunState.PLANNED, registration_opens_at__lte=now, offer__state=OfferState.PUBLISHED
        ).exclude(registration_closes_at__lte=now),
        "close": runs.filter(state=RunState.OPEN, registration_closes_at__lte=now),
        "start": runs.filter(state=RunState.CONFIRMED, first__lte=now),
    }
    taken = 0
    for verb, queryset in due.items():
        for run in queryset.order_by("pk")[:BATCH]:
            try:
                step_run(run, verb=verb, by=None)
            except StepRefused:  # somebody took another step since we looked
                continue
            taken += 1
    return taken
