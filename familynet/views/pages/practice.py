"""Practice examples: what worked, for whom it may work again."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.access import get_or_refuse
from kit.caching import anonymous_read
from kit.pagination import paginate
from offers.models import Offer, PracticeExample
from partners.detail.profile import public_contacts
from partners.models import ContactPoint, Organization


@anonymous_read()
@login_not_required
@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    """``/praxis/``"""
    examples = public_examples().order_by("title", "pk")
    return TemplateResponse(request, "roof/practice_list.html", {"page": paginate(examples, request)})


@anonymous_read()
@login_not_required
@require_safe
def practice_example(request: HttpRequest, slug: str) -> HttpResponse:
    """``/praxis/<slug>/``: with the public contact to ask and the offer that came of it, if they may be shown."""
    example = get_or_refuse(public_examples(), slug=slug)
    return TemplateResponse(
        request,
        "roof/practice_example.html",
        {
            "example": example,
            "contacts": public_contacts(
                ContactPoint.objects.filter(pk=example.contact_point_id or 0), timezone.localdate()
            ),
            "offer": Offer.objects.public().filter(practice_examples=example).first(),
        },
    )


def public_examples() -> "QuerySet[PracticeExample]":
    """Examples meant for everybody, of organisations everybody may see."""
    return PracticeExample.objects.filter(
        is_public=True, organization__in=Organization.objects.public()
    ).select_related("organization__municipality")
