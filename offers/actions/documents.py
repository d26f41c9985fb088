"""Search documents as a whole: written anew while people search, compared with what the data says, their diary cut."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from offers.models import Offer
from offers.models.document_change import DocumentChange

BATCH = 200
KEPT_FOR = timedelta(hours=2)
"""The diary goes back longer than any process is silent (``offers.search.index.LONGEST_SILENCE``)."""
DIFFERENT = """
SELECT coalesce(s.offer_id, d.offer_id) FROM offers_documentsource s
FULL JOIN offers_offerdocument d ON d.offer_id = s.offer_id
WHERE s.offer_id IS NULL OR d.offer_id IS NULL OR (
    d.title, d.next_start, d.last_end, d.is_standing, d.publish_from, d.publish_until, d.assured_on,
    d.minimum_age_months, d.maximum_age_months, d.lat, d.lon, d.tsv
) IS DISTINCT FROM (
    s.title, s.next_start, s.last_end, s.is_standing, s.publish_from, s.publish_until, s.assured_on,
    s.minimum_age_months, s.maximum_age_months, s.lat, s.lon, s.tsv
) OR NOT (d.facets @> s.facets AND s.facets @> d.facets)
ORDER BY 1
"""


def rebuild_documents() -> Iterator[int]:
    """Write all documents anew, some at a time, each lot in a transaction of its own; yields how many are done.

    People go on searching: an old document stays until its new one takes its place.
    """
    numbers = list(Offer.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), BATCH):
        with connection.cursor() as cursor:
            cursor.execute("SELECT offers_refresh_documents(%s)", [numbers[start : start + BATCH]])
        yield min(start + BATCH, len(numbers))


def different_documents() -> list[int]:
    """Numbers of offers whose document is not what the data says now; empty when all is well.

    A document whose next date has just passed counts as different until the worker has come by (a minute).
    """
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENT)
        return [number for (number,) in cursor.fetchall()]


def prune_change_log() -> int:
    """Forget what changed longer ago than any process needs to know; returns how many entries went."""
    return DocumentChange.objects.filter(changed_at__lt=timezone.now() - KEPT_FOR).delete()[0]
