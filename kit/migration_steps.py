"""Two migration steps for whole apps: all tables at once, all triggers at once.

Django's and pgtrigger's own steps change one thing each, and after every change Django draws the related classes of
the state anew. With 130 tables and 85 triggers a first start would spend most of its time on drawing. Here an app is
added to the state as a whole and drawn once (docs/adr/0014). Later migrations use the ordinary steps.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger


class CreateModels(Operation):
    """Creates the tables of several models, which may refer to each other in any direction."""

    reversible = True
    serialization_expand_args: ClassVar[list[str]] = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn anew when next asked for, with all models there
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in self.models:
            schema_editor.create_model(to_state.apps.get_model(app_label, model.name))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in reversed(self.models):
            schema_editor.delete_model(from_state.apps.get_model(app_label, model.name))

    def describe(self) -> str:
        return f"Creates {len(self.models)} tables"


class AddTriggers(Operation):
    """Creates the triggers of several models: ``triggers`` names them by model, in lower case."""

    reversible = True

    def __init__(self, triggers: Mapping[str, Sequence[Trigger]]) -> None:
        self.triggers = triggers

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for model, triggers in self.triggers.items():
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", ()), *triggers]

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for trigger in self._all():
            schema_editor.execute(trigger.install_sql)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for trigger in self._all():
            schema_editor.execute(trigger.uninstall_sql)

    def describe(self) -> str:
        return f"Creates {len(self._all())} triggers"

    def _all(self) -> list[Trigger]:
        return [trigger for triggers in self.triggers.values() for trigger in triggers]
