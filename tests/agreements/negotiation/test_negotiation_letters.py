"""Letters of a negotiation: one per address with everything new, told once, naming organisations and nobody else."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.enums import Role
from agreements.actions import negotiating as say
from agreements.actions.editing import save_clause, save_term
from agreements.actions.invitations import invite_party, revoke_party_invitation, set_reply_by
from agreements.actions.locking import begin_negotiation, lock_version, return_to_draft
from agreements.negotiation import letters
from agreements.negotiation.fingerprints import fingerprints
from agreements.negotiation.speaker import Speaker
from familynet.registry.jobs import JOBS
from kit import jobs as kit_jobs
from kit.models import JobRun, OutgoingMail
from tests.agreements.negotiation_world import GUEST_MAIL, negotiation
from tests.factories.partners import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = negotiation()
    OutgoingMail.objects.all().delete()
    return world


def news(hours=1) -> dict[str, str]:
    """Everything of the last hour, by recipient."""
    now = timezone.now()
    OutgoingMail.objects.all().delete()
    letters.send_news(now - timedelta(hours=hours), now)
    sent = OutgoingMail.objects.filter(purpose="abstimmung")
    assert sent.count() == sent.values("to").distinct().count(), "one letter per address"
    return {mail.to: mail.body for mail in sent}


def test_nothing_new_means_no_letter(world):
    assert news() == {}


def test_a_remark_is_told_to_all_but_its_author(world):
    say.add_comment(
        world.version, Speaker(world.partner, person=world.manager), text="GEHEIM", clause_key=world.clause.key
    )
    say.add_proposal(
        world.version,
        Speaker(world.partner, person=world.manager),
        clause_key=world.clause.key,
        edition=1,
        proposal="Neu.",
    )
    told = news()
    assert set(told) == {world.boss.email, GUEST_MAIL}
    for body in told.values():
        assert "Beratung am Markt hat etwas angemerkt: „Ziele“" in body
        assert "Beratung am Markt schlägt einen anderen Wortlaut vor: „Ziele“" in body
        assert "Jetzt dran:" in body
        assert "GEHEIM" not in body, "the words themselves stay in the portal"
        assert "Testperson" not in body
    assert world.token in told[GUEST_MAIL]
    assert "/vereinbarung/" not in told[world.boss.email]
    assert f"/intern/vereinbarungen/{world.agreement.uuid}/abstimmung/" in told[world.boss.email]


def test_answers_and_changes_are_told_to_the_parties(world):
    remark = say.add_proposal(
        world.version,
        Speaker(world.other, invitation=world.link),
        clause_key=world.clause.key,
        edition=1,
        proposal="Neu.",
    )
    say.accept_proposal(remark, by=world.boss)
    told = news()
    assert "Ihr Vorschlag zu „Ziele“: angenommen" in told[GUEST_MAIL]
    assert "Ihr Vorschlag" not in told[world.manager.email]
    for address in (GUEST_MAIL, world.manager.email, world.editor.email):
        assert "Geändert: „Ziele“" in told[address]
    assert "Geändert" not in told[world.boss.email]


def test_an_answer_given_just_before_the_text_was_locked_is_told_too_with_the_link_to_that_text(world):
    remark = say.add_proposal(
        world.version,
        Speaker(world.other, invitation=world.link),
        clause_key=world.clause.key,
        edition=1,
        proposal="Neu.",
    )
    say.refuse_proposal(remark, by=world.boss)
    save_term(world.version, edition=1, values={"effective_from": date(2027, 1, 1)}, by=world.boss)
    lock_version(world.agreement, by=world.boss)
    told = news()
    assert "Ihr Vorschlag zu „Ziele“: abgelehnt" in told[GUEST_MAIL]
    assert "die Fassung ist gesperrt" in told[GUEST_MAIL]
    assert world.token in told[GUEST_MAIL]
    assert "Ihr Vorschlag" not in told[world.manager.email]
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert letters._link_or_nothing(world.link) == ""


def test_agreement_is_told_to_the_centre_and_the_others(world):
    mark = fingerprints(world.version).clauses[world.clause.key]
    by_link = Speaker(world.other, invitation=world.link)
    say.approve_clause(world.version, by_link, clause_key=world.clause.key, mark=mark)
    assert set(news()) == {world.boss.email}
    say.approve_text(world.version, by_link, mark=fingerprints(world.version).text)
    told = news()
    assert "Verein Regenbogen stimmt dem ganzen Text zu." in told[world.manager.email]
    assert GUEST_MAIL not in told
    say.withdraw_approval(world.version, by_link)
    assert "nimmt die Zustimmung zum Text zurück" in news()[world.boss.email]


def test_who_is_not_invited_any_more_gets_nothing(world):
    revoke_party_invitation(world.link, by=world.boss)
    say.add_comment(world.version, Speaker(world.partner, person=world.manager), text="Hm")
    assert GUEST_MAIL not in news()


def test_people_who_left_get_nothing(world):
    world.boss.is_active = False
    world.boss.save(update_fields=["is_active"])
    deputy = person(Role.COORDINATION, world.center)
    say.add_comment(world.version, Speaker(world.partner, person=world.manager), text="Hm")
    told = news()
    assert world.boss.email not in told
    assert deputy.email in told


def test_two_agreements_make_one_letter():
    first = negotiation()
    second = negotiation(center=first.center)
    say.add_comment(first.version, Speaker(first.partner, person=first.manager), text="Hm")
    say.add_comment(second.version, Speaker(second.partner, person=second.manager), text="Hm")
    told = news()
    assert told[GUEST_MAIL].count("Gemeinsame Sprechstunde") == 2
    assert first.token in told[GUEST_MAIL]
    assert second.token in told[GUEST_MAIL]
    assert OutgoingMail.objects.get(to=GUEST_MAIL).subject == "Neues zu 2 Vereinbarungen"


def test_a_text_taken_back_and_given_again(world):
    return_to_draft(world.agreement, by=world.boss)
    body = news()[GUEST_MAIL]
    assert "Der Text wird überarbeitet" in body
    assert world.token not in body, "the link opens nothing now"
    version = begin_negotiation(world.agreement, by=world.boss)
    body = news()[GUEST_MAIL]
    assert "Der Text steht zur Abstimmung." in body
    assert world.token in body
    assert version.number == 2


def test_what_was_typed_before_the_text_was_given_is_no_news(world):
    version = return_to_draft(world.agreement, by=world.boss)
    clause = version.clauses.get(template_key="ziele")
    save_clause(clause, edition=1, heading="Ziele", text="Im Entwurf.", by=world.boss)
    begin_negotiation(world.agreement, by=world.boss)
    assert "Geändert" not in news()[GUEST_MAIL]


@pytest.mark.parametrize(
    ("day", "guest_says", "boss_says"),
    [
        (date(2099, 12, 9), "Bitte antworten Sie bis 12.12.2099.", None),
        (date(2099, 12, 10), None, None),
        (date(2099, 12, 13), "Ihre Antwort fehlt noch.", "Es fehlt noch: Verein Regenbogen."),
        (date(2099, 12, 14), None, None),
    ],
)
def test_the_deadline_is_told_three_days_before_and_the_day_after(world, day, guest_says, boss_says):
    say.approve_text(world.version, Speaker(world.partner, person=world.manager), mark=fingerprints(world.version).text)
    set_reply_by(world.agreement, reply_by=date(2099, 12, 12), by=world.boss)
    world.link.expires_at = timezone.make_aware(datetime(2100, 1, 1))
    world.link.save(update_fields=["expires_at"])
    with time_machine.travel(timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=7.5)):
        told = news()
    assert world.manager.email not in told, "has agreed"
    assert (guest_says in told[GUEST_MAIL]) if guest_says else GUEST_MAIL not in told
    assert (boss_says in told[world.boss.email]) if boss_says else world.boss.email not in told


def test_the_worker_tells_everything_once(world):
    """Runs follow one another without a gap, also after one that failed."""
    job = next(job for job in JOBS if job.name == letters.JOB)
    start = timezone.now()
    sent = []
    for number, ok in enumerate([True, True, False, True, True]):
        with time_machine.travel(start + timedelta(minutes=20 * number), tick=False):
            say.add_comment(world.version, Speaker(world.partner, person=world.manager), text=f"Nr. {number}")
        began = start + timedelta(minutes=20 * number + 10)
        with time_machine.travel(began, tick=False):
            run = kit_jobs.begin_job(letters.JOB)
            JobRun.objects.filter(pk=run.pk).update(started_at=began)
            if ok:
                job.run()
            JobRun.objects.filter(pk=run.pk).update(finished_at=began + timedelta(minutes=1), ok=ok)
            body = "".join(OutgoingMail.objects.filter(to=world.boss.email).values_list("body", flat=True))
            sent.append(body.count("hat etwas angemerkt"))
    assert sent == [1, 2, 2, 4, 5]


def test_the_invitation_itself_is_not_told_twice(world):
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        invite_party(world.agreement, organization=world.partner, email="post@partner.example", by=world.boss)
        assert OutgoingMail.objects.filter(to="post@partner.example").count() == 1
        assert "post@partner.example" not in news()
