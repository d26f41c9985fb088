"""What is looked for: counted without people, written together, shown without small numbers, forgotten in time."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.enums import Role
from familynet.registry import retention_rules
from kit import retention
from offers.actions import demand
from offers.actions.demand import record_search, write_demand
from offers.demand.normalization import normal_area, normal_filters, normal_words
from offers.demand.report import read_report, rounded_count, shown_count
from offers.models import SearchDemand
from offers.models.search_demand import RARE
from tests.counting import queries_of
from tests.factories.offers import SearchDemandFactory
from tests.factories.partners import person

pytestmark = pytest.mark.django_db
PAGE = "/intern/nachfrage/"
RULES = [rule for rule in retention_rules.RULES if rule.model is SearchDemand]


@pytest.fixture(autouse=True)
def _nothing_counted():
    demand.forget_demand()
    yield
    demand.forget_demand()


@pytest.fixture
def planner(client):
    client.force_login(person(Role.PLANNER))
    return client


def note(words="Krabbelgruppe", *, filters=(), area="", hits=7):
    record_search(words=words, filters=filters, area=area, hits=hits)


def counted():
    return list(SearchDemand.objects.order_by("pk").values_list("words", "filters", "area", "hits", "counted"))


# --- what is counted of a search -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  Krabbel-Gruppe,  GERA! ", "krabbel gruppe gera"),
        ("Bücher für Säuglinge", "bucher fur sauglinge"),
        ("консультація", "консультація"),
        ("دورة ألماني", "دورة ألماني"),
        ("9 Monate", "9 monate"),
        ("U3", "u3"),
        ("Elternkurs 2026", "elternkurs 2026"),
        ("07545 schwimmen", "07545 schwimmen"),  # a postal code says where, not who
        ("am Samstag 10 Uhr", "am samstag 10 uhr"),
        ("turnen am spielplatz 3 jahre", "turnen am spielplatz 3 jahre"),
        ("", ""),
        ("…", ""),
        ("\x00\ud800\u202e;--", ""),
    ],
)
def test_words_are_normalised(typed, words):
    assert normal_words(typed) == words


@pytest.mark.parametrize(
    "trace",
    [
        "erika@mail.example",
        "erika @ mail.example",
        "erika(at)mail.example",
        "https://erika.example/seite",
        "0365 5550123",
        "0365 / 555 01 23",
        "+49 (0)365 5550123",
        "0365-55 50 123",
        "12345678",
        "99999",  # five digits, but no postal code
        "Gartenstraße 5",
        "gartenstr. 12 b",
        "Lange Straße 120",
        "Straße des Friedens 7",
        "Am Anger 5",
        "12.10.2024",  # the day a child was born, perhaps
    ],
)
def test_what_leads_to_somebody_is_taken_out(trace):
    assert normal_words(f"hebamme {trace}") == "hebamme"
    assert normal_words(f"{trace} hebamme") == "hebamme"
    assert normal_area(trace) == ""
    assert normal_filters([f"ort: {trace}", "kostenlos"]) == "kostenlos"


@given(st.text(max_size=130))
def test_whatever_is_typed(text):
    words = normal_words(text)
    assert len(words) <= 60
    assert words == words.strip()
    assert "@" not in words
    assert "\x00" not in words
    assert not re.search(r"[0-9]{6}", words)
    assert normal_words(words) == words or re.search(r"\d", words)  # numbers that stand closer now may go as well
    words.encode()


def test_long_texts_are_cut_between_words():
    assert normal_words("wort " * 30) == " ".join(["wort"] * 12)
    assert normal_words("a" * 500) == "a" * 60


def test_filters_are_sorted_and_named_once():
    assert normal_filters(["sprache: Ukrainisch", "alter: 9 Monate", "sprache: Ukrainisch", " "]) == (
        "alter: 9 Monate; sprache: Ukrainisch"
    )
    assert normal_filters(["a; b"]) == "a, b"  # one filter stays one filter
    assert len(normal_filters(f"filter {n:03} " + "x" * 50 for n in range(20))) <= 300


def test_a_row_has_no_place_for_a_person_or_an_hour():
    assert {field.name for field in SearchDemand._meta.fields} == {
        "id",
        "day",
        "words",
        "filters",
        "area",
        "hits",
        "counted",
        "is_demo",
    }
    assert SearchDemand._meta.get_field("day").get_internal_type() == "DateField"


# --- counting -----------------------------------------------------------------


def test_noting_costs_no_query_and_writing_one():
    def several():
        note()
        note("KRABBELGRUPPE")
        note("Yoga", filters=["kostenlos"], area="Lusan", hits=0)

    assert queries_of(several) == 0
    assert queries_of(write_demand) == 1
    assert counted() == [("krabbelgruppe", "", "", "5-20", 2), ("yoga", "kostenlos", "Lusan", "0", 1)]
    assert SearchDemand.objects.values_list("day", flat=True).distinct().get() == timezone.localdate()


def test_counts_are_added_to_what_is_there():
    note()
    assert write_demand() == 1
    note()
    note()
    write_demand()
    assert counted() == [("krabbelgruppe", "", "", "5-20", 3)]
    assert write_demand() == 0
    assert queries_of(write_demand) == 0


@pytest.mark.parametrize(
    ("hits", "shown_as"), [(-1, "0"), (0, "0"), (1, "1-4"), (4, "1-4"), (5, "5-20"), (20, "5-20"), (21, "20+")]
)
def test_hits_are_counted_roughly(hits, shown_as):
    note(hits=hits)
    write_demand()
    assert counted()[0][3] == shown_as


@pytest.mark.parametrize("broken", [{"words": None}, {"filters": [None]}, {"area": None}, {"hits": "viele"}])
def test_nothing_reaches_the_request(broken):
    record_search(**{"words": "a", "filters": [], "area": "", "hits": 1} | broken)
    write_demand()


def test_what_was_typed_is_not_in_the_log(caplog, capsys):
    record_search(words="erika mustermann", filters=[None], area="", hits=1)
    assert "mustermann" not in caplog.text + "".join(capsys.readouterr())


def test_counts_outlive_a_database_that_is_away(monkeypatch):
    note()
    with monkeypatch.context() as patch:
        patch.setattr(demand, "ADD", "SELECT 1/0")
        with connection.execute_wrapper(_refuse), pytest.raises(DatabaseError):
            write_demand()
    note()
    write_demand()
    assert counted() == [("krabbelgruppe", "", "", "5-20", 2)]


def _refuse(execute, sql, params, many, context):
    raise DatabaseError("weg")


def test_what_waits_to_be_written_is_bounded(monkeypatch):
    monkeypatch.setattr(demand, "MOST", 3)
    for number in range(10):
        note(f"wort {number}")
    note("wort 1")
    assert write_demand() == 3
    assert sum(row[-1] for row in counted()) == 4


def test_a_web_process_has_one_thread_that_writes(settings, monkeypatch):
    written = []
    monkeypatch.setattr(demand, "_write_quietly", lambda: written.append(1))
    monkeypatch.setattr(demand, "SECONDS", 0.01)
    settings.PROCESS = "web"
    note()
    first = demand._writer
    assert first.is_alive()
    assert first.daemon
    note()
    assert demand._writer is first
    demand.forget_demand()
    first.join(2)
    assert written
    assert not first.is_alive()


def test_other_processes_have_none():
    note()
    assert demand._writer is None


# --- what is shown -----------------------------------------------------------------


@pytest.mark.parametrize(("number", "seen"), [(0, "unter 3"), (1, "unter 3"), (2, "unter 3"), (3, 3), (40, 40)])
def test_small_numbers_are_hidden(number, seen):
    assert shown_count(number) == seen


@pytest.mark.parametrize(("number", "seen"), [(0, 0), (1, 10), (14, 10), (15, 20), (1234, 1230)])
def test_totals_are_rounded(number, seen):
    assert rounded_count(number) == seen


def report(**values):
    return read_report(timezone.localdate(), values.pop("days", 30), **values)


def test_words_are_named_from_three_times_on():
    SearchDemandFactory(words="krabbelgruppe", counted=2)
    SearchDemandFactory(words="krabbelgruppe", counted=1, hits="0", day=timezone.localdate() - timedelta(days=3))
    SearchDemandFactory(words="erika mustermann", counted=2)
    SearchDemandFactory(words=RARE, counted=4)
    SearchDemandFactory(words="", filters="kostenlos", counted=9)
    found = report()
    assert [(line.label, line.searches, line.without_hits) for line in found.words] == [("krabbelgruppe", 3, "unter 3")]
    assert found.rare == 6
    assert "mustermann" not in str(found)


def test_searches_without_hits_are_named_from_three_times_on():
    SearchDemandFactory(words="reiten", hits="0", counted=3)
    SearchDemandFactory(words="tanzen", hits="0", counted=2)
    SearchDemandFactory(words="tanzen", hits="1-4", counted=20)
    found = report()
    assert [(line.label, line.without_hits) for line in found.unanswered] == [("reiten", 3)]
    assert [line.label for line in found.words] == ["tanzen", "reiten"]


def test_areas_and_filters_are_added_up():
    SearchDemandFactory(area="Lusan", filters="alter: 9 Monate; kostenlos", counted=4)
    SearchDemandFactory(area="Lusan", filters="kostenlos", hits="0", counted=3)
    SearchDemandFactory(area="Untermhaus", words="yoga", counted=2)
    SearchDemandFactory(words="yoga", counted=8)
    found = report()
    assert [(line.label, line.searches, line.without_hits) for line in found.areas] == [
        ("ohne Angabe", 8, "unter 3"),
        ("Lusan", 7, 3),
        ("Untermhaus", "unter 3", "unter 3"),
    ]
    assert [(line.label, line.searches) for line in found.filters] == [("kostenlos", 7), ("alter: 9 Monate", 4)]


def test_a_period_has_a_first_and_a_last_day():
    today = timezone.localdate()
    SearchDemandFactory(words="neu", day=today)
    SearchDemandFactory(words="alt", day=today - timedelta(days=29))
    SearchDemandFactory(words="davor", day=today - timedelta(days=30))
    assert {line.label for line in report().words} == {"neu", "alt"}
    assert {line.label for line in report(days=91).words} == {"neu", "alt", "davor"}


def test_a_report_costs_the_same_for_one_row_and_for_many():
    SearchDemandFactory(filters="kostenlos", area="Lusan")
    before = queries_of(report)
    for number in range(5):
        SearchDemandFactory(words=f"wort {number}", filters="kostenlos", area=f"Gebiet {number}")
    assert queries_of(report) == before == 6


# --- the page -----------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_who_may_look(client, role, subtests):
    client.force_login(person(role))
    allowed = role in {Role.PLANNER, Role.ADMINISTRATION, Role.COORDINATION}
    for address in (PAGE, PAGE + "tabelle.csv", PAGE + "tabelle.xlsx"):
        with subtests.test(address):
            response = client.get(address)
            list(response)  # read to its end, a file is closed
            assert response.status_code == (200 if allowed else 403)
    menu = client.get("/intern/").content.decode()
    assert (f'href="{PAGE}"' in menu) is allowed


def test_the_page_names_no_small_number(planner):
    SearchDemandFactory(words="krabbelgruppe", counted=4711, area="Lusan")
    SearchDemandFactory(words="erika mustermann", counted=2, area="Untermhaus")
    page = planner.get(PAGE).content.decode()
    assert "4711" in page
    assert "Untermhaus" in page
    assert "unter 3" in page
    assert "mustermann" not in page


def test_the_page_without_anything(planner):
    page = planner.get(PAGE).content.decode()
    assert "In dieser Zeit wurde noch nichts gezählt" in page
    assert "herunterladen" not in page


@pytest.mark.parametrize(
    ("wanted", "found"), [("30-tage", False), ("vierteljahr", True), ("jahr", True), ("", False), ("'--", False)]
)
def test_choosing_a_period(planner, wanted, found):
    SearchDemandFactory(words="reiten", day=timezone.localdate() - timedelta(days=60))
    response = planner.get(PAGE, {"zeitraum": wanted})
    assert response.status_code == 200
    assert ("reiten" in response.content.decode()) is found


def test_drawing_the_page_costs_no_query(planner):
    SearchDemandFactory(area="Lusan", filters="kostenlos")
    few = queries_of(lambda: planner.get(PAGE))
    for number in range(3):
        SearchDemandFactory(words=f"wort {number}", area=f"Gebiet {number}", filters="stufenlos", hits="0")
    assert queries_of(lambda: planner.get(PAGE)) == few


def test_only_administration_is_led_to_a_new_word(client):
    SearchDemandFactory(words="windeln & co", hits="0")
    way = reverse("admin:offers_searchword_add")
    client.force_login(person(Role.COORDINATION))
    page = client.get(PAGE).content.decode()
    assert way not in page
    assert "/angebote/?q=windeln+%26+co" in page
    client.force_login(person(Role.ADMINISTRATION))
    assert f"{way}?typed=windeln+%26+co" in client.get(PAGE).content.decode()
    assert 'value="windeln &amp; co"' in client.get(way, {"typed": "windeln & co"}).content.decode()


def test_files_hide_the_same(planner):
    SearchDemandFactory(words="krabbelgruppe", counted=4711, area="Lusan")
    SearchDemandFactory(words="erika mustermann", counted=2, area="Untermhaus")
    text = b"".join(planner.get(PAGE + "tabelle.csv").streaming_content).decode("utf-8-sig")
    assert "Suchwörter;krabbelgruppe;4711;unter 3" in text
    assert "Gebiete;Untermhaus;unter 3;unter 3" in text
    assert "Suchwörter;seltene Suchen;unter 3;" in text
    assert "mustermann" not in text
    book = b"".join(planner.get(PAGE + "tabelle.xlsx").streaming_content)
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(book)).active.rows]
    assert ["Suchwörter", "krabbelgruppe", 4711, "unter 3"] in rows
    assert "mustermann" not in str(rows)


# --- forgetting -----------------------------------------------------------------


def forget(today):
    retention.run_retention(RULES, today=today)


def test_rows_go_after_thirteen_months():
    SearchDemandFactory(day=date(2025, 10, 21))
    SearchDemandFactory(day=date(2025, 10, 22))
    forget(date(2026, 11, 22))
    assert [row.day for row in SearchDemand.objects.all()] == [date(2025, 10, 22)]


def test_rare_words_are_taken_out_when_their_month_is_over():
    SearchDemandFactory(words="erika mustermann", day=date(2026, 10, 3), counted=1)
    SearchDemandFactory(words="erika mustermann", day=date(2026, 10, 3), counted=1, area="Lusan")
    SearchDemandFactory(words="anders geschrieben", day=date(2026, 10, 3), counted=1)
    forget(date(2026, 10, 31))
    assert SearchDemand.objects.filter(words__contains="mustermann").count() == 2  # the month is not over
    forget(date(2026, 11, 1))
    assert sorted(counted()) == [(RARE, "", "", "5-20", 2), (RARE, "", "Lusan", "5-20", 1)]
    forget(date(2026, 11, 2))
    assert sum(row[-1] for row in counted()) == 3


def test_frequent_words_stay():
    SearchDemandFactory(words="yoga", day=date(2026, 10, 3), counted=2)
    SearchDemandFactory(words="yoga", day=date(2026, 10, 30), counted=1)
    SearchDemandFactory(words="", filters="kostenlos", day=date(2026, 10, 30), counted=1)
    forget(date(2026, 11, 1))
    assert [row[0] for row in counted()] == ["yoga", "yoga", ""]


def test_a_word_that_is_frequent_in_another_month_only_goes():
    SearchDemandFactory(words="yoga", day=date(2026, 9, 30), counted=2)
    SearchDemandFactory(words="yoga", day=date(2026, 10, 1), counted=3)
    forget(date(2026, 11, 1))
    assert [row[0] for row in counted()] == ["yoga", RARE]


def test_later_rare_words_are_added_to_earlier_ones():
    SearchDemandFactory(words=RARE, day=date(2026, 10, 3), counted=4)
    SearchDemandFactory(words="spät geschrieben", day=date(2026, 10, 3), counted=2)
    forget(date(2026, 11, 1))
    assert counted() == [(RARE, "", "", "5-20", 6)]


def test_looking_first_changes_nothing():
    SearchDemandFactory(words="selten", day=date(2026, 1, 3), counted=1)
    found = retention.run_retention(RULES, today=date(2026, 11, 1), dry_run=True)
    assert [finding.count for finding in found] == [0, 1]
    assert counted()[0][0] == "selten"
