"""``manage.py check_invariants``: what no constraint can promise, looked at afterwards."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from offers.actions.documents import different_documents


class Command(BaseCommand):
    """Ends with an error and the numbers when something is not as it should be."""

    help = "Prüft, ob die Suchdokumente sagen, was die Daten sagen."

    def handle(self, *args: Any, **options: Any) -> None:
        different = different_documents()
        if different:
            shown = ", ".join(map(str, different[:20]))
            raise CommandError(
                f"{len(different)} Suchdokumente stimmen nicht mit den Daten überein (Angebote {shown}). "
                "„manage.py rebuild_search“ schreibt sie neu."
            )
        self.stdout.write("Alle Suchdokumente stimmen mit den Daten überein.")
