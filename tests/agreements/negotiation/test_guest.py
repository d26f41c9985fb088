"""The pages of a negotiation, by link and by login: what a party reads, what its buttons do, what they never tell."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.actions import negotiating as say
from agreements.actions.editing import save_clause, save_row
from agreements.actions.invitations import invite_party, revoke_party_invitation
from agreements.actions.locking import return_to_draft
from agreements.actions.signing import record_signature
from agreements.enums import CommentState, SignatureMethod
from agreements.models import (
    AgreementInvitation,
    AgreementParty,
    ClauseComment,
    ClauseEdit,
    TextApproval,
    VersionPdf,
)
from agreements.negotiation.fingerprints import fingerprints
from agreements.negotiation.guest_links import link_of
from agreements.negotiation.mailboxes import mailboxes_of
from agreements.negotiation.next_steps import party_positions
from agreements.negotiation.speaker import Speaker
from kit.secret_links import token_hash
from partners.enums import Visibility
from tests.agreements.negotiation_world import finished, negotiation
from tests.counting import queries_of, rendering_queries
from tests.factories.agreements import AgreementContactFactory
from tests.factories.partners import ContactPointFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return negotiation()


def place(world, what="guest", **query):
    return reverse(f"agreements:{what}", args=[world.token], query=query or None)


def inside(world, what="negotiation", **query):
    return reverse(f"agreements:{what}", args=[world.agreement.uuid], query=query or None)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def guest(client):
    return client


# --- by link: looking ----------------------------------------------------------------------------------------------
def test_the_link_shows_the_text_and_whose_turn_it_is(world, guest):
    response = guest.get(place(world))
    page = response.content.decode()
    assert response.status_code == 200
    assert "mit Beratung am Markt und Verein Regenbogen" in page
    assert "Beratung am Markt" in page
    assert "Text prüfen und zustimmen" in page
    assert "Sie antworten für <strong>Verein Regenbogen</strong>" in page


def test_a_proposal_and_what_it_changes_are_read_with_their_values(world, guest):
    say.add_proposal(
        world.version,
        Speaker(world.other, invitation=world.link),
        clause_key=world.clause.key,
        edition=world.clause.edition,
        proposal="Ab {{beginn}} jede Woche mit {{partner}}.",
    )
    for page in (guest.get(place(world)), browser(world.boss).get(inside(world))):
        shown = page.content.decode()
        assert "Woche" in shown
        assert "{{" not in re.sub(r"<textarea.*?</textarea>", "", shown, flags=re.DOTALL)


def test_whom_to_ask_is_said_without_a_person(world, guest):
    assert "Fragen beantwortet" not in guest.get(place(world)).content.decode()
    ContactPointFactory(
        organization=world.center,
        function="Verwaltung",
        visibility=Visibility.INTERNAL,
        person_name="Vera Beispiel",
        email="geheim@zentrum.example",
    )
    ContactPointFactory(
        organization=world.center,
        function="Koordination",
        phone="+493651234",
        phone_display="0365 1234",
        email="hof@zentrum.example",
    )
    page = guest.get(place(world)).content.decode()
    assert "Fragen beantwortet Zentrum Sonnenhof: Koordination, " in page
    assert 'href="tel:+493651234">0365 1234</a>' in page
    assert ">hof@zentrum.example</a>" in page
    assert "Vera" not in page
    assert "geheim@" not in page


def test_looking_changes_nothing_but_that_somebody_looked(world, guest):
    before = {name: getattr(world.link, name) for name in ("token_hash", "expires_at", "revoked_at")}
    for _ in range(3):
        guest.head(place(world))
    world.link.refresh_from_db()
    assert world.link.last_opened_at is None
    for _ in range(3):
        guest.get(place(world))
    world.link.refresh_from_db()
    assert world.link.last_opened_at is not None
    assert before == {name: getattr(world.link, name) for name in before}
    assert not TextApproval.objects.exists()


def test_no_session_and_a_token_for_the_forms_only(world, guest):
    response = guest.get(place(world))
    assert set(response.cookies) == {"csrf"}
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response.headers["X-Robots-Tag"]
    guest.post(place(world, "guest_remark"), {"text": "Gut so."})
    assert "session" not in guest.cookies


def test_forms_without_their_token_are_refused(world):
    strict = Client(enforce_csrf_checks=True)
    strict.get(place(world))
    assert strict.post(place(world, "guest_agree"), {"was": "zustimmen"}).status_code == 403
    page = strict.get(place(world)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    answer = strict.post(
        place(world, "guest_agree"),
        {"was": "zustimmen", "stand": fingerprints(world.version).text, "csrfmiddlewaretoken": token},
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("what", ["guest", "guest_remark", "guest_changes"])
def test_links_that_open_nothing(world, guest, what):
    url = place(world, what)
    assert guest.get(url.replace(world.token, "0" * 64)).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        late = guest.get(url)
    assert late.status_code == 410
    assert "abgelaufen" in late.content.decode()
    revoke_party_invitation(world.link, by=world.boss)
    gone = guest.get(url)
    assert gone.status_code == 404
    assert "Gemeinsame Sprechstunde" not in gone.content.decode()


def test_a_text_taken_back_is_closed_and_opens_again(world, guest):
    return_to_draft(world.agreement, by=world.boss)
    response = guest.get(place(world))
    assert response.status_code == 410
    assert "überarbeitet" in response.content.decode()
    assert "Sprechstunde" not in response.content.decode()


def test_a_new_link_kills_the_old_one(world, guest):
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        fresh = invite_party(world.agreement, organization=world.other, email="neu@gast.example", by=world.boss)
        assert guest.get(place(world)).status_code == 404
        assert guest.get(link_of(fresh).partition(".example")[2] or link_of(fresh)).status_code in {200, 404}


def test_a_changed_secret_key_keeps_mailed_links_and_makes_new_ones(world, guest, settings):
    old = place(world)
    settings.SECRET_KEY = "x" * 60
    assert guest.get(old).status_code == 200
    link_of(world.link)
    world.link.refresh_from_db()
    assert world.link.token_hash == token_hash(world.token)
    assert guest.get(place(world)).status_code == 200


# --- by link: the text is locked -----------------------------------------------------------------------------------
@pytest.fixture
def done(guest):
    return finished()


def test_the_link_leads_to_the_locked_text(done, guest):
    there = guest.get(place(done))
    assert there.headers["Location"] == place(done, "guest_text")
    response = guest.get(there.url)
    page = response.content.decode()
    assert response.status_code == 200
    assert "mit Beratung am Markt und Verein Regenbogen" in page
    assert "Der Text ist fertig und wird nicht mehr geändert" in page
    assert done.version.short_hash in page
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies
    for inside_only in ("<form", "Zustimmen", "/intern/", "Anmerkung"):
        assert inside_only not in page.partition("<main")[2].partition("</main>")[0]


def test_its_pdf_is_the_one_everybody_gets(done, guest):
    response = guest.get(place(done, "guest_pdf"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    kept = VersionPdf.objects.get(version=done.version)
    assert response.content == bytes(kept.file.content)


def test_one_pdf_at_a_time_by_one_link(done, guest):
    cache.set(f"agreement-pdf-link-{done.link.pk}", "1", 60)
    busy = guest.get(place(done, "guest_pdf"))
    assert busy.status_code == 503
    assert "Es entsteht schon ein PDF für Sie" in busy.content.decode()


def test_nothing_is_answered_any_more_and_the_page_leads_to_the_text(done, guest):
    answer = guest.post(place(done, "guest_agree"), {"was": "zustimmen", "stand": fingerprints(done.version).text})
    assert answer.status_code == 410
    assert place(done, "guest_text") in answer.content.decode()
    assert not TextApproval.objects.exists()


@pytest.mark.parametrize("what", ["guest_text", "guest_pdf"])
def test_the_locked_text_is_shown_to_nobody_else(done, guest, what):
    url = place(done, what)
    assert guest.get(url.replace(done.token, "0" * 64)).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert guest.get(url).status_code == 410
    revoke_party_invitation(done.link, by=done.boss)
    assert guest.get(url).status_code == 404


def test_a_link_never_shows_what_was_locked_before_it_was_sent(done, guest):
    AgreementInvitation.objects.filter(pk=done.link.pk).update(invited_at=timezone.now() + timedelta(days=1))
    assert guest.get(place(done, "guest_text")).status_code == 410


def test_who_is_no_party_of_the_locked_text_does_not_read_it(done, guest):
    AgreementInvitation.objects.filter(pk=done.link.pk).update(organization=OrganizationFactory())
    assert guest.get(place(done, "guest_text")).status_code == 410


def test_while_a_text_is_open_there_is_no_locked_one(world, guest):
    assert guest.get(place(world, "guest_text")).headers["Location"] == place(world)
    return_to_draft(world.agreement, by=world.boss)
    assert guest.get(place(world, "guest_text"), follow=True).status_code == 410


def test_when_all_have_signed_the_page_says_so(done, guest):
    for party in done.version.parties.all():
        record_signature(
            done.version,
            party=party,
            method=SignatureMethod.LETTERS,
            signed_on=timezone.localdate(),
            signatory_function="Vorstand",
            by=done.boss,
        )
    assert "Alle haben unterschrieben" in guest.get(place(done, "guest_text")).content.decode()


# --- by link: answering --------------------------------------------------------------------------------------------
def test_proposing_words_by_link(world, guest):
    url = place(world, "guest_remark", klausel=world.clause.key)
    page = guest.get(url).content.decode()
    assert "Ab {{beginn}} mit {{partner}}." in page
    answer = guest.post(url, {"proposal": "Ab sofort.", "text": "", "edition": 1})
    assert "getan=vorgeschlagen" in answer.url
    row = ClauseComment.objects.get()
    assert (row.proposal, row.invitation, row.author) == ("Ab sofort.", world.link, None)
    page = guest.get(answer.url).content.decode()
    assert "Ihr Vorschlag ist gespeichert" in page
    guest.post(place(world, "guest_take_back"), {"anmerkung": row.uuid})
    row.refresh_from_db()
    assert row.state == CommentState.RESOLVED


def test_what_was_done_is_said_at_its_clause(world, guest):
    there = guest.post(place(world, "guest_remark", klausel=world.clause.key), {"text": "Hm.", "edition": 1}).url
    page = guest.get(there).content.decode()
    assert page.count("Ihre Anmerkung ist gespeichert") == 1
    assert page.index(f'id="klausel-{world.clause.key}"') < page.index("Ihre Anmerkung ist gespeichert")
    gone = guest.get(there.replace(str(world.clause.key), "x")).content.decode()
    assert gone.index("Ihre Anmerkung ist gespeichert") < gone.index("<article")


def test_unchanged_words_are_no_proposal(world, guest):
    url = place(world, "guest_remark", klausel=world.clause.key)
    empty = guest.post(url, {"proposal": world.clause.text, "text": "", "edition": 1})
    assert empty.status_code == 422
    guest.post(url, {"proposal": world.clause.text, "text": "Warum so?", "edition": 1})
    assert ClauseComment.objects.get().proposal == ""


def test_a_clause_that_is_not_there_is_404(world, guest):
    assert guest.get(place(world, "guest_remark", klausel="x")).status_code == 404


def test_agreeing_by_link_to_what_was_read(world, guest):
    mark = fingerprints(world.version).text
    save_clause(world.clause, edition=1, heading="Ziele", text="Neu.", by=world.boss)
    late = guest.post(place(world, "guest_agree"), {"was": "zustimmen", "stand": mark})
    assert late.status_code == 409
    assert "hat sich geändert" in late.content.decode()
    guest.post(place(world, "guest_agree"), {"was": "zustimmen", "stand": fingerprints(world.version).text})
    assert party_positions(world.version)[1].agrees_to_text
    assert "Sie haben dem ganzen Text zugestimmt" in guest.get(place(world)).content.decode()
    guest.post(place(world, "guest_agree"), {"was": "zuruecknehmen"})
    assert not party_positions(world.version)[1].agrees_to_text


def test_agreeing_to_the_rest_by_link(world, guest):
    guest.post(place(world, "guest_remark", klausel=world.clause.key), {"text": "Hm.", "edition": 1})
    page = guest.get(place(world)).content.decode()
    assert "Dem ganzen Text zustimmen" not in page
    assert "Den übrigen Klauseln zustimmen" in page
    mark = fingerprints(world.version).text
    answer = guest.post(place(world, "guest_agree"), {"was": "rest", "stand": mark}, follow=True)
    assert "Sie haben allen Klauseln zugestimmt" in answer.content.decode()
    assert "Den übrigen Klauseln zustimmen" not in answer.content.decode()
    assert party_positions(world.version)[1].agreed == len(fingerprints(world.version).clauses) - 1
    assert guest.post(place(world, "guest_agree"), {"was": "rest"}).status_code == 409


def test_nonsense_from_a_form_is_told_not_thrown(world, guest):
    for data in ({}, {"was": "x"}, {"was": "zustimmen", "stand": "9" * 40}, {"was": "zustimmen", "klausel": "x"}):
        assert guest.post(place(world, "guest_agree"), data).status_code == 409
    assert guest.post(place(world, "guest_take_back"), {"anmerkung": "x"}).status_code == 409
    foreign = negotiation()
    row = say.add_comment(foreign.version, Speaker(foreign.partner, person=foreign.manager), text="Hm")
    assert guest.post(place(world, "guest_take_back"), {"anmerkung": row.uuid}).status_code == 404


def test_what_changed_since_agreement_word_by_word(world, guest):
    say.approve_text(world.version, Speaker(world.other, invitation=world.link), mark=fingerprints(world.version).text)
    assert "Nichts hat sich geändert" in guest.get(place(world, "guest_changes")).content.decode()
    now = timezone.now()  # the test is one transaction: what came before it has to be older than its beginning
    ClauseEdit.objects.update(at=now - timedelta(hours=2))
    TextApproval.objects.update(at=now - timedelta(hours=1))
    save_clause(world.clause, edition=1, heading="Ziele", text="Ab {{beginn}} ohne {{partner}}.", by=world.boss)
    party = AgreementParty.objects.filter(version=world.version).first()
    save_row(AgreementParty, version=world.version, row=party, edition=1, values={"must_sign": False}, by=world.boss)
    assert "Was hat sich geändert, seit Sie zugestimmt haben?" in guest.get(place(world)).content.decode()
    page = guest.get(place(world, "guest_changes")).content.decode()
    assert re.search(r"<del>.*mit .*</del>", page)
    assert re.search(r"<ins>.*ohne .*</ins>", page)
    assert "Die Tabelle dieser Klausel wurde geändert" in page


def test_hostile_words_stay_words(world, guest):
    evil = "<script>alert(1)</script> {{ x }} <img src=x onerror=alert(1)>"
    url = place(world, "guest_remark", klausel=world.clause.key)
    guest.post(url, {"proposal": evil, "text": evil, "edition": 1})
    for page in (guest.get(place(world)), browser(world.boss).get(inside(world))):
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert" in text


# --- by login ------------------------------------------------------------------------------------------------------
def test_a_partner_reads_and_answers_signed_in(world):
    manager = browser(world.manager)
    page = manager.get(inside(world)).content.decode()
    assert "Dem ganzen Text zustimmen" in page
    world.invited.refresh_from_db()
    assert world.invited.last_opened_at
    manager.post(inside(world, "negotiation_remark", klausel=world.clause.key), {"text": "Gut.", "edition": 1})
    row = ClauseComment.objects.get()
    assert (row.organization, row.author) == (world.partner, world.manager)
    manager.post(inside(world, "negotiation_take_back"), {"anmerkung": row.uuid})
    manager.post(inside(world, "negotiation_agree"), {"was": "zustimmen", "stand": fingerprints(world.version).text})
    assert party_positions(world.version)[0].agrees_to_text


def test_an_editor_agrees_to_clauses_only(world):
    editor = browser(world.editor)
    page = editor.get(inside(world)).content.decode()
    assert "Dem ganzen Text zustimmen" not in page
    mark = fingerprints(world.version).clauses[world.clause.key]
    editor.post(inside(world, "negotiation_agree"), {"was": "zustimmen", "klausel": world.clause.key, "stand": mark})
    assert party_positions(world.version)[0].agreed == 1
    refused = editor.post(
        inside(world, "negotiation_agree"), {"was": "zustimmen", "stand": fingerprints(world.version).text}
    )
    assert refused.status_code == 409
    assert "Leitung" in refused.content.decode()


def test_nobody_speaks_for_another_by_naming_it(world):
    manager = browser(world.manager)
    manager.post(inside(world, "negotiation_remark"), {"text": "Hm", "fuer": world.other.uuid})
    assert ClauseComment.objects.get().organization == world.partner


# --- the centre ----------------------------------------------------------------------------------------------------
def test_the_centre_accepts_with_one_press(world):
    row = say.add_proposal(
        world.version,
        Speaker(world.other, invitation=world.link),
        clause_key=world.clause.key,
        edition=1,
        proposal="Ab sofort.",
    )
    boss = browser(world.boss)
    assert "sofort." in re.sub("<[^>]+>", "", boss.get(inside(world)).content.decode())
    url = reverse("agreements:negotiation_answer", args=[world.agreement.uuid, row.uuid])
    for _ in range(2):
        assert boss.post(url, {"verb": "accept"}).status_code == 302
    assert world.clause.text == "Ab sofort."
    assert world.clause.edition == 2


def test_the_centre_merges_when_the_clause_changed(world):
    row = say.add_proposal(
        world.version,
        Speaker(world.other, invitation=world.link),
        clause_key=world.clause.key,
        edition=1,
        proposal="Ab sofort.",
    )
    save_clause(world.clause, edition=1, heading="Ziele", text="Ab Mai.", by=world.boss)
    boss = browser(world.boss)
    url = reverse("agreements:negotiation_answer", args=[world.agreement.uuid, row.uuid])
    conflict = boss.post(url, {"verb": "accept"})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Mai." in re.sub("<[^>]+>", "", page)
    assert 'name="edition" value="2"' in page
    assert world.clause.text == "Ab Mai."
    boss.post(url, {"verb": "accept", "edition": 2, "text": "Ab Mai, sofort."})
    assert world.clause.text == "Ab Mai, sofort."


def test_partners_cannot_answer_for_the_centre(world):
    row = say.add_comment(world.version, Speaker(world.partner, person=world.manager), text="Hm")
    url = reverse("agreements:negotiation_answer", args=[world.agreement.uuid, row.uuid])
    assert browser(world.manager).post(url, {"verb": "resolve"}).status_code == 403
    foreign = negotiation()
    elsewhere = reverse("agreements:negotiation_answer", args=[foreign.agreement.uuid, row.uuid])
    assert browser(foreign.boss).post(elsewhere, {"verb": "resolve"}).status_code == 404


def test_pages_cost_the_same_however_much_was_said(world, guest):
    boss, manager = browser(world.boss), browser(world.manager)

    def cost():
        pages = (guest, place(world)), (boss, inside(world)), (manager, inside(world))
        for client, url in pages:
            client.get(url)
        return [queries_of(lambda c=client, u=url: c.get(u)) for client, url in pages]

    def talk(n):
        by_link = Speaker(world.other, invitation=world.link)
        say.add_comment(world.version, by_link, text=f"Nr. {n}", clause_key=world.clause.key)
        say.add_proposal(world.version, by_link, clause_key=world.clause.key, edition=1, proposal=f"Nr. {n}")
        parties = world.version.clauses.get(template_key="parteien")
        say.add_proposal(world.version, by_link, clause_key=parties.key, edition=1, proposal=f"Nr. {n}")

    talk(0)
    once = cost()
    for n in range(1, 4):
        talk(n)
    assert cost() == once
    assert max(once) < 60
    assert rendering_queries(manager.get(inside(world))) == 0


def test_the_mailbox_the_agreement_names_is_suggested_and_else_one_of_the_register(world):
    """Only what this person may know of: a contact for the inside of the partner is no suggestion."""
    ContactPointFactory(organization=world.partner, email="empfang@beratung.example", position=1)
    named = ContactPointFactory(organization=world.partner, email="leitung@beratung.example", position=2)
    ContactPointFactory(organization=world.other, email="drinnen@regenbogen.example", visibility=Visibility.INTERNAL)
    choices = [world.partner, world.other]
    assert mailboxes_of(world.version, choices, world.boss) == {world.partner.pk: "empfang@beratung.example"}
    AgreementContactFactory(version=world.version, organization=world.partner, contact_point=named)
    assert mailboxes_of(world.version, choices, world.boss) == {world.partner.pk: "leitung@beratung.example"}
    address = reverse("agreements:negotiation_invite", args=[world.agreement.uuid])
    page = browser(world.boss).get(address, {"partei": world.partner.uuid}).content.decode()
    assert 'value="leitung@beratung.example"' in page
    return_to_draft(world.agreement, by=world.boss)
    start = reverse("agreements:negotiation_start", args=[world.agreement.uuid])
    assert 'value="leitung@beratung.example"' in browser(world.boss).get(start).content.decode()
