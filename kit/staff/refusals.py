"""What the database refused, in the words of the model that owns the constraint."""

from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _


@cache
def _messages() -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message is not constraint.default_violation_error_message
    }


def refusal_words(error: IntegrityError | ValidationError) -> str:
    """German reason for a refused write; triggers of ours speak German themselves."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, ProtectedError | RestrictedError):
        kinds = sorted({str(row._meta.verbose_name_plural) for row in getattr(error, "protected_objects", ())})
        return _("Es hängen noch andere Einträge daran (%(kinds)s).") % {"kinds": ", ".join(kinds)}
    diag = getattr(error.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None) or ""
    if name in _messages():
        return _messages()[name]
    if name.endswith("_no_cycle"):
        return _("So entsteht ein Kreis: Die übergeordnete Stelle gehört schon hierzu.")
    if "fk" in name.split("_"):
        return _("Ein Eintrag, auf den dieser verweist, ist inzwischen gelöscht worden.")
    return _("Diese Angaben passen nicht zu dem, was inzwischen gespeichert ist. Bitte prüfen Sie sie noch einmal.")
