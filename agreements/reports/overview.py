"""Lines of the list of agreements: what each one says, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agreements.enums import TermKind
from agreements.life.due_days import DueDay, due_days
from agreements.models import Agreement, AgreementParty, AgreementVersion, Termination
from agreements.negotiation.turns import turns_of
from agreements.text.document import day as day_words
from partners.models import Organization, PartnerCategory, Partnership

SHOWN_PARTIES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement as a row: ``waiting`` is whose turn it is, ``due`` the days to watch, soonest first."""

    agreement: Agreement
    is_in_force: bool
    parties: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    term: str
    waiting: tuple[str, ...]
    due: tuple[DueDay, ...]
    unsigned_days: int | None

    @property
    def partners(self) -> str:
        """Up to three parties by name, the others as a number."""
        more = len(self.parties) - SHOWN_PARTIES
        names = ", ".join(self.parties[:SHOWN_PARTIES])
        return f"{names} und {more} weitere" if more > 0 else names

    @property
    def is_late(self) -> bool:
        """A day to watch has passed."""
        return any(one.on < timezone.localdate() for one in self.due)


def lines(agreements: Sequence[Agreement], on: date) -> list[Line]:
    """A line for each, in the same order; at most 15 queries, whatever their number."""
    ids = [one.pk for one in agreements]
    in_force = set(Agreement.objects.in_force(on).filter(pk__in=ids).values_list("pk", flat=True))
    versions = newest_versions(ids, on)
    parties = _parties(versions.values())
    ended = {row.agreement_id: row for row in Termination.objects.filter(agreement__in=ids, withdrawn_at=None)}
    turns = turns_of(agreements, timezone.localdate())
    return [
        _line(one, on, one.pk in in_force, versions.get(one.pk), parties, ended.get(one.pk), turns.get(one.pk, []))
        for one in agreements
    ]


def newest_versions(ids: Iterable[int], on: date) -> dict[int, AgreementVersion]:
    """The version that governs on ``on``, else the newest that was not put aside; two queries."""
    rows = AgreementVersion.objects.filter(agreement__in=list(ids)).defer("content")
    newest = {row.agreement_id: row for row in rows.filter(closed_at=None).order_by("agreement", "number")}
    governing = {row.agreement_id: row for row in rows.governing_on(on)}
    return newest | governing


def _parties(versions: Iterable[AgreementVersion]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = AgreementParty.objects.filter(version__in=[one.pk for one in versions])
    for row in rows.select_related("organization", "facility").order_by("version", "position", "pk"):
        found[row.version_id].append((row.facility or row.organization).name)
    return found


def _line(
    agreement: Agreement, on: date, is_in_force: bool, version: AgreementVersion | None, parties: dict[int, list[str]],
    ended: Termination | None, turns: list,
) -> Line:  # fmt: skip
    last = min(
        filter(None, (version.ends_on if version else None, ended.effective_on if ended else None)), default=None
    )
    is_alive = agreement.state in ("signed", "in_force", "notice_given")
    waits = version is not None and version.stage in ("final_text", "partially_signed") and version.locked_at
    return Line(
        agreement, is_in_force, tuple(parties.get(version.pk, ())) if version else (),
        version.effective_from if version else None, last, term_words(version, ended), tuple(map(str, turns)),
        tuple(sorted(due_days(agreement, version, ended, on), key=lambda one: one.on)) if is_alive else (),
        (timezone.localdate() - timezone.localdate(version.locked_at)).days if waits and version else None,
    )  # fmt: skip


def term_words(version: AgreementVersion | None, ended: Termination | None = None) -> str:
    """„01.01.2024 bis 31.12.2026, verlängert sich“, „ab 01.01.2024, unbefristet“, „gekündigt zum 30.06.2027“."""
    if version is None or version.effective_from is None:
        return "Beginn offen"
    start = day_words(version.effective_from)
    if ended is not None:
        return f"ab {start}, endet am {day_words(ended.effective_on)}"
    if version.ends_on is None:
        return f"ab {start}, unbefristet"
    words = f"{start} bis {day_words(version.ends_on)}"
    return f"{words}, verlängert sich" if version.term_kind == TermKind.RENEWING else words


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
        "version", "version__agreement__center", "organization", "facility", "organization__category",
        "facility__category",
    )  # fmt: skip
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
