"""Reminders: which day, which threshold, to whom, once, bundled, and nothing lost when something breaks."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from agreements.actions.life.follow_up import record_review, suspend_agreement
from agreements.enums import AgreementState as S
from agreements.enums import TermKind
from agreements.life import reminders
from agreements.life.reminders import PURPOSE, send_reminders
from agreements.models import Agreement, Reminder, Termination
from kit.models import OutgoingMail
from kit.outbox import due_letters
from tests.agreements.life_world import agreement, on
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganizationFactory, person

pytestmark = pytest.mark.django_db
END = date(2027, 6, 30)


def letters():
    return {mail.to: mail.body for mail in OutgoingMail.objects.filter(purpose=PURPOSE)}


def sent():
    return sorted(Reminder.objects.values_list("kind", "days"))


def ahead(days):
    return END - timedelta(days=days)


@pytest.fixture
def row():
    return agreement(
        term_kind=TermKind.FIXED,
        ends_on=END,
        review_months=None,
        responsible=UserFactory(email="chef@z.example"),
        deputy=UserFactory(email="stellv@z.example"),
    )


def test_180_90_and_30_days_before_the_end_once_each(row):
    assert send_reminders(ahead(181)) == 0
    for days in (180, 90, 30):
        assert send_reminders(ahead(days)) == 2
        assert send_reminders(ahead(days)) == 0
        assert send_reminders(ahead(days - 1)) == 0
    assert sent() == [("end", 30), ("end", 90), ("end", 180)]


def test_days_without_a_job_lose_nothing_and_pile_up_nothing(row):
    assert send_reminders(ahead(20)) == 2
    assert sent() == [("end", 30)]


def test_the_letter_says_what_when_and_where(row):
    send_reminders(ahead(90))
    body = letters()["chef@z.example"]
    assert row.title in body
    assert "30. Juni 2027 (in 90 Tagen): letzter Tag der Laufzeit" in body
    assert f"/intern/vereinbarungen/{row.uuid}/verlauf/" in body


def test_several_agreements_are_one_letter_per_person():
    boss = UserFactory(email="chef@z.example")
    for number in range(3):
        agreement(term_kind=TermKind.FIXED, ends_on=END + timedelta(days=number), responsible=boss)
    assert send_reminders(ahead(85)) == 1
    assert OutgoingMail.objects.get(purpose=PURPOSE).subject == "3 Termine Ihrer Vereinbarungen"
    assert Reminder.objects.count() == 3


def test_without_a_responsible_the_coordination_of_the_centre_hears():
    row = agreement(term_kind=TermKind.FIXED, ends_on=END)
    one, other = person(Role.COORDINATION, row.center), person(Role.COORDINATION, OrganizationFactory())
    send_reminders(ahead(180))
    assert set(letters()) == {one.email}
    assert other.email not in letters()


def test_a_locked_account_gets_no_letter(row):
    for one in (row.responsible, row.deputy):
        one.is_active = False
        one.save()
    boss = person(Role.COORDINATION, row.center)
    send_reminders(ahead(180))
    assert set(letters()) == {boss.email}


def test_30_days_before_it_goes_to_all_coordination_unless_somebody_has_reacted(row):
    boss = person(Role.COORDINATION, row.center)
    send_reminders(ahead(90))
    assert boss.email not in letters()
    send_reminders(ahead(30))
    assert boss.email in letters()


def test_whoever_reacted_is_not_told_on(row):
    boss = person(Role.COORDINATION, row.center)
    send_reminders(ahead(90))
    with on(ahead(80)):
        record_review(row, held_on=ahead(80), result="continue", by=row.responsible)
    send_reminders(ahead(30))
    assert boss.email not in letters()


def test_passed_goes_up_to_administration():
    row = agreement(next_review_on=END, responsible=UserFactory(email="chef@z.example"))
    boss, admin = person(Role.COORDINATION, row.center), person(Role.ADMINISTRATION, row.center)
    far = person(Role.ADMINISTRATION, OrganizationFactory())
    send_reminders(END + timedelta(days=1))
    assert set(letters()) == {"chef@z.example", boss.email, admin.email}
    assert "diese Tage sind vorbei" in letters()[admin.email]
    assert far.email not in letters()
    assert send_reminders(END + timedelta(days=2)) == 0


def test_where_the_centre_has_no_administration_the_portal_hears():
    row = agreement(next_review_on=END)
    far = person(Role.ADMINISTRATION, OrganizationFactory())
    send_reminders(END + timedelta(days=1))
    assert set(letters()) == {far.email}
    assert row.pk


def test_a_renewing_term_is_reminded_of_its_notice_deadline(row):
    Agreement.objects.filter(pk=row.pk).update(state=S.ENDED)
    agreement(term_kind=TermKind.RENEWING, ends_on=END, renewal_months=12, notice_months=3, responsible=row.responsible)
    deadline = date(2027, 3, 31)
    send_reminders(deadline - timedelta(days=30))
    assert sent() == [("notice", 30)]
    assert "31. März 2027" in letters()["chef@z.example"]
    assert send_reminders(deadline + timedelta(days=1)) == 0


def test_an_open_ended_agreement_has_no_deadline_to_miss():
    agreement(responsible=UserFactory())
    for days in range(0, 400, 5):
        send_reminders(date(2027, 1, 1) + timedelta(days=days))
    assert sent() == []


def test_after_notice_only_the_end_counts(row):
    Termination.objects.create(
        agreement=row,
        kind="mutual",
        declared_by=row.center,
        declared_on=date(2027, 1, 1),
        received_on=date(2027, 1, 1),
        earliest_on=END,
        effective_on=date(2027, 3, 31),
    )
    Agreement.objects.filter(pk=row.pk).update(state=S.NOTICE_GIVEN, next_review_on=date(2027, 3, 15))
    send_reminders(date(2027, 3, 1))
    assert sent() == [("end", 30)]


def test_while_it_rests_its_review_waits_and_its_end_does_not(row):
    Agreement.objects.filter(pk=row.pk).update(next_review_on=END)
    with on(ahead(40)):
        suspend_agreement(row, starts_on=ahead(40), ends_on=None, reason="Umbau", by=None)
    send_reminders(ahead(30))
    assert sent() == [("end", 30)]


def test_drafts_and_what_is_over_are_left_alone(row):
    for state in (S.DRAFT, S.IN_NEGOTIATION, S.FINAL_TEXT, S.ENDED, S.SUPERSEDED, S.ABANDONED, S.ARCHIVED):
        Agreement.objects.filter(pk=row.pk).update(state=state, next_review_on=END)
        assert send_reminders(ahead(30)) == 0


def test_run_out_without_a_successor_is_told_once_and_with_one_not(row):
    Agreement.objects.filter(pk=row.pk).update(state=S.EXPIRED)
    new = agreement(state=S.DRAFT, replaces=row, effective_from=END + timedelta(days=1))
    assert send_reminders(END + timedelta(days=1)) == 0
    Agreement.objects.filter(pk=new.pk).update(state=S.ABANDONED)
    assert send_reminders(END + timedelta(days=1)) == 2
    assert sent() == [("end", 0)]
    assert send_reminders(END + timedelta(days=2)) == 0


def test_history_is_no_news(row):
    Agreement.objects.filter(pk=row.pk).update(state=S.EXPIRED)
    assert send_reminders(END + timedelta(days=100)) == 0


def test_a_crash_while_writing_letters_leaves_neither_row_nor_letter(row, monkeypatch):
    honest = due_letters.queue_mail

    def crashes(**values):
        if values["to"] == "stellv@z.example":
            raise RuntimeError
        return honest(**values)

    monkeypatch.setattr(due_letters, "queue_mail", crashes)
    with pytest.raises(RuntimeError):
        send_reminders(ahead(90))
    assert sent() == []
    assert letters() == {}
    monkeypatch.setattr(due_letters, "queue_mail", honest)
    assert send_reminders(ahead(90)) == 2


def test_one_that_cannot_be_reckoned_keeps_back_no_other(row, monkeypatch):
    broken = agreement(term_kind=TermKind.FIXED, ends_on=END, responsible=row.responsible)
    honest = reminders.due_days

    def breaks(found, *rest):
        if found.pk == broken.pk:
            raise OverflowError
        return honest(found, *rest)

    monkeypatch.setattr(reminders, "due_days", breaks)
    assert send_reminders(ahead(90)) == 2
    assert Reminder.objects.get().agreement == row


def test_looking_costs_the_same_for_one_and_for_three(row, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        list(reminders.reminders_due(date(2026, 2, 1)))
    for _ in range(3):
        agreement(term_kind=TermKind.FIXED, ends_on=END)
    with django_assert_num_queries(len(one)):
        list(reminders.reminders_due(date(2026, 2, 1)))
