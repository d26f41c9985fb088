"""Comparing what two checkouts answer: nothing where nothing changed, and every change by the piece that changed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import same_answers
from benchmarks.same_answers import ABSENT, differences, report

PAGE = {
    "status": "200",
    "type": "text/html; charset=utf-8",
    "to": "",
    "headers": "Allow: GET\nVary: Cookie",
    "text": "Angebote für Familien in Gera 12 Treffer",
    "links": "a href=/\na href=/partner/\nimg src=/logo.svg",
    "fields": 'form method="get"\ninput name="q"',
    "markup": "0123456789abcdef",
}
REDIRECT = PAGE | {"status": "302", "to": "/konto/anmelden/?next=/intern/", "text": "", "links": "", "fields": ""}
LIST, WORK = ("anonymous", "/angebote/"), ("admin", "/intern/")


def answers(**changed):
    """Two answers; ``changed`` are parts of the first."""
    return {LIST: PAGE | changed, WORK: dict(REDIRECT)}


def test_same_answers_have_no_difference():
    assert differences(answers(), answers()) == {}


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"status": "500"}, ("status", "200", "500")),
        ({"to": "/partner/"}, ("to", "", "/partner/")),
        ({"text": PAGE["text"].replace("Familien", "Eltern")}, ("text", "Familien", "Eltern")),
        ({"text": PAGE["text"] + " gefunden"}, ("text", "", "gefunden")),
        ({"text": PAGE["text"].removeprefix("Angebote ")}, ("text", "Angebote", "")),
        ({"links": "a href=/\nimg src=/logo.svg"}, ("links", "a href=/partner/", "")),
        ({"links": PAGE["links"].replace("/partner/", "/praxis/")}, ("links", "a href=/partner/", "a href=/praxis/")),
        ({"fields": PAGE["fields"].replace('"q"', '"suche"')}, ("fields", 'input name="q"', 'input name="suche"')),
        ({"headers": "Vary: Cookie"}, ("headers", "Allow: GET", "")),
        ({"markup": "fedcba9876543210"}, ("markup", "…", "…")),
    ],
)
def test_every_part_is_compared_and_told_by_what_changed(changed, difference):
    assert differences(answers(), answers(**changed)) == {difference: [LIST]}


def test_markup_is_told_only_where_nothing_else_changed():
    found = differences(answers(), answers(text=PAGE["text"] + " gefunden", markup="fedcba9876543210"))
    assert list(found) == [("text", "", "gefunden")]


def test_two_changes_on_a_page_are_two_differences():
    changed = answers(text="Angebote für Eltern in Gera 13 Treffer")
    assert differences(answers(), changed) == {("text", "Familien", "Eltern"): [LIST], ("text", "12", "13"): [LIST]}


def test_a_part_that_came_or_went_differs():
    without = {LIST: {name: part for name, part in PAGE.items() if name != "fields"}, WORK: REDIRECT}
    assert differences(answers(), without) == {("fields", PAGE["fields"], ABSENT): [LIST]}
    assert differences(without, answers()) == {("fields", ABSENT, PAGE["fields"]): [LIST]}


def test_an_answer_only_one_side_has_differs():
    assert differences(answers(), {LIST: PAGE}) == {("asked", "/intern/", ABSENT): [WORK]}
    assert differences({LIST: PAGE}, answers()) == {("asked", ABSENT, "/intern/"): [WORK]}


def test_the_same_change_on_many_pages_is_one_difference():
    old = {("anonymous", f"/partner/{number}/"): PAGE for number in range(9)}
    new = {key: page | {"text": page["text"].replace("Gera", "Weimar")} for key, page in old.items()}
    found = differences(old, new)
    assert found == {("text", "Gera", "Weimar"): sorted(old)}
    assert list(report(found, most=5)) == [
        "text, 9 answers",
        "    - Gera",
        "    + Weimar",
        "    anonymous /partner/0/",
        "    anonymous /partner/1/",
        "    anonymous /partner/2/",
    ]


def test_the_report_names_what_most_answers_share_first_and_says_how_much_it_leaves_out():
    found = {("text", "a", "b"): [LIST], ("text", "c", "d"): [LIST, WORK], ("text", "e", "f"): [WORK]}
    lines = list(report(found, most=1))
    assert lines[0] == "text, 2 answers"
    assert lines[-1] == "… and 2 more differences"


@pytest.mark.parametrize(("text", "code"), [(PAGE["text"], 0), ("Etwas anderes", 1)])
def test_the_command_ends_with_1_when_something_differs(tmp_path, text, code):
    for name, page in (("old", PAGE), ("new", PAGE | {"text": text})):
        line = json.dumps({"actor": "anonymous", "address": "/angebote/"} | page)
        (tmp_path / name).write_text(f"{line}\n", encoding="utf-8")
    command = [sys.executable, str(Path(same_answers.__file__)), "compare", tmp_path / "old", tmp_path / "new"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert f"1 and 1 answers, {code} differences." in done.stdout
