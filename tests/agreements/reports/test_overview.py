"""The list of agreements and its questions, the drawings and reports over all of them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agreements.actions.locking import lock_version
from agreements.filters import AgreementFilter
from agreements.models import Agreement, AgreementVersion, Termination
from agreements.reports.matrix import duties_of_partners, read_topic_matrix
from agreements.reports.overview import agreement_lines, priority_without_agreement
from agreements.reports.questions import QUESTIONS, question_counts
from agreements.reports.term_chart import draw_term_chart
from tests.agreements.signing_world import locked, negotiated, sign, signed
from tests.counting import queries_of
from tests.factories.partners import OrganizationFactory, PartnerCategoryFactory, TopicFactory, person

pytestmark = pytest.mark.django_db
LIST = "/intern/vereinbarungen/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def network(today):
    """One of each kind the questions ask for."""
    ending = signed(term_kind="fixed", ends_on=today + timedelta(days=60), notice_to="term").agreement
    renewing = signed(
        term_kind="renewing", ends_on=today + timedelta(days=120), renewal_months=12, notice_to="term"
    ).agreement
    overdue = signed().agreement
    Agreement.objects.filter(pk=overdue.pk).update(next_review_on=today - timedelta(days=1))
    return {
        "draft": negotiated(),
        "waiting": locked().agreement,
        "ending": ending,
        "renewing": renewing,
        "overdue": overdue,
    }


def found(**asked):
    chosen = AgreementFilter(asked, Agreement.objects.all())
    return set(chosen.qs)


def test_each_question_finds_what_it_asks_for(network):
    running = {network["ending"], network["renewing"], network["overdue"]}
    assert found(frage=["in-kraft"]) == running
    assert found(frage=["in-arbeit"]) == {network["draft"]}
    assert found(frage=["unterschrift-fehlt"], tage="0") == {network["waiting"]}
    assert found(frage=["laeuft-aus"]) == {network["ending"]}
    assert network["renewing"] in found(frage=["kuendbar"])
    assert network["ending"] not in found(frage=["kuendbar"])
    assert found(frage=["auswertung"]) == {network["overdue"]}
    assert found(frage=["in-arbeit", "auswertung"]) == {network["draft"], network["overdue"]}


def test_numbers_are_those_of_the_lists(network, today):
    numbers = question_counts(Agreement.objects.all(), today)
    assert numbers == {one.word: len(found(frage=[one.word])) for one in QUESTIONS}


def test_a_reference_date_is_taken_seriously(network, today):
    after = (today + timedelta(days=61)).strftime("%d.%m.%Y")
    assert network["ending"] not in found(frage=["in-kraft"], stichtag=after)
    before = (today - timedelta(days=1)).strftime("%d.%m.%Y")
    assert found(frage=["in-kraft"], stichtag=before) == set()


def test_partner_category_topic_and_words(network):
    partner = OrganizationFactory(name="Zitronenhaus", category=PartnerCategoryFactory())
    agreement, topic = negotiated(partner=partner), TopicFactory()
    agreement.topics.add(topic)
    for asked in (
        {"q": "zitronen"},
        {"q": agreement.reference},
        {"partner": partner.slug},
        {"thema": topic.slug},
        {"kategorie": partner.category.slug},
    ):
        assert found(**asked) == {agreement}, asked


def test_the_list_costs_the_same_for_one_and_for_three(client):
    center = OrganizationFactory()
    client.force_login(person("coordination", center))
    signed(center=center)
    locked(center=center)
    client.get(LIST)
    one = queries_of(lambda: client.get(LIST))
    signed(center=center)
    locked(center=center)
    assert queries_of(lambda: client.get(LIST)) == one


@pytest.mark.parametrize("page", ["", "zeitstrahl/", "themen/", "zustaendigkeiten/", "tabelle.csv", "tabelle.xlsx"])
def test_bad_input_is_no_error(client, page):
    center = OrganizationFactory()
    signed(center=center)
    client.force_login(person("coordination", center))
    asked = {
        "frage": ["x", "laeuft-aus"],
        "stand": "x",
        "stichtag": "31.02.2026",
        "partner": "\x1f",
        "seite": "1e9",
        "q": "%_'\"" * 20,
        "sort": "?",
    }
    for parameters in (asked, {"stichtag": "9999-12-31"}, {"stichtag": "01.01.0001"}):
        answer = client.get(LIST + page, parameters)
        assert answer.status_code == 200
        if answer.streaming:
            assert b"".join(answer.streaming_content)


def test_nobody_sees_agreements_of_others(client):
    agreement = signed().agreement
    client.force_login(person("coordination", OrganizationFactory()))
    for page in ("", "zeitstrahl/", "tabelle.csv"):
        answer = client.get(LIST + page)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert agreement.reference not in text.decode()
    client.force_login(person("planner"))
    assert client.get(LIST).status_code == 403


def test_an_empty_list_says_what_to_do(client):
    client.force_login(person("coordination", OrganizationFactory()))
    assert "Noch keine Vereinbarung" in client.get(LIST).content.decode()


def test_lines_say_whose_turn_it_is_and_which_day_comes(network, today):
    by_key = {line.agreement.pk: line for line in agreement_lines(list(Agreement.objects.all()), today)}
    assert by_key[network["waiting"].pk].unsigned_days == 0
    assert by_key[network["waiting"].pk].waiting
    assert by_key[network["ending"].pk].due[0].on == today + timedelta(days=60)
    assert by_key[network["overdue"].pk].is_late
    assert not by_key[network["ending"].pk].is_late


def test_the_drawing_stays_inside(network, today):
    drawing = draw_term_chart(agreement_lines(list(Agreement.objects.all()), today), today)
    assert drawing.bars
    for bar in drawing.bars:
        assert drawing.label <= bar.x <= bar.x + bar.width <= drawing.width + 3
    (renewing,) = (bar for bar in drawing.bars if bar.line.agreement == network["renewing"])
    assert renewing.renewed
    assert renewing.notice
    assert renewing.is_open


def test_the_matrix_counts_partners_not_the_centre(today):
    version = signed()
    topic = TopicFactory()
    version.agreement.topics.add(topic)
    negotiated().topics.add(topic)
    topics, rows = read_topic_matrix(Agreement.objects.all(), today)
    assert topics == [topic]
    assert {row.partner.pk for row in rows}.isdisjoint({version.agreement.center_id})
    assert all(row.cells == ((topic, 1),) for row in rows)


def test_what_a_partner_owes_comes_from_texts_in_force(today):
    version = signed()
    draft = negotiated(center=version.agreement.center)
    owed = duties_of_partners(Agreement.objects.all(), [version.agreement.center_id], today)
    assert [duty.what for duty in owed] == ["Räume buchen"]
    assert {duty.agreement for duty in owed} == {version.agreement}
    assert draft not in {duty.agreement for duty in owed}


def test_a_facility_owes_what_its_operating_body_promised_for_it(today):
    agreement, house = negotiated(), OrganizationFactory()
    version = agreement.versions.get()
    mine = version.parties.filter(organization=agreement.center)
    mine.update(facility=house)
    version.commitments.update(organization=agreement.center, rhythm="yearly")
    lock_version(agreement, by=None)
    version.refresh_from_db()
    for number in range(version.parties.filter(must_sign=True).count()):
        sign(version, number=number)
    task, promise = sorted(
        duties_of_partners(Agreement.objects.all(), [house.pk], today), key=lambda one: one.is_commitment
    )
    assert task.what == "Räume buchen"
    assert promise.due_on == min(filter(None, (date(today.year, 12, 31), version.ends_on)))
    assert not duties_of_partners(Agreement.objects.all(), [OrganizationFactory().pk], today)
    Termination.objects.create(
        agreement=agreement,
        kind="extraordinary",
        declared_by=agreement.center,
        declared_on=today,
        received_on=today,
        earliest_on=today,
        effective_on=today,
        reason="Insolvenz",
    )
    cut_off = duties_of_partners(Agreement.objects.all(), [house.pk], today)
    assert today in {one.due_on for one in cut_off if one.is_commitment}


def test_priority_partners_without_agreement_are_named(today):
    wanted = PartnerCategoryFactory(is_priority=True)
    center, partner = OrganizationFactory(), OrganizationFactory(category=wanted)
    assert [(one.center, one.category) for one in priority_without_agreement([center.pk], today)] == [(center, wanted)]
    version = locked(center=center, partner=partner)
    assert priority_without_agreement([center.pk], today)
    signed(center=center, partner=partner)
    assert not priority_without_agreement([center.pk], today)
    assert AgreementVersion.objects.filter(pk=version.pk).exists()


def test_the_folder_holds_every_text_in_force(client):
    version = signed()
    center = version.agreement.center
    client.force_login(person("coordination", center))
    answer = client.get(f"{LIST}mappe.pdf", {"zentrum": center.slug})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    other = OrganizationFactory()
    assert client.get(f"{LIST}mappe.pdf", {"zentrum": other.slug}).status_code in (403, 404)
