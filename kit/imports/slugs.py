"""Addresses for many new records at once."""

import hashlib
from collections.abc import Iterable

from django.db import models
from django.utils.text import slugify

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


class Slugs:
    """Gives out addresses nobody has: the name's own one, or with a short ending made from the record's identity."""

    def __init__(self, model: type[models.Model], longest: int) -> None:
        self.model, self.longest = model, longest
        self._given: set[str] = set()

    def look_up(self, names: Iterable[tuple[str, str]]) -> None:
        """Ask the database once which addresses of these (name, identity) pairs are taken."""
        wanted = {slug for name, identity in names for slug in self._candidates(name, identity)}
        self._given.update(
            self.model._default_manager.filter(slug__in=wanted - self._given).values_list("slug", flat=True)
        )

    def take(self, name: str, identity: str) -> str:
        """An address for ``name``; the same identity gets the same one while it is free."""
        slug = next((slug for slug in self._candidates(name, identity) if slug not in self._given), "")
        number = 2
        while not slug:
            candidate = self._candidates(name, f"{identity}#{number}")[1]
            slug, number = ("" if candidate in self._given else candidate), number + 1
        self._given.add(slug)
        return slug

    def _candidates(self, name: str, identity: str) -> tuple[str, str]:
        base = slugify(name.translate(GERMAN))[: self.longest - 9].strip("-") or "eintrag"
        ending = hashlib.sha256(identity.encode()).hexdigest()[:8]
        return base, f"{base}-{ending}"
