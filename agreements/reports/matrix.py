"""Partners by topics, and what a partner owes by date: agreements in force seen from the side of the partner."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from agreements.calendar import next_due, period_on, promised_until
from agreements.enums import Rhythm
from agreements.models import Agreement, AgreementParty, AgreementVersion, Commitment, Responsibility, Termination
from agreements.models.agreement import AgreementQuerySet
from agreements.text.document import due_words, party_words, quantity_words
from partners.models import Organization, Topic


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One partner and how many agreements in force it has on each topic, in the order of the topics."""

    partner: Organization
    cells: tuple[tuple[Topic, int], ...]
    total: int


def read_topic_matrix(rows: AgreementQuerySet, on: date) -> tuple[list[Topic], list[MatrixRow]]:
    """Partners of agreements in force on ``on`` by their topics; five queries. The centre itself is no partner."""
    agreements = {one.pk: one for one in rows.in_force(on).prefetch_related("topics")}
    versions = AgreementVersion.objects.governing_on(on).filter(agreement__in=agreements)
    parties = AgreementParty.objects.filter(version__in=versions.values("pk")).select_related("version")
    counted: defaultdict[int, Counter[int]] = defaultdict(Counter)
    totals: Counter[int] = Counter()
    topics: dict[int, Topic] = {}
    for party in parties.only("organization", "facility", "version__agreement"):
        agreement = agreements[party.version.agreement_id]
        if agreement.center_id in (party.organization_id, party.facility_id):
            continue
        partner = party.facility_id or party.organization_id
        totals[partner] += 1
        for topic in agreement.topics.all():
            topics[topic.pk] = topic
            counted[partner][topic.pk] += 1
    listed = sorted(topics.values(), key=lambda topic: (topic.name_key, topic.pk))
    partners = Organization.objects.filter(pk__in=totals).by_name()
    return listed, [
        MatrixRow(one, tuple((topic, counted[one.pk][topic.pk]) for topic in listed), totals[one.pk])
        for one in partners
    ]


@dataclass(frozen=True, slots=True)
class PartnerDuty:
    """What a partner owes: a responsibility, or a commitment with its quantity.

    ``due_on`` is the next day of a responsibility, or until when a commitment has to be provided in the running period
    (``calendar.promised_until``); ``None`` where no day is known.
    """

    agreement: Agreement
    what: str
    who: str
    rule: str
    due_on: date | None
    is_commitment: bool = False


def duties_of_partners(rows: AgreementQuerySet, organizations: Iterable[int], on: date) -> list[PartnerDuty]:
    """Everything these organisations owe by agreements in force on ``on``, what has a day first; five queries.

    A facility owes what its operating body promised for it as a party.
    """
    ids = list(organizations)
    ended = Termination.objects.filter(agreement__in=rows, withdrawn_at=None)
    last_days = dict(ended.values_list("agreement", "effective_on"))
    for_facility = AgreementParty.objects.filter(
        version=OuterRef("version"), organization=OuterRef("organization"), facility__in=ids
    )
    owed = Q(organization__in=ids) | Exists(for_facility)
    agreements = {one.pk: one for one in rows.in_force(on)}
    versions = AgreementVersion.objects.governing_on(on).filter(agreement__in=agreements).values("pk")
    found = []
    tasks = Responsibility.objects.filter(owed, version__in=versions)
    for task in tasks.select_related("organization", "version__agreement").defer("version__content"):
        next_day = next_due(
            task.due_kind,
            day=task.due_day,
            month=task.due_month,
            on=task.due_on,
            days=task.due_days,
            after=on - timedelta(days=1),
        )
        found.append(
            PartnerDuty(
                task.version.agreement,
                task.task,
                party_words(task.organization, task.function),
                due_words(task),
                next_day,
            )
        )
    commitments = Commitment.objects.filter(owed, version__in=versions, is_excluded=False)
    for one in commitments.select_related("organization", "version__agreement").defer("version__content"):
        rule = " ".join(filter(None, (quantity_words(one), one.get_rhythm_display())))
        owes, until = party_words(one.organization, ""), _until(one, on, last_days.get(one.version.agreement_id))
        found.append(PartnerDuty(one.version.agreement, one.description, owes, rule, until, is_commitment=True))
    return sorted(found, key=lambda duty: (duty.due_on or date.max, duty.is_commitment, duty.agreement.title_key))


def _until(one: Commitment, on: date, ended_on: date | None) -> date | None:
    """Until when a commitment has to be provided, ``ended_on`` being the last day after a notice.

    A term that renews itself ends with its present period, but what is promised once is not promised again then.
    """
    begins, term = one.version.effective_from, one.version.term
    if begins is None or term is None:
        return None
    end = period_on(term, begins if one.rhythm == Rhythm.ONCE else on)[1]
    ends = min(filter(None, (end, ended_on)), default=None)
    return promised_until(one.rhythm, on=on, term_from=max(begins, one.starts_on or begins), term_to=ends)
