"""``manage.py import_organizations FILE --source NAME``: organisations with sites and contacts from CSV or Excel."""

from kit.imports.command import ImportCommand
from kit.imports.engine import Importer
from partners.imports import OrganizationImport


class Command(ImportCommand):
    help = "Übernimmt Organisationen mit Standorten und Kontakten aus einer CSV- oder Excel-Datei."

    def importer(self, source: str) -> Importer:
        return OrganizationImport(source)
