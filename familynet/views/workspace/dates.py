"""Parts of the home about dates: what takes place next."""

from typing import Any

from django.db.models import Q, QuerySet

from familynet.accounts.models import User
from familynet.views.offer_lines import session_place
from offers.models import Session
from partners import permissions

MOST = 10


def own_sessions(user: User) -> dict[str, Any]:
    """The next sessions this person leads, herself or as one of the run's instructors; nothing of other courses."""
    mine = Q(instructor__user=user) | Q(instructor=None, run__instructors__user=user)
    return {"rows": _lines(Session.objects.upcoming().filter(mine).distinct())}


def next_dates(user: User) -> dict[str, Any]:
    """The next sessions of offers led by the person's own organisations."""
    own = permissions.rights_of(user).organizations(permissions.EDITS_OWN)
    return {"rows": _lines(Session.objects.upcoming().filter(run__offer__lead__in=own))}


def _lines(sessions: "QuerySet[Session]") -> list[dict[str, Any]]:
    rows = sessions.select_related(
        "run__offer__location__area", "run__location__area", "room__location__area", "run__room__location__area"
    )
    return [
        {"session": row, "title": row.run.offer.title, "run": row.run.name, "place": session_place(row)}
        for row in rows[:MOST]
    ]
