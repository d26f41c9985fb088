"""The relevance set stays large, spread over all kinds, and about offers that exist."""

from collections import Counter

import pytest

from benchmarks.relevance.queries import SECOND, SET, BrokenSet, load, unknown_offers
from benchmarks.relevance.report import KINDS, MORE_KINDS
from familynet.demo.offers import offer_rows
from offers.enums import OfferState


def test_the_set_is_large_and_spread():
    graded, nothing = load()
    kinds = Counter(query.kind for query in graded)
    assert len(graded) >= 140
    assert len(nothing) >= 8
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 8


def test_the_second_set_stays_as_it_was_written():
    graded, nothing = load(SECOND)
    assert (len(graded), len(nothing)) == (80, 8)
    assert {query.kind for query in graded} <= set(KINDS | MORE_KINDS)


@pytest.mark.parametrize("file", [SET, SECOND])
def test_every_graded_offer_is_published_in_the_demo(file):
    graded, _nothing = load(file)
    published = {row.slug for row in offer_rows() if row.state == OfferState.PUBLISHED}
    assert unknown_offers(graded, published) == []


@pytest.mark.parametrize("file", [SET, SECOND])
def test_no_graded_offer_is_cancelled_or_over(file):
    graded, _nothing = load(file)
    gone = {"cancelled", "completed", "reported"}
    over = {row.slug for row in offer_rows() if row.run and all(run.get("state") in gone for run in row.run)}
    assert over
    assert not over & {slug for query in graded for slug in query.expected}


def test_texts_are_short_enough_for_the_search_field():
    graded, nothing = load()
    assert all(0 < len(query.text) <= 100 for query in [*graded, *nothing])


@pytest.mark.parametrize(
    "row",
    [
        "expected = { kochen = 4 }",
        "expected = {}",
        'expected = { kochen = 3 }\n[[query]]\ntext = "kochen"\nkind = "typo"\nexpected = { kochen = 3 }',
    ],
    ids=["grade 4", "nothing expected", "twice"],
)
def test_a_broken_set_is_refused(tmp_path, row):
    path = tmp_path / "queries.toml"
    path.write_text(f'nothing = []\n[[query]]\ntext = "kochen"\nkind = "everyday"\n{row}\n', "utf-8")
    with pytest.raises(BrokenSet):
        load(path)


def test_an_unknown_offer_is_named(tmp_path):
    graded, _nothing = load()
    assert unknown_offers(graded[:1], set()) == sorted(graded[0].expected)
