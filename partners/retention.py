"""What personal data of the register falls due, and how it goes (domain 7.3)."""

from datetime import date

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from partners.models import ContactPoint, JoinRequest

GONE = "nicht mehr erreichbar"


def contacts_of_people_who_left(limit: date) -> QuerySet[ContactPoint]:
    """Contacts that ended before ``limit``, and names whose consent was withdrawn (at once, whatever the limit)."""
    left = Q(valid_to__lt=limit) & (~Q(person_name="") | ~Q(phone="") | ~Q(email=""))
    withdrawn = ~Q(person_name="") & Q(person_consent__withdrawn_on__lte=timezone.localdate())
    return ContactPoint.objects.filter(left | withdrawn)


def erase_contacts(rows: QuerySet[Model]) -> int:
    """Names go; numbers and addresses too, where the contact itself has ended. The function stays for history."""
    ended = rows.filter(valid_to__lt=timezone.localdate()).values_list("pk", flat=True)
    keys = list(rows.values_list("pk", flat=True))
    ContactPoint.objects.filter(pk__in=list(ended)).update(phone="", phone_display="", email="", office_hours=GONE)
    return ContactPoint.objects.filter(pk__in=keys).update(person_name="", person_consent=None)


def finished_join_requests(limit: date) -> QuerySet[JoinRequest]:
    """Requests closed before ``limit``."""
    return JoinRequest.objects.filter(closed_on__lt=limit)
