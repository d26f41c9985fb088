"""``manage.py erase``: removes what the erasure concept says is due (domain 7.3). The worker does it every day."""

from django.core.management.base import BaseCommand, CommandParser

from familynet.registry import retention_rules
from kit import retention


class Command(BaseCommand):
    help = "Löscht, was nach dem Löschkonzept fällig ist, und berichtet. Mit --dry-run wird nur gezählt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="nur zeigen, was fällig wäre")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        self.stdout.write("Fällig wäre:" if dry_run else "Gelöscht:")
        for finding in retention.run_retention(retention_rules.RULES, dry_run=dry_run):
            self.stdout.write(f"  {finding}")
