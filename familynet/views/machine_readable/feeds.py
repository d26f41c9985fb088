"""``/feed.atom``: what is new, for feed readers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from offers.models import Offer

MOST = 50


@anonymous_read(seconds=900)
@login_not_required
@require_safe
def new_offers(request: HttpRequest) -> HttpResponse:
    """The offers published last; ids are UUIDs, so they stay when an address changes."""
    base = settings.PUBLIC_BASE_URL
    feed = Atom1Feed(
        title=_("Neue Angebote im Familiennetz"),
        link=f"{base}{reverse('offers:offer_list')}",
        description=None,
        language="de",
        author_name=_("Familiennetz"),
        feed_url=f"{base}{request.path}",
        feed_guid=f"{base}{request.path}",
    )
    offers = Offer.objects.public().select_related("lead").order_by("-published_at", "-pk")[:MOST]
    for offer in offers:
        feed.add_item(
            title=offer.title,
            link=f"{base}{offer.get_absolute_url()}",
            description=escape(offer.summary),
            unique_id=f"urn:uuid:{offer.uuid}",
            pubdate=offer.published_at,
            updateddate=offer.updated_at,
            author_name=offer.lead.name,
            categories=(offer.get_kind_display(),),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
