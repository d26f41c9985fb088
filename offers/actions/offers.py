"""Steps of an offer (domain 3.7.3) and the confirmation that its data are right."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.models import save_step
from kit.workflow import StepRefused
from offers.enums import Approval, OfferRole, OfferState
from offers.models import Offer
from offers.workflow import OFFER
from partners.enums import OrganizationStatus


@dataclass(frozen=True, slots=True)
class Readiness:
    """What publication asks for, whether it was read for one offer or for hundreds at once."""

    summary: bool
    topic: bool
    target_group: bool
    language: bool
    contact_point: bool
    place: bool
    active_lead: bool

    def missing(self) -> list[str]:
        """What is not there, in German (domain 3.7.3)."""
        words = {
            "Kurztext": self.summary,
            "Thema": self.topic,
            "Zielgruppe": self.target_group,
            "Sprache vor Ort": self.language,
            "Ansprechstelle": self.contact_point,
            _("Ort oder „online“"): self.place,
            _("ein aktiver Veranstalter"): self.active_lead,
        }
        return [word for word, there in words.items() if not there]


def missing_for_publication(offer: Offer) -> list[str]:
    """What stands between the offer and the public, in German; empty when nothing does (domain 3.7.3)."""
    return Readiness(
        summary=bool(offer.summary.strip()),
        topic=offer.topics.exists(),
        target_group=offer.target_groups.exists(),
        language=offer.languages.exists(),
        contact_point=offer.contact_point_id is not None,
        place=offer.is_online or offer.is_outreach or bool(offer.location_text) or _has_place(offer),
        active_lead=offer.lead.status == OrganizationStatus.ACTIVE,
    ).missing()


def _has_place(offer: Offer) -> bool:
    return (
        offer.location_id is not None
        or offer.runs.filter(location__isnull=False).exists()
        or offer.runs.filter(room__isnull=False).exists()
    )


def _open_approvals(offer: Offer) -> list[str]:
    waiting = offer.partners.filter(role=OfferRole.CO_ORGANIZER).exclude(approval=Approval.AGREED)
    return [partner.organization.name for partner in waiting.select_related("organization")]


@transaction.atomic
def step_offer(offer: Offer, *, verb: str, by: User | None, note: str = "") -> Offer:
    """Take one step of ``offers.workflow.OFFER`` under a row lock and keep it as ``OfferStep``.

    Publishing sets ``published_at`` and confirms the data when nobody has. With a ``note`` publishing and approving
    go on without the agreement of every co-organiser: the recorded override of domain 3.7.3.
    Raises ``StepRefused`` with a German reason otherwise. The search document follows by trigger.
    """
    locked = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("lead").get(pk=offer.pk)
    step = OFFER.step(locked.state, verb, note=note)
    if step.target in {OfferState.APPROVED, OfferState.PUBLISHED} and not note.strip():
        waiting = _open_approvals(locked)
        if waiting:
            raise StepRefused(
                _("Noch nicht zugestimmt haben: ") + ", ".join(waiting) + _(". Mit einer Begründung geht es trotzdem.")
            )
    if step.target == OfferState.PUBLISHED:
        missing = missing_for_publication(locked)
        if missing:
            raise StepRefused(_("Zum Veröffentlichen fehlt noch: ") + ", ".join(missing) + ".")
        locked.published_at = locked.published_at or timezone.now()
        locked.assured_on = locked.assured_on or timezone.localdate()
    save_step(locked, step, by=by, note=note, columns=("published_at", "assured_on"))
    return locked


@transaction.atomic
def confirm_offer(offer: Offer, *, by: User, on: date | None = None) -> Offer:
    """Record that everything shown is still right. Raises ``StepRefused`` for a day in the future."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise StepRefused(_("Bestätigt werden kann nur, was heute gilt."))
    locked = Offer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
    locked.assured_on, locked.assured_by, locked.updated_by = day, by, by
    locked.save(update_fields=["assured_on", "assured_by", "updated_by", "updated_at"])
    return locked
