"""The outbox: written with the transaction, delivered at least once, never with foreign headers."""

import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kit.models import MailState, OutgoingMail
from kit.outbox import delivery, queue_mail

pytestmark = pytest.mark.django_db


class FakePostman:
    """Hands over by calling ``answer``; remembers what it was given."""

    def __init__(self, answer=lambda mail: None):
        self.answer = answer
        self.given = []

    def deliver(self, mail):
        self.given.append(mail.message_id)
        self.answer(mail)


def raising(error):
    def answer(mail):
        raise error

    return answer


def queue(**changes):
    return queue_mail(
        **{"to": "person@probe.example", "subject": "Betreff", "body": "Text", "purpose": "probe"} | changes
    )


def test_mail_is_sent_once_and_its_text_forgotten_in_production(settings):
    settings.DEMO_POST = False
    mail = queue()
    postman = FakePostman()
    assert delivery.send_waiting(postman) == 1
    assert delivery.send_waiting(postman) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.body, mail.lease_until) == (MailState.SENT, 1, "", None)
    assert mail.sent_at
    assert postman.given == [mail.message_id]


def test_demo_delivers_nothing_and_keeps_the_text():
    mail = queue()
    assert delivery.send_waiting(delivery.MailSender()) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (MailState.SENT, "Text")


def test_rollback_takes_the_mail_back():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "to", ["a@probe.example\nBcc: b@probe.example", "a@probe.example,b@probe.example", "kein Mensch", "", "a@b@c"]
)
def test_addresses_that_are_not_one_person_are_refused(to):
    with pytest.raises(ValidationError):
        queue(to=to)


def test_subject_becomes_one_line():
    mail = queue(subject="Ein\r\nBcc: fremd@probe.example\tBetreff")
    assert mail.subject == "Ein Bcc: fremd@probe.example Betreff"


def test_the_database_refuses_a_subject_of_two_lines():
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.create(message_id="<x@y>", to="a@probe.example", subject="a\nb", purpose="probe")


def test_oldest_first():
    first, second = queue(), queue()
    postman = FakePostman()
    delivery.send_waiting(postman)
    assert postman.given == [first.message_id, second.message_id]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"person@probe.example": (550, b"no such user")}), MailState.FAILED),
        (smtplib.SMTPDataError(554, b"rejected"), MailState.FAILED),
        (smtplib.SMTPRecipientsRefused({"person@probe.example": (450, b"greylisted")}), MailState.QUEUED),
        (smtplib.SMTPDataError(451, b"try later"), MailState.QUEUED),
        (smtplib.SMTPSenderRefused(550, b"sender", "netz@probe.example"), MailState.QUEUED),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), MailState.QUEUED),
        (smtplib.SMTPServerDisconnected("gone"), MailState.QUEUED),
        (TimeoutError(), MailState.QUEUED),
    ],
)
def test_permanent_and_passing_errors(error, state):
    mail = queue()
    assert delivery.send_waiting(FakePostman(raising(error))) == 0
    mail.refresh_from_db()
    assert mail.state == state
    assert "person@" not in mail.last_error
    if state == MailState.QUEUED:
        assert mail.next_attempt_at > timezone.now() + timedelta(seconds=5)


def test_waiting_doubles_up_to_ten_minutes():
    assert [delivery.retry_delay(n).total_seconds() for n in (1, 2, 3, 6, 7, 50)] == [15, 30, 60, 480, 600, 600]


def test_unreachable_server_stops_the_round():
    queue(), queue()
    postman = FakePostman(raising(delivery.Unreachable("refused")))
    assert delivery.send_waiting(postman) == 0
    assert len(postman.given) == 1


def test_one_broken_letter_does_not_stop_the_others():
    broken, fine = queue(subject="kaputt"), queue()

    def answer(mail):
        if mail.subject == "kaputt":
            raise ValueError("cannot be built")

    assert delivery.send_waiting(FakePostman(answer)) == 1
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == (MailState.FAILED, MailState.SENT)


def test_after_three_days_it_is_given_up():
    mail = queue()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=4))
    delivery.send_waiting(FakePostman(raising(smtplib.SMTPDataError(451, b"try later"))))
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_killed_worker_leaves_a_lease_and_the_mail_goes_out_again_with_the_same_id():
    mail = queue()
    claimed = delivery.claim_mail()  # and then the worker is killed
    assert claimed.pk == mail.pk
    assert delivery.claim_mail() is None
    OutgoingMail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    postman = FakePostman()
    assert delivery.send_waiting(postman) == 1
    assert postman.given == [mail.message_id]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 2)


def test_a_worker_whose_lease_ran_out_does_not_overwrite_the_other_one():
    queue()
    slow = delivery.claim_mail()
    OutgoingMail.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    delivery.send_waiting(FakePostman())
    delivery._fail(slow, "zu spät")
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_djangos_mails_go_the_same_way(settings):
    settings.EMAIL_BACKEND = "kit.outbox.backend.OutboxBackend"
    assert send_mail("Betreff", "Text", None, ["a@probe.example", "Name <b@probe.example>"]) == 1
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["a@probe.example", "b@probe.example"]


def test_links_in_letters_come_from_the_settings_and_nothing_is_escaped(settings, tmp_path):
    (tmp_path / "brief.txt").write_text("Hallo {{ name }}, {{ public_base_url }}/x\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    settings.PUBLIC_BASE_URL = "https://netz.probe.example"
    mail = queue(template="brief.txt", context={"name": "Eltern & Kind"})
    assert mail.body == "Hallo Eltern & Kind, https://netz.probe.example/x\n"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_mail():
    import threading

    for number in range(12):
        queue(subject=f"Nummer {number}")
    seen, lock = [], threading.Lock()

    def work():
        while mail := delivery.claim_mail():
            with lock:
                seen.append(mail.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(seen) == sorted(OutgoingMail.objects.values_list("pk", flat=True))
