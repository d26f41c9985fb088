"""The numbers of the search evaluation against examples computed by hand."""

import pytest

from benchmarks.relevance.engine import listed
from benchmarks.relevance.metrics import Score, ndcg, recall
from benchmarks.relevance.queries import Query
from benchmarks.relevance.report import Answered, failures, losers, table

EXPECTED = {"a": 3, "b": 2, "c": 1}


def test_the_best_order_is_one():
    assert ndcg(EXPECTED, ["a", "b", "c", "x"]) == pytest.approx(1)


def test_ndcg_of_a_mixed_order():
    # gains 3, 0, 7 divided by 1, 1.58496, 2 make 6.5; the best order 7, 3, 1 makes 9.39279
    assert ndcg(EXPECTED, ["b", "x", "a"]) == pytest.approx(6.5 / 9.39279, abs=1e-5)


def test_ndcg_looks_at_the_first_places_only():
    assert ndcg({"a": 3}, ["x"] * 10 + ["a"]) == 0
    assert ndcg({"a": 3}, ["x"] * 9 + ["a"]) == pytest.approx(1 / 3.45943, abs=1e-5)  # 1 / log2(11)


def test_the_ideal_has_no_more_places_than_the_list():
    twelve = {f"offer-{number}": 3 for number in range(12)}
    assert ndcg(twelve, list(twelve)[:10]) == pytest.approx(1)


def test_an_offer_listed_twice_gains_once():
    assert ndcg({"a": 3, "b": 3}, ["a", "a"]) == pytest.approx(1 / (1 + 0.63093), abs=1e-5)


def test_recall_counts_good_offers():
    assert recall(EXPECTED, ["b", "c", "x"]) == 0.5
    assert recall(EXPECTED, ["a", "b"]) == 1
    assert recall(EXPECTED, []) == 0


def test_recall_counts_related_ones_when_there_is_nothing_better():
    assert recall({"a": 1, "b": 1}, ["b"]) == 0.5


def test_recall_asks_for_no_more_than_the_page_holds():
    thirty = {f"offer-{number}": 3 for number in range(30)}
    assert recall(thirty, list(thirty)[:20]) == 1
    assert recall(thirty, list(thirty)[:10]) == 0.5


@pytest.mark.parametrize("measure", [ndcg, recall])
def test_nothing_expected_cannot_be_measured(measure):
    with pytest.raises(ValueError, match="nothing expected"):
        measure({}, ["a"])


def test_a_score_averages():
    values = Score.of([(EXPECTED, ["a", "b", "c"]), (EXPECTED, []), ({"a": 3}, ["x", "a"]), ({"a": 3}, ["a"])])
    assert values.queries == 4
    assert values.ndcg == pytest.approx((1 + 0 + 0.63093 + 1) / 4, abs=1e-5)
    assert values.recall == 0.75
    assert values.empty == 0.25


def answered(found):
    return Answered(Query("kochen", "everyday", "", EXPECTED), found)


def test_a_search_that_finds_everything_passes():
    assert list(failures([answered(["a", "b", "c"])])) == []


def test_an_empty_answer_fails_even_with_good_averages():
    answers = [answered(["a", "b", "c"])] * 99 + [answered([])]
    assert [text for text in failures(answers) if "kochen" in text]


def test_losers_say_what_was_expected_and_what_came():
    text = "\n".join(losers([answered(["a", "b", "c"]), answered(["x", "a"])]))
    assert "1 von 2" in text
    assert "a=3, b=2, c=1" in text
    assert "x=0, a=3" in text


def test_the_table_names_answers_where_nothing_fits():
    nothing = [Answered(Query("xqzwv", "nothing", "", {}), []), Answered(Query("Reiten", "nothing", "", {}), ["a"])]
    text = "\n".join(table("Suche", [answered(["a"])], nothing))
    assert "1 von 2" in text
    assert "„Reiten“ liefert a" in text
    assert "Alltagswörter" in text


def test_only_cards_of_the_result_list_are_read():
    page = """
      <nav><a class="card-link" href="/angebote/kochen/">Menü</a></nav>
      <ul class="offer-cards">
        <li class="fn-card offer-card"><h3><a class="card-link" href="/angebote/baby-treff/?von=1">Treff</a></h3>
          <a href="/angebote/nicht-der-titel/">mehr</a></li>
        <li class="fn-card offer-card"><h3><a class="card-link" href="/angebote/chor/">Chor</a></h3></li>
        <li class="fn-card offer-card"><h3><a class="card-link" href="/partner/chor/">Verein</a></h3></li>
      </ul>
      <ul class="rows"><li class="row-entry"><a href="/angebote/vorschlag/">Vorschlag</a></li></ul>
    """
    assert listed(page) == ["baby-treff", "chor"]
