"""How many queries something costs."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(call: Callable[[], object]) -> int:
    """Number of queries ``call`` makes, rendering included."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def rendering_queries(response) -> int:
    """Queries of drawing a ``TemplateResponse`` once more; should be none."""
    response._is_rendered = False
    return queries_of(response.render)
