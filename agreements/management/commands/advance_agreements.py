"""``manage.py advance_agreements``: what the worker does every hour, now: states follow the dates, reminders go out."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agreements.actions.life.advance_states import advance_agreements
from agreements.life.reminders import send_reminders


class Command(BaseCommand):
    help = "Zieht den Stand der Vereinbarungen nach und verschickt fällige Erinnerungen. Mehrmals schadet nicht."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="Stichtag (JJJJ-MM-TT), sonst heute")
        parser.add_argument("--no-reminders", action="store_true", help="ohne Erinnerungen")

    def handle(self, *args: Any, day: date | None, no_reminders: bool, **options: Any) -> None:
        moved = advance_agreements(day)
        sent = 0 if no_reminders else send_reminders(day)
        self.stdout.write(f"{moved} Vereinbarungen bewegt, {sent} Briefe mit Erinnerungen.")
