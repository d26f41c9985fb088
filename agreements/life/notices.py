"""Letters that an agreement ends, or that it goes on after all: one for each address, written with what they tell."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.life.loss_of_basis import LossOfBasis, losses_of_basis
from agreements.life.recipients import first_mailboxes, party_mailboxes, responsible_people
from agreements.models import Agreement, AgreementVersion, Termination
from kit.outbox.due_letters import Letter, send_due_letters
from partners.models import Organization

PURPOSE = "vereinbarung-ende"


@dataclass(frozen=True, slots=True)
class NoticeRecipients:
    """What one address is told: everything, or only the offers and campaigns it leads."""

    losses: list[LossOfBasis]
    is_staff: bool = False


def send_notice_letters(termination: Termination) -> int:
    """Notice was given: whoever looks after it, the parties, the leads of what loses its basis; how many letters."""
    agreement = termination.agreement
    sentence = (
        _("%(declared_by)s und die anderen Parteien haben die Aufhebung vereinbart.")
        % {"declared_by": termination.declared_by}
        if termination.kind == "mutual"
        else _("%(declared_by)s hat gekündigt.") % {"declared_by": termination.declared_by}
    )
    return _tell_everybody(agreement, last_day=termination.effective_on, subject="endet", sentence=sentence)


def send_withdrawal_letters(termination: Termination) -> int:
    """The notice never was; the same people hear of it."""
    agreement = termination.agreement
    sentence = _("Die Kündigung zum %(effective_on)s ist zurückgenommen. Die Vereinbarung gilt weiter.") % {
        "effective_on": f"{termination.effective_on:%d.%m.%Y}"
    }
    return _tell_everybody(
        agreement, last_day=termination.effective_on, subject="gilt weiter", sentence=sentence, goes_on=True
    )


def send_end_letters(agreement: Agreement, *, last_day: date) -> int:
    """It is over now."""
    return _tell_everybody(
        agreement, last_day=last_day, subject=_("ist zu Ende"), sentence=_("Die Vereinbarung ist zu Ende.")
    )


def notice_recipients(
    agreement: Agreement, version: AgreementVersion | None, losses: list[LossOfBasis]
) -> dict[str, NoticeRecipients]:
    """Each address once, with what it may read; staff first, so nobody is told less than he may see."""
    found = {address: NoticeRecipients(losses, is_staff=True) for address in responsible_people(agreement)}
    for address in party_mailboxes(version) if version else []:
        found.setdefault(address, NoticeRecipients(losses))
    for lead, address in first_mailboxes({loss.lead for loss in losses}).items():
        own = [loss for loss in losses if loss.lead == lead]
        already = found.get(address)
        if already is None:
            found[address] = NoticeRecipients(own)
        elif own and already.losses is not losses:
            found[address] = NoticeRecipients(already.losses + own)
    return found


def _tell_everybody(agreement: Agreement, *, last_day: date, subject: str, sentence: str, goes_on: bool = False) -> int:
    version = agreement.versions.filter(locked_at__isnull=False).exclude(stage="abandoned").order_by("-number").first()
    if version is not None:
        version.agreement = agreement
    center = Organization.objects.get(pk=agreement.center_id)

    def end_letter(found: list[tuple[str, NoticeRecipients]]) -> Letter:
        # One recipient, one entry: ``notice_recipients`` has put together what an address may read.
        ((_address, told),) = found
        life_page = settings.PUBLIC_BASE_URL + reverse("agreements:life", args=[agreement.uuid])
        return Letter(
            subject=f"{agreement.reference} {agreement.title} {subject}",
            template="mail/agreements/end.txt",
            context={
                "agreement": agreement,
                "center": center,
                "sentence": sentence,
                "last_day": last_day,
                "goes_on": goes_on,
                "losses": [str(loss) for loss in told.losses],
                "courses": version.get_courses_after_end_display() if version else "",
                "link": life_page if told.is_staff else "",
            },
        )

    return send_due_letters(
        lambda: notice_recipients(agreement, version, losses_of_basis(agreement, last_day)).items(),
        recipients=lambda one: [one[0]],
        write=end_letter,
        purpose=PURPOSE,
    )
