"""„Abgedeckt durch …“: which agreement an offer, room or partner rests on, for many of them at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import AgreementState, TermKind
from agreements.models import Agreement, AgreementVersion, Coverage, Suspension, Termination
from agreements.models.agreement import AgreementQuerySet
from agreements.reports.overview import newest_versions
from agreements.text.document import day_text as day_words

NONE = gettext_lazy("ohne Vereinbarung")


@dataclass(frozen=True, slots=True)
class CoverageNote:
    """What stands beside an offer or room; ``agreement`` is ``None`` when nothing covers it."""

    text: str
    agreement: Agreement | None = None
    is_valid: bool = False
    until: date = date.min
    """Last day of an agreement that is over; the latest one is told."""


def coverage_notes(
    kind: str, ids: Iterable[int], *, seen: AgreementQuerySet, on: date | None = None
) -> dict[int, CoverageNote]:
    """A note for every id of ``kind`` („offer“, „room“, „resource“, „campaign“), drawn from agreements in ``seen``.

    An agreement in force wins over one that is over, a later one over an earlier. Five queries, however many.
    """
    day = on or timezone.localdate()
    wanted = list(ids)
    rows = Coverage.objects.filter(**{f"{kind}__in": wanted}, agreement__in=seen.values("pk")).filter(
        (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))
    )
    listed: defaultdict[int, list[Agreement]] = defaultdict(list)
    for row in rows.select_related("agreement").order_by("pk"):
        listed[getattr(row, f"{kind}_id")].append(row.agreement)
    agreements = {one.pk: one for found in listed.values() for one in found}
    notes = coverage_notes_of(agreements, day)
    return {
        one: max((notes[agreement.pk] for agreement in listed[one]), key=lambda note: (note.is_valid, note.until))
        if listed.get(one)
        else CoverageNote(str(NONE))
        for one in wanted
    }


def coverage_notes_of(agreements: dict[int, Agreement], day: date) -> dict[int, CoverageNote]:
    """How each agreement covers what rests on it, in words; four queries."""
    in_force = set(Agreement.objects.in_force(day).filter(pk__in=agreements).values_list("pk", flat=True))
    versions = newest_versions(agreements, day)
    ended = {row.agreement_id: row for row in Termination.objects.filter(agreement__in=agreements, withdrawn_at=None)}
    suspended = set(
        Suspension.objects.filter(agreement__in=agreements, starts_on__lte=day)
        .filter(Q(ends_on=None) | Q(ends_on__gte=day))
        .values_list("agreement", flat=True)
    )
    return {
        pk: _note(one, pk in in_force, pk in suspended, versions.get(pk), ended.get(pk), day)
        for pk, one in agreements.items()
    }


def _note(
    agreement: Agreement,
    is_in_force: bool,
    is_suspended: bool,
    version: AgreementVersion | None,
    ended: Termination | None,
    day: date,
) -> CoverageNote:
    name = agreement.reference
    if not is_in_force:
        if agreement.state == AgreementState.ABANDONED:
            return CoverageNote(_("%(name)s: nicht zustande gekommen") % {"name": name}, agreement)
        if version is None or version.stage != AgreementState.SIGNED:
            return CoverageNote(_("%(name)s: noch nicht unterschrieben") % {"name": name}, agreement)
        last = ended.effective_on if ended else version.ends_on
        if last and last < day:
            return CoverageNote(
                _("abgelaufen am %(day_words)s (%(name)s)") % {"day_words": day_words(last), "name": name},
                agreement,
                until=last,
            )
        return CoverageNote(_("%(name)s: noch nicht in Kraft") % {"name": name}, agreement)
    if is_suspended:
        return CoverageNote(_("%(name)s ruht zurzeit") % {"name": name}, agreement)
    if ended:
        return CoverageNote(
            _("abgedeckt durch %(name)s, gekündigt zum %(day_words)s")
            % {"name": name, "day_words": day_words(ended.effective_on)},
            agreement,
            True,
        )
    if version is None or version.ends_on is None:
        return CoverageNote(_("abgedeckt durch %(name)s, unbefristet") % {"name": name}, agreement, True)
    if version.term_kind == TermKind.RENEWING:
        return CoverageNote(_("abgedeckt durch %(name)s, verlängert sich von selbst") % {"name": name}, agreement, True)
    return CoverageNote(
        _("abgedeckt durch %(name)s, gilt bis %(day_words)s") % {"name": name, "day_words": day_words(version.ends_on)},
        agreement,
        True,
    )
