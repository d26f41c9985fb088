"""``/angebote/vorschlaege/``: suggestions while somebody types; without scripts nobody asks for them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from offers.filters.parameters import LONGEST_TEXT
from offers.search.index import current_index
from offers.search.suggestions import suggestions


@anonymous_read(seconds=300)
@login_not_required
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A list of texts for ``?q=``; no query."""
    index = current_index()
    with index.lock:
        texts = suggestions(index, request.GET.get("q", "")[:LONGEST_TEXT])
    return JsonResponse(texts, safe=False)
