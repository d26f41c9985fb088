"""Reads environment variables; the only place that knows how a text becomes a setting."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


def text(name: str, default: str = "") -> str:
    """The variable's text, or ``default`` when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """A yes/no variable: ``1 true yes on ja`` mean yes, everything else means no."""
    value = os.environ.get(name, "")
    return value.strip().lower() in {"1", "true", "yes", "on", "ja"} if value else default


def number(name: str, default: int) -> int:
    """A whole number; raises ``ValueError`` naming the variable when the text is none."""
    try:
        return int(os.environ.get(name) or default)
    except ValueError as error:
        raise ValueError(f"{name} muss eine ganze Zahl sein") from error


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


def database(url: str) -> dict[str, object]:
    """Django's database entry for a ``postgresql://`` URL (socket folder as ``?host=``)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL muss mit postgresql:// beginnen")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "OPTIONS": options,
    }
