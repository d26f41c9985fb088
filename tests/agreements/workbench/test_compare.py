"""Two versions word by word, clause by clause, row by row; and the text to read and print."""

from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.enums import Role
from agreements.actions.drafting import copy_version
from agreements.actions.editing import add_clause, move_clause, save_clause, save_row, strike_clause
from agreements.models import AgreementInvitation, AgreementVersion, Basis, Responsibility
from agreements.text.comparison import compare_documents
from agreements.text.document import Document, DocumentTable, ShownClause, build_document
from tests.agreements.bench_world import draft
from tests.factories.partners import person

EMPTY = Document("KV-1", "Titel", "Art", 1, None, "", "Zentrum")


def document(*clauses):
    return replace(EMPTY, clauses=tuple(ShownClause(key, f"§ {n}", key, text) for n, (key, text) in enumerate(clauses)))


def kinds(before, after):
    return [(one.key, one.kind, one.is_moved) for one in compare_documents(before, after).clauses]


def test_added_removed_changed_and_moved():
    before = document(("a", "Eins."), ("b", "Zwei."), ("c", "Drei."), ("d", "Vier."))
    after = document(("a", "Eins!"), ("c", "Drei."), ("e", "Neu."), ("d", "Vier."), ("b", "Zwei."))
    assert dict((key, (kind, moved)) for key, kind, moved in kinds(before, after)) == {
        "a": ("changed", False),
        "c": ("same", False),
        "e": ("added", False),
        "d": ("same", False),
        "b": ("same", True),
    }


def test_a_heading_is_shown_twice_only_when_it_changed():
    text, heading = document(("a", "Eins.")), document(("a", "Eins!"))
    assert [one.heading_changed for one in compare_documents(text, heading).clauses] == [False]
    renamed = replace(text, clauses=(replace(text.clauses[0], heading="Ziele"),))
    assert [one.heading_changed for one in compare_documents(text, renamed).clauses] == [True]


def test_what_went_stands_where_it_was():
    before, after = document(("a", ""), ("b", ""), ("c", "")), document(("a", ""), ("c", ""))
    assert [key for key, _, _ in kinds(before, after)] == ["a", "b", "c"]
    assert [key for key, _, _ in kinds(before, document())] == ["a", "b", "c"]


def test_rows_are_found_by_their_key_not_by_their_place():
    def one(*rows):
        table = DocumentTable(
            "Aufgaben", ("Aufgabe",), tuple((text,) for _, text in rows), tuple(key for key, _ in rows)
        )
        return replace(EMPTY, clauses=(ShownClause("a", "§ 1", "A", "", "responsibilities", (table,)),))

    changes = compare_documents(one(("1", "Schlüssel"), ("2", "Räume")), one(("2", "Räume"), ("1", "Die Schlüssel")))
    assert [row.kind for row in changes.clauses[0].tables[0].rows] == ["same", "changed"]


def test_a_document_equals_itself():
    same = document(("a", "Eins."), ("b", "Zwei."))
    assert compare_documents(same, same).changed == []


@pytest.fixture
def two(db):
    """Fassung 1 put aside, Fassung 2 changed in every way."""
    made = draft()
    old = made.version
    AgreementVersion.objects.filter(pk=old.pk).update(closed_at=timezone.now())
    new = copy_version(old, into=made.agreement, number=2, by=made.boss)
    goals = new.clauses.get(template_key="ziele")
    save_clause(goals, edition=1, heading="Ziele", text=goals.text.replace("Ein Satz", "Ein neuer Satz"), by=made.boss)
    strike_clause(new.clauses.get(template_key="frei"), edition=1, by=made.boss)
    add_clause(new, heading="Fahrten", text="Wir fahren.", by=made.boss)
    save_row(Basis, version=new, row=None, edition=0, values={"text": "§ 16 SGB VIII"}, by=made.boss)
    row = new.responsibilities.get()
    save_row(Responsibility, version=new, row=row, edition=1, values={"organization": made.partner}, by=made.boss)
    return made


def test_the_page_shows_what_changed_and_on_wish_everything(client, two):
    client.force_login(two.boss)
    address = f"/intern/vereinbarungen/{two.agreement.uuid}/vergleich/"
    page = client.get(address).content.decode()
    assert "neuer </ins>" in page
    for word in ("Fahrten", "weggefallen", "§ 16 SGB VIII", "Von Fassung 1 zu Fassung 2"):
        assert word in page
    assert "Kinderschutz" not in page
    assert "gleich" in client.get(address + "?alles=1").content.decode()
    assert client.get(address + "?von=2&bis=1").status_code == 200
    for bad in ("?von=9", "?von=x", "?bis=-1"):
        assert client.get(address + bad).status_code == 404


def test_partners_compare_only_what_they_may_read(client, two):
    client.force_login(person(Role.PARTNER_MANAGER, two.partner))
    AgreementInvitation.objects.create(agreement=two.agreement, organization=two.partner)
    address = f"/intern/vereinbarungen/{two.agreement.uuid}/"
    assert "erst eine Fassung" in client.get(address + "vergleich/").content.decode()
    assert client.get(address + "vergleich/?von=1&bis=2").status_code == 404
    assert client.get(address + "text/?fassung=2").status_code == 404


def test_the_text_page_says_the_same_as_the_document_and_that_it_is_a_draft(client, two):
    client.force_login(two.boss)
    address = f"/intern/vereinbarungen/{two.agreement.uuid}/text/"
    page = client.get(address).content.decode()
    version = two.agreement.versions.get(number=2)
    version.agreement = two.agreement
    for clause in build_document(version).clauses:
        assert f">{clause.heading}</h2>" in page.replace("</span> ", "</span>>")
    assert 'class="draft-mark"' in page
    assert "is-draft" in page
    assert "Ein neuer Satz" in page
    assert "Ein Satz" in client.get(address + "?fassung=1").content.decode()
    assert client.get(address + "?fassung=7").status_code == 404


def test_moving_shows(client, two):
    version = two.agreement.versions.get(number=2)
    move_clause(version.clauses.get(template_key="ziele"), up=False, by=two.boss)
    client.force_login(two.boss)
    page = client.get(f"/intern/vereinbarungen/{two.agreement.uuid}/vergleich/").content.decode()
    assert "an anderer Stelle" in page
