"""An organisation as others read it: schema.org data for machines, a vCard for the address book.

Both say what the public page says and no more: no protected address, no name without consent.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import Any

from django.conf import settings

from partners.detail.profile import Contact
from partners.detail.sites import Site
from partners.enums import LegalForm
from partners.models import Organization

OCTETS = 75
PRODID = "-//Familiennetz//Partnerverzeichnis//DE"


def absolute_url(address: str) -> str:
    """An address of this site for readers outside."""
    return f"{settings.PUBLIC_BASE_URL}{address}"


# --- schema.org ------------------------------------------------------------------------------------------------------
def organization_json_ld(
    organization: Organization, sites: Iterable[Site], contacts: Sequence[Contact], parent: Organization | None
) -> dict[str, Any]:
    """One schema.org object; what is not known is left out instead of being empty."""
    shown = [site for site in sites if not site.is_protected]
    data = {
        "@context": "https://schema.org",
        "@type": _type_of(organization),
        "@id": absolute_url(organization.get_absolute_url()),
        "name": organization.name,
        "alternateName": organization.short_name,
        "description": organization.core_mandate,
        "url": organization.website or absolute_url(organization.get_absolute_url()),
        "logo": absolute_url(organization.logo.url) if organization.logo else "",
        "foundingDate": organization.founded_on.isoformat() if organization.founded_on else "",
        "areaServed": organization.municipality.name if organization.municipality else "",
        "parentOrganization": {"@type": _type_of(parent), "name": parent.name} if parent else None,
        "address": _postal_address(shown[0]) if shown else None,
        "location": [_place(site) for site in shown],
        "contactPoint": [_contact_point(contact) for contact in contacts],
    }
    return {key: value for key, value in data.items() if value}


def _type_of(organization: Organization) -> str:
    if organization.is_statutory:
        return "GovernmentOrganization"
    if organization.legal_form in {LegalForm.EV, LegalForm.GGMBH, LegalForm.FOUNDATION}:
        return "NGO"
    return "Organization"


def _postal_address(site: Site) -> dict[str, str]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": site.street,
        "postalCode": site.location.postal_code,
        "addressLocality": site.location.city,
        "addressCountry": "DE",
    }
    return {key: value for key, value in address.items() if value}


def _place(site: Site) -> dict[str, Any]:
    place: dict[str, Any] = {"@type": "Place", "name": site.location.name, "address": _postal_address(site)}
    if site.location.lat is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": site.location.lat, "longitude": site.location.lon}
    return place


def _contact_point(contact: Contact) -> dict[str, Any]:
    point = {
        "@type": "ContactPoint",
        "contactType": contact.function,
        "telephone": contact.phone,
        "email": contact.email,
        "availableLanguage": contact.languages,
    }
    return {key: value for key, value in point.items() if value}


# --- vCard 4.0 (RFC 6350) --------------------------------------------------------------------------------------------
def organization_vcard(organization: Organization, sites: Iterable[Site], contacts: Iterable[Contact]) -> bytes:
    """The card of an organisation (``KIND:org``), folded and escaped as the format demands."""
    return b"".join(_folded(line) for line in _card_lines(organization, sites, contacts))


def _card_lines(organization: Organization, sites: Iterable[Site], contacts: Iterable[Contact]) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield f"PRODID:{PRODID}"
    yield f"UID:urn:uuid:{organization.uuid}"
    yield "KIND:org"
    yield f"FN:{_text(organization.name)}"
    yield f"ORG:{_text(organization.name)}"
    if organization.short_name:
        yield f"NICKNAME:{_text(organization.short_name)}"
    if organization.core_mandate:
        yield f"NOTE:{_text(organization.core_mandate)}"
    for site in sites:
        if site.is_protected:
            continue
        place = site.location
        parts = ("", "", site.street, place.city, "", place.postal_code, "Deutschland")
        yield f"ADR;TYPE=work:{';'.join(map(_text, parts))}"
        if place.lat is not None:
            yield f"GEO:geo:{place.lat},{place.lon}"
    for contact in contacts:
        if contact.phone:
            yield f"TEL;VALUE=uri;TYPE=work:tel:{contact.phone}"
        if contact.email:
            yield f"EMAIL;TYPE=work:{contact.email}"
    yield f"URL:{organization.website or absolute_url(organization.get_absolute_url())}"
    yield f"SOURCE:{absolute_url(organization.get_absolute_url())}"
    yield f"REV:{organization.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _text(value: str) -> str:
    """A text value: backslash, comma and semicolon escaped, line breaks as ``\\n``, no other control characters."""
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    escaped = escaped.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(character for character in escaped if character.isprintable())


def _folded(line: str) -> bytes:
    """One content line with CRLF, broken so that no piece is longer than 75 octets and no character is torn."""
    pieces, room = [b""], OCTETS
    for character in line:
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
            room = OCTETS - 1  # the blank that continues a line counts
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"
