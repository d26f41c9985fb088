"""``manage.py verify_agreement``: is every locked version, signature, file and PDF still what it was?"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.integrity import CheckedVersion, log_problem, verify_agreement
from agreements.models import Agreement


class Command(BaseCommand):
    help = "Prüft, ob gesperrte Fassungen, Unterschriften, Anlagen und PDFs unverändert sind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("aktenzeichen", nargs="*", help="Aktenzeichen der Vereinbarungen")
        parser.add_argument("--all", action="store_true", help="alle Vereinbarungen")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args: object, **options: Any) -> None:
        references = options["aktenzeichen"]
        if bool(references) == options["all"]:
            raise CommandError("Bitte nennen Sie Aktenzeichen oder --all.")
        rows = Agreement.objects.select_related("center").order_by("reference")
        if references:
            rows = rows.filter(reference__in=references)
            unknown = set(references) - set(rows.values_list("reference", flat=True))
            if unknown:
                raise CommandError(f"Diese Vereinbarung gibt es nicht: {', '.join(sorted(unknown))}")
        broken = log_problem()
        checked = list(self._told(verify_agreement(rows.iterator(chunk_size=50)), silent=options["json"]))
        bad = [one for one in checked if one.problems]
        if options["json"]:
            answer = {"ok": not bad and not broken, "log": broken, "versions": [asdict(one) for one in checked]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            if broken:
                self.stdout.write(broken)
            self.stdout.write(f"{len(checked)} geprüft, {len(bad)} mit Abweichungen.")
        if bad or broken:
            raise CommandError("Es wurde etwas verändert.", returncode=1)

    def _told(self, found: Iterator[CheckedVersion], *, silent: bool) -> Iterator[CheckedVersion]:
        """Say each result as soon as it is known; a large archive takes a while."""
        for one in found:
            if not silent:
                name = f"{one.reference} Fassung {one.number}" if one.number else one.reference
                self.stdout.write(f"{name}: {'unverändert' if not one.problems else 'VERÄNDERT'}")
                for problem in one.problems:
                    self.stdout.write(f"  - {problem}")
            yield one
