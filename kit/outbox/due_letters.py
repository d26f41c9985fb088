"""Letters that fall due: find what is to be told, gather it by address, remember it, write one letter for each.

Whoever knows what falls due (a deadline, an invitation, news since the last run) brings four small functions; that each
thing is told once, that nobody gets two letters at a time, and that a run that fails leaves no half behind, is here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, transaction

from kit.outbox.queue import queue_mail

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter without its address, see ``queue_mail``."""

    subject: str
    template: str
    context: dict[str, object]


@transaction.atomic
def send_due_letters(
    find: Callable[[], Iterable[Item]],
    *,
    recipients: Callable[[Item], Iterable[str]],
    write: Callable[[list[Item]], Letter],
    purpose: str,
    remember: Callable[[list[tuple[Item, int]]], None] | None = None,
    lock: str = "",
) -> int:
    """Queue one letter for each address with everything ``find`` has for it; how many.

    ``find`` gives what is due and not told yet, ``recipients`` the addresses of one such thing, ``write`` the letter
    about all things of one address, in the order they were found. ``remember`` gets each thing with its number of
    addresses, also those nobody can be told, before anything is written; leave it out where the moment decides what is
    due. With ``lock`` runs of that name wait for each other, so the second finds what the first remembered. What any
    of the four raises rolls back all of it.
    """
    if lock:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [lock])
    letters: defaultdict[str, list[Item]] = defaultdict(list)
    told: list[tuple[Item, int]] = []
    # To the end before anything is remembered: who is told may depend on what was remembered in earlier runs.
    for item in list(find()):
        addresses = list(dict.fromkeys(recipients(item)))
        told.append((item, len(addresses)))
        for address in addresses:
            letters[address].append(item)
    if remember is not None:
        remember(told)
    for address, items in letters.items():
        letter = write(items)
        queue_mail(
            to=address, subject=letter.subject, template=letter.template, context=letter.context, purpose=purpose
        )
    return len(letters)
