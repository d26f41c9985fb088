"""Production mode: refuses what is only right for a demo, and passes Django's own check without a word."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.pace import WAIT

WHOLE = {
    "FAMILYNET_MODE": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
    "ALLOWED_HOSTS": "netz.probe.example",
    "PUBLIC_BASE_URL": "https://netz.probe.example",
    "DATABASE_URL": "postgresql://niemand@127.0.0.1:1/nichts",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "MAIL_FROM": "netz@probe.invalid",
}
ASSERTED = """
import django; django.setup()
from django.conf import settings as s
assert s.SESSION_COOKIE_NAME == "__Host-session" and s.CSRF_COOKIE_NAME == "__Host-csrf"
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY
assert s.SESSION_COOKIE_SAMESITE == "Lax"
assert s.SECURE_HSTS_SECONDS >= 63072000 and s.SECURE_SSL_REDIRECT and not s.DEBUG
assert s.FILE_UPLOAD_PERMISSIONS == 0o640
d = s.DATABASES["default"]
assert d["CONN_HEALTH_CHECKS"] and d["OPTIONS"]["pool"]["max_size"] >= 1
for limit in ("statement_timeout=3000", "lock_timeout=3000", "idle_in_transaction_session_timeout=10000"):
    assert limit in d["OPTIONS"]["options"], limit
assert not s.DEMO_POST and s.REQUIRE_MFA
"""


def run(*command, **changes):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("FAMILYNET_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *command],
        env=environment | WHOLE | {"FAMILYNET_DATA": str(settings.DATA_DIR)} | changes,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=WAIT,
    )


def test_djangos_deployment_check_is_silent():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_BASE_URL", "DATABASE_URL", "EMAIL_URL", "MAIL_FROM"]
)
def test_a_missing_variable_is_named_and_nothing_starts(name):
    done = run("manage.py", "check", **{name: ""})
    assert done.returncode == 1
    assert f"{name}: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "kurz"),
        ("ALLOWED_HOSTS", "*"),
        ("PUBLIC_BASE_URL", "http://netz.probe.example"),
        ("EMAIL_URL", "demo"),
        ("DEBUG", "1"),
    ],
)
def test_a_value_of_the_demo_is_named(name, value):
    assert f"{name}: " in run("manage.py", "check", **{name: value}).stderr


def test_an_unknown_mode_is_not_taken_for_the_demo():
    assert "FAMILYNET_MODE=prod gibt es nicht" in run("manage.py", "check", FAMILYNET_MODE="prod").stderr


def test_settings_that_must_hold():
    done = run("-c", ASSERTED, DJANGO_SETTINGS_MODULE="familynet.settings", FAMILYNET_PROCESS="web")
    assert done.returncode == 0, done.stderr


def test_only_the_web_process_has_limits_and_a_pool():
    done = run("-c", ASSERTED, DJANGO_SETTINGS_MODULE="familynet.settings", FAMILYNET_PROCESS="worker")
    assert "pool" in done.stderr
