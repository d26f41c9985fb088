"""A database of its own with the demo network of today, on the server of the tests; dropped at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from familynet.host import embedded
from familynet.host.processes import file_lock


def start() -> None:
    """Settings, embedded PostgreSQL and Django. Importing the tests' settings first decides where the server lives."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import tests.settings  # noqa: F401, PLC0415 - see above

    embedded.ensure_database()
    import django  # noqa: PLC0415 - after the database is known

    django.setup()


@contextmanager
def demo_database() -> Iterator[None]:
    """Django's connection points at a fresh copy of the demo network. Call ``start`` before.

    There is one such database: a second evaluation waits until the first is done.
    """
    from django.utils import timezone  # noqa: PLC0415 - after start()

    from tests import demo_network, template_database  # noqa: PLC0415

    folder = embedded.data_dir()
    folder.mkdir(parents=True, exist_ok=True)  # not there yet when DATABASE_URL names a server
    with file_lock(folder / "search-eval.lock"):
        name = template_database.make("search_eval")
        day = timezone.localdate()
        template = demo_network.PREFIX + demo_network.fingerprint(day)
        try:
            with template_database.server() as outside:
                if not template_database.exists(outside, template):
                    demo_network.build(outside, template, day)
                demo_network.copy(outside, template, name)
            yield
        finally:
            template_database.remove(name)
