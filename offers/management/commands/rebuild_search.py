"""``manage.py rebuild_search``: all search documents anew, while people search."""

from typing import Any

from django.core.management.base import BaseCommand

from offers.actions.documents import rebuild_documents


class Command(BaseCommand):
    """For after a restore, or when ``check_invariants`` found something."""

    help = "Schreibt alle Suchdokumente neu. Die Suche läuft dabei weiter."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done in rebuild_documents():
            self.stdout.write(f"\r{done} Angebote", ending="")
            self.stdout.flush()
        self.stdout.write(f"\r{done} Angebote neu geschrieben.")
