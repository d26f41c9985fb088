"""Whom letters about the life of an agreement go to. Addresses by function; people with an account by their login."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.enums import Role
from agreements.models import Agreement, AgreementContact, AgreementVersion
from partners.enums import Visibility
from partners.models import ContactPoint, Membership


def responsible_people(agreement: Agreement) -> list[str]:
    """The responsible and the deputy; where neither can be reached, all coordination of the centre."""
    people = [one.email for one in (agreement.responsible, agreement.deputy) if one is not None and one.is_active]
    return list(dict.fromkeys(people)) or coordination_of(agreement)


def coordination_of(agreement: Agreement) -> list[str]:
    """Everybody who coordinates the centre today."""
    return _logins(Membership.objects.filter(organization=agreement.center_id, role=Role.COORDINATION))


def administration_of(agreement: Agreement) -> list[str]:
    """Who administers the centre; where nobody does, who administers the portal."""
    rows = Membership.objects.filter(role=Role.ADMINISTRATION)
    return _logins(rows.filter(organization=agreement.center_id)) or _logins(rows)


def party_mailboxes(version: AgreementVersion) -> list[str]:
    """The contact points the text names; of a party for which it names none, its first one that is not internal."""
    named = AgreementContact.objects.filter(version=version, contact_point__isnull=False)
    rows = list(named.values_list("organization", "contact_point__organization", "contact_point__email"))
    found = [email for _party, _owner, email in rows if email]
    reached = {one for party, owner, email in rows if email for one in (party, owner)}
    for party in version.parties.all():
        if not reached & {party.organization_id, party.facility_id}:
            found += first_mailboxes([party.facility_id or party.organization_id]).values()
    joined = version.agreement.accessions.exclude(left_on__lt=timezone.localdate())
    found += first_mailboxes(joined.values_list("organization", flat=True)).values()
    return list(dict.fromkeys(found))


def first_mailboxes(organizations: Iterable[int | None]) -> dict[int, str]:
    """The first address of each organisation that is valid today and not internal; one query."""
    rows = ContactPoint.objects.valid_on().exclude(visibility=Visibility.INTERNAL).exclude(email="")
    found: dict[int, str] = {}
    for owner, email in (
        rows.filter(organization__in=[one for one in organizations if one])
        .order_by("organization", "position", "pk")
        .values_list("organization", "email")
    ):
        found.setdefault(owner, email)
    return found


def _logins(rows) -> list[str]:
    addresses = (
        rows.valid_on().filter(user__is_active=True).order_by("user__email").values_list("user__email", flat=True)
    )
    return list(dict.fromkeys(addresses))
