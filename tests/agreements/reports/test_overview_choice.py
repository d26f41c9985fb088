"""What the list can be narrowed to: several values of one kind, words, days; each can be taken away again."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from agreements.filters import AgreementFilter
from agreements.models import Accession, Agreement
from agreements.reports.questions import all_questions, question_counts
from tests.agreements.signing_world import locked, negotiated, signed
from tests.counting import queries_of
from tests.factories.partners import OrganizationFactory, PartnerCategoryFactory, TopicFactory, person

pytestmark = pytest.mark.django_db
LIST = "/intern/vereinbarungen/"


def found(address):
    return set(AgreementFilter(QueryDict(address), Agreement.objects.all()).qs)


@pytest.fixture
def three():
    """Three agreements with three partners, kinds, topics and centres."""
    rows = []
    for name in ("Zitronenhaus", "Äpfel und Birnen", "Quittenhof"):
        partner = OrganizationFactory(name=name, category=PartnerCategoryFactory())
        row = negotiated(partner=partner)
        topic = TopicFactory()
        row.topics.add(topic)
        rows.append((row, partner, topic))
    return rows


def test_several_values_of_one_kind_find_what_any_of_them_finds(three):
    (first, lemon, warm), (second, apple, cold), (third, _quince, _topic) = three
    for one, other in (
        (f"partner={lemon.slug}", f"partner={apple.slug}"),
        (f"kategorie={lemon.category.slug}", f"kategorie={apple.category.slug}"),
        (f"thema={warm.slug}", f"thema={cold.slug}"),
        (f"zentrum={first.center.slug}", f"zentrum={second.center.slug}"),
    ):
        assert found(one) == {first}
        assert found(f"{one}&{other}") == {first, second}
    assert found(f"partner={lemon.slug}&thema={cold.slug}") == set(), "two kinds must both hold"
    assert third in found("")


def test_a_wrong_value_is_named_and_the_right_one_beside_it_counts(three):
    (first, lemon, _warm), *_others = three
    chosen = AgreementFilter(QueryDict(f"partner={lemon.slug}&partner=gibt-es-nicht"), Agreement.objects.all())
    assert set(chosen.qs) == {first}
    assert chosen.refused == ["Partner: „gibt-es-nicht“"]
    assert chosen.active == 1
    assert AgreementFilter(QueryDict("partner="), Agreement.objects.all()).refused == []


def test_a_partner_one_may_not_see_is_no_choice(three):
    (first, _lemon, _warm), (_second, apple, _cold), _third = three
    mine = Agreement.objects.filter(pk=first.pk)
    assert AgreementFilter(QueryDict(f"partner={apple.slug}"), mine).refused
    assert apple.slug not in {option.value for option in AgreementFilter(QueryDict(""), mine).group("partner").options}


def test_words_are_folded_and_all_of_them_must_be_there(three):
    (first, *_), (second, *_), _third = three
    assert found("q=ÄPFEL") == found("q=apfel") == found("q=birnen+gemeinsam") == {second}
    assert found(f"q={first.reference.lower()}") == {first}
    assert found("q=zitronen+familien") == {first}
    assert found("q=zitronen+birnen") == set()
    assert found("q=%25") == found("q=_") == set(), "no wildcards"


def test_who_joined_later_is_found_too():
    version = signed()
    late = OrganizationFactory(name="Nachzügler")
    today = timezone.localdate()
    Accession.objects.create(
        agreement=version.agreement, organization=late, version=version, signed_on=today, effective_on=today
    )
    assert found("q=nachzügler") == found(f"partner={late.slug}") == {version.agreement}


def test_a_missing_signature_counts_after_the_days_asked_for():
    waiting, done, today = locked().agreement, signed().agreement, timezone.localdate()

    def on(days, asked=""):
        return found(f"frage=unterschrift-fehlt{asked}&stichtag={today + timedelta(days=days):%d.%m.%Y}")

    assert on(13) == set()
    assert on(14) == {waiting}
    assert on(13, "&tage=13") == {waiting}
    assert on(30, "&tage=31") == set()
    assert on(0, "&tage=0") == {waiting}
    assert on(-1, "&tage=0") == set(), "it was not locked then"
    assert done.state == "in_force"
    assert question_counts(Agreement.objects.all(), today + timedelta(days=5), 5)["unterschrift-fehlt"] == 1
    words = {one.word: str(one.label) for one in all_questions(30)}
    assert words["unterschrift-fehlt"] == "Unterschrift fehlt seit 30 Tagen"


@pytest.mark.parametrize("typed", ["-1", "3651", "viele", "1.5", "9" * 5000])
def test_days_that_are_none_get_a_sentence_and_the_default(typed):
    chosen = AgreementFilter(QueryDict(f"tage={typed}"), Agreement.objects.all())
    assert chosen.days == 14
    (said,) = chosen.refused
    assert said.endswith("Bitte eine ganze Zahl von 0 bis 3650.")


def test_every_choice_stands_above_the_list_and_can_be_taken_away(client):
    center = OrganizationFactory()
    partners = [OrganizationFactory() for _number in range(2)]
    for partner in partners:
        signed(center=center, partner=partner)
    client.force_login(person("coordination", center))
    address = f"?q=familien&partner={partners[0].slug}&partner={partners[1].slug}&tage=7&seite=2&sort=neu"
    for page in ("", "zeitstrahl/"):
        answer = client.get(LIST + page + address)
        chips = {str(chip.label): chip.href for chip in answer.context["chosen"]}
        assert set(chips) == {
            "„familien“",
            *(one.name for one in partners),
            "Tage ohne Unterschrift: 7",
        }
        assert chips[partners[0].name] == f"?q=familien&partner={partners[1].slug}&tage=7&sort=neu"
        assert "partner=" in chips["„familien“"]
        assert "Filter entfernen:" in answer.content.decode()


def test_the_list_says_who_looks_after_it_at_the_same_price(client):
    center = OrganizationFactory()
    client.force_login(person("coordination", center))
    keepers = [person("coordination", center) for _number in range(3)]

    def one_more(keeper):
        row = signed(center=center).agreement
        Agreement.objects.filter(pk=row.pk).update(responsible=keeper, deputy=keepers[2])

    one_more(keepers[0])
    client.get(LIST)
    one = queries_of(lambda: client.get(LIST))
    table = queries_of(lambda: b"".join(client.get(f"{LIST}tabelle.csv").streaming_content))
    assert str(keepers[0]) in client.get(LIST).content.decode()
    one_more(keepers[1])
    one_more(None)
    page = client.get(LIST).content.decode()
    assert str(keepers[1]) in page
    assert page.count("Zuständig:") == 2, "nothing is said where nobody is"
    assert queries_of(lambda: client.get(LIST)) == one
    assert queries_of(lambda: b"".join(client.get(f"{LIST}tabelle.csv").streaming_content)) == table
    lines = b"".join(client.get(f"{LIST}tabelle.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].endswith("zuständig;Vertretung")
    assert any(line.endswith(f"{keepers[0]};{keepers[2]}") for line in lines)


def test_what_is_missing_has_its_number_among_the_questions(client):
    PartnerCategoryFactory(is_priority=True, name="Hebammen")
    center, other = OrganizationFactory(), OrganizationFactory()
    signed(center=center)
    signed(center=other)

    def chip(user, address=""):
        client.force_login(user)
        answer = client.get(LIST + address)
        assert ('id="fehlt"' in answer.content.decode()) == bool(answer.context["missing"])
        return [str(one.label) for one in answer.context["questions"] if one.href == "#fehlt"]

    assert chip(person("coordination", center)) == ["Wichtige Partner ohne Vereinbarung (1)"]
    assert chip(person("read_only", OrganizationFactory())) == ["Wichtige Partner ohne Vereinbarung (2)"]
    assert chip(person("administration"), f"?zentrum={center.slug}") == ["Wichtige Partner ohne Vereinbarung (1)"]
    assert chip(person("partner_manager", OrganizationFactory())) == [], "whoever looks after no centre has no gaps"


def test_days_in_the_address_beyond_the_calendar_are_no_error():
    for address in ("tage=3650&stichtag=01.01.0001", "tage=0&stichtag=31.12.9999"):
        assert found(f"frage=unterschrift-fehlt&{address}") == set()
