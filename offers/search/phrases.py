"""What typed words lead to besides themselves: everyday words staff looks after, and the names of topics and groups."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connections
from rapidfuzz import process
from rapidfuzz.distance import OSA

from offers.enums import OfferKind
from offers.facets import KINDS, Flag, Group, facet_code
from offers.models import OfferDocument
from offers.search.catalog import Catalog
from offers.search.language import STOP_WORDS, basic_forms, fold_word, spelled_out, text_words

READ = """
SELECT w.typed, w.means,
       ARRAY(SELECT topic_id FROM offers_searchword_topics m WHERE m.searchword_id = w.id),
       ARRAY(SELECT targetgroup_id FROM offers_searchword_target_groups m WHERE m.searchword_id = w.id)
FROM offers_searchword w WHERE w.is_active ORDER BY w.id
"""
LONGEST = 5
"""More words are no phrase."""
SHORTEST_SLIP = 5
"""Letters; a shorter word is no slip of a phrase and no beginning of one."""
NAMED = (Group.TOPIC, Group.TARGET_GROUP, Group.LIFE_STAGE, Group.LANGUAGE)


def _kind(kind: OfferKind) -> int:
    return facet_code(Group.KIND, KINDS.index(kind) + 1)


OURS = {
    "kostenlos": [facet_code(Group.FLAG, Flag.FREE)],
    "stufenlos": [facet_code(Group.FLAG, Flag.STEP_FREE)],
    "barrierefrei": [facet_code(Group.FLAG, Flag.STEP_FREE)],
    "online": [facet_code(Group.FLAG, Flag.ONLINE)],
    "digital": [facet_code(Group.FLAG, Flag.ONLINE)],
    "hausbesuch": [facet_code(Group.FLAG, Flag.NO_FIXED_PLACE)],
    "zuhause": [facet_code(Group.FLAG, Flag.NO_FIXED_PLACE)],
    "telefonisch": [facet_code(Group.FLAG, Flag.NO_FIXED_PLACE)],
    "ehrenamt": [_kind(OfferKind.VOLUNTEERING)],
    "kurs": [_kind(OfferKind.COURSE)],
    "treff": [_kind(OfferKind.OPEN_MEETING)],
    "treffpunkt": [_kind(OfferKind.OPEN_MEETING)],
    "gruppe": [_kind(OfferKind.GROUP)],
    "sprechstunde": [_kind(OfferKind.CONSULTATION)],
    "beratung": [_kind(OfferKind.COUNSELLING), _kind(OfferKind.CONSULTATION)],
}
"""Words for what every offer carries as a field."""
GENERAL_KINDS = {number for word in ("kurs", "treff", "gruppe", "beratung") for number in OURS[word]}
"""Kinds that say little about an offer: they count with little weight, beside the word itself."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """One thing a phrase can stand for: German words that all have to occur, or values of filters."""

    words: tuple[str, ...] = ()
    codes: tuple[int, ...] = ()
    is_name: bool = False
    """The phrase is (part of) the name of these values, not an everyday word for them."""


class Phrases:
    """Expansions by the words of the phrase."""

    def __init__(self, expansions: Iterable[tuple[str, Expansion]]) -> None:
        self._by_words: defaultdict[tuple[str, ...], list[Expansion]] = defaultdict(list)
        for phrase, expansion in expansions:
            for key in _keys(phrase):
                if expansion not in self._by_words[key]:
                    self._by_words[key].append(expansion)
        self._single = [key[0] for key in self._by_words if len(key) == 1 and len(key[0]) >= SHORTEST_SLIP]

    def of(self, typed: Sequence[str]) -> list[Expansion]:
        """What these words, in this order, stand for."""
        found: list[Expansion] = []
        for key in _combinations(typed):
            found += [one for one in self._by_words.get(key, ()) if one not in found]
        return found

    def beginning(self, typed: str) -> list[Expansion]:
        """What the first phrase that begins like this stands for: „schuldn“ is on its way to „Schuldner“."""
        key = spelled_out(fold_word(typed))
        if len(key) < SHORTEST_SLIP:
            return []
        found = min((one for one in self._single if one.startswith(key)), key=len, default=None)
        return list(self._by_words[(found,)]) if found else []

    def similar(self, typed: str) -> list[Expansion]:
        """What a word with a slip in it stands for; other alphabets inflect words in ways we do not know."""
        key = spelled_out(fold_word(typed))
        if len(key) < SHORTEST_SLIP:
            return []
        close = process.extractOne(key, self._single, scorer=OSA.distance, score_cutoff=1 if len(key) < 7 else 2)
        if close and close[0][:3] == key[:3]:
            return list(self._by_words[(close[0],)])
        longer = [one for one in self._single if key.startswith(one)]  # „kıyafetleri“ is „kıyafet“ with endings
        return list(self._by_words[(max(longer, key=len),)]) if longer else []


def read_phrases(catalog: Catalog) -> Phrases:
    """Costs one query."""
    with connections[OfferDocument.objects.db].cursor() as cursor:
        cursor.execute(READ)
        rows = cursor.fetchall()
    expansions: list[tuple[str, Expansion]] = []
    for typed, means, topics, groups in rows:
        for alternative in means.split(","):
            words = tuple(word for word in alternative.lower().split() if word not in STOP_WORDS)
            if words:
                expansions.append((typed, Expansion(words=words)))
            if len(words) == 1 and words[0] in OURS:
                expansions.append((typed, Expansion(codes=tuple(OURS[words[0]]), is_name=True)))
        codes = [
            *(facet_code(Group.TOPIC, pk) for pk in topics),
            *(facet_code(Group.TARGET_GROUP, pk) for pk in groups),
        ]
        if codes:
            expansions.append((typed, Expansion(codes=tuple(codes))))
    for group in NAMED:
        for entry in catalog.of(group):
            expansions += [(name, Expansion(codes=(entry.code,), is_name=True)) for name in _names(entry.name)]
    expansions += [(word, Expansion(codes=tuple(codes), is_name=True)) for word, codes in OURS.items()]
    return Phrases(expansions)


def _names(name: str) -> list[str]:
    """The whole name and its words, as far as they say something: „Stillen und Babynahrung“ is both."""
    single = [word for word in text_words(name) if word not in STOP_WORDS and len(word) > 3]
    return [name, *(single if len(single) <= 3 else ())]


def _keys(phrase: str) -> list[tuple[str, ...]]:
    words = [word for word in text_words(phrase) if word not in STOP_WORDS] or text_words(phrase)
    return list(_combinations(words[:LONGEST]))


def _combinations(typed: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Keys under which these words are met: as written, and each in its basic form."""
    plain = tuple(spelled_out(fold_word(word)) for word in typed)
    yield plain
    if len(typed) == 1:
        yield from ((form,) for form in basic_forms(typed[0]) if form != plain[0])
        return
    basic = tuple(min(basic_forms(word), key=lambda form: (len(form), form)) for word in typed)
    if basic != plain:
        yield basic
