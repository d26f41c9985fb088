"""What the index reads from PostgreSQL: documents, filter values, words, dates, the log of changes."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np
from django.db import connections

from offers.models import OfferDocument

Numbers: TypeAlias = "np.ndarray[Any, Any]"
"""A row of whole numbers: of offers, days, minutes, seconds."""

DOCUMENTS = """
SELECT coalesce(array_agg(offer_id), '{{}}'), array_agg(start), array_agg(last_end), array_agg(start_day),
       array_agg(is_standing), array_agg(publish_from), array_agg(publish_until), array_agg(assured),
       array_agg(youngest), array_agg(oldest), array_agg(lat), array_agg(lon)
FROM (
    SELECT offer_id, coalesce(extract(epoch FROM next_start)::bigint, 1099511627776) AS start,
           coalesce(ceil(extract(epoch FROM last_end))::bigint, 0) AS last_end,
           coalesce((next_start AT TIME ZONE 'Europe/Berlin')::date - DATE '0001-01-01' + 1, 4000000) AS start_day,
           is_standing,
           coalesce(publish_from - DATE '0001-01-01' + 1, 0) AS publish_from,
           coalesce(publish_until - DATE '0001-01-01' + 1, 4000000) AS publish_until,
           coalesce(assured_on - DATE '0001-01-01' + 1, 0) AS assured,
           coalesce(minimum_age_months, 0)::int AS youngest, coalesce(maximum_age_months, 32000)::int AS oldest,
           coalesce(lat, 0)::float8 AS lat, coalesce(lon, 0)::float8 AS lon
    FROM offers_offerdocument WHERE {which} ORDER BY offer_id
) AS d
"""
FACETS = """
SELECT f, array_agg(offer_id) FROM offers_offerdocument CROSS JOIN unnest(facets) AS f WHERE {which} GROUP BY f
"""
LAST = "SELECT coalesce(max(offer_id), 0) FROM offers_offerdocument"
BETWEEN = "offer_id >= %(first)s AND offer_id < %(end)s"
AMONG = "offer_id = ANY (%(offers)s)"
VOCABULARY = "SELECT word, ndoc FROM ts_stat(%s)"
WORDS_OF = "SELECT offer_id, tsv::text FROM offers_offerdocument WHERE offer_id = ANY (%s)"
POSTINGS = """
WITH asked AS MATERIALIZED (
    SELECT word, word::tsquery AS anywhere, (word || ':A')::tsquery AS a, (word || ':B')::tsquery AS b,
           (word || ':C')::tsquery AS c, (word || ':D')::tsquery AS d
    FROM unnest(%s::text[]) AS word
)
SELECT word, fields, string_agg(int4send(offer_id::int), '') FROM asked
CROSS JOIN LATERAL (
    SELECT offer_id, (tsv @@ a)::int + (tsv @@ b)::int * 2 + (tsv @@ c)::int * 4 + (tsv @@ d)::int * 8 AS fields
    FROM offers_offerdocument WHERE tsv @@ anywhere
) AS found GROUP BY word, fields
"""
DATES = """
SELECT coalesce(string_agg(int4send(r.offer_id::int), ''), ''),
       coalesce(string_agg(timestamptz_send(s.starts_at), ''), '')
FROM offers_offersession s JOIN offers_offerrun r ON r.id = s.run_id
WHERE s.starts_at >= %(first)s AND s.starts_at < %(last)s AND s.state <> 'cancelled' AND r.state <> 'cancelled'
  AND s.ends_at > %(moment)s AND (%(all)s OR r.offer_id = ANY (%(offers)s))
"""
CHANGES = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       ARRAY(SELECT id::text || what || coalesce(offer::text, '') FROM offers_documentchange WHERE changed_in >= %s)
"""
BY_TITLE = """
SELECT offer_id FROM offers_offerdocument WHERE offer_id = ANY (%s) ORDER BY title_key, offer_id LIMIT %s OFFSET %s
"""
TITLES = """
SELECT offer_id, title_key FROM offers_offerdocument WHERE (title_key, offer_id) > (%s, %s) ORDER BY 2, 1 LIMIT %s
"""


