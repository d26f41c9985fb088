"""Reads environment variables; the only place that knows how a text becomes a setting."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[2]


def read_file(path: Path) -> None:
    """Take over ``NAME=value`` lines of a ``.env`` file; what the environment already says wins. No file, no effect."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and name.isidentifier():
            os.environ.setdefault(name, value.strip().strip("\"'"))


read_file(BASE_DIR / ".env")


def text(name: str, default: str = "") -> str:
    """The variable's text, or ``default`` when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable: ``1 true yes on ja`` mean yes, everything else means no."""
    value = os.environ.get(name, "")
    return value.strip().lower() in {"1", "true", "yes", "on", "ja"} if value else default


class WrongValue(SystemExit):
    """A variable holds something that makes no sense; the German text names it. Ends the process, code 1."""


def number(name: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
    """A whole number between ``least`` and ``most``; raises ``WrongValue``."""
    given = os.environ.get(name) or str(default)
    if not given.isdecimal() or not least <= int(given) <= most:
        raise WrongValue(f"{name}={given} geht nicht: erlaubt ist eine ganze Zahl von {least} bis {most}.")
    return int(given)


def hosts(url: str) -> list[str]:
    """The origin of an address for a list of allowed sources; empty for an empty address.

    ``{s}`` in the host (numbered servers of one map) becomes ``*``. Raises ``ValueError`` for anything but https.
    """
    if not url:
        return []
    parts = urlsplit(url.replace("{s}", "*"))
    if parts.scheme != "https" or not parts.netloc:
        raise ValueError("FAMILYNET_TILE_URL muss mit https:// beginnen")
    return [f"https://{parts.netloc}"]


def kept_secret(path: Path) -> str:
    """A random secret that is made once and kept in ``path`` (mode 0600)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(secrets.token_urlsafe(50))
        part.chmod(0o600)
        try:
            os.link(part, path)  # the first process wins; the others read what it wrote
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_text().strip()


WEB_THREADS = 8  # per web process; each may hold one connection of its pool (docs/adr/0010)
WEB_LIMITS = "-c statement_timeout=3000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"


def database(url: str, *, web_threads: int = 0) -> dict[str, Any]:
    """Django's database entry for a ``postgresql://`` URL (socket folder as ``?host=``).

    ``web_threads`` is given by the web process: a pool of that many connections, and limits in the session, so that
    no page can hang on a slow query or a lock (milliseconds; reliability 3.2).
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongValue("DATABASE_URL muss mit postgresql:// beginnen")
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "") or unquote(parts.hostname or ""))
    port = str(parts.port or options.pop("port", "") or "")
    if web_threads:
        options["pool"] = {"min_size": 1, "max_size": web_threads, "timeout": 2, "max_idle": 300}
        options["options"] = f"{WEB_LIMITS} {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail(url: str) -> dict[str, Any]:
    """Arguments of Django's SMTP backend for ``smtp://user:password@host:port`` or ``smtps://``.

    ``smtp`` with a password uses STARTTLS, so that no password crosses the network in the clear.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise WrongValue("EMAIL_URL muss wie smtp://name:kennwort@rechner:587 oder smtps://... aussehen")
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp" and bool(parts.password),
        "timeout": 20,
    }
