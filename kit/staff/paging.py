"""Counting long lists without counting them: estimates for whole tables, a ceiling for everything else."""

from django.core.paginator import Paginator
from django.db import connections
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

LARGE = 10_000
"""From here on the planner's estimate stands for a whole table, and a filtered list is only „more than“."""
LAST_PAGE = 200
"""Nobody leafs further; the database would walk over every row before it (T32)."""


class StaffPaginator(Paginator):
    """Counts exactly up to ``LARGE`` rows and says in words what it did not count."""

    estimated = capped = False

    @cached_property
    def count(self) -> int:
        """Costs two queries at most, each cheap for any size of the table."""
        if not self.object_list.query.where:
            estimate = self._estimate()
            if estimate >= LARGE:
                self.estimated = True
                return estimate
        found = self.object_list.order_by()[: LARGE + 1].count()
        self.capped = found > LARGE
        return min(found, LARGE)

    def _estimate(self) -> int:
        """Rows of the table as the last ANALYZE saw them."""
        with connections[self.object_list.db].cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
                [self.object_list.model._meta.db_table],
            )
            return cursor.fetchone()[0]

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, LAST_PAGE)

    @property
    def in_words(self) -> str:
        """``37``, ``mehr als 10.000`` or ``etwa 102.000``."""
        number = f"{self.count:,}".replace(",", ".")
        if self.estimated:
            return f"etwa {round(self.count, -3):,}".replace(",", ".")
        return _("mehr als %(number)s") % {"number": number} if self.capped else number
