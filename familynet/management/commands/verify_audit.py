"""``manage.py verify_audit``: recomputes the chain of the access log and names the first entry that does not fit."""

from django.core.management.base import BaseCommand, CommandError

from kit import audit


class Command(BaseCommand):
    help = "Prüft, ob das Zugriffsprotokoll unverändert ist."

    def handle(self, *args: object, **options: object) -> None:
        broken = audit.first_broken_event()
        if broken is not None:
            raise CommandError(
                f"Der Protokolleintrag Nummer {broken} passt nicht zu dem davor: verändert oder gelöscht."
            )
        position, checksum = audit.log_head()
        self.stdout.write(f"Das Protokoll ist unverändert. Letzter Eintrag: Nummer {position}, Prüfsumme {checksum}")
