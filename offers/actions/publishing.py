"""Publishing many offers at once, by the same table and the same guards as ``step_offer``."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kit.workflow import StepRefused
from offers.actions.offers import Readiness
from offers.enums import Approval, OfferRole, OfferState
from offers.models import Offer, OfferPartner, OfferRun, OfferStep
from offers.workflow import OFFER
from partners.enums import OrganizationStatus

WAY = ("coordinate", "approve", "publish")
"""The steps from an idea to the public; an offer joins where it stands."""


@transaction.atomic
def publish_offers(offers: Sequence[Offer], *, by: User | None, note: str = "") -> None:
    """Take every offer, wherever it stands before publication, to the public; one ``OfferStep`` for each step.

    Raises ``StepRefused`` naming the first offer that cannot go: the table has no way from its state, something is
    missing, or a co-organiser has not agreed and there is no ``note``. Then none has moved. A constant number of
    queries; the search documents follow by trigger. The objects given learn their new state.
    """
    given = {offer.pk: offer for offer in offers}
    of_offer = {"offer": OuterRef("pk")}
    waiting = OfferPartner.objects.filter(**of_offer, role=OfferRole.CO_ORGANIZER).exclude(approval=Approval.AGREED)
    placed = OfferRun.objects.filter(Q(location__isnull=False) | Q(room__isnull=False), **of_offer)
    locked = (
        Offer.objects.filter(pk__in=given)
        .select_for_update(of=("self",), no_key=True)
        .select_related("lead")
        .order_by("pk")
        .annotate(
            has_topic=Exists(Offer.topics.through.objects.filter(**of_offer)),
            has_target_group=Exists(Offer.target_groups.through.objects.filter(**of_offer)),
            has_language=Exists(Offer.languages.through.objects.filter(**of_offer)),
            has_placed_run=Exists(placed),
            has_waiting=Exists(waiting),
        )
    )
    now, steps, published = timezone.now(), [], []
    for offer in locked:
        _guard(offer, note)
        start = next((i for i, verb in enumerate(WAY) if _leads_on(offer.state, verb)), None)
        if start is None:
            raise StepRefused(
                _("„%(title)s“ ist im Stand „%(state)s“ und bleibt es.")
                % {"title": offer.title, "state": offer.get_state_display()}
            )
        for verb in WAY[start:]:
            before, offer.state = offer.state, OFFER.step(offer.state, verb).target
            steps.append(OfferStep(offer=offer, verb=verb, before=before, after=offer.state, by=by, note=note.strip()))
        published.append(offer)
    Offer.objects.filter(pk__in=[offer.pk for offer in published]).update(
        state=OfferState.PUBLISHED,
        published_at=Coalesce("published_at", now),
        assured_on=Coalesce("assured_on", timezone.localdate(now)),
        updated_at=now,
        updated_by=by,
    )
    OfferStep.objects.bulk_create(steps)
    for offer in published:
        given[offer.pk].state = OfferState.PUBLISHED


def _leads_on(state: str, verb: str) -> bool:
    return state != OfferState.PAUSED and any(step.verb == verb and state in step.sources for step in OFFER)


def _guard(offer: Offer, note: str) -> None:
    found = vars(offer)  # the annotations above
    missing = Readiness(
        summary=bool(offer.summary.strip()),
        topic=found["has_topic"],
        target_group=found["has_target_group"],
        language=found["has_language"],
        contact_point=offer.contact_point_id is not None,
        place=bool(
            offer.location_id or offer.is_online or offer.is_outreach or offer.location_text or found["has_placed_run"]
        ),
        active_lead=offer.lead.status == OrganizationStatus.ACTIVE,
    ).missing()
    if missing:
        raise StepRefused(_("Zum Veröffentlichen fehlt noch: %(join)s.") % {"join": ", ".join(missing)})
    if found["has_waiting"] and not note.strip():
        raise StepRefused(_("Noch haben nicht alle Mitveranstalter zugestimmt."))
