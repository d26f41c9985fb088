"""The mix of searches: the shares the protocol asks for, the same every time."""

from collections import Counter
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks import paths
from familynet.demo.bulk import words

LISTS = {name: [(f"{name}-{n}", n) for n in range(1, 6)] for name in paths.LISTS}
DATA = paths.Data(10_000, LISTS, [("Gera", 50.88, 12.08), ("Weimar", 50.98, 11.33)])
WORDS = ("q", "seite", "ort", "umkreis")


@pytest.fixture(scope="module")
def mix():
    return paths.mix(DATA)


def asked(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_two_hundred_searches_in_the_shares_of_the_protocol(mix):
    assert len(mix) == 200
    assert Counter(query.kind for query in mix) == paths.KINDS
    assert {kind: amount / 200 for kind, amount in paths.KINDS.items()} == {
        "none": 0.20,
        "broad": 0.20,
        "mid": 0.35,
        "rare": 0.10,
        "seasonal": 0.05,
        "typo": 0.05,
        "deep": 0.05,
    }


def test_about_half_have_one_to_three_filters(mix):
    filters = [len([name for name in asked(query.path) if name not in WORDS]) for query in mix]
    assert max(filters) == 3
    assert 0.45 <= sum(number > 0 for number in filters) / 200 <= 0.5


def test_a_tenth_has_a_radius(mix):
    inside = [asked(query.path) for query in mix if "umkreis" in query.path]
    assert 0.09 <= len(inside) / 200 <= 0.10
    assert {one["ort"] for one in inside} <= {"Gera", "Weimar"}


def test_the_same_data_give_the_same_mix(mix):
    assert paths.mix(DATA) == mix
    assert paths.mix(DATA, seed=8) != mix


def test_kinds_are_mixed(mix):
    assert len({query.kind for query in mix[:20]}) >= 4


def test_each_kind_asks_its_words(mix):
    classes = {"mid": words.MID, "rare": words.RARE, "seasonal": words.SEASONAL, "broad": [w for w, _ in words.BROAD]}
    for query in mix:
        if query.kind in classes:
            assert asked(query.path)["q"] in classes[query.kind]
        elif query.kind == "none":
            assert "q" not in asked(query.path)


def test_the_floor_is_asked_for_the_same(mix):
    for query in mix:
        portal, floor = asked(query.path), asked(query.floor)
        assert ("q" in portal) == ("q" in floor)
        assert portal.get("umkreis") == floor.get("km")
        assert int(floor.get("offset", 0)) == (int(portal.get("seite", 1)) - 1) * paths.PER_PAGE
        chosen = [name for name in portal if name not in (*WORDS, "alter")]
        assert len(chosen) == len(floor["f"].split(",") if "f" in floor else [])
        assert ("alter" in portal) == ("age" in floor)
        if query.kind == "typo":
            assert portal["q"] != floor["q"]


def test_deep_pages_exist(mix):
    for size in (1_000, 10_000, 1_000_000):
        for query in paths.mix(paths.Data(size, LISTS, DATA.places)):
            if query.kind == "deep":
                page = int(asked(query.path)["seite"])
                assert 2 <= page <= min(paths.LAST_PAGE, size // paths.PER_PAGE)


def test_addresses_are_plain_ascii(mix):
    for query in mix:
        assert query.path.isascii()
        assert query.floor.isascii()
        assert " " not in query.path + query.floor


@pytest.mark.parametrize("word", ["Zirkus", "Elternkurs", "Aal", "Nähen"])
def test_a_misspelt_word_is_another_word_with_the_same_beginning(word):
    for seed in range(50):
        found = paths.misspelt(word, Random(seed))
        assert found != word
        assert found[0] == word[0]
        assert abs(len(found) - len(word)) <= 1


def test_plain_searches_are_of_one_kind():
    found = paths.plain("seasonal", DATA)
    assert {query.kind for query in found} == {"seasonal"}
    assert len(found) == 40
    assert {asked(query.path)["q"] for query in found} == set(words.SEASONAL)
