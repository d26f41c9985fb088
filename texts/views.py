"""Public text pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from texts.models import TextPage


@anonymous_read(seconds=60)
@login_not_required
@require_safe
def text_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page and the list of the others, in one query (there are about ten in all)."""
    pages = list(
        TextPage.objects.only("slug", "title", "body", "language", "is_sample", "show_in_footer", "updated_at")
    )
    page = next((one for one in pages if one.slug == slug), None)
    if page is None:
        raise Http404
    if request.path != page.get_absolute_url():
        return redirect(page, permanent=True)
    others = [one for one in pages if one.show_in_footer and one is not page]
    return TemplateResponse(request, "texts/page.html", {"page": page, "others": others})
