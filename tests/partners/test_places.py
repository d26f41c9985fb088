"""``/orte/``: places for families as a list and as a drawing."""

from datetime import date

import pytest
from django.urls import reverse

from kit.postal_codes import find_place
from partners.enums import PlaceKind, StepFree
from partners.search.nearby import find_point
from tests.counting import queries_of
from tests.factories.partners import MunicipalityFactory, PlanningAreaFactory, PointOfInterestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(client):
    """Names the page lists for given parameters, in order."""

    def ask(**parameters):
        response = client.get(reverse("partners:places"), parameters)
        assert response.status_code == 200
        return [place.name for place in response.context_data["page"]]

    return ask


def test_lists_by_name(names):
    PointOfInterestFactory(name="Zwergenwiese")
    PointOfInterestFactory(name="Äpfelhof")
    assert names() == ["Äpfelhof", "Zwergenwiese"]


def test_source_and_date_are_shown(client):
    PointOfInterestFactory(source="Stadt Gera (Demo)", source_date=date(2026, 3, 1), licence="dl-de/by-2-0")
    text = client.get(reverse("partners:places")).text
    assert "Quelle: Stadt Gera (Demo), Stand März 2026, dl-de/by-2-0" in text


def test_filters_by_kind_shade_toilet_and_steps(names):
    PointOfInterestFactory(name="A", kind=PlaceKind.PARK, shade=True)
    PointOfInterestFactory(name="B", toilet=True, step_free=StepFree.YES)
    PointOfInterestFactory(name="C", step_free=StepFree.PARTLY)
    assert names(art="park") == ["A"]
    assert names(schatten="on") == ["A"]
    assert names(wc="1") == ["B"]
    assert names(stufenlos="on") == ["B"]
    assert names(schatten="on", wc="on") == []


@pytest.mark.parametrize(
    ("years", "expected"), [("0", ["offen", "klein"]), ("3", ["offen", "klein", "mittel"]), ("12", ["offen", "mittel"])]
)
def test_filters_by_age(names, years, expected):
    PointOfInterestFactory(name="klein", age_to=3)
    PointOfInterestFactory(name="mittel", age_from=3, age_to=12)
    PointOfInterestFactory(name="offen")
    assert sorted(names(alter=years)) == sorted(expected)


def test_filters_by_district(names):
    area = PlanningAreaFactory()
    PointOfInterestFactory(name="Hier", area=area)
    PointOfInterestFactory(name="Dort", area=PlanningAreaFactory())
    assert names(stadtteil=area.slug) == ["Hier"]


def test_near_a_postal_code_sorts_by_distance(client):
    PointOfInterestFactory(name="Ilmenau", lat=50.687, lon=10.915)
    PointOfInterestFactory(name="Gera", lat=50.916, lon=12.070)
    PointOfInterestFactory(name="Ohne Lage")
    response = client.get(reverse("partners:places"), {"ort": "07552 Gera"})
    assert [place.name for place in response.context_data["page"]] == ["Gera", "Ilmenau"]
    assert "0,0 km entfernt" in response.text


def test_radius_leaves_out_what_is_farther(names):
    PointOfInterestFactory(name="Ilmenau", lat=50.687, lon=10.915)
    PointOfInterestFactory(name="Gera", lat=50.916, lon=12.070)
    assert names(ort="07552", umkreis="5") == ["Gera"]


def test_near_a_town_or_district(names):
    town = MunicipalityFactory(name="Ilmenau", lat=50.687, lon=10.915)
    PlanningAreaFactory(name="Bieblach-Ost", municipality=town, lat=50.90, lon=12.09)
    PointOfInterestFactory(name="In Ilmenau", lat=50.687, lon=10.915)
    PointOfInterestFactory(name="In Gera", lat=50.916, lon=12.070)
    assert names(ort="ilmenau") == ["In Ilmenau", "In Gera"]
    assert names(ort="Bieblach") == ["In Gera", "In Ilmenau"]


def test_unknown_place_is_said_and_not_used(client):
    PointOfInterestFactory(name="Gera", lat=50.916, lon=12.070)
    response = client.get(reverse("partners:places"), {"ort": "Nirgendheim", "alter": "uralt"})
    assert [place.name for place in response.context_data["page"]] == ["Gera"]
    assert "In der Nähe von: „Nirgendheim“" in response.text
    assert "Alter des Kindes: „uralt“" in response.text


def test_drawing_has_a_table_twin(client):
    PointOfInterestFactory(name="Alpha", lat=50.91, lon=12.07)
    PointOfInterestFactory(name="Beta", lat=50.88, lon=12.10)
    PointOfInterestFactory(name="Ohne Lage")
    response = client.get(reverse("partners:places"), {"ansicht": "karte"})
    drawing = response.context_data["drawing"]
    assert [mark.number for mark in drawing.marks] == [1, 2]
    assert drawing.marks[0].y < drawing.marks[1].y, "north is on top"
    assert drawing.marks[0].x < drawing.marks[1].x, "east is on the right"
    for name in ("Alpha", "Beta", "Ohne Lage"):
        assert name in response.text
    assert "nicht auf der Karte" in response.text


def test_numbers_in_the_drawing_have_points_not_commas(client):
    PointOfInterestFactory(lat=50.91, lon=12.07)
    PointOfInterestFactory(lat=50.88, lon=12.10)
    text = client.get(reverse("partners:places"), {"ansicht": "karte"}).text
    assert 'data-lat="50.91"' in text
    drawing = text[text.index('<svg class="positions"') :]
    assert "," not in "".join(part.split(")")[0] for part in drawing[: drawing.index("</svg>")].split("translate(")[1:])


def test_no_map_without_a_map_server(client):
    PointOfInterestFactory(lat=50.91, lon=12.07)
    text = client.get(reverse("partners:places"), {"ansicht": "karte"}).text
    assert "data-fn-map" not in text
    assert "map.js" not in text


def test_map_server_is_asked_only_by_a_click(client, settings):
    settings.TILE_URL = "https://karten.example/{z}/{x}/{y}.png"
    PointOfInterestFactory(lat=50.91, lon=12.07)
    text = client.get(reverse("partners:places"), {"ansicht": "karte"}).text
    assert 'data-tiles="https://karten.example/{z}/{x}/{y}.png"' in text
    assert 'src="https://karten' not in text


@pytest.mark.parametrize("view", ["liste", "karte"])
@pytest.mark.parametrize("question", [{}, {"ort": "07552"}])
def test_costs_the_same_for_one_and_three(client, view, question):
    def cost():
        return queries_of(lambda: client.get(reverse("partners:places"), {"ansicht": view, **question}))

    PointOfInterestFactory(area=PlanningAreaFactory(), lat=50.9, lon=12.0)
    first = cost()
    PointOfInterestFactory(area=PlanningAreaFactory(), lat=50.8, lon=12.0)
    PointOfInterestFactory(area=PlanningAreaFactory(), lat=50.7, lon=12.0)
    assert cost() == first <= 4


def test_anonymous_gets_no_cookie(client):
    assert not client.get(reverse("partners:places")).cookies


@pytest.mark.parametrize("text", ["07552", "07552 Gera", "in 07552"])
def test_postal_code_is_found_in_what_people_type(text):
    assert find_place(text).label == "07552"


@pytest.mark.parametrize("text", ["", "0755", "075522", "٠٧٥٥٢", "99999", "Gera"])
def test_no_postal_code_is_none(text):
    assert find_place(text) is None


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\\", "x" * 500])
def test_nonsense_is_no_point(text):
    MunicipalityFactory(name="Gera")
    assert find_point(text) is None
