"""The machinery's own line on the home: mail that could not be delivered. ``kit`` knows no roles, so the roof asks."""

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from kit.models import MailState, OutgoingMail
from kit.tasks import Task
from partners.rights.held import is_administration
from partners.rights.staff_links import staff_list


def tasks_of(user: User) -> list[Task]:
    """One line for the administration while there is mail that failed; one query, none for others."""
    if not is_administration(user):
        return []
    failed = OutgoingMail.objects.filter(state=MailState.FAILED).aggregate(number=Count("pk"), oldest=Min("created_at"))
    if not failed["number"]:
        return []
    text = ngettext("%d E-Mail kam nicht an.", "%d E-Mails kamen nicht an.", failed["number"])
    href = staff_list(user, "kit_outgoingmail", "state__exact=failed")
    return [Task(text % failed["number"], _("E-Mails ansehen"), href, failed["oldest"])]
