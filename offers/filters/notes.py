"""What the search says about what it read and did not find, in plain words above the hits."""

from django.utils.translation import gettext as _

from offers.filters.search import Search


def search_notes(found: Search) -> list[str]:
    """Sentences for the top of the result list; empty for a search that went as typed."""
    said = [
        _("„%(typed)s“ kommt so nicht vor. Wir haben nach „%(meant)s“ gesucht.") % {"typed": typed, "meant": meant}
        for typed, meant in found.slips().items()
    ]
    unused = found.unused()
    if found.understood.nowhere and found.wishes.where is None:
        said.append(_("Den Ort „%(place)s“ gibt es in unserem Netz nicht.") % {"place": found.understood.nowhere})
    elif unused:
        words = ", ".join(f"„{word}“" for word in unused)
        said.append(_("Das kommt in keinem Angebot vor: %(words)s.") % {"words": words})
    where = found.understood.where
    if where is not None and where.guessed:
        said.append(_("Wir haben „%(typed)s“ als %(place)s gelesen.") % {"typed": where.typed, "place": where.label})
    rest = found.total - found.result.completely
    if rest and found.total > rest:
        said.append(_("Die letzten %(rest)s Treffer passen nur zu einem Teil der Wörter.") % {"rest": rest})
    elif rest:
        said.append(_("Kein Angebot passt zu allen Wörtern. Diese passen zu den meisten."))
    return said
