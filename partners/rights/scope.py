"""Which organisations belong together, as the rights of people need it: plain reading of dated relations.

Two questions, one query each: what hangs below an organisation (parts of it, and facilities it operates), and which
other organisations a centre works with. The rights that use the answers are read by ``held``.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection

BELOW = """
WITH RECURSIVE edge(above, below) AS (
    SELECT parent_id, id FROM partners_organization WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT operating_body_id, facility_id FROM partners_operatorassignment
    WHERE role = 'operator' AND (valid_from IS NULL OR valid_from <= %(day)s)
      AND (valid_to IS NULL OR valid_to >= %(day)s)
), scope(root, id) AS (
    SELECT root, root FROM unnest(%(roots)s::bigint[]) AS root
    UNION
    SELECT scope.root, edge.below FROM scope JOIN edge ON edge.above = scope.id
)
SELECT root, id FROM scope
"""
COORDINATED = """
SELECT partner_id FROM partners_partnership AS known
WHERE center_id = ANY(%(centers)s)
  AND (state IN ('active', 'dormant') OR state IN ('prospect', 'in_talks') AND NOT EXISTS (
    SELECT FROM partners_membership AS own
    WHERE own.organization_id = known.partner_id AND own.role IN ('partner_manager', 'partner_editor', 'coordination')
      AND (own.valid_from IS NULL OR own.valid_from <= %(day)s)
      AND (own.valid_to IS NULL OR own.valid_to >= %(day)s)))
UNION
SELECT other.organization_id
FROM partners_hostedorganization AS own
JOIN partners_hostedorganization AS other USING (location_id)
WHERE own.organization_id = ANY(%(centers)s)
  AND (own.valid_from IS NULL OR own.valid_from <= %(day)s)
  AND (own.valid_to IS NULL OR own.valid_to >= %(day)s)
  AND (other.valid_from IS NULL OR other.valid_from <= %(day)s)
  AND (other.valid_to IS NULL OR other.valid_to >= %(day)s)
"""


def organizations_below(roots: Iterable[int], day: date) -> dict[int, frozenset[int]]:
    """For each organisation its own id and the ids below it on ``day``: parts (``parent``) and operated facilities."""
    found: dict[int, set[int]] = {root: {root} for root in roots}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(BELOW, {"roots": list(found), "day": day})
            for root, pk in cursor.fetchall():
                found[root].add(pk)
    return {root: frozenset(ids) for root, ids in found.items()}


def coordinated_organizations(centers: Iterable[int], day: date) -> frozenset[int]:
    """Organisations a centre or network coordinates on ``day``: its partners, and who shares a house with it.

    Anybody can note down a possible partner, so that alone gives no power over an organisation that has people of its
    own; one that nobody looks after yet is kept by whoever talks with it.
    """
    ids = list(centers)
    if not ids:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(COORDINATED, {"centers": ids, "day": day})
        return frozenset(pk for (pk,) in cursor.fetchall())
