"""Counting what is looked for, without costing the request anything and without anybody in it.

Counts wait in the process and written by a small thread: every ten seconds, or when there are many of them, and
when the process ends. At worst a crash loses the last ten seconds, which nobody needs.
"""

import atexit
import os
import threading
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from offers.demand.normalization import normal_area, normal_filters, normal_words
from offers.enums import HitsClass

log = structlog.get_logger("familynet.demand")
SECONDS = 10.0
MANY = 200
MOST = 2000
"""While the database is away no more different searches than this wait; further ones are not counted."""
ADD = """
INSERT INTO offers_searchdemand (day, words, filters, area, hits, is_demo, counted)
SELECT day, words, filters, area, hits, false, counted
FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
    AS new (day, words, filters, area, hits, counted)
ON CONFLICT (day, words, filters, area, hits, is_demo)
    DO UPDATE SET counted = offers_searchdemand.counted + excluded.counted
"""


class SearchRecord(NamedTuple):
    """What is counted; the fields of a row without the number."""

    day: date
    words: str
    filters: str
    area: str
    hits: str


_lock = threading.Lock()
_counts: dict[SearchRecord, int] = {}
_enough = threading.Event()
_writer: threading.Thread | None = None


def record_search(*, words: str, filters: Sequence[str], area: str, hits: int) -> None:
    """Count one search of today: raw text, filters in words, area by name, number of hits.

    Returns at once; the database is not touched here. Never raises: a page must not fail because it is counted.
    """
    try:
        hits_class = HitsClass.of(hits).value
        search = SearchRecord(
            timezone.localdate(), normal_words(words), normal_filters(filters), normal_area(area), hits_class
        )
        with _lock:
            _add(search, 1)
            many = len(_counts) >= MANY
        if settings.PROCESS == "web":
            _be_written()
            if many:
                _enough.set()
    except Exception as error:  # without its text, which may hold what was typed
        log.warning("search not counted", reason=type(error).__name__)


def write_demand() -> int:
    """Write what was counted so far, in one statement on the primary; returns how many rows it touched.

    Raises what the database raises; the counts then wait for the next time.
    """
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    if not taken:
        return 0
    rows = sorted(taken.items())  # everybody locks rows in the same order
    columns = [list(column) for column in zip(*(search for search, _ in rows), strict=True)]
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(ADD, [*columns, [number for _, number in rows]])
    except BaseException:
        with _lock:
            for search, number in taken.items():
                _add(search, number)
        raise
    return len(rows)


def forget_demand() -> None:
    """Drop what was counted and not written; for a new process after a fork, and for tests."""
    global _lock, _enough, _writer  # noqa: PLW0603 - one set of counts per process is what is meant
    _lock, _enough, _writer = threading.Lock(), threading.Event(), None
    _counts.clear()


def _add(search: SearchRecord, number: int) -> None:
    if search in _counts or len(_counts) < MOST:
        _counts[search] = _counts.get(search, 0) + number


def _be_written() -> None:
    """Have one thread per process that writes; begun with the first search, so that a fork never takes it along."""
    global _writer  # noqa: PLW0603
    if _writer is not None and _writer.is_alive():
        return
    with _lock:
        if _writer is None or not _writer.is_alive():
            if _writer is None:
                atexit.register(_write_quietly)
            _writer = threading.Thread(target=_write_from_time_to_time, name="search-demand", daemon=True)
            _writer.start()


def _write_from_time_to_time() -> None:
    enough = _enough
    while True:
        enough.wait(SECONDS)
        enough.clear()
        _write_quietly()
        if enough is not _enough:  # the counts were begun anew
            return


def _write_quietly() -> None:
    try:
        write_demand()
    except Exception as error:
        log.warning("search demand not written", reason=type(error).__name__)
    finally:
        connections[DEFAULT_DB_ALIAS].close()


os.register_at_fork(after_in_child=forget_demand)
