"""What parties say to a text in negotiation: remarks, proposals, agreement, and whose turn it is."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from agreements.actions import negotiating as say
from agreements.actions.editing import (
    EditConflict,
    add_clause,
    move_clause,
    remove_row,
    save_clause,
    save_row,
    save_term,
)
from agreements.actions.invitations import (
    invite_party,
    open_negotiation,
    remind_party,
    revoke_party_invitation,
    set_reply_by,
)
from agreements.actions.locking import lock_version, return_to_draft
from agreements.enums import Block, CommentState
from agreements.models import Agreement, AgreementParty, Clause, ClauseComment, Commitment, TextApproval
from agreements.negotiation import letters
from agreements.negotiation.fingerprints import fingerprints
from agreements.negotiation.next_steps import party_positions, pending_steps, pending_steps_of
from agreements.negotiation.speaker import Speaker
from agreements.text.readiness import blocking_gaps
from kit.models import OutgoingMail
from kit.workflow import StepRefused
from tests.agreements.negotiation_world import GUEST_MAIL, draft, negotiation
from tests.counting import queries_of
from tests.factories.partners import ContactPointFactory, OrganizationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return negotiation()


def agree(world, organization=None, **who):
    organization = organization or world.partner
    who = who or {"person": world.manager}
    return say.approve_text(world.version, Speaker(organization, **who), mark=fingerprints(world.version).text)


def said(world) -> list[str]:
    return [str(turn) for turn in pending_steps(world.agreement)]


# --- remarks and proposals -----------------------------------------------------------------------------------------
def test_a_remark_pressed_twice_is_one(world):
    one, two = (
        say.add_comment(
            world.version, Speaker(world.partner, person=world.editor), text=" Kürzer? ", clause_key=world.clause.key
        )
        for _ in range(2)
    )
    assert one == two
    assert (one.text, one.edition, one.state) == ("Kürzer?", 1, CommentState.OPEN)


def test_a_remark_by_link_has_no_author(world):
    row = say.add_comment(world.version, Speaker(world.other, invitation=world.link), text="Gut so.")
    assert (row.author, row.invitation, row.clause_key) == (None, world.link, None)


def test_nobody_speaks_for_others(world):
    stranger = person(Role.PARTNER_MANAGER)
    for organization, who in (
        (world.other, {"person": world.manager}),
        (world.partner, {"person": stranger}),
        (world.center, {"person": world.manager}),
        (world.partner, {"invitation": world.link}),
        (world.partner, {}),
    ):
        with pytest.raises(StepRefused):
            say.add_comment(world.version, Speaker(organization, **who), text="Hm")
    assert not ClauseComment.objects.exists()


def test_nothing_is_said_before_and_after(world):
    version = return_to_draft(world.agreement, by=world.boss)
    for text in (version, world.version):
        with pytest.raises(StepRefused, match="nicht zur Abstimmung"):
            say.add_comment(text, Speaker(world.partner, person=world.manager), text="Hm")


def test_the_link_of_another_agreement_says_nothing_here(world):
    foreign = negotiation()
    with pytest.raises(StepRefused):
        say.add_comment(world.version, Speaker(foreign.other, invitation=foreign.link), text="Hm")


def test_a_clause_of_another_text_is_refused(world):
    with pytest.raises(StepRefused, match="steht nicht mehr"):
        say.add_comment(world.version, Speaker(world.partner, person=world.manager), text="Hm", clause_key=uuid.uuid4())


def test_one_link_cannot_flood(world, monkeypatch):
    monkeypatch.setattr(say, "PER_HOUR", 2)
    for number in range(2):
        say.add_comment(world.version, Speaker(world.other, invitation=world.link), text=f"Nr. {number}")
    with pytest.raises(StepRefused, match="sehr viele"):
        say.add_comment(world.version, Speaker(world.other, invitation=world.link), text="Nr. 3")


def propose(world, proposal="Ab {{beginn}} jede Woche.", speaker=None):
    return say.add_proposal(
        world.version,
        speaker or Speaker(world.other, invitation=world.link),
        clause_key=world.clause.key,
        edition=world.clause.edition,
        proposal=proposal,
    )


def test_accepting_puts_the_words_into_the_text_and_keeps_whose_they_were(world):
    remark = propose(world)
    for _ in range(2):
        say.accept_proposal(remark, by=world.boss)
    clause = world.clause
    assert (clause.text, clause.edition) == ("Ab {{beginn}} jede Woche.", 2)
    edit = clause.edits.first()
    assert (edit.edition, edit.by, edit.invitation) == (2, world.boss, world.link)
    remark.refresh_from_db()
    assert (remark.state, remark.resolved_by) == (CommentState.ACCEPTED, world.boss)


def test_a_clause_that_changed_meanwhile_asks_for_a_merge(world):
    remark = propose(world)
    save_clause(world.clause, edition=1, heading="Ziele", text="Ganz anders.", by=world.boss)
    with pytest.raises(EditConflict) as conflict:
        say.accept_proposal(remark, by=world.boss)
    assert conflict.value.current.text == "Ganz anders."
    assert world.clause.text == "Ganz anders."
    remark.refresh_from_db()
    assert remark.state == CommentState.OPEN
    say.accept_proposal(remark, by=world.boss, text="Beides.", edition=2)
    assert world.clause.text == "Beides."


def test_refusing_and_reopening(world):
    remark = propose(world)
    say.refuse_proposal(remark, by=world.boss, answer="Das passt nicht.")
    say.refuse_proposal(remark, by=world.boss)
    with pytest.raises(StepRefused, match="abgelehnt"):
        say.accept_proposal(remark, by=world.boss)
    say.reopen_comment(remark, by=world.boss)
    say.accept_proposal(remark, by=world.boss)
    with pytest.raises(StepRefused, match="steht schon im Text"):
        say.reopen_comment(remark, by=world.boss)


def test_a_proposal_is_not_just_settled_but_may_be_taken_back(world):
    remark = propose(world)
    with pytest.raises(StepRefused, match="annehmen oder ablehnen"):
        say.resolve_comment(remark, by=world.boss)
    with pytest.raises(StepRefused, match="andere Organisation"):
        say.take_back_comment(remark, Speaker(world.partner, person=world.manager))
    say.take_back_comment(remark, Speaker(world.other, invitation=world.link))
    remark.refresh_from_db()
    assert remark.state == CommentState.RESOLVED


def test_open_remarks_block_the_final_text(world):
    remark = say.add_comment(world.version, Speaker(world.partner, person=world.manager), text="Unklar")
    assert "Eine Anmerkung ist noch offen." in [gap.text for gap in blocking_gaps(world.version, "lock")]
    with pytest.raises(StepRefused, match="noch offen"):
        lock_version(world.agreement, by=world.boss)
    say.resolve_comment(remark, by=world.boss)
    assert "Eine Anmerkung ist noch offen." not in [gap.text for gap in blocking_gaps(world.version, "lock")]


# --- agreement -----------------------------------------------------------------------------------------------------
def test_agreement_to_a_clause_is_void_when_it_changes(world):
    mark = fingerprints(world.version).clauses[world.clause.key]
    for _ in range(2):
        say.approve_clause(
            world.version, Speaker(world.partner, person=world.editor), clause_key=world.clause.key, mark=mark
        )
    assert TextApproval.objects.count() == 1
    assert party_positions(world.version)[0].agreed == 1
    save_clause(world.clause, edition=1, heading="Ziele", text="Neu.", by=world.boss)
    assert party_positions(world.version)[0].agreed == 0
    with pytest.raises(StepRefused, match="hat sich geändert"):
        say.approve_clause(
            world.version, Speaker(world.partner, person=world.editor), clause_key=world.clause.key, mark=mark
        )
    assert TextApproval.objects.count() == 1


def rename(world):
    save_clause(world.clause, edition=world.clause.edition, heading="Ziele", text="Neu.", by=world.boss)


def new_clause(world):
    add_clause(world.version, heading="Mehr", by=world.boss)


def moved(world):
    move_clause(world.clause, up=True, by=world.boss)


def new_row(world):
    save_row(Commitment, version=world.version, row=None, edition=0, values={"description": "Raum"}, by=world.boss)


def gone_row(world):
    party = world.version.parties.get(organization=world.other)
    remove_row(party, edition=party.edition, by=world.boss)


def other_term(world):
    world.version.refresh_from_db()
    save_term(world.version, edition=world.version.edition, values={"notice_months": 6}, by=world.boss)


@pytest.mark.parametrize("change", [rename, new_clause, moved, new_row, gone_row, other_term])
def test_any_change_voids_agreement_to_the_whole_text(world, change):
    agree(world)
    assert party_positions(world.version)[0].agrees_to_text
    change(world)
    now = party_positions(world.version)[0]
    assert (now.agrees_to_text, now.agreed_before) == (False, True)
    agree(world)
    assert party_positions(world.version)[0].agrees_to_text
    assert TextApproval.objects.filter(organization=world.partner, clause_key=None).count() == 2


def test_after_a_change_only_what_changed_is_asked_again(world):
    agree(world)
    rename(world)
    now = party_positions(world.version)[0]
    assert (now.agreed, now.asked) == (2, 3)
    say.withdraw_approval(world.version, Speaker(world.partner, person=world.manager), clause_key=world.clause.key)
    assert party_positions(world.version)[0].agreed == 2


def test_reading_and_remarks_change_nothing(world):
    """Negative control of the test above."""
    agree(world)
    before = fingerprints(world.version)
    say.add_comment(world.version, Speaker(world.other, invitation=world.link), text="Hm")
    set_reply_by(world.agreement, reply_by=timezone.localdate(), by=world.boss)
    assert fingerprints(world.version) == before


def test_a_structured_part_belongs_to_its_clause(world):
    parties = Clause.objects.get(version=world.version, block=Block.PARTIES)
    mark = fingerprints(world.version).clauses[parties.key]
    say.approve_clause(world.version, Speaker(world.partner, person=world.manager), clause_key=parties.key, mark=mark)
    row = AgreementParty.objects.filter(version=world.version).first()
    save_row(AgreementParty, version=world.version, row=row, edition=1, values={"must_sign": False}, by=world.boss)
    assert party_positions(world.version)[0].agreed == 0


def test_who_agrees_for_an_organisation(world):
    with pytest.raises(StepRefused, match="Leitung"):
        agree(world, person=world.editor)
    agree(world, person=world.manager)
    agree(world, world.other, invitation=world.link)
    assert TextApproval.objects.filter(clause_key=None).count() == 2


def test_nobody_agrees_over_own_open_remarks(world):
    remark = say.add_comment(world.version, Speaker(world.partner, person=world.manager), text="Hm")
    with pytest.raises(StepRefused, match="offene Anmerkungen"):
        agree(world)
    say.take_back_comment(remark, Speaker(world.partner, person=world.manager))
    agree(world)


def test_the_rest_is_agreed_to_with_one_press_and_what_is_doubted_stays_open(world):
    by_link = Speaker(world.other, invitation=world.link)
    say.add_comment(world.version, by_link, text="Hm.", clause_key=world.clause.key)
    say.add_comment(world.version, by_link, text="Und überhaupt.")
    known = fingerprints(world.version)
    for _press in range(2):
        say.approve_rest(world.version, by_link, mark=known.text)
    agreed = dict(world.version.approvals.values_list("clause_key", "edition"))
    assert agreed == {key: mark for key, mark in known.clauses.items() if key != world.clause.key}
    save_clause(world.clause, edition=1, heading="Ziele", text="Anders.", by=world.boss)
    with pytest.raises(StepRefused, match="hat sich geändert"):
        say.approve_rest(world.version, by_link, mark=known.text)
    with pytest.raises(StepRefused):
        say.approve_rest(
            world.version, Speaker(world.partner, person=world.boss), mark=fingerprints(world.version).text
        )


def test_a_clause_agreed_to_before_it_changed_belongs_to_the_rest(world):
    by_link = Speaker(world.other, invitation=world.link)
    number = say.approve_rest(world.version, by_link, mark=fingerprints(world.version).text)
    save_clause(world.clause, edition=1, heading="Ziele", text="Anders.", by=world.boss)
    assert number > 1
    assert say.approve_rest(world.version, by_link, mark=fingerprints(world.version).text) == 1


def test_agreement_can_be_taken_back_and_given_again(world):
    agree(world)
    assert say.withdraw_approval(world.version, Speaker(world.partner, person=world.manager)) == 4
    assert say.withdraw_approval(world.version, Speaker(world.partner, person=world.manager)) == 0
    assert not party_positions(world.version)[0].agrees_to_text
    agree(world)
    assert party_positions(world.version)[0].agrees_to_text


# --- whose turn ----------------------------------------------------------------------------------------------------
def test_turns_from_draft_to_lock(world):
    assert said(world) == [
        "Beratung am Markt: Text prüfen und zustimmen (noch nicht geöffnet)",
        "Verein Regenbogen: Text prüfen und zustimmen (noch nicht geöffnet)",
    ]
    set_reply_by(world.agreement, reply_by=date(2099, 12, 12), by=world.boss)
    world.agreement.refresh_from_db()
    assert "bis 12.12.2099 (noch nicht geöffnet)" in said(world)[0]
    propose(world)
    assert said(world)[0] == "Zentrum Sonnenhof: einen Vorschlag beantworten"
    assert len(said(world)) == 2, "whoever waits for an answer is not asked"
    say.accept_proposal(ClauseComment.objects.get(), by=world.boss)
    agree(world)
    assert [turn.split(":")[0] for turn in said(world)] == ["Verein Regenbogen"]
    agree(world, world.other, invitation=world.link)
    assert said(world) == ["Zentrum Sonnenhof: alle haben zugestimmt, jetzt die Fassung sperren"]


def test_turns_of_a_draft_and_of_parties_not_invited():
    agreement, center, partner, other, boss = draft()
    assert [str(turn) for turn in pending_steps(agreement)] == [
        f"{center}: Entwurf fertigstellen und zur Abstimmung geben"
    ]
    open_negotiation(agreement, reply_by=None, addresses={partner: ""}, by=boss)
    agreement.refresh_from_db()
    assert f"{center}: einladen: {other}" in [str(turn) for turn in pending_steps(agreement)]


def test_turns_after_the_lock_name_who_signs(world):
    for one, who in ((world.partner, {"person": world.manager}), (world.other, {"invitation": world.link})):
        agree(world, one, **who)
    save_term(world.version, edition=1, values={"effective_from": date(2027, 1, 1)}, by=world.boss)
    lock_version(world.agreement, by=world.boss)
    world.agreement.refresh_from_db()
    assert said(world) == [f"{one}: unterschreiben" for one in (world.center, world.partner, world.other)]


@pytest.mark.parametrize("number", [1, 3])
def test_turns_of_a_list_cost_the_same(number):
    for _ in range(number):
        negotiation()
    agreements = list(Agreement.objects.select_related("center"))
    assert queries_of(lambda: pending_steps_of(agreements)) == 10


# --- inviting ------------------------------------------------------------------------------------------------------
def test_who_can_be_invited(world):
    for organization in (world.center, OrganizationFactory()):
        with pytest.raises(StepRefused):
            invite_party(world.agreement, organization=organization, by=world.boss)
    with pytest.raises(StepRefused, match="zur Abstimmung"):
        invite_party(draft()[0], organization=world.partner, by=world.boss)


def test_the_letters_of_an_invitation(world):
    letters = {mail.to: mail for mail in OutgoingMail.objects.filter(purpose="abstimmung-einladung")}
    assert f"/vereinbarung/{world.token}/" in letters[GUEST_MAIL].body
    assert set(letters) == {GUEST_MAIL, world.manager.email, world.editor.email}
    internal = letters[world.manager.email].body
    assert "/intern/vereinbarungen/" in internal
    assert "/vereinbarung/" not in internal


def test_the_letter_says_whom_to_ask(world):
    ContactPointFactory(
        organization=world.center, function="Koordination", phone="", phone_display="", email="hof@zentrum.example"
    )
    OutgoingMail.objects.all().delete()
    say_again = letters.write_invitation(world.link) + letters.write_reminder(world.link)
    bodies = list(OutgoingMail.objects.values_list("body", flat=True))
    assert len(bodies) == say_again == 2
    for body in bodies:
        assert "Fragen beantwortet Zentrum Sonnenhof: Koordination, hof@zentrum.example" in body


def test_a_new_link_replaces_the_old_one_and_pressing_twice_does_not(world):
    assert invite_party(world.agreement, organization=world.other, email=GUEST_MAIL, by=world.boss) == world.link
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        fresh = invite_party(world.agreement, organization=world.other, email=GUEST_MAIL, by=world.boss)
    world.link.refresh_from_db()
    assert world.link.revoked_at
    assert fresh.token_hash != world.link.token_hash
    with pytest.raises(StepRefused):
        say.add_comment(world.version, Speaker(world.other, invitation=world.link), text="Hm")


def test_the_database_holds_no_token(world):
    assert world.token not in repr(list(type(world.link).objects.filter(pk=world.link.pk).values()))
    assert len(world.token) == 64


def test_reminding_once_in_a_while(world):
    assert remind_party(world.link, by=world.boss) == 1
    body = OutgoingMail.objects.get(purpose="abstimmung-erinnerung").body
    assert world.token in body
    with pytest.raises(StepRefused, match="gerade erst"):
        remind_party(world.link, by=world.boss)
    revoke_party_invitation(world.invited, by=world.boss)
    with pytest.raises(StepRefused, match="zurückgezogen"):
        remind_party(world.invited, by=world.boss)


def test_reminding_nobody(world):
    agreement, _center, partner, _other, boss = draft()
    (invitation,) = open_negotiation(agreement, reply_by=None, addresses={partner: ""}, by=boss)
    with pytest.raises(StepRefused, match="keine Adresse"):
        remind_party(invitation, by=boss)


def test_a_deadline_in_the_past_is_refused(world):
    with pytest.raises(StepRefused, match="schon vorbei"):
        set_reply_by(world.agreement, reply_by=timezone.localdate() - timedelta(days=1), by=world.boss)


# --- at the same moment --------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_pressed_at_the_same_moment_it_happens_once():
    """Eight people accept the same proposal and eight agree to the same clause: one edit, one agreement."""
    world = negotiation()
    remark = propose(world)
    mark = fingerprints(world.version).clauses[world.version.clauses.get(block=Block.PARTIES).key]
    parties = world.version.clauses.get(block=Block.PARTIES).key

    def press(number):
        try:
            if number % 2:
                say.accept_proposal(remark, by=world.boss)
            else:
                say.approve_clause(
                    world.version, Speaker(world.partner, person=world.editor), clause_key=parties, mark=mark
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(16)))
    assert world.clause.edition == 2
    assert world.clause.edits.count() == 2
    assert TextApproval.objects.count() == 1
