"""Everyday words: what the table refuses, how staff keep them, and what comes with every installation."""

import importlib
import unicodedata

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from offers.models import SearchWord
from tests.factories.offers import SearchWordFactory, TargetGroupFactory
from tests.factories.partners import LanguageFactory, TopicFactory, person

pytestmark = pytest.mark.django_db
starter = importlib.import_module("offers.migrations.0006_starter_search_words")
ADD = "/verwaltung/offers/searchword/add/"
LIST = "/verwaltung/offers/searchword/"
CODES = ("de", *starter.LANGUAGES)


@pytest.fixture
def office(client):
    client.force_login(person(Role.ADMINISTRATION))
    return client


@pytest.fixture
def empty():
    SearchWord.objects.all().delete()


def typed(text):
    return SearchWord.objects.filter(typed=text)


# --- the table -----------------------------------------------------------------


def test_a_word_stands_once_whatever_its_spelling(empty):
    SearchWordFactory(typed="Säugling")
    again = SearchWord(typed="saugling", means="Baby")
    with pytest.raises(ValidationError, match="Dieses Wort steht schon in der Liste"):
        again.full_clean()
    with pytest.raises(IntegrityError, match="search_word_once"), transaction.atomic():
        again.save()
    SearchWordFactory(typed="Säuglinge")


def test_blank_is_no_word():
    with pytest.raises(IntegrityError, match="search_word_not_blank"):
        SearchWordFactory(typed=" \u00a0 ")


def test_meanings_are_taken_apart_by_commas():
    word = SearchWord(means="Windeln,  Hilfe bei   Anträgen , ,Windeln")
    assert word.meanings == ("Windeln", "Hilfe bei Anträgen")
    assert SearchWord().meanings == ()


# --- how staff keep them -----------------------------------------------------------------


def test_adding_a_word_tidies_it_up(office, empty):
    office.post(ADD, {"typed": "  nasse   Hosen ", "means": "Windeln;Wickeln,  Windeln,", "is_active": "on"})
    word = SearchWord.objects.get()
    assert (word.typed, word.means, word.updated_by) == ("nasse Hosen", "Windeln, Wickeln", word.created_by)
    assert word.created_by is not None


def test_a_word_must_lead_somewhere(office, empty):
    response = office.post(ADD, {"typed": "Pampers", "means": " , ;", "is_active": "on"})
    assert "Sagen Sie, wohin das Wort führt" in response.content.decode()
    assert not SearchWord.objects.exists()


@pytest.mark.parametrize(("field", "factory"), [("topics", TopicFactory), ("target_groups", TargetGroupFactory)])
def test_a_topic_or_a_target_group_is_enough(office, empty, field, factory):
    office.post(ADD, {"typed": "Pampers", field: [factory().pk], "is_active": "on"})
    assert getattr(SearchWord.objects.get(), field).count() == 1


def test_the_same_word_twice_is_an_error_at_the_form(office, empty):
    SearchWordFactory(typed="Krippe")
    response = office.post(ADD, {"typed": "KRIPPE", "means": "Kita", "is_active": "on"})
    assert "Dieses Wort steht schon in der Liste" in response.content.decode()


def test_help_texts_give_examples(office):
    page = office.get(ADD).content.decode()
    assert "Windeln, Wickeln, Babyausstattung" in page
    assert "Leer = Deutsch" in page


def test_the_list_is_searched_and_filtered_by_language(office, empty):
    turkish = LanguageFactory(code="tr", name="Türkisch")
    german = LanguageFactory(code="de", name="Deutsch")
    SearchWordFactory(typed="yüzme", means="Schwimmen", language=turkish)
    SearchWordFactory(typed="Pampers", means="Windeln")
    SearchWordFactory(typed="Krippe", means="Kita", language=german)

    def shown(**query):
        return {word.typed for word in office.get(LIST, query).context["cl"].result_list}

    assert shown() == {"yüzme", "Pampers", "Krippe"}
    assert shown(sprache="tr") == {"yüzme"}
    assert shown(sprache="de") == {"Pampers", "Krippe"}
    assert shown(q="YUZ") == {"yüzme"}
    assert shown(q="winde") == {"Pampers"}


def test_the_list_leaves_as_a_table(office, empty):
    SearchWordFactory(typed="=1+1", means="Windeln")
    file = office.post(LIST + "herunterladen/", {"format": "csv"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert "Was Familien schreiben" in lines[0]
    assert "'=1+1" in lines[1]  # never a formula


@pytest.mark.parametrize(("role", "sees"), [(Role.COORDINATION, 200), (Role.PARTNER_MANAGER, 404)])
def test_others_look_or_do_not_know(client, role, sees):
    client.force_login(person(role))
    assert client.get(LIST).status_code == sees
    assert client.get(ADD).status_code == (403 if sees == 200 else 404)


# --- what comes with every installation -----------------------------------------------------------------


@pytest.mark.parametrize(("code", "least"), [("de", 120), *((code, 45) for code in starter.LANGUAGES)])
def test_enough_words_to_begin_with(code, least):
    assert len(starter.starter_words(code)) >= least
    language = {"language": None} if code == "de" else {"language__code": code}
    assert SearchWord.objects.filter(**language).count() == len(starter.starter_words(code))


def test_no_word_stands_in_two_sheets():
    words = [typed for code in CODES for typed, _ in starter.starter_words(code)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT familynet_fold(w) FROM unnest(%s::text[]) w GROUP BY 1 HAVING count(*) > 1", [words])
        assert cursor.fetchall() == []


@pytest.mark.parametrize("code", CODES)
def test_every_sheet_is_well_written(code):
    for word, means in starter.starter_words(code):
        row = SearchWord(typed=word, means=means)
        assert word == " ".join(word.split())
        assert word
        assert len(word) <= 80
        assert len(means) <= 300
        assert ", ".join(row.meanings) == means, word


@pytest.mark.parametrize(("code", "script"), [("uk", "CYRILLIC"), ("ru", "CYRILLIC"), ("ar", "ARABIC")])
def test_words_stand_in_their_own_script(code, script):
    for word, _ in starter.starter_words(code):
        letters = [letter for letter in word if unicodedata.category(letter).startswith("L")]
        assert letters
        assert all(unicodedata.name(letter).startswith(script) for letter in letters), word


def test_words_of_staff_are_left_alone(empty):
    SearchWordFactory(typed="pampers", means="Eigene Bedeutung")
    SearchWordFactory(typed="männer", means="Werkstatt")
    starter.add_words(apps, None)
    typed("Drogen").update(means="Gibt es bei uns nicht")
    starter.add_words(apps, None)
    assert typed("pampers").get().means == "Eigene Bedeutung"
    assert typed("männer").get().means == "Werkstatt"
    assert typed("Drogen").get().means == "Gibt es bei uns nicht"
    assert "Familienberatung" in typed("Alkohol").get().means
    assert not typed("Pampers").exists()
    assert typed("Krippe").exists()


def test_going_back_takes_only_what_nobody_touched():
    someone = person(Role.ADMINISTRATION)
    typed("Pampers").update(means="Anders")
    typed("Krippe").update(updated_by=someone)
    typed("Papa").update(is_active=False)
    typed("Oma").get().topics.add(TopicFactory())
    SearchWordFactory(typed="eigenes Wort")
    typed("Ex").update(means="Anders")
    typed("Drogen").update(updated_by=someone)
    starter.remove_words(apps, None)
    left = set(SearchWord.objects.values_list("typed", flat=True))
    assert left == {"Pampers", "Krippe", "Papa", "Oma", "eigenes Wort", "Ex", "Drogen"}
