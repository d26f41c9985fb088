"""Loading the demo network: everything in one transaction, in the order things need each other."""

from django.db import connection, transaction

from familynet.demo.accounts import load_accounts
from familynet.demo.agreements import load_agreements
from familynet.demo.calendar_days import load_calendar
from familynet.demo.campaigns import load_campaigns
from familynet.demo.catalogs import load_catalogs
from familynet.demo.conference import load_conference, load_practice
from familynet.demo.demand import load_demand
from familynet.demo.demo_rows import Rows
from familynet.demo.generated_organizations import load_generated
from familynet.demo.irregular_dates import load_changes
from familynet.demo.media_assets import load_media
from familynet.demo.municipalities import load_places
from familynet.demo.offers import load_offers
from familynet.demo.organizations import load_organizations
from familynet.demo.partnerships import load_partnerships
from familynet.demo.people import load_people
from familynet.demo.points_of_interest import load_points
from familynet.demo.reference_date import Day
from familynet.demo.resources import load_giving, load_uses
from offers.models import Offer

LOCK = 6_150_515  # one load at a time, whoever starts it


@transaction.atomic
def load_demo(day: Day) -> Rows:
    """Create what is missing of the demo network, dated from ``day``; returns what was created.

    Search documents are written once at the end instead of after every row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SET LOCAL familynet.skip_documents = 'on'")
    rows = Rows()
    load_places(rows)
    load_catalogs(rows)
    load_organizations(rows, day)
    load_generated(rows, day)
    load_partnerships(rows, day)
    load_giving(rows, day)
    load_calendar(rows, day)
    load_people(rows, day)
    load_accounts(rows, day)
    load_offers(rows, day)
    load_changes(rows, day)
    load_campaigns(rows, day)
    load_conference(rows, day)
    load_practice(rows)
    load_points(rows, day)
    load_uses(rows)
    load_agreements(rows, day)
    load_media(rows)
    load_demand(rows, day)
    rows.write_later()
    if rows.created:
        _refresh_documents()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # tables that were empty a moment ago would be planned as empty
    return rows


def _refresh_documents() -> None:
    offers = list(Offer.objects.filter(is_demo=True, external_source="").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL familynet.skip_documents = 'off'")
        cursor.execute("SELECT offers_refresh_documents(%s)", [offers])
