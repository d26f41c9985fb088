"""Organisations that take part in an offer beside the lead: named by the file, agreed or not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kit.imports.cells import CellRefused, quoted_value
from kit.imports.compare import save_changed
from kit.imports.results import Change, Row
from offers.enums import Approval, OfferRole
from offers.models import Offer, OfferPartner
from partners.imports.references import OrganizationReferences
from partners.models import Organization


@dataclass(slots=True, eq=False)
class PartnerChange:
    """Co-organisers to add, to remove, and those whose agreement the file records."""

    added: list[OfferPartner] = field(default_factory=list)
    removed: list[OfferPartner] = field(default_factory=list)
    agreed: list[OfferPartner] = field(default_factory=list)


class CoOrganizers:
    """Plans and writes co-organisers for one import."""

    def __init__(self, by: Any) -> None:
        self.by = by
        self._named: dict[int, list[Organization]] = {}
        self._now: dict[int, list[OfferPartner]] = {}

    def resolve(self, row: Row, references: OrganizationReferences) -> None:
        """Find the organisations a row names."""
        for text in row.values.get("co_organizers") or ():
            try:
                found = references.find(text)
            except CellRefused as refusal:
                row.refuse("Mitveranstalter", str(refusal))
                continue
            assert isinstance(found, Organization)  # noqa: S101 - no rows were given
            self._named.setdefault(row.line, []).append(found)

    def load(self, offers: Sequence[Offer]) -> None:
        """Read the co-organisers of these offers."""
        self._now = {}
        rows = OfferPartner.objects.filter(offer__in=offers, role=OfferRole.CO_ORGANIZER).select_related("organization")
        for partner in rows.order_by("pk") if offers else ():
            self._now.setdefault(partner.offer_id, []).append(partner)

    def plan(self, row: Row, offer: Offer) -> PartnerChange | None:
        """What changes; ``None`` when nothing does."""
        if not row.has("co_organizers", "co_agreed"):
            return None
        now = self._now.get(offer.pk, []) if offer.pk else []
        change, agreed = PartnerChange(), row.values.get("co_agreed") is True
        if row.has("co_organizers"):
            self._plan_names(row, offer, now, change, agreed)
        if agreed:
            kept = [partner for partner in now if partner not in change.removed]
            change.agreed = [partner for partner in kept if partner.approval == Approval.PENDING]
            if change.agreed:
                row.changes.append(Change("Mitveranstalter", str(Approval.PENDING.label), str(Approval.AGREED.label)))
        return change

    def _plan_names(self, row: Row, offer: Offer, now: list[OfferPartner], change: PartnerChange, agreed: bool) -> None:
        """Who is added and who is removed, so that the offer has the co-organisers the row names."""
        wanted = {one.pk: one for one in self._named.get(row.line, []) if one.pk != offer.lead_id}
        known = {partner.organization_id for partner in now}
        change.removed = [partner for partner in now if partner.organization_id not in wanted]
        change.added = [self._new(offer, one, agreed) for pk, one in wanted.items() if pk not in known]
        if change.added or change.removed:
            names = ([partner.organization.name for partner in now], [one.name for one in wanted.values()])
            row.changes.append(Change("Mitveranstalter", *map(quoted_value, names)))

    def _new(self, offer: Offer, organization: Organization, agreed: bool) -> OfferPartner:
        return OfferPartner(
            offer=offer,
            organization=organization,
            role=OfferRole.CO_ORGANIZER,
            approval=Approval.AGREED if agreed else Approval.PENDING,
            created_by=self.by,
            updated_by=self.by,
        )

    def waiting(self, row: Row, offer: Offer) -> bool:
        """Whether somebody has not agreed once the row is taken over; an objection is never overridden."""
        change: PartnerChange | None = row.plan.partners
        after = list(self._now.get(offer.pk, []) if offer.pk else [])
        if change:
            gone = {*map(id, change.removed), *map(id, change.agreed)}
            after = [partner for partner in after if id(partner) not in gone] + change.added
        return any(partner.approval != Approval.AGREED for partner in after)

    def write(self, changes: Sequence[PartnerChange], created: list[Any]) -> None:
        """Save planned changes; adds what it created to ``created``."""
        removed = [partner.pk for change in changes for partner in change.removed]
        if removed:
            OfferPartner.objects.filter(pk__in=removed).delete()
        agreed = [partner for change in changes for partner in change.agreed]
        for partner in agreed:
            partner.approval = Approval.AGREED
        save_changed([(partner, {"approval"}) for partner in agreed], self.by)
        added = [partner for change in changes for partner in change.added]
        for partner in added:
            partner.offer = partner.offer  # its key is known only now
        created += OfferPartner.objects.bulk_create(added)
