"""Clauses: saved with the state that was read, merged when two wrote, never lost."""

import os
import sys
import threading
import time

import pytest
from django.db import connection

from agreements.actions import editing
from agreements.models import AgreementVersion, Clause, ClauseEdit
from agreements.text.comparison import END, MINE, THEIRS, merge_texts
from tests.agreements.bench_world import draft

NUL = "a\x00b"


@pytest.fixture
def made(db):
    return draft()


@pytest.fixture
def boss(client, made):
    client.force_login(made.boss)
    return client


def data(made, text="Neuer Text.", edition=1, **more):
    return {"heading": "Ziele", "text": text, "edition": edition} | more


def test_saving_without_script_comes_back_to_the_clause(boss, made):
    answer = boss.post(made.clause(), data(made))
    assert answer.headers["Location"] == made.at() + f"#klausel-{made.goals.key}"
    assert (made.goals.text, made.goals.edition) == ("Neuer Text.", 2)
    assert made.goals.edits.get(edition=2).by == made.boss


def test_autosave_answers_with_the_new_edition_and_the_filled_text(boss, made):
    answer = boss.post(made.clause(), data(made, "Mit {{partner}}."), headers={"X-Workbench": "1"})
    assert answer.json()["edition"] == 2
    assert '<mark class="value">Beratung am Markt</mark>' in answer.json()["html"]


def test_line_ends_of_a_browser_are_no_change(boss, made):
    boss.post(made.clause(), data(made, "Eins\r\nZwei"))
    assert made.goals.text == "Eins\nZwei"
    boss.post(made.clause(), data(made, "Eins\r\nZwei", edition=2))
    assert made.goals.edition == 2


def test_the_second_of_two_sees_both_texts_and_one_made_of_both(boss, made):
    base = made.goals.text
    boss.post(made.clause(), data(made, base.replace("Ein Satz.", "Ein anderer Satz.")))
    answer = boss.post(made.clause(), data(made, "Vorweg. " + base))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Vorweg. Ab {{beginn}} mit {{partner}}. Ein anderer Satz.</textarea>" in page  # merged
    assert 'name="edition" value="2"' in page
    assert "Koordination Sonnenhof hat um" in page
    assert made.goals.text == base.replace("Ein Satz.", "Ein anderer Satz.")


def test_what_cannot_be_merged_stands_there_twice_and_is_not_saved_so(boss, made):
    boss.post(made.clause(), data(made, "Rot."))
    answer = boss.post(made.clause(), data(made, "Blau."))
    page = answer.content.decode()
    assert "&gt;&gt;&gt; Ihre Fassung\nBlau.\n&gt;&gt;&gt; Die andere Fassung\nRot." in page
    both = f"{MINE}\nBlau.\n{THEIRS}\nRot.\n{END}\n"
    refused = boss.post(made.clause(), data(made, both, edition=2))
    assert refused.status_code == 422
    assert "stehen noch beide Fassungen" in refused.content.decode()


def test_a_struck_clause_keeps_what_was_typed_and_can_be_taken_up_with_it(boss, made):
    boss.post(made.clause("streichen/"), {"edition": 1})
    assert made.goals.is_removed
    answer = boss.post(made.clause(), data(made, "Mein Text."))
    assert answer.status_code == 409
    assert "Mein Text." in answer.content.decode()
    boss.post(made.clause(), data(made, "Mein Text.", edition=2, take_up="1"))
    assert (made.goals.is_removed, made.goals.text) == (False, "Mein Text.")


def test_struck_and_taken_up_again_with_all_it_said(boss, made):
    text = made.goals.text
    boss.post(made.clause("streichen/"), {"edition": 1})
    assert "Wieder aufnehmen" in boss.get(made.at()).content.decode()
    boss.post(made.clause("aufnehmen/"))
    assert (made.goals.is_removed, made.goals.text) == (False, text)


def test_mandatory_clauses_stay(boss, made):
    head = made.version.clauses.get(block="parties")
    page = boss.post(made.clause("streichen/", head.key), {"edition": 1}, follow=True).content.decode()
    assert "kann nicht gestrichen werden" in page
    assert not made.version.clauses.get(block="parties").is_removed


def test_clauses_move_and_own_ones_come_in_behind_another(boss, made):
    order = list(made.version.clauses.values_list("heading", flat=True))
    boss.post(made.clause("verschieben/"), {"up": "nein"})
    assert list(made.version.clauses.values_list("heading", flat=True))[:3] == [order[0], order[2], order[1]]
    boss.post(made.at("klausel/neu/"), {"heading": "Fahrten", "text": "Wir fahren.", "after": made.goals.key})
    assert list(made.version.clauses.values_list("heading", flat=True))[2:4] == ["Ziele", "Fahrten"]


def test_history_shows_sittings_word_by_word_and_brings_a_state_back(boss, made):
    first = made.goals.text
    for number in range(2, 7):
        boss.post(made.clause(), data(made, f"Satz {number}.", edition=number - 1))
    page = boss.get(made.clause("verlauf/")).content.decode()
    assert "5-mal gespeichert" in page
    assert "<ins>" in page
    boss.post(made.clause("verlauf/zurueck/"), {"edition": 6, "stand": "1"})
    assert made.goals.text == first
    assert made.goals.edits.count() == 7
    for bad in ("x", "99", "", "٣", "1" * 40):
        assert boss.post(made.clause("verlauf/zurueck/"), {"edition": 7, "stand": bad}).status_code == 302


