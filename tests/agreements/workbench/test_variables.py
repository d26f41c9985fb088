"""Variables in clauses: filled, marked, and never an exception, whatever people write or organisations are called."""

from dataclasses import fields, replace
from datetime import date
from html import unescape
from itertools import product

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from agreements.enums import NoticeTo, TermKind
from agreements.text import variables
from agreements.text.facts import EXAMPLE, Facts, PartyFacts
from agreements.text.variables import (
    VARIABLES,
    facts_of,
    fill_variables,
    marked_variables,
    missing_variables,
    text_with_names,
    unknown_variables,
)
from kit.markdown import to_html
from tests.factories.agreements import AgreementPartyFactory, AgreementVersionFactory
from tests.factories.partners import OrganizationFactory, PlanningAreaFactory, TopicFactory

NAMES = st.sampled_from([*VARIABLES, "kündigungsfrist", "quatsch", ""])
TEXTS = st.lists(st.one_of(st.text(), NAMES.map(lambda name: f"{{{{{name}}}}}"), st.sampled_from(["{{", "}}", "\\"])))
EMPTY = Facts(title="Titel", kind="Art", center="Zentrum")


def test_values_stand_in_the_text():
    text = "{{zentrum}} und {{ Partner }} beginnen am {{beginn}}, {{laufzeit}}."
    assert fill_variables(text, EXAMPLE) == (
        "Familienzentrum Beispielhof und Beratungsstelle Musterweg e. V. beginnen am 01.01.2027, "
        "bis zum 31.12.2028 und danach jeweils 12 Monate länger, wenn niemand kündigt."
    )


def test_a_date_at_the_start_of_a_line_stays_as_it_is():
    assert fill_variables("{{beginn}} bis {{ende}}\n- {{ende}}", EXAMPLE) == "01.01.2027 bis 31.12.2028\n- 31.12.2028"


def test_the_example_fills_every_variable():
    assert [name for name in VARIABLES if missing_variables(f"{{{{{name}}}}}", EXAMPLE)] == []


def test_what_is_missing_is_a_visible_gap_and_listed_once():
    text = "Ab {{beginn}} ({{beginn}}) mit {{partner}}"
    assert missing_variables(text, EMPTY) == ["der Beginn", "der Partner"]
    assert (
        strip_tags(to_html(fill_variables(text, EMPTY))).strip()
        == "Ab [Beginn fehlt] ([Beginn fehlt]) mit [Partner fehlt]"
    )


def test_what_does_not_exist_is_named():
    text = "{{begin}} {{beginn}} {{Kündigungsfrist}} {{begin}} {{}}"
    assert unknown_variables(text) == ["begin", ""]
    assert "[begin gibt es nicht]" in text_with_names(text, EXAMPLE)


def test_marked_parts_tell_what_they_are():
    parts = marked_variables("Ab {{beginn}} mit {{insofa}} und {{quatsch}}", replace(EXAMPLE, insofa_contact=""))
    assert [(part.kind, part.text) for part in parts] == [
        ("text", "Ab "),
        ("value", "01.01.2027"),
        ("text", " mit "),
        ("missing", "[Insoweit erfahrene Fachkraft fehlt]"),
        ("text", " und "),
        ("unknown", "[quatsch gibt es nicht]"),
    ]


def test_shown_marks_values_and_gaps_in_html():
    html = text_with_names("**{{zentrum}}** ab {{beginn}}", replace(EXAMPLE, effective_from=None))
    assert html == (
        '<p><strong><mark class="value">Familienzentrum Beispielhof</mark></strong> ab '
        '<mark class="gap">[Beginn fehlt]</mark></p>\n'
    )


NAMES = [
    "*Stern* e. V.",
    "1. FC Musterstadt",
    "# Haus",
    "<script>alert(1)</script>",
    "[Haus](https://boese.example)",
    "Haus & Hof",
    "&lt;b&gt;",
    "- Verein",
    "Haus_der_Familie_",
    "`Haus`",
    "Haus\n\n# Zwei",
    "\\*Haus",
    "=== x",
    "{{titel}}",
]
MARKUP = ("<a", "<h", "<code", "<em", "<ol", "<strong")
FRAMES = ["{}", "- {}", "> {}", "Das Haus {}", "Das Haus\n{}", "\\{}"]


def test_a_name_cannot_bring_markup(subtests):
    for name, frame in product(NAMES, FRAMES):
        with subtests.test(f"{name!r} in {frame!r}"):
            facts = replace(EXAMPLE, center=name)
            html = to_html(fill_variables(frame.format("{{zentrum}}"), facts))
            plain = to_html(frame.format("Wort"))
            words = " ".join(name.split())
            assert unescape(strip_tags(html)).count(words) == 1
            assert [tag for tag in MARKUP if tag in html and tag not in plain] == []


