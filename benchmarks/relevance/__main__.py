"""``make search-eval``: asks the public search and the baseline every query of the relevance set."""

import argparse
import sys
import time

from benchmarks.relevance import database
from benchmarks.relevance.queries import SECOND, SET, load, unknown_offers


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.relevance", description="Wie gut findet die Suche?")
    parser.add_argument("--check", action="store_true", help="Ende mit Code 1, wenn ein Ziel verfehlt ist")
    parser.add_argument(
        "--set", default="first", choices=["first", "second"], help="die zweite kannte weder die erste noch die Suche"
    )
    parser.add_argument("--kind", help="nur diese Art von Fragen, zum Beispiel typo")
    parser.add_argument("--summary", action="store_true", help="ohne die Liste der Verlierer")
    return parser.parse_args()


def main() -> int:
    """Prints both tables and the losers; 1 when ``--check`` is given and a goal is missed."""
    wish = arguments()
    graded, nothing = load(SECOND if wish.set == "second" else SET)
    if wish.kind:
        graded = [query for query in graded if query.kind == wish.kind]
        if not graded:
            sys.exit(f"Die Art „{wish.kind}“ gibt es nicht.")
    database.start()
    from benchmarks.relevance import engine, report  # noqa: PLC0415 - Django first
    from offers.models import Offer  # noqa: PLC0415

    with database.demo_database():
        public = set(Offer.objects.public().values_list("slug", flat=True))
        if lost := unknown_offers(graded, public):
            sys.exit(f"In der Liste bewertet, aber nicht öffentlich: {', '.join(lost)}")
        began = time.perf_counter()
        search = [report.ask(part, lambda one: engine.answer(one.text, one.params)) for part in (graded, nothing)]
        seconds = time.perf_counter() - began
        plain = [report.ask(part, lambda one: engine.baseline(one.text)) for part in (graded, nothing)]

    say(*report.table("Suche", *search), f"  {len(graded) + len(nothing)} Anfragen in {seconds:.1f} s", "")
    say(*report.table("Einfache Volltextsuche", *plain), "")
    if not wish.summary:
        say(*report.losers(search[0]), "")
    missed = list(report.failures(search[0]))
    say(*(missed or ["Alle Ziele erreicht."]))
    return 1 if wish.check and missed else 0


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
