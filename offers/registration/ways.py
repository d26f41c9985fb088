"""How a family gets a place: whom to call, what the one main button says, or why there is none."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from offers.enums import RegistrationMode
from offers.models import Offer
from offers.registration.availability import Availability, BookingChance
from partners.enums import Visibility
from partners.models import ContactPoint


@dataclass(frozen=True, slots=True)
class RegistrationAction:
    """``label`` and ``href`` of the main button; without ``href`` only ``reason`` stands there."""

    reason: str
    label: str = ""
    href: str = ""
    icon: str = "phone"


def registration_contact(offer: Offer, day: date) -> ContactPoint | None:
    """The contact of the offer, if everybody may see it on ``day``."""
    contact = offer.contact_point
    if contact is None or contact.visibility != Visibility.PUBLIC:
        return None
    over = contact.valid_to is not None and contact.valid_to < day
    early = contact.valid_from is not None and contact.valid_from > day
    return None if over or early else contact


def registration_action(
    offer: Offer, state: Availability, contact: ContactPoint | None, *, over: bool
) -> RegistrationAction:
    """The one thing to do on the offer page, given its best run, its contact and whether its dates are over."""
    reason, purpose = _reason(offer, state, over)
    if contact is not None and contact.phone:
        shown = contact.phone_display or contact.phone
        label = _("%(purpose)s: %(phone)s anrufen") % {"purpose": purpose, "phone": shown}
        return RegistrationAction(reason, label, f"tel:{contact.phone}")
    if contact is not None and contact.email:
        label = _("%(purpose)s: E-Mail schreiben") % {"purpose": purpose}
        return RegistrationAction(reason, label, f"mailto:{contact.email}", "mail")
    return RegistrationAction(reason)


def _reason(offer: Offer, state: Availability, over: bool) -> tuple[str, str]:
    """One sentence on how things stand, and what the call is for."""
    ask, register = _("Nachfragen"), _("Anmelden")
    if over:
        return _("Das hat schon stattgefunden. Fragen Sie nach, ob es wieder etwas gibt."), ask
    match state.chance:
        case BookingChance.CANCELLED:
            return _("Dieses Angebot ist abgesagt."), ask
        case BookingChance.WAITING:
            return _("Ausgebucht. Rufen Sie an, wenn Sie auf die Warteliste möchten."), _("Warteliste")
        case BookingChance.FULL:
            return _("Ausgebucht. Auch die Warteliste ist voll."), ask
        case BookingChance.CLOSED:
            return _("Die Anmeldung ist beendet. Fragen Sie nach, ob doch noch ein Platz frei ist."), ask
        case BookingChance.SOON:
            return state.label, ask
    match offer.registration_mode:
        case RegistrationMode.NONE:
            return _("Sie brauchen keine Anmeldung. Kommen Sie einfach vorbei."), ask
        case RegistrationMode.OPTIONAL:
            return _("Kommen Sie einfach vorbei, oder melden Sie sich vorher an."), register
        case RegistrationMode.REFERRAL:
            return _("Dafür brauchen Sie eine Überweisung. Wir erklären Ihnen, woher Sie sie bekommen."), ask
        case _:
            return _("Bitte melden Sie sich vorher an."), register