def test_a_mark_typed_by_somebody_stays_without_meaning():
    assert "<mark" not in text_with_names("\ue000x\ue002 \ue001", EXAMPLE)
    assert text_with_names("{{zentrum}}", replace(EXAMPLE, center="\ue002\ue000Haus")).count("<mark") == 1
    link = text_with_names("[Haus](https://a.example/{{zentrum}})", replace(EXAMPLE, center="Haus"))
    assert link.startswith('<p><a href="https://a.example/')
    assert "<mark" not in link


@given(TEXTS.map("".join))
def test_nothing_raises_and_marked_says_the_same_as_typed(text):
    for facts in (EXAMPLE, EMPTY, Facts()):
        fill_variables(text, facts), text_with_names(text, facts), missing_variables(text, facts)
        assert [part.kind for part in marked_variables(text, facts) if part.kind == "unknown"].count("unknown") >= len(
            unknown_variables(text)
        )
    if "{{" not in text:
        assert fill_variables(text, EXAMPLE) == text


@given(st.text(), st.sampled_from(["{{zentrum}}", "- {{zentrum}}", "Das {{zentrum}} hier", "**{{zentrum}}**"]))
def test_any_name_reads_as_typed(name, frame):
    html = to_html(fill_variables(frame, replace(EXAMPLE, center=name)))
    assert "<a" not in html
    assert html.count("<") == to_html(frame.replace("{{zentrum}}", "[Zentrum fehlt]")).count("<")


@pytest.mark.parametrize(
    ("changed", "text", "words"),
    [
        ({"term_kind": TermKind.OPEN_ENDED}, "{{laufzeit}}, {{ende}}", "auf unbestimmte Zeit, kein festes Ende"),
        ({"term_kind": TermKind.FIXED}, "{{laufzeit}}, {{ende}}", "bis zum 31.12.2028, 31.12.2028"),
        (
            {"notice_months": 1, "notice_to": NoticeTo.YEAR},
            "{{kuendigung}}",
            "mit einer Frist von 1 Monat zum Ende eines Jahres",
        ),
        ({"notice_months": 0, "notice_to": NoticeTo.ANY_DAY}, "{{kuendigung}}", "jederzeit ohne Frist"),
        (
            {"review_months": None, "meetings_per_year": None},
            "{{auswertung}}, {{treffen_im_jahr}}",
            "auf Wunsch einer Partei, nach Bedarf",
        ),
        ({"review_months": 24}, "{{auswertung}}", "alle 24 Monate"),
    ],
)
def test_words_for_the_term(changed, text, words):
    assert fill_variables(text, replace(EXAMPLE, **changed)) == words


def test_each_church_follows_its_own_law():
    parties = (PartyFacts("Zentrum"), PartyFacts("Diakonie", regime="dsg_ekd"), PartyFacts("Verein"))
    words = fill_variables("Es gilt {{datenschutzrecht}}.", replace(EXAMPLE, parties=parties))
    assert words == (
        "Es gilt für Zentrum und Verein die Datenschutz-Grundverordnung (DSGVO) und für Diakonie das Kirchengesetz "
        "über den Datenschutz der EKD (DSG-EKD)."
    )


@pytest.mark.django_db
def test_facts_come_from_the_rows_in_a_fixed_number_of_queries(django_assert_num_queries):
    version = AgreementVersionFactory(effective_from=date(2027, 3, 1), meetings_per_year=4)
    agreement = version.agreement
    AgreementPartyFactory(version=version, organization=agreement.center)
    operator = AgreementPartyFactory(version=version, organization__name="Trägerverein", facility=OrganizationFactory())
    agreement.topics.add(TopicFactory(name="Erziehung"))
    agreement.areas.add(PlanningAreaFactory(name="Nordviertel"))
    with django_assert_num_queries(4):
        facts = facts_of(version)
    assert fill_variables("{{partner}}", facts) == f"Trägerverein (für {operator.facility.name})"
    assert fill_variables("{{themen}}, {{planungsraeume}}, {{beginn}}", facts) == "Erziehung, Nordviertel, 01.03.2027"
    AgreementPartyFactory.create_batch(3, version=version)
    agreement.topics.add(*TopicFactory.create_batch(3))
    with django_assert_num_queries(4):
        facts_of(version)


def test_facts_are_plain_values():
    assert {field.name for field in fields(Facts)} == {field.name for field in fields(variables.EXAMPLE)}
