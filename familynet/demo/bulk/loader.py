"""Loading made-up offers: additive, in steps that are each complete, and the same offers every time.

One step is one transaction: organisations that are missing, offers with runs, dates, prices and lists. The search
documents follow at the end. A load that was interrupted goes on where it stopped.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import connection, models, transaction
from django.utils import timezone

from familynet.demo.bulk.copy_rows import Copier
from familynet.demo.bulk.documents import write_documents
from familynet.demo.bulk.offer_facts import PER_ORGANIZATION, Catalogs, Facts, facts_of
from familynet.demo.bulk.organizations import PREFIX, Host, Place, add_hosts, bulk_hosts, bulk_places, uuid_of
from familynet.demo.bulk.progress import Progress
from familynet.demo.catalogs import load_catalogs
from familynet.demo.demo_rows import Rows
from familynet.demo.loader import LOCK
from familynet.demo.municipalities import load_places
from familynet.demo.reference_date import Day
from offers.enums import OfferState, RegistrationMode, RunState
from offers.models import FeeOption, LifeStage, Offer, OfferRun, OfferSession, TargetGroup
from partners.models import Language, Organization, Topic

STEP = 2_000
OFFERS = Offer.objects.filter(slug__startswith=PREFIX)
LISTS = {"topics": "topics", "target_groups": "targets", "life_stages": "stages", "languages": "languages"}
SPACE = 64  # numbers kept free per offer for the identifiers of its dates


def load_bulk(day: Day, total: int) -> int:
    """Bring the number of made-up offers up to ``total``; returns how many are new. Never removes any."""
    done = number_of_bulk_offers()
    if done < total:
        with transaction.atomic():
            rows = Rows()
            load_places(rows)
            load_catalogs(rows)
            rows.write_later()
        where, catalogs = bulk_places(rows), _catalogs()
        progress = Progress("Angebote", total, done=done)
        for start in range(done, total, STEP):
            progress.show(start)
            _step(range(start, min(start + STEP, total)), day, where, catalogs)
        progress.end()
    if write_documents():
        _tidy()
    return max(0, total - done)


def number_of_bulk_offers() -> int:
    """How many there are; they are numbered without gaps."""
    last = OFFERS.order_by("-slug").values_list("slug", flat=True).first()
    return int(last.removeprefix(PREFIX)) + 1 if last else 0


@transaction.atomic
def remove_bulk() -> None:
    """Delete the made-up offers; their organisations stay for the next load. Real rows that refer to one forbid it."""
    below: list[tuple[Any, str]] = [
        (OfferSession, "run_id IN (SELECT id FROM offers_offerrun WHERE offer_id IN {offers})"),
        (FeeOption, "run_id IN (SELECT id FROM offers_offerrun WHERE offer_id IN {offers})"),
        (OfferRun, "offer_id IN {offers}"),
        *((column.remote_field.through, "offer_id IN {offers}") for column in Offer._meta.local_many_to_many),
        (Offer, "id IN {offers}"),
    ]
    offers = f"(SELECT id FROM offers_offer WHERE slug LIKE '{PREFIX}%%')"  # noqa: S608 - a constant
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL familynet.skip_documents = 'on'")
        for model, condition in below:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE {condition.format(offers=offers)}", [])  # noqa: S608 - our names


def _catalogs() -> Catalogs:
    """Lists in their own order; the German language is spoken everywhere."""
    german = Language.objects.get(code="de")
    return Catalogs(
        topics=_keys(Topic.objects.filter(parent__isnull=False)),
        targets=_keys(TargetGroup.objects.all()),
        stages=_keys(LifeStage.objects.all()),
        german=german.pk,
        languages=_keys(Language.objects.exclude(pk=german.pk)),
    )


def _keys(rows: models.QuerySet) -> list[int]:
    return list(rows.order_by("position", "pk").values_list("pk", flat=True))[:99]


@transaction.atomic
def _step(numbers: range, day: Day, where: Sequence[Place], catalogs: Catalogs) -> None:
    now = timezone.now()
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SET LOCAL familynet.skip_documents = 'on'")
        leads = _leads(numbers, day, where, now)
        made = {n: facts_of(n, day.today, leads[n // PER_ORGANIZATION].town, catalogs) for n in numbers}
        ids = _write_offers(made, leads, now)
        _write_lists(made, ids, now)
        _write_runs(made, ids, now)


def _leads(numbers: range, day: Day, where: Sequence[Place], now: datetime) -> dict[int, Host]:
    """The organisations of these offers; the first may have been there, when the last load ended amid its offers."""
    first, last = numbers.start // PER_ORGANIZATION, (numbers.stop - 1) // PER_ORGANIZATION
    known = Organization.objects.filter(slug__startswith=PREFIX)
    newest = known.order_by("-slug").values_list("slug", flat=True).first()
    missing = range(max(first, int(newest.removeprefix(PREFIX)) + 1 if newest else 0), last + 1)
    if missing:
        add_hosts(missing, day, where, now=now)
    return bulk_hosts(range(first, last + 1))


def _slug(number: int) -> str:
    return f"{PREFIX}{number:07}"


def _write_offers(made: dict[int, Facts], leads: dict[int, Host], now: datetime) -> dict[int, int]:
    columns = [
        "uuid",
        "slug",
        "title",
        "summary",
        "description",
        "kind",
        "lead_id",
        "cross_generational",
        "minimum_age_months",
        "maximum_age_months",
        "age_of",
        "location_id",
        "is_online",
        "contact_point_id",
        "registration_mode",
        "capacity_unit",
        "childcare",
        "assured_on",
        "state",
        "published_at",
    ]
    Copier(Offer, columns, now=now).write(
        (
            uuid_of(Offer, n),
            _slug(n),
            offer.text.title,
            offer.text.summary,
            offer.text.description,
            offer.kind,
            lead.organization,
            offer.cross,
            offer.minimum_age,
            offer.maximum_age,
            offer.age_of,
            None if offer.online else lead.location,
            offer.online,
            lead.contact,
            offer.mode,
            offer.unit,
            offer.childcare > 0,
            offer.assured,
            OfferState.PUBLISHED,
            offer.published,
        )
        for n, offer in made.items()
        for lead in (leads[n // PER_ORGANIZATION],)
    )
    slugs = OFFERS.filter(slug__gte=_slug(min(made)), slug__lte=_slug(max(made))).values_list("slug", "pk")
    return {int(slug.removeprefix(PREFIX)): pk for slug, pk in slugs}


def _write_lists(made: dict[int, Facts], ids: dict[int, int], now: datetime) -> None:
    for name, chosen in LISTS.items():
        column: Any = Offer._meta.get_field(name)
        Copier(column.remote_field.through, ["offer_id", f"{column.m2m_reverse_field_name()}_id"], now=now).write(
            (ids[n], key) for n, offer in made.items() for key in getattr(offer, chosen)
        )


def _write_runs(made: dict[int, Facts], ids: dict[int, int], now: datetime) -> None:
    columns = ["uuid", "offer_id", "maximum_places", "places_taken", "childcare_places", "state"]
    Copier(OfferRun, columns, now=now).write(
        (uuid_of(OfferRun, n), ids[n], offer.maximum, offer.taken, offer.childcare, _run_state(offer))
        for n, offer in made.items()
    )
    run_of = dict(OfferRun.objects.filter(offer__in=ids.values()).values_list("offer_id", "pk"))
    runs = {n: run_of[pk] for n, pk in ids.items()}
    Copier(OfferSession, ["uuid", "run_id", "starts_at", "ends_at"], now=now).write(
        (uuid_of(OfferSession, n * SPACE + place), runs[n], start, end)
        for n, offer in made.items()
        for place, (start, end) in enumerate(offer.sessions)
    )
    Copier(FeeOption, ["uuid", "run_id", "label", "amount", "order"], now=now).write(_fees(made, runs))


def _fees(made: dict[int, Facts], runs: dict[int, int]) -> Iterable[tuple]:
    for n, offer in made.items():
        for place, (label, amount) in enumerate(offer.fees, start=1):
            yield uuid_of(FeeOption, n * SPACE + place), runs[n], label, amount, place


def _run_state(offer: Facts) -> str:
    return RunState.OPEN if offer.mode in {RegistrationMode.ONLINE, RegistrationMode.PHONE} else RunState.RUNNING


def _tidy() -> None:
    """Fresh statistics, so that the first measured query has a sensible plan."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE offers_offer, offers_offerrun, offers_offersession, offers_offerdocument")
