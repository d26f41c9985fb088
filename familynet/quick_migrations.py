"""A new constraint, index or trigger changes one class of a migration's state, not all that point at it.

Django draws every class related to the changed one again after each such step: here some sixty classes, 270 times,
more than half of a first start. None of the three changes a field, which is all that related classes could see.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


def _append(state: ProjectState, app_label: str, model_name: str, option: str, thing: Any) -> None:
    """Add to an option of the model's state, and of its class if there is one already."""
    options = state.models[app_label, model_name].options
    options[option] = [*options.get(option, []), thing]
    if "apps" in state.__dict__:  # as Django itself asks; the property would draw all of them
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option, [*getattr(meta, option, []), thing])


def _add_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _append(state, app_label, operation.model_name_lower, "triggers", operation.trigger)


@contextmanager
def quick_migrations() -> Iterator[None]:
    """Inside, migrations add constraints, indexes and triggers quickly; the database gets exactly the same.

    Replaces two methods that are not meant for it (``ProjectState._append_option`` of Django,
    ``AddTrigger.state_forwards`` of pgtrigger); should one be renamed, entering raises ``AttributeError``.
    """
    options = patch.object(ProjectState, "_append_option", _append)
    with options, patch.object(AddTrigger, "state_forwards", _add_trigger):
        yield
