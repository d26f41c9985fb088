"""``manage.py backup``: database, uploaded files and a manifest with checksums in one folder."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from familynet.host import backup


class Command(BaseCommand):
    help = "Sichert Datenbank und hochgeladene Dateien in einen neuen Ordner, oder prüft eine Sicherung (--check)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=None, help="Ordner für Sicherungen (sonst backups/ bei den Daten)"
        )
        parser.add_argument("--check", type=Path, metavar="SICHERUNG", help="nur prüfen, ob diese Sicherung heil ist")

    def handle(self, *args: object, to: Path | None, check: Path | None, **options: object) -> None:
        if check:
            found = list(backup.backup_problems(check))
            if found:
                raise CommandError("Diese Sicherung ist nicht brauchbar:\n" + "\n".join(found))
            self.stdout.write("Diese Sicherung ist heil.")
            return
        try:
            folder = backup.make_backup(to or backup.default_folder())
        except (backup.BackupFailed, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Gesichert in {folder}")
        self.stdout.write(f"Einspielen: pg_restore --clean --if-exists --dbname=… {folder / backup.DUMP}")
