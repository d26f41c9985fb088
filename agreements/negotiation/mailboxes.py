"""Which mailbox of a party gets the link, and where a party may ask back: from the agreement and the register."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import User
from agreements.models import AgreementContact, AgreementVersion
from partners.models import ContactPoint, Organization


def mailboxes_of(version: AgreementVersion, organizations: Iterable[Organization], user: User) -> dict[int, str]:
    """Address by organisation, a suggestion people can change; two queries. Only what this person may know of."""
    wanted = [one.pk for one in organizations]
    known = ContactPoint.objects.visible_to(user).valid_on().exclude(email="").filter(organization__in=wanted)
    found: dict[int, str] = {}
    named = AgreementContact.objects.filter(version=version, contact_point__in=known).order_by("position", "pk")
    for organization, email in named.values_list("contact_point__organization", "contact_point__email"):
        found.setdefault(organization, email)
    for organization, email in known.order_by("position", "pk").values_list("organization", "email"):
        found.setdefault(organization, email)
    return found


def contact_for_questions(center: Organization) -> ContactPoint | None:
    """Where everybody may ask the centre; one query. The person's name is not for letters and links."""
    points = ContactPoint.objects.public().filter(organization=center).exclude(Q(phone="") & Q(email=""))
    return points.order_by("position", "pk").first()
