"""The words of the access tables for the staff area ``/verwaltung/``: a table belongs to a group, a group says who may.

Every app names its tables in ``access.py``. Coordination changes rows of organisations it looks after and, where
personal data is concerned, sees only those of its own centre: each organisation is its own controller (domain 7.2).
Who has no role here does not learn that a page exists (404).
"""

from dataclasses import dataclass

from accounts.enums import Role

R = Role
NO_ONE: frozenset[Role] = frozenset()
STAFF = frozenset({R.ADMINISTRATION, R.DATA_PROTECTION, R.COORDINATION, R.READ_ONLY})
PROTECTED = frozenset({R.ADMINISTRATION, R.DATA_PROTECTION})
"""Who looks into what is about people, in every organisation."""


@dataclass(frozen=True, slots=True)
class Group:
    """``looks``: opens lists and records. ``changes``: adds, changes and deletes. ``own``: only own rows of both.

    ``grows`` is false where nobody adds rows by hand, ``leaves`` where nobody downloads the list.
    """

    title: str
    looks: frozenset[Role]
    changes: frozenset[Role] = frozenset({R.ADMINISTRATION})
    own_looks: frozenset[Role] = NO_ONE
    own_changes: frozenset[Role] = NO_ONE
    grows: bool = True
    leaves: bool = True

    @property
    def opens_list(self) -> frozenset[Role]:
        return self.looks | self.own_looks

    @property
    def opens_form(self) -> frozenset[Role]:
        return self.changes | self.own_changes if self.grows else NO_ONE

    @property
    def downloads(self) -> frozenset[Role]:
        return self.opens_list if self.leaves else NO_ONE


COORDINATION = frozenset({R.COORDINATION})
REGISTER = Group("Verzeichnis und Angebote", STAFF, own_changes=COORDINATION)
LISTS = Group("Gemeinsame Listen", STAFF)
PEOPLE = Group("Personenbezogenes einer Organisation", PROTECTED, own_looks=COORDINATION, own_changes=COORDINATION)
