"""Lookup paths over relations."""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


def is_single(model: type[Model], path: str) -> bool:
    """Every hop of ``path`` is a foreign key of the row before it, so it leads to one row at most."""
    if path == "pk":
        return True
    for hop in path.split("__"):
        try:
            field = model._meta.get_field(hop)
        except FieldDoesNotExist:
            return False
        if not (field.many_to_one or field.one_to_one) or field.auto_created:
            return False
        model = field.related_model
    return True
