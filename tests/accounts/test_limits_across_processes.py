"""Attempts are counted for all processes together, in the database (T21)."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.factories.accounts import UserFactory
from tests.pace import WAIT

GUESS = """
import sys
import django
django.setup()
from django.test import Client
pages = [
    Client().post("/konto/anmelden/", {"login": sys.argv[1], "password": "falsch-falsch"}).content.decode()
    for _ in range(4)
]
print(sum("Zu viele Versuche" not in page for page in pages))
"""


def database_url() -> str:
    """The test's own database, for a process of its own."""
    known = connection.settings_dict
    user, password = quote(known["USER"], safe=""), quote(known["PASSWORD"] or "", safe="")
    return f"postgresql://{user}:{password}@:{known['PORT']}/{known['NAME']}?host={quote(known['HOST'], safe='')}"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_three_processes_share_one_limit():
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    user = UserFactory()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()}
    guessers = [
        subprocess.Popen(
            [sys.executable, "-c", GUESS, user.email],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    answers = [guesser.communicate(timeout=WAIT) for guesser in guessers]
    assert [errors for _, errors in answers] == ["", "", ""]
    assert sum(int(said) for said, _ in answers) == 5
