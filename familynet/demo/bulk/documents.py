"""Search documents of many offers at once.

Nine tenths of the time a document takes goes into its three GIN indexes. When most documents are new, the indexes are
dropped, the documents written and the indexes built again, all in one transaction: nobody ever sees a table without
them, and an interrupted load leaves everything as it was. Readers of the search wait meanwhile.
"""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from familynet.demo.bulk.organizations import PREFIX
from familynet.demo.bulk.progress import Progress
from offers.models import Offer, OfferDocument

BATCH = 1_000
FEW = 5_000
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND tablename = 'offers_offerdocument' AND indexdef LIKE '%% USING gin %%'
ORDER BY indexname
"""


@transaction.atomic
def write_documents(*, rebuild_from: int = FEW) -> int:
    """Write the documents that made-up offers lack; returns how many. Builds the indexes anew from so many on."""
    missing = list(
        Offer.objects.filter(slug__startswith=PREFIX)
        .exclude(Exists(OfferDocument.objects.filter(offer=OuterRef("pk"))))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not missing:
        return 0
    rebuild = len(missing) >= rebuild_from and len(missing) * 4 > OfferDocument.objects.count()
    progress = Progress("Suchdokumente", len(missing))
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [])
        indexes = cursor.fetchall() if rebuild else []
        if indexes:  # an index cannot change while key checks of its table wait
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        for start in range(0, len(missing), BATCH):
            progress.show(start)
            cursor.execute("SELECT offers_refresh_documents(%s)", [missing[start : start + BATCH]])
        progress.end()
        if indexes:
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        building = Progress("Suchindex", len(indexes))
        for number, (_, statement) in enumerate(indexes):
            building.show(number)
            cursor.execute(statement)
        building.end()
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return len(missing)
