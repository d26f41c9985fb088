"""The public check of a printed version: yes or no, and nothing about what it says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agreements.actions.drafting import begin_amendment
from agreements.actions.locking import begin_negotiation, lock_version, reopen_version
from tests.agreements.signing_world import locked, sign, signed

pytestmark = pytest.mark.django_db
ASK = "/pruefung/"


def answer(version):
    return reverse("agreements:verify", args=[version.content_hash])


@pytest.fixture
def version():
    return signed()


def test_a_version_in_force(client, version):
    response = client.get(answer(version))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Fassung 1 einer Vereinbarung" in html
    assert "Heute in Kraft" in html


def test_nothing_of_the_content_is_shown(client, version):
    html = client.get(answer(version)).content.decode()
    agreement = version.agreement
    secrets = [agreement.title, agreement.reference, str(agreement.uuid), "Muster", "Sprechstunde", "Gera", "Leitung"]
    secrets += [party.organization.name for party in version.parties.all()]
    assert [word for word in secrets if word in html] == []


def test_nobody_gets_a_cookie_and_nothing_is_kept(client, version):
    for address in (ASK, f"{ASK}?code=123", answer(version)):
        response = client.get(address)
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("spelling", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_code_as_it_stands_on_the_paper(client, version, spelling):
    digits = version.content_hash
    typed = spelling.format(digits, version.short_hash.upper(), digits[:12])
    response = client.get(ASK, {"code": typed})
    assert response.status_code == 302
    assert response["Location"] == answer(version)


def test_an_unknown_code(client, version):
    unknown = "0" * 64
    assert client.get(reverse("agreements:verify", args=[unknown])).status_code == 404
    response = client.get(ASK, {"code": "000000000000"})
    assert response.status_code == 404
    assert "kennen wir nicht" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [("3f9a", "zu wenige"), ("hallo welt und", "keine Prüfsumme"), ("a" * 65, "keine")]
)
def test_what_is_no_code_is_explained(client, typed, words):
    response = client.get(ASK, {"code": typed})
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert 'aria-describedby="code-error code-hint" aria-invalid="true"' in html
    empty = client.get(ASK).content.decode()
    assert "aria-invalid" not in empty
    assert ("noindex" in html, "noindex" in empty) == (True, False)


def test_two_versions_that_begin_alike_need_more_digits(client, version):
    other = locked()
    twin = version.content_hash[:20] + "0" * 44
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE agreements_agreementversion DISABLE TRIGGER USER")
        cursor.execute("UPDATE agreements_agreementversion SET content_hash = %s WHERE id = %s", [twin, other.pk])
        cursor.execute("ALTER TABLE agreements_agreementversion ENABLE TRIGGER USER")
    response = client.get(ASK, {"code": version.content_hash[:12]})
    assert response.status_code == 422
    assert "mehr Zeichen" in response.content.decode()
    assert client.get(ASK, {"code": version.content_hash[:24]}).status_code == 302
    assert "Das Siegel passt nicht mehr" in client.get(ASK, {"code": twin}, follow=True).content.decode()


def test_without_all_signatures_it_is_not_in_force_yet(client):
    version = locked()
    sign(version)
    assert "Noch nicht in Kraft" in client.get(answer(version)).content.decode()


def test_before_its_first_day_it_is_not_in_force_yet(client):
    version = signed(effective_from=timezone.localdate() + timedelta(days=5))
    assert "Noch nicht in Kraft" in client.get(answer(version)).content.decode()


def test_a_version_given_up(client):
    version = locked()
    reopen_version(version.agreement, note="Fehler", by=None)
    assert "nicht zustande gekommen" in client.get(answer(version)).content.decode()


def test_a_newer_version_replaces_it(client, version):
    agreement = version.agreement
    begin_amendment(agreement, change_note="mehr Stunden", by=None)
    begin_negotiation(agreement, by=None)
    newer = lock_version(agreement, by=None)
    assert "Heute in Kraft" in client.get(answer(version)).content.decode()
    for number in (0, 1):
        sign(newer, number=number)
    assert "Durch eine neuere Fassung ersetzt" in client.get(answer(version)).content.decode()
    assert "Heute in Kraft" in client.get(answer(newer)).content.decode()


def test_after_its_last_day_it_is_over(client):
    today = timezone.localdate()
    version = signed(term_kind="fixed", ends_on=today, notice_to="term")
    assert "Heute in Kraft" in client.get(answer(version)).content.decode()
    with pytest.MonkeyPatch.context() as patch:
        later = timezone.now() + timedelta(days=2)
        patch.setattr(timezone, "now", lambda: later)
        assert "Nicht mehr in Kraft" in client.get(answer(version)).content.decode()


def test_a_draft_has_no_code(client):
    assert client.get(ASK).status_code == 200
    assert client.get(f"{ASK}{'g' * 64}/").status_code == 404
