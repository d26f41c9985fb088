"""What the search says about what it read and did not find, in plain words above the hits."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from offers.search.query_phrases import Field
from offers.search.result import Result


def search_notes(result: Result) -> list[str]:
    """Sentences for the top of the result list; empty for a search that went as typed."""
    return [*_about_words(result), *_about_places(result), *_about_hits(result)]


def _about_words(result: Result) -> Iterator[str]:
    for typed, meant in result.corrections().items():
        yield _("„%(typed)s“ kommt so nicht vor. Wir haben nach „%(meant)s“ gesucht.") % {
            "typed": typed,
            "meant": meant,
        }
    unused = result.unused_words()
    if unused and not result.criteria.unknown_place:
        words = ", ".join(f"„{word}“" for word in unused)
        yield _("Das kommt in keinem Angebot vor: %(words)s.") % {"words": words}


def _about_places(result: Result) -> Iterator[str]:
    criteria = result.criteria
    if criteria.unknown_place:
        yield _("Den Ort „%(place)s“ gibt es in unserem Netz nicht.") % {"place": criteria.unknown_place}
    place = criteria.query.value(Field.PLACE)
    if place is not None and place.guessed:
        yield _("Wir haben „%(typed)s“ als %(place)s gelesen.") % {"typed": place.typed, "place": place.label}


def _about_hits(result: Result) -> Iterator[str]:
    """Hits without all the words are named as such."""
    rest = result.total - result.completely
    if rest and result.total > rest:
        yield _("Die letzten %(rest)s Treffer passen nur zu einem Teil der Wörter.") % {"rest": rest}
    elif rest:
        yield _("Kein Angebot passt zu allen Wörtern. Diese passen zu den meisten.")
