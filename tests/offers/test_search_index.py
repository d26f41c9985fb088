"""The index in the process follows the database: what others write is found, what is gone is not."""

from datetime import time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from offers.actions.documents import different_documents, prune_change_log, rebuild_documents
from offers.enums import OfferState
from offers.filters import search
from offers.models import Offer, OfferDocument, SearchWord
from offers.models.document_change import DocumentChange
from offers.search import index as search_index
from tests.factories.offers import OfferFactory
from tests.factories.partners import TopicFactory
from tests.offers.hits import titles_of
from tests.offers.rows import next_weekday, published

pytestmark = pytest.mark.django_db
TUESDAY = next_weekday(2, time(9, 30))


def titles(query):
    return sorted(titles_of(search(QueryDict(query))))


def test_what_changes_is_found_with_the_next_search():
    offer = published("Krabbelgruppe", starts=[TUESDAY])
    assert titles("q=krabbelgruppe") == ["Krabbelgruppe"]

    Offer.objects.filter(pk=offer.pk).update(title="Nähcafé")
    assert (titles("q=krabbelgruppe"), titles("q=nähcafé")) == ([], ["Nähcafé"])

    published("Krabbelkreis", starts=[TUESDAY])
    assert titles("q=krabbel") == ["Krabbelkreis"]

    Offer.objects.filter(pk=offer.pk).update(state=OfferState.PAUSED)
    assert titles("") == ["Krabbelkreis"]


def test_a_new_topic_and_a_new_everyday_word_count_at_once():
    offer = published("Treff", starts=[TUESDAY])
    assert titles("q=quasselrunde") == []
    SearchWord.objects.create(typed="Quasselrunde", means="Treff")
    assert titles("q=quasselrunde") == ["Treff"]

    offer.topics.add(TopicFactory(slug="neues-thema", name="Neues Thema"))
    assert titles("thema=neues-thema") == ["Treff"]


def test_dates_that_were_read_follow_too():
    offer = published("Treff", starts=[TUESDAY])
    day = timezone.localdate(TUESDAY)
    query = f"von={day}&bis={day}"
    assert titles(query) == ["Treff"]
    session = offer.runs.get().sessions.get()
    session.starts_at += timedelta(days=1)
    session.ends_at += timedelta(days=1)
    session.save()
    assert titles(query) == []
    assert titles(f"von={day + timedelta(days=1)}&bis={day + timedelta(days=1)}") == ["Treff"]


def test_without_the_change_log_a_change_is_not_seen(settings):
    """Negative control: the change log is what the index follows, nothing else."""
    offer = published("Krabbelgruppe", starts=[TUESDAY])
    assert titles("q=krabbelgruppe") == ["Krabbelgruppe"]
    Offer.objects.filter(pk=offer.pk).update(title="Nähcafé")
    DocumentChange.objects.all().delete()
    assert titles("q=nähcafé") == []


def test_many_changes_at_once_are_one_entry():
    published("Treff", starts=[TUESDAY])
    titles("")
    DocumentChange.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE offers_documentchange ALTER what SET DEFAULT 'a'")
        cursor.execute("INSERT INTO offers_documentchange DEFAULT VALUES")
    OfferDocument.objects.all()._raw_delete(OfferDocument.objects.db)
    DocumentChange.objects.filter(what="d").delete()
    assert titles("") == []


def test_after_a_long_silence_everything_is_read_anew(monkeypatch):
    offer = published("Krabbelgruppe", starts=[TUESDAY])
    assert titles("") == ["Krabbelgruppe"]
    Offer.objects.filter(pk=offer.pk).update(title="Nähcafé")
    DocumentChange.objects.all().delete()
    monkeypatch.setattr(search_index, "LONGEST_SILENCE", -1.0)
    assert titles("q=nähcafé") == ["Nähcafé"]


def test_the_change_log_is_pruned():
    prune_change_log()  # what the database noted when it was migrated, perhaps hours ago
    published("Treff", starts=[TUESDAY])
    assert prune_change_log() == 0
    DocumentChange.objects.update(changed_at=timezone.now() - timedelta(hours=3))
    assert prune_change_log() > 0
    assert not DocumentChange.objects.exists()


def test_a_document_that_does_not_say_what_the_data_say_is_found_and_mended(capsys):
    offer = published("Treff", starts=[TUESDAY])
    OfferFactory()
    call_command("check_invariants")
    OfferDocument.objects.filter(pk=offer.pk).update(facets=[])
    assert different_documents() == [offer.pk]
    with pytest.raises(CommandError, match="1 Suchdokumente"):
        call_command("check_invariants")
    OfferDocument.objects.filter(pk=offer.pk).delete()
    assert different_documents() == [offer.pk]
    assert list(rebuild_documents()) == [2]
    call_command("rebuild_search")
    call_command("check_invariants")
    assert "stimmen mit den Daten überein" in capsys.readouterr().out
