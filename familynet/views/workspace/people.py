"""Parts of the home about people with accounts: who is protected how, who holds what, what gets erased when."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from kit.models import AuditEvent, DataClass
from partners.models import Membership
from partners.rights.roles import SEES_PERSONAL_DATA
from partners.rights.staff_links import staff_list, staff_record

MOST = 12


def unprotected_accounts(user: User) -> dict[str, Any]:
    """People who see personal data of others and sign in with a password alone; locked accounts."""
    sees_others = Membership.objects.valid_on().filter(user=OuterRef("pk"), role__in=SEES_PERSONAL_DATA)
    unprotected = User.objects.filter(is_active=True).filter(Exists(sees_others)).without_second_factor()
    found = list(unprotected.order_by("email")[: MOST + 1])
    return {
        "rows": [{"user": row, "url": staff_record(user, "accounts_user", row.pk)} for row in found[:MOST]],
        "more": len(found) > MOST,
        "locked": User.objects.filter(is_active=False, erased_at=None).count(),
        "accounts_url": staff_list(user, "accounts_user"),
    }


def data_classes(user: User) -> dict[str, Any]:
    """The rules of erasure, and how much the access log holds."""
    return {
        "rows": list(DataClass.objects.order_by("name")),
        "rules_url": staff_list(user, "kit_dataclass"),
        "log_url": staff_list(user, "kit_auditevent"),
        "events": AuditEvent.objects.filter(at__gte=timezone.now() - timedelta(days=30)).count(),
    }


def holders_by_role(user: User) -> dict[str, Any]:
    """How many people hold which role today."""
    rows = Membership.objects.valid_on().filter(user__is_active=True).order_by().values_list("role")
    counted = dict(rows.annotate(n=Count("user", distinct=True)))
    return {"rows": [{"role": role, "number": counted.get(role.value, 0)} for role in Role]}


def committee_people(user: User) -> dict[str, Any]:
    """The committee members an office looks after."""
    rows = Membership.objects.visible_to(user).current().filter(role=Role.COMMITTEE_MEMBER).for_list()
    found = list(rows[: MOST + 1])
    return {"rows": found[:MOST], "more": len(found) > MOST}
