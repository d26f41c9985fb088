"""„Heute“: what waits for this person, oldest first, each line with one action."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import User
from familynet.views.workspace.agreement_tasks import agreement_tasks
from familynet.views.workspace.links import staff_list
from familynet.views.workspace.task import Task
from kit.models import MailState, OutgoingMail
from partners import permissions
from partners.enums import JoinRequestState
from partners.models import Invitation, JoinRequest
from partners.rights.held import is_administration, needs_second_factor, rights_of


def tasks_of(user: User) -> list[Task]:
    """All tasks of ``user`` over all roles; those without a date first, then the oldest."""
    found = [
        *_own_factor(user),
        *agreement_tasks(user),
        *_join_requests(user),
        *_invitations(user),
        *_failed_mail(user),
    ]
    return sorted(found, key=lambda task: (task.since is not None, task.since.timestamp() if task.since else 0))


def _own_factor(user: User) -> Iterator[Task]:
    if needs_second_factor(user) and not Authenticator.objects.filter(user=user).exists():
        text = _("Ihr Konto ist nur mit dem Passwort geschützt. Ihre Rolle sieht Daten anderer Menschen.")
        yield Task(text, _("Zweiten Faktor einrichten"), reverse("mfa_index"))


def _join_requests(user: User) -> Iterator[Task]:
    """Requests to the centres this person coordinates; domain 2.7 asks for an answer within five working days."""
    centers = rights_of(user).organizations(frozenset({Role.COORDINATION}))
    if not centers:
        return
    href = staff_list(user, "partners_joinrequest")
    rows = JoinRequest.objects.filter(addressed_to__in=centers, state=JoinRequestState.OPEN).order_by("created_at")
    for row in rows[:10]:
        text = _("%s möchte mitmachen.") % row.organization_name
        yield Task(text, _("Anfrage beantworten"), href, row.created_at)


def _invitations(user: User) -> Iterator[Task]:
    if not permissions.may_invite(user):
        return
    found = Invitation.objects.visible_to(user).open().aggregate(number=Count("pk"), oldest=Min("created_at"))
    if found["number"]:
        text = ngettext(
            "%d Einladung ist noch nicht angenommen.", "%d Einladungen sind noch nicht angenommen.", found["number"]
        )
        yield Task(text % found["number"], _("Einladungen ansehen"), reverse("partners:people"), found["oldest"])


def _failed_mail(user: User) -> Iterator[Task]:
    if not is_administration(user):
        return
    failed = OutgoingMail.objects.filter(state=MailState.FAILED).aggregate(number=Count("pk"), oldest=Min("created_at"))
    if failed["number"]:
        text = ngettext("%d E-Mail kam nicht an.", "%d E-Mails kamen nicht an.", failed["number"])
        href = staff_list(user, "kit_outgoingmail", "state__exact=failed")
        yield Task(text % failed["number"], _("E-Mails ansehen"), href, failed["oldest"])
