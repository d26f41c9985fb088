#!/usr/bin/env python
"""Django's command line. Starts the embedded PostgreSQL first when no DATABASE_URL is given."""

import os
import sys

from familynet.host import embedded

WITHOUT_DATABASE = {"help", "--help", "-h", "version", "--version", "collectstatic", "up"}  # "up" starts it itself


def main() -> None:
    """Run one management command; the embedded server stays up only as long as someone uses it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familynet.settings")
    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE:
        embedded.ensure_database()
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - after the database is known
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        if os.environ.get("FAMILYNET_MODE") != "production":
            raise
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
