"""The page of the workbench: who sees what, rows in place, a fixed number of queries."""

import uuid

import pytest
from django.utils import timezone

from accounts.enums import Role
from agreements.enums import CommentState
from agreements.models import (
    Agreement,
    AgreementContact,
    AgreementInvitation,
    AgreementParty,
    AgreementVersion,
    Basis,
    ClauseComment,
    Commitment,
    Responsibility,
    RoomUse,
)
from agreements.text.readiness import blocking_gaps
from partners.models import Organization
from tests.agreements.bench_world import draft
from tests.agreements.signing_world import locked
from tests.counting import queries_of, rendering_queries
from tests.factories.agreements import ClauseFactory
from tests.factories.partners import HostedOrganizationFactory, OrganizationFactory, RoomFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return draft()


@pytest.fixture
def boss(client, made):
    client.force_login(made.boss)
    return client


def filled(made, rows: int, clauses: int = 0, remarks: int = 0) -> None:
    version = made.version
    for number in range(rows):
        Responsibility.objects.create(
            version=version, key=uuid.uuid4(), position=number, task=f"Aufgabe {number}", organization=made.partner
        )
        Commitment.objects.create(version=version, key=uuid.uuid4(), position=number, description=f"Leistung {number}")
    for number in range(clauses):
        ClauseFactory(version=version, position=50 + number)
    for number in range(remarks):
        key = made.goals.key if number % 2 else None
        ClauseComment.objects.create(version=version, clause_key=key, organization=made.partner, text=f"Nr. {number}")


def test_shows_every_clause_with_values_gaps_and_what_is_missing(boss, made):
    page = boss.get(made.at()).content.decode()
    assert '<mark class="gap">[Beginn fehlt]</mark>' in page
    assert '<mark class="value">Beratung am Markt</mark>' in page
    assert "Ab {{beginn}} mit {{partner}}." in page  # as it is typed
    assert "Nur drinnen zu lesen." in page
    assert "Ab wann gilt die Vereinbarung?" in page
    assert "Zur Laufzeit" in page
    assert f'href="#klausel-{made.goals.key}"' in page
    assert "es fehlt etwas" in page


def test_a_clause_about_an_empty_list_is_a_hint_and_hinders_nothing(boss, made):
    words = "„Rechtsgrundlagen“ verweist auf eine Liste, und die ist leer."
    clause = ClauseFactory(version=made.version, position=60, heading="Rechtsgrundlagen", block="bases")
    answer = boss.get(made.at())
    assert words in answer.content.decode()
    assert words not in [gap.text for gap in blocking_gaps(made.version, "lock")]
    marked = next(place.mark for place in answer.context["bench"].places if place.row == clause)
    assert marked is None or marked.code != "missing"
    boss.post(made.at("zeile/grundlage/neu/"), {"text": "§ 16 SGB VIII", "edition": 0})
    assert words not in boss.get(made.at()).content.decode()


def test_a_partner_reads_from_the_invitation_on_and_sees_nothing_internal(client, made):
    manager = person(Role.PARTNER_MANAGER, made.partner)
    client.force_login(manager)
    assert client.get(made.at()).status_code == 404
    AgreementInvitation.objects.create(agreement=made.agreement, organization=made.partner)
    Agreement.objects.filter(pk=made.agreement.pk).update(state="in_negotiation")
    made.version.stage = "in_negotiation"
    made.version.save(update_fields=["stage"])
    page = client.get(made.at()).content.decode()
    assert "Ziele" in page
    for hidden in ("Nur drinnen zu lesen", "Text bearbeiten", "Was noch fehlt", "<textarea", "Koordination Sonnenhof"):
        assert hidden not in page
    for address in (
        made.clause(),
        made.at("zeile/grundlage/neu/"),
        made.at("angaben/laufzeit/"),
        made.clause("verlauf/"),
    ):
        assert client.get(address).status_code == 403
    for address in (made.clause(), made.clause("streichen/"), made.at("zeile/grundlage/neu/"), made.at("kopf/")):
        assert client.post(address, {"text": "x"}).status_code == 403


