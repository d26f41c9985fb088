"""What an offer rests on, for staff: apps above this one know it, the roof names them here when it starts.

An app below cannot ask an app above; so ``familynet.apps`` adds one function per app that has something to say, and the
offer's page asks all of them.
"""

from collections.abc import Callable
from typing import Protocol

from offers.models import Offer
from partners.rights.held import Person


class BasisLine(Protocol):
    """A sentence and the page that tells more."""

    @property
    def text(self) -> str: ...

    @property
    def href(self) -> str: ...


Source = Callable[[Offer, Person], BasisLine | None]
SOURCES: list[Source] = []
"""Who is asked, in this order."""


def add_basis_source(source: Source) -> None:
    """Asks ``source`` on every page of an offer from now on; called once per source when the portal starts.

    ``source`` answers None to whoever may not know; for people without an account always, their page is cached.
    """
    if source not in SOURCES:
        SOURCES.append(source)


def basis_lines(offer: Offer, user: Person) -> list[BasisLine]:
    """What ``user`` may know of what ``offer`` rests on."""
    return [line for source in SOURCES if (line := source(offer, user)) is not None]
