"""The outbox against a mail server that really speaks SMTP, and against one that is not there."""

import socketserver
import threading

import pytest

from familynet.host import env
from kit.models import MailState, OutgoingMail
from kit.outbox import delivery, queue_mail

pytestmark = pytest.mark.django_db


class Session(socketserver.StreamRequestHandler):
    """Just enough SMTP; ``server.refuse`` answers 451 to that many messages first."""

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def handle(self):
        self.say(b"220 probe")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.say(b"354 go on")
                content = b"".join(iter(self.rfile.readline, b".\r\n"))
                if self.server.refuse:
                    self.server.refuse -= 1
                    self.say(b"451 later")
                else:
                    self.server.letters.append(content.decode())
                    self.say(b"250 taken")
            elif word == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 ok")


@pytest.fixture
def mail_server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        server.letters, server.refuse = [], 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.DEMO_POST = False
        settings.OUTGOING_MAIL = env.mail(f"smtp://127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()


def queue(subject="Grüße"):
    return queue_mail(to="a@probe.example", subject=subject, body="Schöne Grüße\n", purpose="probe")


def send():
    postman = delivery.MailSender()
    sent = delivery.send_waiting(postman)
    postman.close()
    return sent


def test_letter_arrives_as_plain_text_with_our_message_id(mail_server):
    mail = queue()
    assert send() == 1
    (letter,) = mail_server.letters
    assert f"Message-ID: {mail.message_id}" in letter
    assert "Auto-Submitted: auto-generated" in letter
    assert "Subject: =?utf-8?" in letter
    assert "Content-Type: text/plain" in letter


def test_451_is_repeated_with_the_same_id_and_arrives_once(mail_server):
    mail_server.refuse = 1
    mail = queue()
    assert send() == 0
    OutgoingMail.objects.update(next_attempt_at=mail.created_at)
    assert send() == 1
    assert len(mail_server.letters) == 1
    assert mail.message_id in mail_server.letters[0]


def test_no_server_keeps_everything(settings):
    settings.DEMO_POST = False
    settings.OUTGOING_MAIL = env.mail("smtp://127.0.0.1:9")
    queue(), queue()
    assert send() == 0
    assert OutgoingMail.objects.filter(state=MailState.QUEUED).count() == 2


def test_many_letters_use_one_connection(mail_server):
    for number in range(20):
        queue(f"Nummer {number}")
    assert send() == 20
    assert len(mail_server.letters) == 20


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://relay", {"host": "relay", "port": 25, "use_tls": False, "use_ssl": False}),
        ("smtp://n%40me:p%3Aw@relay:587", {"username": "n@me", "password": "p:w", "port": 587, "use_tls": True}),
        ("smtps://n:p@relay", {"port": 465, "use_ssl": True, "use_tls": False}),
    ],
)
def test_mail_url(url, expected):
    assert expected.items() <= env.mail(url).items()


@pytest.mark.parametrize("url", ["http://relay", "smtp://", "relay:25"])
def test_wrong_mail_url_says_how_it_should_look(url):
    with pytest.raises(SystemExit, match="EMAIL_URL"):
        env.mail(url)
