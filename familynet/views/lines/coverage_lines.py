"""What an offer, a room, a thing or a campaign rests on, beside it: for those who may read agreements, nobody else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.urls import reverse

from accounts.models import User
from agreements.models import Agreement
from agreements.permissions import center_ids, may_open_agreements, reads_all_agreements
from agreements.reports.coverage import CoverageNote, coverage_notes
from offers.models import Campaign, Offer
from partners.models import HostedOrganization, Resource, Room


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """„abgedeckt durch …, gilt bis …“, or „ohne Vereinbarung“, which leads to all that has none."""

    text: str
    href: str


def coverage_lines(
    kind: str, shared: Mapping[int, Collection[int]], user: User | AnonymousUser
) -> dict[int, CoverageLine]:
    """A line for each thing of ``kind`` („offer“, „room“, „resource“, „campaign“) about which ``user`` may know one.

    ``shared`` says which organisations have to do with each thing. That nothing covers it is told only to those who
    would see it if something did: who looks after one of these organisations' agreements, or reads all of them.
    A fixed number of queries, none about agreements for those who may not open them.
    """
    if not shared or not may_open_agreements(user):
        return {}
    reads_all, centers = reads_all_agreements(user), center_ids(user)
    notes = coverage_notes(kind, shared, seen=Agreement.objects.visible_to(user))
    return {
        pk: CoverageLine(note.text, _address(note))
        for pk, note in notes.items()
        if note.agreement or reads_all or not centers.isdisjoint(shared[pk])
    }


def _address(note: CoverageNote) -> str:
    if note.agreement is None:
        return reverse("agreements:basis_list")
    return reverse("agreements:agreement", args=[note.agreement.uuid])


def offer_coverage(offer: Offer, user: User | AnonymousUser) -> CoverageLine | None:
    """The line of one offer, for the offer's own page (``offers.detail.basis``); None when ``user`` may not know."""
    if not may_open_agreements(user):
        return None
    involved = {offer.lead_id, *offer.partners.values_list("organization", flat=True)}
    return coverage_lines("offer", {offer.pk: involved}, user).get(offer.pk)


def room_coverage(location: int, rooms: Collection[int], user: User | AnonymousUser) -> dict[int, CoverageLine]:
    """Lines of the rooms of one site; those who work there share them."""
    if not may_open_agreements(user):
        return {}
    involved = set(HostedOrganization.objects.filter(location=location).values_list("organization", flat=True))
    return coverage_lines("room", dict.fromkeys(rooms, involved), user)


def record_coverage(record: Model, user: User | AnonymousUser) -> CoverageLine | None:
    """The line of one record in the staff admin; ``None`` for kinds no agreement covers."""
    match record:
        case Offer():
            return offer_coverage(record, user)
        case Room():
            return room_coverage(record.location_id, [record.pk], user).get(record.pk)
        case Resource():
            return coverage_lines("resource", {record.pk: {record.organization_id}}, user).get(record.pk)
        case Campaign():
            return coverage_lines("campaign", {record.pk: {record.organizer_id}}, user).get(record.pk)
        case _:
            return None
