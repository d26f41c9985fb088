"""What the database refused, in the German words the models have for it."""

from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.workflow import StepRefused

TAKEN = gettext_lazy("Einen Eintrag mit diesen Angaben gibt es schon.")
IN_USE = gettext_lazy("Ein Eintrag, auf den verwiesen wird, ist inzwischen nicht mehr da.")


@cache
def _messages() -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
    }


def refusal_reason(error: Exception) -> str:
    """One German sentence for a refusal by a constraint, a model or a verb."""
    if isinstance(error, StepRefused):
        return str(error)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    if name in _messages():
        return _messages()[name]
    if name.endswith("_no_cycle"):
        return _("So entsteht ein Kreis: Die übergeordnete Stelle gehört schon hierzu.")
    state = getattr(diagnosis, "sqlstate", "") or ""
    if isinstance(error, IntegrityError):
        return str({"23505": TAKEN, "23503": IN_USE}.get(state, _("Die Angaben passen nicht zusammen.")))
    if isinstance(error, DataError):
        return _("Eine Angabe ist zu lang oder zu groß.")
    return _("Die Datenbank hat die Zeile nicht angenommen.")


REFUSALS: tuple[type[Exception], ...] = (IntegrityError, DataError, ValidationError, StepRefused)
"""Errors that concern the rows being written; every other database error ends the import."""
