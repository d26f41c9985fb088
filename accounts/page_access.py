"""The words of the access tables: one row per address says who may open it and what the others get.

Every app writes its rows in ``access.py`` beside its ``urls.py``, from the role descriptions (architecture 7, domain 2
and 7) and not from the code: ``tests/roof/test_access_matrix.py`` asks every address as everybody and compares. A new
address needs a row there (the test names the missing one):

* ``public("partners:directory", "Partnerverzeichnis")`` for everybody,
* ``internal("workspace", "Arbeitsplatz")`` for everybody who is signed in,
* ``internal("partners:people", "Personen", {R.ADMINISTRATION, ...})`` for some roles; the others get 403,
* ``internal("agreements:text", "Text", READS_ONE)`` about one record: an ``Audience`` says who sees it and what the
  others get,
* ``button("agreements:clause_move", "Klausel verschieben", EDITS_ONE)`` for what is only sent, never opened.

How to build the address of a page about one record stands in ``tests/roof/access_examples.py``.
"""

from collections.abc import Set
from dataclasses import dataclass

from accounts.enums import Role

ANONYMOUS = "anonymous"
SIGNED_IN: frozenset[str] = frozenset(Role.values)
EVERYBODY = SIGNED_IN | {ANONYMOUS}
NO_ONE: frozenset[str] = frozenset()
ADMINISTRATION = frozenset({Role.ADMINISTRATION})


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may open a page, and what the others get.

    ``otherwise`` is the answer to signed-in people who are not in ``who``; anonymous people are sent to the sign-in.
    ``sees`` are people who see the record but may not do this with it: they get 403 where the others get
    ``otherwise``. ``elsewhere`` and ``elsewhere_sees`` say the same for a record of a foreign organisation; None means
    that the page is not about the record of an organisation.
    """

    who: Set[str]
    otherwise: int = 403
    sees: Set[str] = NO_ONE
    elsewhere: Set[str] | None = None
    elsewhere_sees: Set[str] = NO_ONE


@dataclass(frozen=True, slots=True)
class Page:
    """One address and who may open it.

    ``get`` is the answer to people of the audience. ``post`` is what they get for an empty form with a valid token;
    None means: the page takes no forms. ``post_signed_in`` is for pages that answer people with an account differently
    from those without. ``library`` marks pages of other packages, whose methods we do not decide.
    """

    name: str
    title: str
    audience: Audience
    get: int = 200
    post: int | None = None
    post_signed_in: int | None = None
    library: bool = False

    def answer_to_form(self, actor: str) -> int | None:
        """What ``actor`` of the audience gets for an empty form."""
        return self.post if actor == ANONYMOUS or self.post_signed_in is None else self.post_signed_in

    @property
    def is_public(self) -> bool:
        """Whether people without an account may open it."""
        return ANONYMOUS in self.audience.who

    @property
    def is_for_every_account(self) -> bool:
        """Whether everybody who is signed in may open it, and nobody else."""
        return self.audience.who == SIGNED_IN


def public(
    name: str,
    title: str,
    *,
    get: int = 200,
    post: int | None = None,
    post_signed_in: int | None = None,
    elsewhere: Set[str] | None = None,
    library: bool = False,
) -> Page:
    """A page for everybody; ``elsewhere`` names who sees the same of a foreign record that is not public."""
    return Page(name, title, Audience(EVERYBODY, elsewhere=elsewhere), get, post, post_signed_in, library)


def internal(
    name: str, title: str, who: Audience | Set[str] = SIGNED_IN, *, get: int = 200, post: int | None = None
) -> Page:
    """A page for people who are signed in: all of them, those with one of some roles, or an audience."""
    return Page(name, title, who if isinstance(who, Audience) else Audience(who), get, post)


def button(name: str, title: str, who: Audience | Set[str], *, post: int = 302) -> Page:
    """An address that takes a form only; nobody opens it (405)."""
    return internal(name, title, who, get=405, post=post)


def entrance(name: str, title: str, *, get: int = 200, post: int | None = None) -> Page:
    """A page of the sign-in library on the way in; whoever is in already is sent on."""
    return Page(name, title, Audience({ANONYMOUS}, otherwise=302), get, post, library=True)


def own_account(name: str, title: str, *, get: int = 200, post: int | None = None) -> Page:
    """A page of the sign-in library about one's own account."""
    return Page(name, title, Audience(SIGNED_IN), get, post, library=True)
