"""Parts of the home about dates: what takes place next."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from familynet.views.lines.offer_lines import session_place
from offers.models import OfferSession, RunInstructor
from partners.rights.held import rights_of
from partners.rights.roles import EDITS_OWN

MOST = 10


def own_sessions(user: User) -> dict[str, Any]:
    """The next sessions this person leads, herself or as one of the run's instructors; nothing of other courses."""
    # Three small questions: as one with joins the planner reads every session to come before it drops the doubles.
    me = list(user.instructor_profiles.values_list("pk", flat=True))
    runs = list(RunInstructor.objects.filter(instructor__in=me).values_list("run", flat=True))
    mine = Q(instructor__in=me) | Q(instructor=None, run__in=runs)
    return {"rows": _lines(OfferSession.objects.upcoming().filter(mine))}


def next_dates(user: User) -> dict[str, Any]:
    """The next sessions of offers led by the person's own organisations."""
    own = rights_of(user).organizations(EDITS_OWN)
    return {"rows": _lines(OfferSession.objects.upcoming().filter(run__offer__lead__in=own))}


def _lines(sessions: "QuerySet[OfferSession]") -> list[dict[str, Any]]:
    rows = sessions.select_related(
        "run__offer__location__area", "run__location__area", "room__location__area", "run__room__location__area"
    )
    return [
        {"session": row, "title": row.run.offer.title, "run": row.run.name, "place": session_place(row)}
        for row in rows[:MOST]
    ]
