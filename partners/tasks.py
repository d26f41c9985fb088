"""What waits for somebody because of the roles she holds: her own account, join requests, invitations."""

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import User
from kit.tasks import Task
from partners import permissions
from partners.enums import JoinRequestState
from partners.models import Invitation, JoinRequest
from partners.rights.held import needs_second_factor, rights_of
from partners.rights.staff_links import staff_list


def tasks_of(user: User) -> list[Task]:
    """What one's roles ask for: a second factor, answers to people who want to join in, invitations nobody took up.

    At most three queries, none for roles a person does not hold.
    """
    return [*_second_factor(user), *_join_requests(user), *_invitations(user)]


def _second_factor(user: User) -> Iterator[Task]:
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
