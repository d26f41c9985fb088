"""Who may do what in the staff area ``/verwaltung/``: the tables of all apps and what belongs to no table.

The groups stand in ``accounts.staff_access``; the tables of an app in its ``access.py``, those of ``kit`` here, because
``kit`` knows no roles.
"""

import accounts.access
import agreements.access
import offers.access
import partners.access
import texts.access
from accounts.enums import Role
from accounts.staff_access import NO_ONE, PROTECTED, Group

LOG = Group("Protokoll und Löschregeln", PROTECTED, NO_ONE)
MACHINERY = Group("Technik", frozenset({Role.ADMINISTRATION}), NO_ONE, leaves=False)
KIT_TABLES = {
    "kit_outgoingmail": MACHINERY,
    "kit_jobrun": MACHINERY,
    "kit_heartbeat": MACHINERY,
    "kit_auditevent": LOG,
    "kit_dataclass": LOG,
}
TABLES: dict[str, Group] = {
    **KIT_TABLES,
    **accounts.access.TABLES,
    **texts.access.TABLES,
    **partners.access.TABLES,
    **offers.access.TABLES,
    **agreements.access.TABLES,
}

PAGES = {
    "index": "Übersicht",
    "login": "Anmeldung (führt zur gemeinsamen)",
    "autocomplete": "Vorschläge beim Tippen",
    "jsi18n": "Texte für Eingabehilfen",
    "app_list": "Übersicht einer Abteilung",
}
"""Pages of the staff area that belong to no table."""

KINDS = ("changelist", "add", "change", "delete", "history", "export", "verb", "dates")
"""What a table can have a page for; ``verb`` is a step such as closing, ``dates`` makes the dates of a run."""
