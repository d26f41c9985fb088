"""``manage.py permissions_table``: writes docs/permissions.md from the truth table of the access matrix."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import get_resolver

from accounts.enums import ROLE_DUTIES, Role
from accounts.page_access import Page
from accounts.staff_access import STAFF, Group
from familynet.access.pages import PAGES
from familynet.access.staff import TABLES

PATH = settings.BASE_DIR / "docs" / "permissions.md"
HEAD = """# Wer darf was

Diese Seite schreibt `manage.py permissions_table` aus den Zeilen, die in der Datei `access.py` jeder App und
in `familynet/access/` stehen; `tests/roof/test_access_matrix.py` fragt jede Adresse als jede Person und vergleicht.
Bitte nicht von Hand ändern.

Ein Punkt heißt: darf die Seite öffnen. Ein Kreis heißt: nur für Einträge der eigenen Organisation und was dazugehört.
Was niemand sehen darf, der nicht darf, gibt es für ihn nicht (404); was er sieht, aber nicht darf, wird ihm verwehrt
(403). Wer nicht angemeldet ist, kommt zur Anmeldung.
"""
STAFF_HEAD = """Die Tabellen unter `/verwaltung/` nach Gruppen, aus denselben Dateien. „sieht“ oder „ändert“:
alles; „eigene“ heißt: was zur eigenen Organisation gehört. Alle anderen Rollen kommen nicht hinein.
"""


class Command(BaseCommand):
    help = "Schreibt docs/permissions.md aus der Tabelle der Zugriffsrechte"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="nur prüfen, ob die Datei stimmt")

    def handle(self, *args: Any, **options: Any) -> None:
        text = permissions_document()
        if options["check"]:
            if not PATH.exists() or PATH.read_text(encoding="utf-8") != text:
                raise CommandError("docs/permissions.md ist veraltet; bitte manage.py permissions_table aufrufen.")
            return
        PATH.write_text(text, encoding="utf-8")
        self.stdout.write(f"{PATH} geschrieben")


def permissions_document() -> str:
    """The whole page."""
    lines = [HEAD, "## Rollen\n", *(f"* **{role.label}**: {ROLE_DUTIES[role]}" for role in Role)]
    lines.append("\n## Für alle, auch ohne Konto\n")
    lines += [f"* {page.title} `{_address_pattern(page.name)}`" for page in PAGES if page.is_public]
    lines.append("\n## Mit jedem Konto\n")
    lines += [f"* {page.title} `{_address_pattern(page.name)}`" for page in PAGES if page.is_for_every_account]
    lines += [
        "\n## Nur mit bestimmten Rollen\n",
        *_page_table("Seite", [(p.title, _address_pattern(p.name), p) for p in _pages_for_roles()]),
    ]
    lines += ["\n## In der Verwaltung\n", STAFF_HEAD, *_staff_table()]
    return "\n".join(lines) + "\n"


def _pages_for_roles() -> list[Page]:
    return [page for page in PAGES if not page.is_public and not page.is_for_every_account]


def _page_table(head: str, rows: list[tuple[str, str, Page]]) -> list[str]:
    lines = [f"| {head} | Adresse | " + " | ".join(str(role.label) for role in Role) + " |", "| --- |" + " --- |" * 12]
    for title, address, page in rows:
        lines.append(f"| {title} | `{address}` | " + " | ".join(_page_mark(page, role.value) for role in Role) + " |")
    return lines


def _staff_table() -> list[str]:
    roles = [role for role in Role if role in STAFF]
    lines = ["| Gruppe | Tabellen | " + " | ".join(str(role.label) for role in roles) + " |", "| --- |" + " --- |" * 5]
    for group in dict.fromkeys(TABLES.values()):
        tables = [apps.get_model(name.replace("_", ".", 1)) for name, other in TABLES.items() if other is group]
        names = ", ".join(str(table._meta.verbose_name_plural) for table in tables)
        lines.append(f"| {group.title} | {names} | " + " | ".join(_staff_mark(group, role) for role in roles) + " |")
    return lines


def _staff_mark(group: Group, role: Role) -> str:
    looks = "sieht" if role in group.looks else "sieht eigene" if role in group.own_looks else ""
    changes = "ändert" if role in group.changes else "ändert eigene" if role in group.own_changes else ""
    return ", ".join(filter(None, [looks, changes]))


def _page_mark(page: Page, actor: str) -> str:
    audience = page.audience
    if actor not in audience.who:
        return ""
    only_own = audience.elsewhere is not None and actor not in audience.elsewhere and not page.is_public
    return "○" if only_own else "●"


def _address_pattern(name: str) -> str:
    """The address with its arguments in angle brackets."""
    *namespaces, last = name.split(":")
    resolver = get_resolver()
    prefix = ""
    for namespace in namespaces:
        inner, resolver = resolver.namespace_dict[namespace]
        prefix += inner
    pattern = resolver.reverse_dict.getlist(last)[0][0][0][0]
    return "/" + prefix + pattern.replace("%(", "<").replace(")s", ">")