@pytest.mark.parametrize(
    "bad",
    [
        {"text": "x" * 200_000},
        {"heading": ""},
        {"heading": "x" * 161},
        {"edition": "eins"},
        {"edition": ""},
        {"edition": "-1"},
        {"edition": "9" * 40},
    ],
)
def test_bad_input_is_refused_in_words_and_what_was_typed_stays(boss, made, bad):
    answer = boss.post(made.clause(), data(made, "Mein Text.") | bad)
    assert answer.status_code == 422
    if "text" not in bad:
        assert "Mein Text." in answer.content.decode()
    assert boss.post(made.clause(), data(made) | bad, headers={"X-Workbench": "1"}).json()["errors"]
    assert made.goals.edition == 1


def test_what_no_database_can_hold_is_refused_before_it_gets_there(boss, made):
    assert boss.post(made.clause(), data(made, NUL)).status_code == 400
    assert made.goals.edition == 1


def test_a_locked_text_says_so_and_gives_the_words_back(boss, made):
    AgreementVersion.objects.filter(pk=made.version.pk).update(closed_at=made.version.created_at)
    answer = boss.post(made.clause(), data(made, "Zu spät getippt."))
    assert answer.status_code == 409
    assert "Zu spät getippt." in answer.content.decode()
    row = made.version.responsibilities.get()
    late = boss.post(made.at(f"zeile/zustaendigkeit/{row.key}/"), {"task": "Zu spät", "due_kind": "none", "edition": 1})
    assert late.status_code == 409
    assert "Zu spät" in late.content.decode()


def test_unknown_clauses_are_not_found(boss, made):
    strange = "00000000-0000-4000-8000-000000000000"
    assert boss.get(made.clause(key=strange)).status_code == 404
    assert boss.post(made.clause(key=strange), data(made)).status_code == 404
    assert boss.post(made.at("klausel/keine-kennung/")).status_code == 404


def test_what_was_typed_survives_an_expired_sign_in(client, made):
    client.force_login(made.boss)
    client.get(made.at())
    session = client.session
    for name in list(session.keys()):
        if name.startswith("_auth"):
            del session[name]
    session.save()
    answer = client.post(made.clause(), data(made, "Bei abgelaufener Anmeldung getippt."))
    assert "/konto/anmelden/" in answer.headers["Location"]
    client.force_login(made.boss)
    page = client.get("/konto/eingaben/").content.decode()
    assert "Bei abgelaufener Anmeldung getippt." in page
    assert made.clause() in page


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "left"),
    [
        ("A. B. C.", "A. B. C.", "A. X. C.", "A. X. C.", 0),
        ("A. B. C.", "A1. B. C.", "A. B. C1.", "A1. B. C1.", 0),
        ("A.\n\nB.\n", "A.\n\nB.\n\nC.\n", "Z.\n\nA.\n\nB.\n", "Z.\n\nA.\n\nB.\n\nC.\n", 0),
        ("A. B.", "A. X.", "A. X.", "A. X.", 0),
        ("A. B.", "A.", "A. B. C.", None, 1),
        ("A.", "B.", "C.", f"{MINE}\nB.\n{THEIRS}\nC.\n{END}\n", 1),
        ("", "Neu.", "", "Neu.", 0),
    ],
)
def test_merging(base, mine, theirs, merged, left):
    found = merge_texts(base, mine, theirs)
    assert found.open_places == left
    if merged is not None:
        assert found.text == merged


def test_without_the_common_beginning_both_texts_are_kept():
    found = merge_texts(None, "Mein Text.", "Euer Text.")
    assert found.open_places == 1
    assert "Mein Text." in found.text
    assert "Euer Text." in found.text


@pytest.mark.django_db(transaction=True)
def test_many_editors_at_once_lose_nothing(made):
    """T42. ``EDITORS=50 SAVES=200`` for the whole proof. Half write clauses of their own group, all one common one."""
    editors, saves = int(os.environ.get("EDITORS", "8")), int(os.environ.get("SAVES", "25"))
    shared = made.goals
    others = list(made.version.clauses.exclude(pk=shared.pk)[:10])
    said: list[tuple[int, int, str]] = []
    wrong: list[BaseException] = []
    conflicts = [0]
    lock = threading.Lock()
    start = threading.Barrier(editors)

    def type_away(who: int) -> None:
        try:
            start.wait()
            for number in range(saves):
                clause = shared if number % 2 else others[(who + number) % len(others)]
                text, known = f"Von {who}, Nummer {number}.", None
                while known is None:
                    row = Clause.objects.select_related("version").get(pk=clause.pk)
                    try:
                        known = editing.save_clause(row, edition=row.edition, heading=row.heading, text=text, by=None)
                    except editing.EditConflict:
                        with lock:
                            conflicts[0] += 1
                with lock:
                    said.append((clause.pk, known.edition, text))
        except BaseException as trouble:
            wrong.append(trouble)
        finally:
            connection.close()

    began = time.monotonic()
    threads = [threading.Thread(target=type_away, args=(who,)) for who in range(editors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(
        f"{len(said)} saved, {conflicts[0]} conflicts, {time.monotonic() - began:.1f} s, errors: {wrong[:1]}" + "\n"
    )
    assert wrong == []
    assert len(said) == editors * saves
    kept = {(edit.clause_id, edit.edition): edit.text for edit in ClauseEdit.objects.filter(edition__gt=1)}
    assert kept == {(pk, edition): text for pk, edition, text in said}  # every one once, none without acknowledgement
    for clause in [shared, *others]:
        clause.refresh_from_db()
        mine = [(edition, text) for pk, edition, text in said if pk == clause.pk]
        assert [edition for edition, _ in sorted(mine)] == list(range(2, len(mine) + 2))
        assert clause.text == max(mine)[1]
