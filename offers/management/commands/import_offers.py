"""``manage.py import_offers FILE --source NAME``: offers with dates, prices and places from CSV or Excel."""

from kit.imports.command import ImportCommand
from kit.imports.engine import Importer
from offers.imports import OfferImport


class Command(ImportCommand):
    help = "Übernimmt Angebote mit Terminen aus einer CSV- oder Excel-Datei."

    def importer(self, source: str) -> Importer:
        return OfferImport(source)
