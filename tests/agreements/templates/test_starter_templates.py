"""The shipped templates: one per kind, complete, filled by variables that exist, and gone again on the way back."""

from importlib import import_module

import pytest
from django.apps import apps

from agreements.enums import AgreementKind, Block
from agreements.models import AgreementTemplate, ClauseTemplate
from agreements.text.defaults import default_responsibilities
from agreements.text.variables import EXAMPLE, missing_variables, text_with_names, unknown_variables

migration = import_module("agreements.migrations.0004_starter_templates")
NOTE = "Muster – vor Verwendung rechtlich prüfen"
SHEETS = {sheet["kind"]: (sheet, clauses) for _identifier, sheet, clauses in migration.starter_templates()}


def test_every_kind_has_a_template_and_tasks():
    assert set(SHEETS) == set(AgreementKind.values)
    assert [kind for kind in AgreementKind if not default_responsibilities(kind)] == []
    assert default_responsibilities("unbekannt") == []


@pytest.mark.parametrize("kind", AgreementKind.values)
def test_a_shipped_template_is_complete(kind):
    sheet, clauses = SHEETS[kind]
    assert NOTE in sheet["description"]
    keys, blocks = [row[0] for row in clauses], [row[5] for row in clauses]
    assert len(keys) == len(set(keys))
    used = [block for block in blocks if block]
    assert len(used) == len(set(used))
    assert set(used) <= set(Block.values)
    mandatory = {row[5] for row in clauses if row[4]}
    assert {Block.PARTIES.value, Block.SIGNATURES.value, Block.TERM.value} <= mandatory
    for key, heading, text, _hint, _mandatory, _block in clauses:
        assert text, key
        assert NOTE not in text + heading
        assert unknown_variables(text) == []
        assert missing_variables(text, EXAMPLE) == []
        assert "{{" not in text_with_names(text, EXAMPLE)


def test_the_bilateral_template_has_the_whole_structure():
    clauses = {row[0]: row for row in SHEETS[AgreementKind.BILATERAL][1]}
    assert list(clauses) == [
        "parteien",
        "praeambel",
        "grundlagen",
        "ziele",
        "grundsaetze",
        "leistungen",
        "zustaendigkeiten",
        "raeume",
        "ansprechpersonen",
        "zusammenarbeit",
        "personal",
        "kinderschutz",
        "datenschutz",
        "kosten",
        "versicherung",
        "oeffentlichkeit",
        "nachweise",
        "auswertung",
        "laufzeit",
        "form",
        "schluss",
        "anlagen",
        "unterschriften",
    ]
    optional = {key for key, row in clauses.items() if not row[4]}
    assert optional == {
        "grundlagen",
        "raeume",
        "personal",
        "kosten",
        "oeffentlichkeit",
        "nachweise",
        "schluss",
        "anlagen",
    }
    assert "Kopien werden weder angefertigt noch aufbewahrt" in clauses["kinderschutz"][2]
    assert "spätestens sechs Monate" in clauses["kinderschutz"][2]
    assert {"DSG-EKD", "KDG", "§§ 61 bis 68 SGB VIII"} <= {
        word for word in ("DSG-EKD", "KDG", "§§ 61 bis 68 SGB VIII") if word in clauses["datenschutz"][2]
    }


def test_the_consent_of_instructors_is_a_separate_declaration():
    clauses = {row[0]: row for row in SHEETS[AgreementKind.INSTRUCTOR][1]}
    assert list(clauses)[-2:] == ["unterschriften", "sozialversicherung"]
    declaration = clauses["sozialversicherung"]
    assert not declaration[4]
    assert "§ 127 SGB IV" in declaration[1]
    assert "31. Dezember 2027" in declaration[2]


@pytest.mark.django_db
def test_templates_are_there_and_a_second_run_adds_nothing():
    before = AgreementTemplate.objects.filter(organization=None, published_at__isnull=False).count()
    assert before == len(SHEETS)
    migration.add_templates(apps, None)
    assert AgreementTemplate.objects.count() == before


@pytest.mark.django_db
def test_the_way_back_leaves_what_people_changed():
    changed = ClauseTemplate.objects.filter(template__kind=AgreementKind.BILATERAL).first()
    ClauseTemplate.objects.filter(pk=changed.pk).update(heading="Unsere Parteien")
    migration.remove_templates(apps, None)
    assert list(AgreementTemplate.objects.values_list("kind", flat=True)) == [AgreementKind.BILATERAL]
    migration.add_templates(apps, None)
    assert AgreementTemplate.objects.count() == len(SHEETS)
