"""Nobody overwrites what somebody else saved meanwhile: one lock for every page and action (architecture 6.8, T42).

Whoever saves says what was read: an ``EditionMark``. Its ``edition`` is the record's lock counter (Bearbeitungsstand),
or the moment of its last save where it has no counter. Where the page kept fingerprints of the single fields, too,
changes of two people to different fields are merged, and only a field both changed is a conflict.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which two people do not agree, in words."""

    label: str
    mine: str
    theirs: str


class EditConflict(Exception):
    """Somebody saved first. ``current`` is the row as it stands now; ``None`` when it was taken out meanwhile.

    ``differences`` holds both sides of every field both changed, where whoever raised it compared field by field.
    """

    def __init__(self, current: Any, differences: Sequence[Difference] = ()) -> None:
        super().__init__(_("Jemand hat diese Stelle inzwischen geändert."))
        self.current = current
        self.differences = differences

    @property
    def by(self) -> str:
        """Who saved last."""
        return str(getattr(self.current, "updated_by", None) or _("das System"))

    @property
    def at(self) -> datetime | None:
        """When that was."""
        return getattr(self.current, "updated_at", None)


@dataclass(frozen=True, slots=True)
class EditionMark:
    """What somebody had read before typing; ``str`` writes it into a hidden field and ``parse`` reads it again.

    It is no secret and needs no seal: whoever forges one only overwrites what she was allowed to overwrite anyway.
    """

    edition: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, record: models.Model, names: Iterable[str] = ()) -> Self:
        """The mark of ``record`` as it was read, with fingerprints of the fields ``names``."""
        return cls(edition_of(record), {name: fingerprint(_value(record, name)) for name in names})

    @classmethod
    def parse(cls, text: str) -> Self:
        """The mark a page sent; whatever cannot be read counts as never seen, so it can only cause a conflict."""
        edition, *pairs = text.split(" ")
        return cls(edition, dict(pair.split(":", 1) for pair in pairs if ":" in pair))

    def __str__(self) -> str:
        return " ".join([self.edition, *(f"{name}:{mark}" for name, mark in self.fields.items())])


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of each field after two people changed a record."""

    theirs: frozenset[str]
    """Only the other changed it, or both to the same: it stays as it is."""
    both: frozenset[str]
    """Both changed it, and not to the same: somebody has to decide."""


def edition_of(record: models.Model) -> str:
    """What must be unchanged for a save to go through: the lock counter, else the moment of the last save."""
    counter = getattr(record, "edition", None)
    if isinstance(counter, int):
        return str(counter)
    moment = getattr(record, "updated_at", None)
    return moment.isoformat() if moment else ""


def fingerprint(value: Any) -> str:
    """Short and equal for equal contents, whether typed into a form or read from the database."""
    return hashlib.sha256(_plain(value).encode("utf-8", "replace")).hexdigest()[:12]


def merge(seen: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """Compare three states of a record, each as fingerprints by field name; fields never seen count as changed."""
    kept = frozenset(n for n in mine if mine[n] == theirs[n] or (n in seen and mine[n] == seen[n]))
    alone = frozenset(n for n in mine if n in seen and theirs[n] == seen[n])
    return Merged(theirs=kept, both=frozenset(mine) - kept - alone)


def save_edited(record: M, *, values: Mapping[str, Any], read: EditionMark, by: Any) -> M:
    """Write ``values`` (by field name, keys of many to many as well) into ``record``; the caller's transaction.

    The row is locked and read anew. A field only somebody else changed since ``read`` keeps the new value. Raises
    ``EditConflict`` when both changed one, and ``ValidationError`` when a rule of the row is broken. Returns the row as
    saved; histories follow by trigger. Who and when are noted even without values, because parts may have changed.
    """
    table: Any = type(record)
    held = table._base_manager.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
    values = _without_theirs(held, values, read)
    own = {name for name in values if not table._meta.get_field(name).many_to_many}
    for name in own:
        table._meta.get_field(name).save_form_data(held, values[name])
    held.updated_by = by
    held.clean_fields(exclude={one.name for one in table._meta.fields} - own)
    held.clean()
    held.validate_unique()
    held.validate_constraints()
    held.save(update_fields=[*own, "updated_by", "updated_at"])
    for name in values.keys() - own:
        getattr(held, name).set(values[name])
    return held


def _without_theirs(held: Any, values: Mapping[str, Any], read: EditionMark) -> Mapping[str, Any]:
    if read.edition == edition_of(held):
        return values
    mine = {name: fingerprint(value) for name, value in values.items()}
    merged = merge(read.fields, mine, {name: fingerprint(_value(held, name)) for name in values})
    if merged.both:
        raise EditConflict(held, [_difference(held, name, values[name]) for name in values if name in merged.both])
    return {name: value for name, value in values.items() if name not in merged.theirs}


def _difference(held: Any, name: str, value: Any) -> Difference:
    column = held._meta.get_field(name)
    return Difference(str(column.verbose_name), _words(column, value), _words(column, _value(held, name)))


def _words(column: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if column.many_to_many:
        return ", ".join(str(one) for one in value)
    if getattr(column, "flatchoices", None):
        return str(dict(column.flatchoices).get(value, value))
    return "" if value is None else str(value)


def _value(record: Any, name: str) -> Any:
    column = record._meta.get_field(name)
    return list(getattr(record, name).all()) if column.many_to_many else getattr(record, name)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return (value if timezone.is_aware(value) else timezone.make_aware(value)).astimezone(UTC).isoformat()
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return "\x1f".join(sorted(_plain(one) for one in value))
    return str(value).replace("\r\n", "\n")  # browsers send line ends of their own