PIECE = 50_000
POSTGRES_EPOCH = 946_684_800
"""Seconds from 1970 to 2000, where PostgreSQL's time begins."""
_ENTRY = re.compile(r"(\d+)(\D\d*)")


def _rows(statement: str, parameters: Any = None) -> list[Any]:
    with connections[OfferDocument.objects.db].cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _read(statement: str, offers: Sequence[int]) -> list[Any]:
    """The rows of ``statement`` for these offers; a range is not spelled out."""
    if isinstance(offers, range):
        return _rows(statement.format(which=BETWEEN), {"first": offers.start, "end": offers.stop})
    return _rows(statement.format(which=AMONG), {"offers": list(offers)})


def _only(offers: Sequence[int] | None) -> dict[str, Any]:
    return {"all": offers is None, "offers": list(offers or ())}


def _offers(sent: bytes) -> Numbers:
    return np.frombuffer(sent, dtype=">i4").astype(np.uint32)


def document_ranges() -> list[range]:
    """Numbers of all documents in pieces, each read in a fraction of the time a statement may take."""
    ((last,),) = _rows(LAST)
    return [range(first, first + PIECE) for first in range(0, last + 1, PIECE)]


def read_documents(offers: Sequence[int]) -> tuple[list[int], list[list[Any]]]:
    """Numbers, and the columns of ``columns.COLUMNS`` in their order."""
    first, *columns = _read(DOCUMENTS, offers)[0]
    return first, columns


def read_facets(offers: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Filter values with those of these offers that have them."""
    return _read(FACETS, offers)


def read_vocabulary(pieces: Iterable[range]) -> dict[str, int]:
    """Every word of the documents with these numbers, and in how many it stands."""
    counts: Counter[str] = Counter()
    for piece in pieces:
        condition = BETWEEN % {"first": piece.start, "end": piece.stop}
        counts.update(dict(_rows(VOCABULARY, [f"SELECT tsv FROM offers_offerdocument WHERE {condition}"])))  # noqa: S608
    return counts


def read_words_of(offers: Sequence[int]) -> list[tuple[int, str]]:
    """The words of these documents, as PostgreSQL writes a ``tsvector``."""
    return _rows(WORDS_OF, [list(offers)])


def read_postings(words: Iterable[str]) -> list[tuple[str, int, Numbers]]:
    """Where words stand: the word, a sum of fields (1 A, 2 B, 4 C, 8 D), the offers."""
    quoted = {f"'{word.replace(chr(39), chr(39) * 2)}'": word for word in words if "\\" not in word}
    return [(quoted[word], fields, _offers(sent)) for word, fields, sent in _rows(POSTINGS, [list(quoted)])]


def read_dates(
    first: datetime, last: datetime, moment: datetime, offers: Sequence[int] | None = None
) -> tuple[Numbers, Numbers]:
    """Who has a session that begins in ``[first, last)`` and is not over: offers, and seconds since 1970 of each start.

    Both columns come as PostgreSQL's own bytes: a million dates as Python's numbers would take several seconds.
    """
    having, starts = _rows(DATES, {"first": first, "last": last, "moment": moment, **_only(offers)})[0]
    microseconds = np.frombuffer(starts, dtype=">i8").astype(np.int64)
    return _offers(having), microseconds // 1_000_000 + POSTGRES_EPOCH


def read_changes(since: int) -> tuple[int, dict[int, str]]:
    """The mark to read from next time, and what changed since the last one: entries by their number.

    As long as some transaction is running, entries written since its start come again and again.
    """
    mark, entries = _rows(CHANGES, [since])[0]
    parts = (_ENTRY.fullmatch(entry) for entry in entries)
    return mark, {int(part[1]): part[2] for part in parts if part}


def offers_by_title(offers: Sequence[int], count: int, offset: int) -> list[int]:
    """Some of these offers in the order of their titles."""
    return [number for (number,) in _rows(BY_TITLE, [list(offers), count, offset])]


def titles_after(key: tuple[str, int], count: int) -> list[tuple[int, str]]:
    """The next documents in the order of their titles."""
    return _rows(TITLES, [*key, count])
