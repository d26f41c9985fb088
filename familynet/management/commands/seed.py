"""``manage.py seed``: the demo network, or many made-up offers for measuring."""

import argparse
import re
import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from familynet.demo.bulk.loader import load_bulk, number_of_bulk_offers, remove_bulk
from familynet.demo.loader import load_demo
from familynet.demo.reference_date import Day
from familynet.demo.removal import remove_demo
from offers.models import CampaignEdition, Offer, OfferRun, OfferSession
from partners.models import Location, Organization, Partnership, PointOfInterest

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}
LARGEST = 2_000_000
TOLD = (Organization, Location, Partnership, Offer, OfferRun, OfferSession, CampaignEdition, PointOfInterest)


def parse_amount(text: str) -> int | None:
    """``demo`` is ``None``; ``1k``, ``10k``, ``100k``, ``1m`` or a plain number is that many offers."""
    text = text.strip().lower()
    if text == "demo":
        return None
    if text in SIZES:
        return SIZES[text]
    if re.fullmatch(r"[1-9][0-9]{0,6}", text) and int(text) <= LARGEST:
        return int(text)
    raise argparse.ArgumentTypeError(f"„{text}“ geht nicht. Möglich sind: demo, 1k, 10k, 100k, 1m oder eine Zahl.")


def parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Tag. Bitte so: 2026-03-31") from None


class Command(BaseCommand):
    help = "Lädt das Demonetz (--size demo) oder viele erfundene Angebote zum Messen (--size 1k, 10k, 100k, 1m)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", default="demo", help="demo, 1k, 10k, 100k, 1m oder eine Zahl (Standard: demo)")
        parser.add_argument("--date", type=parse_day, help="Stichtag, auf den sich alles bezieht (Standard: heute)")
        parser.add_argument(
            "--refresh", action="store_true", help="Demonetz entfernen und mit neuen Tagen laden; Konten bleiben"
        )
        parser.add_argument(
            "--again", action="store_true", help="Erfundene Angebote neu anlegen, auch wenn es sie gibt"
        )
        parser.add_argument("--yes-production", action="store_true", help="Auch im echten Betrieb laden")

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION and not options["yes_production"]:
            raise CommandError(
                "Demodaten gehören nicht in ein echtes Netz. Wenn Sie es wirklich wollen: --yes-production"
            )
        try:
            number = parse_amount(str(options["size"]))
        except argparse.ArgumentTypeError as error:
            raise CommandError(str(error)) from error
        reference = Day(options["date"] or timezone.localdate())  # type: ignore[arg-type]
        if number is None:
            self.load_demo(reference, refresh=bool(options["refresh"]))
        else:
            self.load_bulk(reference, number, again=bool(options["again"]))

    def load_demo(self, reference: Day, *, refresh: bool) -> None:
        began = time.monotonic()
        if refresh:
            remove_demo(accounts=False)
        rows = load_demo(reference)
        if not rows.created:
            self.stdout.write("Das Demonetz ist schon geladen. Nichts geändert.")
            return
        told = [f"{rows.created[model]} {model._meta.verbose_name_plural}" for model in TOLD if rows.created[model]]
        self.stdout.write(f"Demonetz geladen, Stichtag {reference.today:%d.%m.%Y}: {', '.join(told)}.")
        self.stdout.write(f"{rows.created.total()} Datensätze in {time.monotonic() - began:.0f} Sekunden.")

    def load_bulk(self, reference: Day, number: int, *, again: bool) -> None:
        began = time.monotonic()
        if again:
            remove_bulk()
        created = load_bulk(reference, number)
        if created:
            self.stdout.write(f"{created} erfundene Angebote in {time.monotonic() - began:.0f} Sekunden angelegt.")
        else:
            self.stdout.write(f"Es gibt schon {number_of_bulk_offers()} erfundene Angebote. Nichts geändert.")
