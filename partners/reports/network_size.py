"""Numbers about the network, always counted at a date and never typed (architecture 6.1, D-19)."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kit.querysets import contains_day
from partners.enums import OrganizationKind, ParticipationState
from partners.models import Organization, Program, ProgramParticipation


def participants_by_program(day: date, *, with_none: bool = True) -> "QuerySet[Program]":
    """All programmes with ``number``: how many organisations actively took part on ``day``.

    Organisations that are closed by now count for the days they took part, so a figure of a past day stays what it
    was. Programmes without anybody are left out unless ``with_none``.
    """
    then = Q(participations__state=ParticipationState.ACTIVE) & contains_day(day, "participations__")
    number = Count("participations__organization", filter=then, distinct=True)
    programs = Program.objects.annotate(number=number).order_by("name", "pk")
    return programs if with_none else programs.filter(number__gt=0)


def network_size(day: date | None = None) -> dict[str, int]:
    """``partners``: organisations anybody may see; ``centers``: facilities among them that take part in a programme.

    One query. ``day`` is the reference date, today if not given.
    """
    takes_part = ProgramParticipation.objects.valid_on(day).filter(
        organization=OuterRef("pk"), state=ParticipationState.ACTIVE
    )
    center = Q(Exists(takes_part), kind=OrganizationKind.FACILITY)
    return Organization.objects.public(day).aggregate(partners=Count("pk"), centers=Count("pk", filter=center))
