"""The page itself: which section stands on whose home, in which order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import agreements.tasks
import partners.tasks
from accounts.enums import Role
from accounts.models import User
from accounts.requests import SignedInRequest
from familynet.views.workspace import dates, failed_mail, figures, people, register
from kit.tasks import Task, oldest_first
from partners.rights.held import roles_of

R = Role


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the home for people with one of ``roles``; ``read`` answers everything ``template`` shows."""

    template: str
    roles: frozenset[Role]
    read: Callable[[User], dict[str, Any]]


SECTIONS = (
    Section("workspace/_own_sessions.html", frozenset({R.INSTRUCTOR}), dates.own_sessions),
    Section(
        "workspace/_organizations.html",
        frozenset({R.COORDINATION, R.PARTNER_MANAGER, R.PARTNER_EDITOR}),
        register.own_organizations,
    ),
    Section("workspace/_unconfirmed.html", frozenset({R.COORDINATION}), register.unconfirmed_partners),
    Section("workspace/_categories.html", frozenset({R.COORDINATION}), register.missing_categories),
    Section(
        "workspace/_dates.html",
        frozenset({R.COORDINATION, R.PARTNER_MANAGER, R.PARTNER_EDITOR}),
        dates.next_dates,
    ),
    Section("workspace/_accounts.html", frozenset({R.ADMINISTRATION}), people.unprotected_accounts),
    Section("workspace/_data_classes.html", frozenset({R.DATA_PROTECTION}), people.data_classes),
    Section("workspace/_roles.html", frozenset({R.ADMINISTRATION, R.DATA_PROTECTION}), people.holders_by_role),
    Section("workspace/_committee_people.html", frozenset({R.COMMITTEE_OFFICE}), people.committee_people),
    Section("workspace/_areas.html", frozenset({R.PLANNER}), figures.stock_by_area),
    Section("workspace/_register.html", frozenset({R.ADMINISTRATION, R.READ_ONLY}), figures.organizations_by_status),
    Section("workspace/_audit.html", frozenset({R.AUDITOR}), register.audited_organizations),
    Section("workspace/_network.html", frozenset({R.COMMITTEE_MEMBER, R.COMMITTEE_OFFICE}), register.network_contacts),
)

TASKS: tuple[Callable[[User], list[Task]], ...] = (
    partners.tasks.tasks_of,
    agreements.tasks.tasks_of,
    failed_mail.tasks_of,
)
"""What waits, app by app; an app that has something to do for people adds its ``tasks.tasks_of`` here."""


@require_safe
def workspace(request: SignedInRequest) -> TemplateResponse:
    """What waits for this person, then the sections of all roles held today."""
    roles = roles_of(request.user)
    sections = [
        {"template": section.template, "data": section.read(request.user)}
        for section in SECTIONS
        if section.roles & roles
    ]
    context = {
        "today": timezone.localdate(),
        "role_names": [role.label for role in Role if role in roles],
        "tasks": oldest_first(task for tasks_of in TASKS for task in tasks_of(request.user)),
        "sections": sections,
    }
    return TemplateResponse(request, "workspace/home.html", context)
