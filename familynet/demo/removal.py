"""Taking the demo out again: exactly the rows marked ``is_demo``, and nothing of anybody else (domain 8.1, R-9).

A demo row that a real row refers to cannot go without breaking that row. It stays, with everything it refers to and
everything that is part of it, and is from then on an ordinary row: ``is_demo`` becomes false. So a real organisation
keeps its category, and a real registration keeps its course. Accounts that stay for this reason are locked.

Which tables there are and how they hang together is read from the models, so tables of later apps are covered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from agreements.actions.unused_files import forget_unused_files

Model = type[models.Model]


@dataclass(frozen=True)
class Link:
    """A column of ``source`` that names a row of ``target``; ``part`` means the row is a part of the other one."""

    source: Model
    target: Model
    column: str
    part: bool


@dataclass
class Removal:
    """What happened, per table: rows deleted, and rows that stayed because real data need them."""

    removed: Counter[Model] = field(default_factory=Counter)
    kept: Counter[Model] = field(default_factory=Counter)


@transaction.atomic
def remove_demo(*, accounts: bool = True) -> Removal:
    """Delete all demo rows but those real data need. Raises ``IntegrityError`` rather than leave anything dangling.

    Without ``accounts`` people who sign in stay as they are, so that a demo can be loaded anew under their feet.
    """
    result = Removal()
    people = get_user_model()
    kept = _needed()
    if not accounts:
        kept.pop(people, None)
    files = _files(kept)
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL familynet.skip_documents = 'on'")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model, ids in kept.items():
            _release(model, ids)
            result.kept[model] = len(ids)
        for link in reversed(_parts_without_mark()):
            if link.target is people and not accounts:
                continue
            cursor.execute(
                f"DELETE FROM {_table(link.source)} WHERE {_name(link.column)} IN "  # noqa: S608 - names of our tables
                f"({_demo_keys(link.target)})"
            )
        for model in _marked():
            if model is people and not accounts:
                continue
            cursor.execute(f"DELETE FROM {_table(model)} WHERE is_demo")  # noqa: S608 - names of our tables
            result.removed[model] = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        forget_unused_files()
    transaction.on_commit(lambda: _delete_files(files))
    return result


def _needed() -> dict[Model, set[int]]:
    """Demo rows that real rows refer to, directly or through other kept rows, and what is part of them."""
    kept: dict[Model, set[int]] = defaultdict(set)
    waiting: list[tuple[Model, set[int]]] = []

    def keep(model: Model, ids: Iterable[int]) -> None:
        new = set(ids) - kept[model]
        if new:
            kept[model] |= new
            waiting.append((model, new))

    for link in _references():
        keep(link.target, _named_by_real_rows(link))
    while waiting:
        model, ids = waiting.pop()
        for target, found in _needed_by(model, ids):
            keep(target, found)
    return {model: ids for model, ids in kept.items() if ids}


def _needed_by(model: Model, ids: set[int]) -> Iterator[tuple[Model, Iterable[int]]]:
    """What kept rows ``ids`` of ``model`` refer to, what is part of them, and what their parts refer to."""
    for link in _references():
        if link.source is model:
            yield link.target, _named_by(link, ids)
        if link.part and link.target is model and _is_marked(link.source):
            yield link.source, _parts_of(link, ids)
    for link in _parts_without_mark():
        under = _under(link, model)
        for other in _references() if under else ():
            if other.source is link.source and not other.part:
                yield other.target, _named_by_parts(under, other, ids)


def _named_by_real_rows(link: Link) -> set[int]:
    if _is_marked(link.source):
        real = "NOT s.is_demo"
    else:
        owners = [owner for owner in _parts_without_mark() if owner.source is link.source]
        if link in owners:
            return set()
        real = " AND ".join(f"s.{_name(owner.column)} NOT IN ({_demo_keys(owner.target)})" for owner in owners)
    return _ids(
        f"SELECT DISTINCT s.{_name(link.column)} FROM {_table(link.source)} s JOIN {_table(link.target)} t "  # noqa: S608
        f"ON t.{_key(link.target)} = s.{_name(link.column)} WHERE t.is_demo AND ({real or 'true'})"
    )


def _named_by(link: Link, ids: set[int]) -> set[int]:
    return _ids(
        f"SELECT s.{_name(link.column)} FROM {_table(link.source)} s JOIN {_table(link.target)} t "  # noqa: S608
        f"ON t.{_key(link.target)} = s.{_name(link.column)} WHERE t.is_demo AND s.{_key(link.source)} = ANY(%s)",
        ids,
    )


def _parts_of(link: Link, ids: set[int]) -> set[int]:
    return _ids(
        f"SELECT {_key(link.source)} FROM {_table(link.source)} WHERE is_demo AND {_name(link.column)} = ANY(%s)",  # noqa: S608
        ids,
    )


def _named_by_parts(under: str, link: Link, ids: set[int]) -> set[int]:
    return _ids(
        f"SELECT s.{_name(link.column)} FROM {_table(link.source)} s JOIN {_table(link.target)} t "  # noqa: S608
        f"ON t.{_key(link.target)} = s.{_name(link.column)} WHERE t.is_demo AND s.{under}",
        ids,
    )


def _demo_keys(model: Model) -> str:
    """Statement for the keys of all demo rows of a table: marked ones, or parts of such, however deep."""
    if _is_marked(model):
        return f"SELECT {_key(model)} FROM {_table(model)} WHERE is_demo"  # noqa: S608 - names of our tables
    ways = " OR ".join(
        f"{_name(link.column)} IN ({_demo_keys(link.target)})" for link in _parts_without_mark() if link.source is model
    )
    return f"SELECT {_key(model)} FROM {_table(model)} WHERE {ways}"  # noqa: S608 - names of our tables


def _under(link: Link, root: Model) -> str:
    """Condition for rows that hang under the rows ``%s`` of ``root`` by this link; empty when they never do.

    Followed by one way only: a part of two parts goes with the first.
    """
    if link.target is root:
        return f"{_name(link.column)} = ANY(%s)"
    for further in _parts_without_mark():
        if further.source is link.target and (under := _under(further, root)):
            keys = f"SELECT {_key(link.target)} FROM {_table(link.target)} WHERE {under}"  # noqa: S608 - our tables
            return f"{_name(link.column)} IN ({keys})"
    return ""


def _ids(statement: str, ids: set[int] | None = None) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, None if ids is None else [list(ids)])
        return {pk for (pk,) in cursor.fetchall()}


def _release(model: Model, ids: set[int]) -> None:
    rows: Any = model._default_manager.filter(pk__in=ids)
    if model is get_user_model():
        for user in rows:
            user.is_active = False
            user.set_unusable_password()
            user.save(update_fields=["is_active", "password"])
    rows.update(is_demo=False)


def _is_marked(model: Model) -> bool:
    return any(column.name == "is_demo" for column in model._meta.local_concrete_fields)


def _is_history(model: Model) -> bool:
    return hasattr(model, "pgh_tracked_model")


def _tables() -> Iterator[Model]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _marked() -> list[Model]:
    return [model for model in _tables() if _is_marked(model) and not _is_history(model)]


def _references() -> list[Link]:
    """Every column that names a row of a table with demo rows; history only remembers, it needs nothing."""
    return [link for model in _tables() if not _is_history(model) for link in _links(model)]


def _links(model: Model) -> Iterator[Link]:
    for link in _keys_of(model):
        if _is_marked(link.target):
            yield link


def _keys_of(model: Model) -> Iterator[Link]:
    """Every foreign key of a table."""
    for column in model._meta.local_concrete_fields:
        target = column.related_model
        if isinstance(column, models.ForeignKey) and isinstance(target, type):
            yield Link(model, target, column.column, _is_part(model, column))


def _is_part(model: Model, column: models.ForeignKey) -> bool:
    """Rows that go with the other one: cascading keys; of a many-to-many table only the side that has the field.

    A table that joins rows of one kind (neighbours) goes with either side: the area beside a kept area may go.
    """
    if column.remote_field.on_delete is not models.CASCADE:
        return False
    if not model._meta.auto_created:
        return True
    owner: Any = model._meta.auto_created
    joins = [field for field in owner._meta.local_many_to_many if field.remote_field.through is model]
    names = {field.m2m_field_name() for field in joins}
    names |= {field.m2m_reverse_field_name() for field in joins if field.related_model is owner}
    return column.name in names


@cache
def _parts_without_mark() -> tuple[Link, ...]:
    """Tables without ``is_demo`` whose rows go with the row they belong to: steps, team, many-to-many, history.

    Parts of parts follow those they belong to (a clause of a version, what it once said), so deleting goes backwards.
    """
    plain = [model for model in _tables() if not _is_history(model) and not _is_marked(model)]
    found: list[Link] = []
    owners = set(_marked())
    while new := [
        link
        for model in plain
        for link in _keys_of(model)
        if link.part and link.target in owners and link.target is not model and link not in found
    ]:
        found += new
        owners |= {link.source for link in new}
    for model in _tables():
        if _is_history(model) and model.pgh_tracked_model in owners:  # type: ignore[attr-defined]
            found.append(Link(model, model.pgh_tracked_model, "pgh_obj_id", part=True))  # type: ignore[attr-defined]
    return tuple(found)


def _files(kept: dict[Model, set[int]]) -> list[str]:
    found: list[str] = []
    for model in _marked():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, models.FileField):
                rows = model._default_manager.filter(is_demo=True).exclude(pk__in=kept.get(model, ()))
                found += [name for name in rows.values_list(column.name, flat=True) if name]
    return found


def _delete_files(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _table(model: Model) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _key(model: Model) -> str:
    return connection.ops.quote_name(str(model._meta.pk.column))


def _name(column: str) -> str:
    return connection.ops.quote_name(column)
