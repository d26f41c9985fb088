"""Lines of the list of agreements: what each one says, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.enums import AgreementState, ReminderKind, TermKind
from agreements.life.due_days import DueDay, due_days
from agreements.models import Agreement, AgreementParty, AgreementVersion, Termination
from agreements.negotiation.next_steps import pending_steps_of
from agreements.reports.as_of import agreements_known_by, states_as_of
from agreements.text.document import day_text as day_words
from agreements.workflow import ALIVE
from partners.models import Organization, PartnerCategory, Partnership

SHOWN_PARTIES = 3
TO_SIGN = (AgreementState.FINAL_TEXT, AgreementState.PARTIALLY_SIGNED)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement as a row: ``waiting`` is whose turn it is, ``due`` the days to watch, soonest first.

    ``standing`` says where it stood on the reference date and is empty when that is today: then the state says it.
    On another day nobody's turn and no review talk is told, because only today's are known.
    """

    agreement: Agreement
    version: AgreementVersion | None
    on: date
    is_in_force: bool
    standing: str
    parties: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    term: str
    waiting: tuple[str, ...]
    due: tuple[DueDay, ...]
    unsigned_days: int | None
    is_ending: bool

    @property
    def partners(self) -> str:
        """Up to three parties by name, the others as a number."""
        more = len(self.parties) - SHOWN_PARTIES
        names = ", ".join(self.parties[:SHOWN_PARTIES])
        return _("%(names)s und %(more)s weitere") % {"names": names, "more": more} if more > 0 else names

    @property
    def is_late(self) -> bool:
        """A day to watch has passed."""
        return any(one.on < self.on for one in self.due)


def agreement_lines(agreements: Sequence[Agreement], on: date) -> list[AgreementLine]:
    """A line for each, in the same order; at most 17 queries, whatever their number."""
    ids, today = [one.pk for one in agreements], timezone.localdate()
    in_force = set(Agreement.objects.in_force(on).filter(pk__in=ids).values_list("pk", flat=True))
    governing = governing_versions(ids, on)
    versions = newest_versions(ids, on, governing)
    parties = _parties(versions.values())
    valid = {row.agreement_id: row for row in Termination.objects.filter(agreement__in=ids, withdrawn_at=None)}
    ended = agreements_known_by(valid, on)
    turns = pending_steps_of(agreements, today) if on == today else {}
    said = states_as_of(agreements, on, in_force, governing, ended) if on != today else {}
    return [
        _line(
            one,
            on,
            one.pk in in_force,
            versions.get(one.pk),
            parties,
            ended.get(one.pk),
            tuple(map(str, turns.get(one.pk, []))),
            said.get(one.pk, ""),
        )
        for one in agreements
    ]


def governing_versions(ids: Iterable[int], on: date) -> dict[int, AgreementVersion]:
    """The version that counts on ``on``, where there is one; one query."""
    rows = AgreementVersion.objects.filter(agreement__in=list(ids)).defer("content")
    return {row.agreement_id: row for row in rows.governing_on(on)}


def newest_versions(
    ids: Iterable[int], on: date, governing: dict[int, AgreementVersion] | None = None
) -> dict[int, AgreementVersion]:
    """The version that governs on ``on``, else the newest that was not put aside; at most two queries."""
    ids = list(ids)
    rows = AgreementVersion.objects.filter(agreement__in=ids).defer("content")
    newest = {row.agreement_id: row for row in rows.filter(closed_at=None).order_by("agreement", "number")}
    return newest | (governing_versions(ids, on) if governing is None else governing)


