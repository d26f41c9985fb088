"""A parent on a phone, in the evening: something for a nine-month-old, near, on Tuesday (domain 8.10.1)."""

from datetime import time, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from offers.enums import OfferKind, RegistrationMode
from tests.factories.partners import LocationFactory, MunicipalityFactory, PlanningAreaFactory
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db


class Form(HTMLParser):
    """The names of the fields of the search form, as a browser without JavaScript would send them."""

    def __init__(self, text):
        super().__init__()
        self.inside, self.action, self.names = False, "", set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form" and values.get("role") == "search":
            self.inside, self.action = True, values["action"]
        elif self.inside and values.get("name"):
            self.names.add(values["name"])

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"


@pytest.fixture
def gera():
    town = MunicipalityFactory(name="Gera", slug="gera")
    near = PlanningAreaFactory(municipality=town, name="Bieblach-Ost", slug="bieblach-ost", lat=50.905, lon=12.09)
    far = PlanningAreaFactory(municipality=town, name="Lusan-Laune", slug="lusan-laune", lat=50.84, lon=12.06)
    house, other = (LocationFactory(area=area, municipality=town, lat=area.lat, lon=area.lon) for area in (near, far))
    tuesday, thursday = next_weekday(2, time(9, 30)), next_weekday(4, time(10))
    babies = {"minimum_age_months": 6, "maximum_age_months": 12}
    published(
        "Offener Elterntreff",
        kind=OfferKind.OPEN_MEETING,
        location=house,
        starts=[tuesday],
        minimum_age_months=0,
        maximum_age_months=47,
    )
    published(
        "Krabbelgruppe Elsterfrösche",
        location=house,
        starts=[thursday + timedelta(days=7 * n) for n in range(8)],
        places=8,
        taken=8,
        fee=Decimal("32.00"),
        registration_mode=RegistrationMode.PHONE,
        **babies,
    )
    published("Babytreff Lusan", location=other, starts=[tuesday], **babies)
    published("Hausaufgabenhilfe", location=house, starts=[tuesday], minimum_age_months=84)


def test_two_steps_to_the_open_meeting_and_the_full_group_says_so(client, gera):
    start = Form(client.get("/").text)
    assert {"ort", "alter"} <= start.names

    nearby = client.get(start.action, {"ort": "Bieblach-Ost", "alter": "9m"})
    found = {one.card.title for one in nearby.context_data["cards"]}
    assert found == {"Offener Elterntreff", "Krabbelgruppe Elsterfrösche"}
    assert {"ort", "alter", "tag"} <= Form(nearby.text).names

    tuesday = client.get(Form(nearby.text).action, {"ort": "Bieblach-Ost", "alter": "9m", "tag": "di"})
    (card,) = (one.card for one in tuesday.context_data["cards"])
    assert (card.title, card.availability.label, card.price) == ("Offener Elterntreff", "ohne Anmeldung", "kostenlos")
    assert card.href in tuesday.text

    meeting = client.get(card.href).text
    assert "Kommen Sie einfach vorbei." in meeting

    group = next(one.card for one in nearby.context_data["cards"] if one.card.title.startswith("Krabbelgruppe"))
    assert group.availability.label == "ausgebucht – Warteliste"
    page = client.get(group.href).text
    assert "Ausgebucht. Rufen Sie an, wenn Sie auf die Warteliste möchten." in page
    assert "Warteliste: 030 23125001 anrufen" in page
