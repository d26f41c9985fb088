"""``manage.py worker``: sends what waits in the outbox and runs the timed jobs."""

import signal
import time
from types import FrameType

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connections

from familynet.registry.import_kinds import work_off_imports
from familynet.registry.jobs import JOBS
from kit import jobs
from kit.outbox.delivery import MailSender, send_waiting

log = structlog.get_logger("familynet.worker")
PAUSE = 1.0  # seconds between two looks into the outbox
JOBS_EVERY = 20.0  # seconds between two looks at the timed jobs


class Command(BaseCommand):
    help = "Hintergrunddienst: sendet wartende E-Mails und erledigt die zeitgesteuerten Aufgaben."
    stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="einmal alles Fällige erledigen und dann aufhören")

    def handle(self, *args: object, once: bool, **options: object) -> None:
        """Loop until SIGTERM or Ctrl-C; then the mail or job at hand is finished first."""
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, self.ask_to_stop)
        postman = MailSender()
        next_jobs = 0.0
        while not self.stopping:
            try:
                jobs.record_heartbeat("worker")
                sent = send_waiting(postman, stop=self.is_stopping) + work_off_imports(stop=self.is_stopping)
                if time.monotonic() >= next_jobs:
                    jobs.run_due(JOBS, stop=self.is_stopping)
                    next_jobs = time.monotonic() + JOBS_EVERY
                    postman.close()
            except Error as error:
                log.warning("database away, trying again", error=type(error).__name__)
                connections.close_all()
                sent = 0
            if once:
                break
            if not sent:
                self.wait_or_stop(PAUSE)
        postman.close()

    def is_stopping(self) -> bool:
        return self.stopping

    def ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def wait_or_stop(self, seconds: float) -> None:
        """Sleep, but wake up soon when asked to stop."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            time.sleep(0.1)