def test_strangers_see_nothing(client, made):
    client.force_login(person(Role.COORDINATION, OrganizationFactory()))
    for address in (made.at(), made.clause(), made.at("zeile/partei/neu/"), made.at("kopf/")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x"}).status_code in {404, 405}


def test_as_many_queries_for_a_small_agreement_as_for_a_large_one(boss, made):
    filled(made, 1, remarks=1)
    boss.get(made.at())
    small = queries_of(lambda: boss.get(made.at()))
    filled(made, 40, clauses=12, remarks=100)
    large = queries_of(lambda: boss.get(made.at()))
    assert large == small <= 60
    assert rendering_queries(boss.get(made.at())) == 0


def test_rows_are_added_changed_and_taken_out(boss, made):
    answer = boss.post(made.at("zeile/grundlage/neu/"), {"text": "§ 16 SGB VIII", "edition": 0})
    assert answer.headers["Location"].endswith("#block-bases")
    row = Basis.objects.get()
    address = made.at(f"zeile/grundlage/{row.key}/")
    assert "§ 16 SGB VIII" in boss.get(address).content.decode()
    boss.post(address, {"text": "§ 17 SGB VIII", "dated": "2026-01-01", "edition": row.edition})
    row.refresh_from_db()
    assert (row.text, row.edition, row.updated_by) == ("§ 17 SGB VIII", 2, made.boss)
    boss.post(address + "entfernen/", {"edition": 1})
    assert Basis.objects.exists()  # somebody else changed it meanwhile
    boss.post(address + "entfernen/", {"edition": 2})
    assert not Basis.objects.exists()


def test_rows_can_be_put_in_order(boss, made):
    filled(made, 3)
    rows = list(Responsibility.objects.filter(version=made.version).order_by("position", "pk"))
    last, address = rows[-1], made.at(f"zeile/zustaendigkeit/{rows[-1].key}/")
    assert "Eine Zeile höher" in boss.get(address).content.decode()

    def order():
        return list(made.version.responsibilities.order_by("position", "pk").values_list("pk", flat=True))

    boss.post(address + "verschieben/", {"up": "ja"})
    assert order() == [one.pk for one in (*rows[:-2], last, rows[-2])]
    for _press in range(3):  # at the edge nothing happens
        boss.post(address + "verschieben/", {"up": "nein"})
    assert order() == [one.pk for one in rows]
    for wrong in ({}, {"up": "quer"}):
        assert boss.post(address + "verschieben/", wrong).status_code == 302
    AgreementVersion.objects.filter(pk=made.version.pk).update(closed_at=timezone.now())
    boss.post(address + "verschieben/", {"up": "ja"})
    assert order() == [one.pk for one in rows]


@pytest.mark.parametrize(
    ("word", "model", "data"),
    [
        ("leistung", Commitment, {"kind": "offer", "description": "Sprechstunde", "quantity": "1,5", "unit": "hours"}),
        ("zustaendigkeit", Responsibility, {"task": "Schlüssel", "due_kind": "yearly", "due_day": 1, "due_month": 3}),
        ("ansprechperson", AgreementContact, {"topic": "content", "function": "Leitung"}),
    ],
)
def test_every_kind_of_row_can_be_written(boss, made, word, model, data):
    before = model.objects.count()
    answer = boss.post(made.at(f"zeile/{word}/neu/"), data | {"edition": 0, "organization": made.partner.pk})
    assert answer.status_code == 302, answer.context["form"].errors
    assert model.objects.count() == before + 1
    assert model.objects.latest("pk").organization == made.partner


def test_a_room_of_the_parties_can_be_used(boss, made):
    house = HostedOrganizationFactory(organization=made.partner).location
    room, foreign = RoomFactory(location=house), RoomFactory()
    data = {"weekday": "TU", "start_time": "15:00", "end_time": "18:00", "edition": 0}
    assert boss.post(made.at("zeile/raum/neu/"), data | {"room": foreign.pk}).status_code == 422
    answer = boss.post(made.at("zeile/raum/neu/"), data | {"room": room.pk})
    assert answer.status_code == 302, answer.context["form"].errors
    assert RoomUse.objects.get().room == room


def test_two_who_change_the_same_row_see_both_values(boss, made):
    row = made.version.responsibilities.get()
    address = made.at(f"zeile/zustaendigkeit/{row.key}/")
    data = {"task": "Räume", "due_kind": "none", "edition": 1}
    assert boss.post(address, data).status_code == 302
    answer = boss.post(address, data | {"task": "Schlüssel"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Schlüssel" in page
    assert "Räume" in page
    assert 'name="edition" value="2"' in page
    assert boss.post(address, data | {"task": "Schlüssel", "edition": 2}).status_code == 302
    row.refresh_from_db()
    assert row.task == "Schlüssel"


def test_a_row_taken_out_meanwhile_can_come_back(boss, made):
    row = made.version.responsibilities.get()
    address = made.at(f"zeile/zustaendigkeit/{row.key}/")
    assert boss.get(address).status_code == 200
    row.delete()
    assert boss.post(address, {"task": "x", "due_kind": "none", "edition": 1}).status_code == 404


def test_a_party_is_found_in_the_register_and_taken_in_with_one_press(boss, made):
    kita = OrganizationFactory(name="Kita Regenbogen")
    page = boss.get(made.at("zeile/partei/neu/"), {"q": "regenb"}).content.decode()
    assert "Kita Regenbogen" in page
    boss.post(made.at("zeile/partei/neu/"), {"partner": kita.slug})
    assert AgreementParty.objects.filter(version=made.version, organization=kita, must_sign=True).exists()
    again = boss.post(made.at("zeile/partei/neu/"), {"partner": kita.slug})
    assert again.status_code == 422
    assert "schon Partei" in again.content.decode()


def test_the_term_is_changed_explained_and_refused_in_words(boss, made):
    address = made.at("angaben/laufzeit/")
    data = {
        "effective_from": "2027-01-01",
        "term_kind": "fixed",
        "ends_on": "2027-12-31",
        "notice_months": 3,
        "notice_to": "half_year",
        "form_required": "agreed_written",
        "courses_after_end": "finish",
        "edition": 1,
    }
    assert boss.post(address, data).status_code == 302
    page = boss.get(made.at()).content.decode()
    assert "Letzter Tag: 31.12.2027" in page
    assert "muss das bis zum 31.03.2027 tun" in page
    assert "meist „kündbar zum Ende der Laufzeit“" in page
    wrong = boss.post(address, data | {"ends_on": "2026-01-01", "edition": 2})
    assert wrong.status_code == 422
    assert "Das Ende liegt vor dem Beginn." in wrong.content.decode()
    late = boss.post(address, data | {"notice_months": 6, "edition": 1})
    assert late.status_code == 409
    assert "Jemand war schneller" in late.content.decode()


@pytest.mark.parametrize("word", ["laufzeit", "zusammenarbeit", "kinderschutz", "datenschutz"])
def test_every_part_of_the_version_has_its_form(boss, made, word):
    assert boss.get(made.at(f"angaben/{word}/")).status_code == 200
    assert boss.get(made.at("angaben/anderes/")).status_code == 404


@pytest.mark.parametrize(
    ("what", "data", "name"),
    [
        ("zeile/grundlage/neu/", {"text": "§ 16 SGB VIII", "dated": "0026-01-01", "edition": 0}, "dated"),
        (
            "angaben/laufzeit/",
            {"effective_from": "0027-01-01", "term_kind": "open_ended", "edition": 1},
            "effective_from",
        ),
    ],
)
def test_a_year_nobody_means_is_asked_about(boss, made, what, data, name):
    answer = boss.post(made.at(what), data)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie das Jahr." in answer.content.decode()
    assert f'value="{data[name]}"' in answer.content.decode()


def test_the_head_is_saved_and_a_second_saving_is_warned(boss, made):
    form = boss.get(made.at("kopf/")).context["form"]
    data = {"title": "Neuer Titel", "purpose": "Damit Eltern Rat finden", "moment": form.initial["moment"]}
    assert boss.post(made.at("kopf/"), data).status_code == 302
    made.agreement.refresh_from_db()
    assert made.agreement.purpose == "Damit Eltern Rat finden"
    again = boss.post(made.at("kopf/"), data | {"title": "Anderer"})
    assert again.status_code == 409
    assert "Anderer" in again.content.decode()


@pytest.mark.parametrize("data", [{}, {"edition": "x"}, {"edition": "9" * 30}, {"text": "x" * 5000}])
@pytest.mark.parametrize(
    "what",
    [
        "zeile/grundlage/neu/",
        "zeile/leistung/neu/",
        "zeile/zustaendigkeit/neu/",
        "zeile/raum/neu/",
        "zeile/ansprechperson/neu/",
        "zeile/partei/neu/",
        "angaben/laufzeit/",
        "angaben/kinderschutz/",
        "kopf/",
        "klausel/neu/",
    ],
)
def test_bad_input_is_answered_in_words_and_never_an_error(boss, made, what, data):
    data = {
        name: data.get("text", "")
        for name in ("task", "description", "function", "partner", "title", "heading", "insofa_contact")
    } | data
    assert boss.post(made.at(what), data).status_code == 422


def test_an_open_remark_marks_the_clause_and_stands_beside_it(boss, made):
    ClauseComment.objects.create(
        version=made.version, clause_key=made.goals.key, organization=made.partner, text="Bitte kürzer."
    )
    page = boss.get(made.at()).content.decode()
    assert "Bitte kürzer." in page
    assert "offene Anmerkung" in page
    ClauseComment.objects.update(state=CommentState.RESOLVED, resolved_at="2099-01-01T00:00Z")
    assert "offene Anmerkung" not in boss.get(made.at()).content.decode()


def test_all_open_tasks_are_assigned_at_once(boss, made):
    filled(made, 2)
    row = made.version.responsibilities.get(organization=None)
    page = boss.get(made.at("zuordnen/"))
    assert list(page.context["form"].fields) == [str(row.key)]
    boss.post(made.at("zuordnen/"), {str(row.key): made.partner.pk})
    row.refresh_from_db()
    assert (row.organization, row.edition, row.updated_by) == (made.partner, 2, made.boss)
    assert boss.post(made.at("zuordnen/"), {str(row.key): "x"}).status_code == 302  # assigned already: nothing to do
    assert "Alle Aufgaben haben schon" in boss.get(made.at("zuordnen/")).content.decode()


def test_a_locked_text_is_shown_as_it_was_frozen(client):
    version = locked()
    agreement, name = version.agreement, version.parties.first().organization.name
    client.force_login(person(Role.COORDINATION, agreement.center))
    Organization.objects.filter(pk=version.parties.first().organization_id).update(name="Ganz anders")
    page = client.get(f"/intern/vereinbarungen/{agreement.uuid}/werkstatt/").content.decode()
    assert "Dieser Text ist fest" in page
    assert name in page
    assert "Ganz anders" not in page.split('class="document"')[1]
    assert "<textarea" not in page
