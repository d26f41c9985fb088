"""What everybody may know of an agreement: who, why, since when (domain 5; never clauses, persons or notes)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from agreements.enums import TermKind
from agreements.models import Accession, Agreement, AgreementParty, AgreementVersion, Termination
from agreements.models.agreement import AgreementQuerySet
from agreements.models.version import VersionQuerySet
from partners.models import Organization


@dataclass(frozen=True, slots=True)
class PublicSummary:
    """One published agreement. ``ended_on`` is its last day when it is over; ``page`` of a party may be empty."""

    agreement: Agreement
    parties: list["PublicParty"]
    since: date
    until: date | None
    is_in_force: bool
    ended_on: date | None
    is_suspended: bool
    topics: list[str]


@dataclass(frozen=True, slots=True)
class PublicParty:
    name: str
    facility: str
    slug: str
    """Of its public page; empty when it has none."""


def published_agreements(day: date | None = None) -> AgreementQuerySet:
    """Agreements with a summary for everybody that are in force, or once were."""
    day = day or timezone.localdate()
    binding = AgreementVersion.objects.binding_on(day).filter(agreement=OuterRef("pk"))
    return Agreement.objects.filter(Exists(binding), is_public=True)


def public_summaries(rows: AgreementQuerySet, day: date | None = None) -> list[PublicSummary]:
    """The summaries of published agreements, by title; a fixed number of queries."""
    day = day or timezone.localdate()
    versions = AgreementVersion.objects.defer("content").prefetch_related(
        Prefetch("parties", AgreementParty.objects.select_related("organization", "facility"))
    )
    governing = {row.agreement_id: row for row in versions.governing_on(day).filter(agreement__in=rows)}
    began = {row.agreement_id: row.effective_from for row in _first_ones(rows, day)}
    listed = list(rows.with_in_force(day).prefetch_related("topics", *_beside(day)).by_title())
    suspended = set(rows.suspended_on(day).values_list("pk", flat=True))
    public = _public_slugs(governing.values(), listed)
    return [
        _summary(row, governing[row.pk], began[row.pk], public, day, is_suspended=row.pk in suspended)
        for row in listed
        if row.pk in governing
    ]


def _first_ones(rows: AgreementQuerySet, day: date) -> VersionQuerySet:
    """The first binding version of each: since then the agreement exists, whatever was amended later."""
    binding = AgreementVersion.objects.binding_on(day).filter(agreement__in=rows)
    return binding.only("agreement_id", "effective_from").order_by("agreement", "-number")


def _beside(day: date) -> list[Any]:
    """Who joined, and what may end an agreement before its term: notice, and a successor that took over."""
    binding = AgreementVersion.objects.binding_on(day).defer("content")
    joined = Accession.objects.filter(effective_on__lte=day).exclude(left_on__lt=day).select_related("organization")
    return [
        Prefetch("accessions", joined.order_by("effective_on", "pk"), to_attr="joined"),
        Prefetch("terminations", Termination.objects.filter(withdrawn_at=None), to_attr="valid_terminations"),
        Prefetch("successors", Agreement.objects.filter(versions__in=binding).distinct(), to_attr="took_over"),
        Prefetch("took_over__versions", binding, to_attr="binding_versions"),
    ]


def _summary(
    row: Any, version: AgreementVersion, since: date | None, public: dict[int, str], day: date, *, is_suspended: bool
) -> PublicSummary:
    until = min(_last_days(row, version), default=None)
    return PublicSummary(
        agreement=row,
        parties=_public_parties(row, version, public),
        since=since or version.effective_from or day,
        until=until,
        is_in_force=row.is_in_force,
        ended_on=None if row.is_in_force else until,
        is_suspended=is_suspended,
        topics=[str(topic) for topic in row.topics.all()],
    )


def _public_parties(row: Any, version: AgreementVersion, public: dict[int, str]) -> list["PublicParty"]:
    """The parties of the text, then who joined later; ``public`` are pages of those that have one."""
    parties = [
        PublicParty(
            str(one.organization),
            str(one.facility) if one.facility else "",
            public.get(one.facility_id or 0) or public.get(one.organization_id, ""),
        )
        for one in version.parties.all()
    ]
    return parties + [PublicParty(str(one.organization), "", public.get(one.organization_id, "")) for one in row.joined]


def _last_days(row: Any, version: AgreementVersion) -> list[date]:
    """Every day it ends on by one reason or another: notice, its own term, a successor. The earliest counts."""
    ends = [one.effective_on for one in row.valid_terminations]
    if version.ends_on and version.term_kind in (TermKind.FIXED, TermKind.PROJECT):
        ends.append(version.ends_on)
    for successor in row.took_over:
        ends += [one.effective_from - timedelta(days=1) for one in successor.binding_versions if one.effective_from]
    return ends


def _public_slugs(versions: Any, listed: Any) -> dict[int, str]:
    """Slugs of the parties that have a public page."""
    ids = {one for row in versions for party in row.parties.all() for one in (party.organization_id, party.facility_id)}
    ids |= {one.organization_id for row in listed for one in row.joined}
    return dict(Organization.objects.public().filter(pk__in=ids - {None}).values_list("pk", "slug"))
