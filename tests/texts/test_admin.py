"""Editing text pages in the staff admin."""

import pytest
from django.urls import reverse

from accounts.models import User
from kit.editing import edition_of
from tests.factories.accounts import UserFactory
from texts.models import TextPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def test_saving_notes_who_and_publishes_at_once(client, editor):
    page, _ = TextPage.objects.get_or_create(slug="mitmachen", defaults={"title": "Mitmachen", "body": "alt"})
    address = reverse("admin:texts_textpage_change", args=[page.pk])
    seen = edition_of(page)
    data = {"title": "Mitmachen", "body": "Neuer Text", "language": "de", "order": 10, "version": seen}
    assert client.post(address, data).status_code == 302
    page.refresh_from_db()
    assert (page.body, page.updated_by, page.slug) == ("Neuer Text", editor, "mitmachen")
    assert "Neuer Text" in client.get("/mitmachen/").content.decode()


def test_a_page_the_law_expects_cannot_be_deleted(client, editor):
    page, _ = TextPage.objects.get_or_create(slug="impressum", defaults={"title": "Impressum", "body": "x"})
    assert client.post(reverse("admin:texts_textpage_delete", args=[page.pk]), {"post": "yes"}).status_code == 403
    own = TextPage.objects.create(slug="raeume", title="Räume", body="x")
    assert client.post(reverse("admin:texts_textpage_delete", args=[own.pk]), {"post": "yes"}).status_code == 302


def test_list_costs_the_same_for_one_and_for_three(client, editor, django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        TextPage.objects.all().delete()
        for n in range(number):
            TextPage.objects.create(slug=f"s{n}", title=f"S{n}", body="x", updated_by=User.objects.get(pk=editor.pk))
        with django_assert_max_num_queries(30) as counted:
            client.get(reverse("admin:texts_textpage_changelist"))
        counts.append(len(counted))
    assert counts[0] == counts[1]