def _parties(versions: Iterable[AgreementVersion]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = AgreementParty.objects.filter(version__in=[one.pk for one in versions])
    for row in rows.select_related("organization", "facility").order_by("version", "position", "pk"):
        found[row.version_id].append((row.facility or row.organization).name)
    return found


def _line(
    agreement: Agreement,
    on: date,
    is_in_force: bool,
    version: AgreementVersion | None,
    parties: dict[int, list[str]],
    ended: Termination | None,
    waiting: tuple[str, ...],
    standing: str,
) -> AgreementLine:
    last = min(
        filter(None, (version.ends_on if version else None, ended.effective_on if ended else None)), default=None
    )
    return AgreementLine(
        agreement,
        version,
        on,
        is_in_force,
        standing,
        tuple(parties.get(version.pk, ())) if version else (),
        version.effective_from if version else None,
        last,
        term_words(version, ended),
        waiting,
        _due(agreement, on, is_in_force, version, ended),
        None if standing else _unsigned_days(version),
        ended is not None,
    )


def _due(
    agreement: Agreement, on: date, is_in_force: bool, version: AgreementVersion | None, ended: Termination | None
) -> tuple[DueDay, ...]:
    """Days to watch, soonest first; for another day than today those that follow from term and notice alone."""
    if on == timezone.localdate():
        found = due_days(agreement, version, ended, on) if agreement.state in ALIVE else iter(())
    else:
        found = due_days(agreement, version, ended, on) if is_in_force else iter(())
        found = (one for one in found if one.kind != ReminderKind.REVIEW)
    return tuple(sorted(found, key=lambda one: one.on))


def _unsigned_days(version: AgreementVersion | None) -> int | None:
    if version is None or not version.locked_at or version.stage not in TO_SIGN:
        return None
    return (timezone.localdate() - timezone.localdate(version.locked_at)).days


def term_words(version: AgreementVersion | None, ended: Termination | None = None) -> str:
    """„01.01.2024 bis 31.12.2026, verlängert sich“, „ab 01.01.2024, unbefristet“, „gekündigt zum 30.06.2027“."""
    if version is None or version.effective_from is None:
        return "Beginn offen"
    start = day_words(version.effective_from)
    if ended is not None:
        return _("ab %(start)s, endet am %(day_words)s") % {"start": start, "day_words": day_words(ended.effective_on)}
    if version.ends_on is None:
        return f"ab {start}, unbefristet"
    words = f"{start} bis {day_words(version.ends_on)}"
    return _("%(words)s, verlängert sich") % {"words": words} if version.term_kind == TermKind.RENEWING else words


@dataclass(frozen=True, slots=True)
class MissingBasis:
    """A centre works without a written agreement with this kind of priority partner; ``partners`` it works with."""

    center: Organization
    category: PartnerCategory
    partners: tuple[str, ...]


def priority_without_agreement(centers: Iterable[int], on: date) -> list[MissingBasis]:
    """Priority kinds of partners (domain 001-10) without an agreement in force, per centre; four queries."""
    listed = list(Organization.objects.filter(pk__in=list(centers)).by_name())
    categories = list(PartnerCategory.objects.filter(is_priority=True).order_by("name_key", "pk"))
    if not listed or not categories:
        return []
    present: set[tuple[int, int]] = set()
    taking_part: defaultdict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    versions = AgreementVersion.objects.governing_on(on).filter(
        agreement__in=Agreement.objects.in_force(on).values("pk")
    )
    rows = AgreementParty.objects.filter(version__in=versions.values("pk")).values_list(
        "version",
        "version__agreement__center",
        "organization",
        "facility",
        "organization__category",
        "facility__category",
    )
    for version, center, organization, facility, kind, facility_kind in rows:
        people, kinds = taking_part[version]
        people |= {center, organization, facility}
        kinds |= {kind, facility_kind}
    for people, kinds in taking_part.values():
        present |= {(one, kind) for one in people for kind in kinds if one and kind}
    known: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for center, kind, name in Partnership.objects.filter(
        center__in=listed, partner__category__in=categories, state="active"
    ).values_list("center", "partner__category", "partner__name"):
        known[center, kind].append(name)
    return [
        MissingBasis(center, category, tuple(known[center.pk, category.pk]))
        for center in listed
        for category in categories
        if (center.pk, category.pk) not in present
    ]
