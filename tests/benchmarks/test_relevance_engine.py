"""The two searches the evaluation compares, on the demo network: markup and columns it relies on are still there."""

import pytest

from benchmarks.relevance.engine import SHOWN, answer, baseline

pytestmark = [pytest.mark.usefixtures("demo_network"), pytest.mark.django_db]


def test_the_result_page_is_read():
    assert set(answer("Babymassage")[:2]) == {"babymassage", "babymassage-waldblick"}


def test_filters_go_along():
    assert answer("Babymassage", "ort=Ilmenau") == ["babymassage-waldblick"]


def test_suggestions_of_an_empty_page_are_no_answer():
    assert answer("Babymassage", "ort=Weimar&tag=so") == []


def test_no_more_than_one_page():
    assert len(answer("", "kostenlos=1")) == SHOWN


def test_the_baseline_searches_public_offers_only():
    assert set(baseline("Babymassage")[:2]) == {"babymassage", "babymassage-waldblick"}
    assert "eltern-kind-turnen-idee" not in baseline("Turnen")
    assert baseline("krabbelgrupe") == []
