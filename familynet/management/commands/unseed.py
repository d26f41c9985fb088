"""``manage.py unseed``: takes all demo data out again."""

from collections import Counter

from django.core.management.base import BaseCommand
from django.db import transaction

from familynet.demo.accounts import password_file
from familynet.demo.removal import Model, remove_demo


class Command(BaseCommand):
    help = "Entfernt alle Demodaten. Was echte Daten brauchen, bleibt und gilt ab dann als echt."

    def handle(self, *args: object, **options: object) -> None:
        result = remove_demo()
        transaction.on_commit(lambda: password_file().unlink(missing_ok=True))
        removed = sum(result.removed.values())
        if not removed and not result.kept:
            self.stdout.write("Es gibt keine Demodaten.")
            return
        self.stdout.write(f"Entfernt: {removed} Datensätze.")
        self.list(result.removed)
        if result.kept:
            self.stdout.write("Geblieben, weil echte Daten darauf verweisen (jetzt ohne Kennzeichen „Demo“):")
            self.list(result.kept)
            self.stdout.write("Konten, die so geblieben sind, sind gesperrt.")

    def list(self, counts: Counter[Model]) -> None:
        for model, count in sorted(counts.items(), key=lambda item: -item[1]):
            if count:
                self.stdout.write(f"  {count:7}  {model._meta.verbose_name_plural}")
