"""Pictures of offers, action days and organisations; nothing else in the media folder has an address (T27)."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.caching import anonymous_read
from kit.pictures import picture_response
from offers.enums import ConsentBasis
from offers.models import MediaAsset, Offer
from partners.models import Organization
from partners.rights.held import may_use_admin


@anonymous_read(seconds=300)
@login_not_required
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """``/medien/bilder/<name>``: for staff every picture, for everybody else those of public pages."""
    pictures = MediaAsset.objects.all() if may_use_admin(request.user) else public_pictures(timezone.localdate())
    found = pictures.filter(file=f"bilder/{name}").first()  # several records may show the same picture
    if found is None:
        raise Http404
    return picture_response(found.file)


def public_pictures(day: date) -> QuerySet[MediaAsset]:
    """Pictures whose time and consent allow showing them and whose subject is public (L-16)."""
    subject = (
        Q(offer__in=Offer.objects.public())
        | Q(edition__campaign__is_active=True)
        | Q(organization__in=Organization.objects.public(day))
    )
    return MediaAsset.objects.filter(
        subject,
        Q(expires_on=None) | Q(expires_on__gte=day),
        ~Q(consent_basis=ConsentBasis.CONSENT) | Q(consent__withdrawn_on=None),
    )
