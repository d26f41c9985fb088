"""Agreements on the page of an organisation: for everybody the published ones, for staff those they may see."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement
from agreements.permissions import center_ids, may_open_agreements, may_see_load
from agreements.reports.coverage import coverage_notes_of
from agreements.reports.publication import published_agreements

MOST = 20


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement: its title, where it leads, and in words how it stands."""

    title: str
    href: str
    note: str


def agreement_lines(organization: int, user: User | AnonymousUser) -> list[AgreementLine]:
    """Agreements the organisation takes part in, as far as ``user`` may know of them; one query for the public."""
    today = timezone.localdate()
    if not may_open_agreements(user):
        rows = published_agreements(today).in_force(today).of_party([organization]).by_title()[:MOST]
        return [AgreementLine(row.title, reverse("agreements:public_summary", args=[row.uuid]), "") for row in rows]
    rows = Agreement.objects.visible_to(user).of_party([organization]).by_title()[:MOST]
    agreements = {row.pk: row for row in rows}
    notes = coverage_notes_of(agreements, today)
    return [
        AgreementLine(row.title, reverse("agreements:agreement", args=[row.uuid]), notes[pk].text)
        for pk, row in agreements.items()
    ]


def may_see_lacking(organization: int, user: User | AnonymousUser) -> bool:
    """Whether „ohne Vereinbarung“ is told to this person: to whoever makes agreements or reads all of them, not about
    the own centre.
    """
    return may_see_load(user) and organization not in center_ids(user)
