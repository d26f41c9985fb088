"""/demo/post/: readable before signing in, and not there when mail is really sent."""

import pytest

from kit.outbox import queue_mail
from kit.outbox.delivery import MailSender, send_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    mail = queue_mail(
        to="person@probe.example",
        subject="Einladung <b>fett</b>",
        body="Bitte hier entlang: http://127.0.0.1:8000/einladung/abc/\n<script>alert(1)</script>\n",
        purpose="probe",
    )
    send_waiting(MailSender())
    return mail


def test_list_shows_letters_to_everybody_in_the_demo(client, letter):
    response = client.get("/demo/post/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "person@probe.example" in page
    assert "Einladung &lt;b&gt;fett&lt;/b&gt;" in page
    assert not response.cookies


def test_a_letter_links_and_escapes(client, letter):
    page = client.get(f"/demo/post/{letter.uuid}/").content.decode()
    assert '<a href="http://127.0.0.1:8000/einladung/abc/"' in page
    assert "<script>alert" not in page


def test_no_letters_yet(client):
    assert "Noch keine Post" in client.get("/demo/post/").content.decode()


@pytest.mark.parametrize(("name", "value"), [("PRODUCTION", True), ("DEMO_POST", False)])
def test_the_page_is_not_there_when_mail_is_really_sent(client, letter, settings, name, value):
    setattr(settings, name, value)
    assert client.get("/demo/post/").status_code == 404
    assert client.get(f"/demo/post/{letter.uuid}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, rows, django_assert_num_queries):
    for _ in range(rows):
        queue_mail(to="a@probe.example", subject="Betreff", body="Text", purpose="probe")
    with django_assert_num_queries(2):
        client.get("/demo/post/")
