"""``.env.example`` lists exactly the variables the code reads, and every value in it is harmless."""

import ast
import re

from django.conf import settings

from familynet.host import env, production

READERS = {"text", "number", "flag", "get", "setdefault", "value"}
FOREIGN = {"DJANGO_SETTINGS_MODULE"}  # Django's own
NAME = re.compile(r"[A-Z][A-Z0-9_]{3,}")


def variables_read() -> set[str]:
    """First arguments of ``env.text("NAME")``, ``os.environ.get("NAME")`` and their like."""
    files = [*settings.BASE_DIR.glob("familynet/**/*.py"), settings.BASE_DIR / "manage.py"]
    files += settings.BASE_DIR.glob("deploy/*.py")
    found = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in READERS and isinstance(node.args[0].value, str) and NAME.fullmatch(node.args[0].value):
                found.add(node.args[0].value)
    return found - FOREIGN


def example() -> dict[str, str]:
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_every_variable_is_listed_and_no_other():
    assert set(example()) == variables_read()


def test_the_search_finds_something():
    assert {"PORT", "DATABASE_URL", "FAMILYNET_MODE", "LOG_LEVEL"} <= variables_read()


def test_production_refuses_the_example_and_names_what_is_missing():
    said = " ".join(production.production_problems(example()))
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_BASE_URL", "DATABASE_URL", "EMAIL_URL", "MAIL_FROM"):
        assert f"{name}:" in said


def test_production_accepts_a_real_configuration():
    assert not production.production_problems(
        {
            "SECRET_KEY": "x" * 60,
            "ALLOWED_HOSTS": "netz.beispielstadt.de",
            "PUBLIC_BASE_URL": "https://netz.beispielstadt.de",
            "DATABASE_URL": "postgresql://netz@db/netz",
            "EMAIL_URL": "smtp://relay:25",
            "MAIL_FROM": "Netz <netz@beispielstadt.de>",
            "FAMILYNET_DATA": "/srv/netz",
        }
    )


def test_env_file_is_read_and_loses_against_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.delenv("MAIL_FROM", raising=False)
    path = tmp_path / ".env"
    path.write_text('PORT=1\n# Kommentar=2\nMAIL_FROM="Netz <a@b.example>"\n')
    env.read_file(path)
    assert env.text("PORT") == "9000"
    assert env.text("MAIL_FROM") == "Netz <a@b.example>"
